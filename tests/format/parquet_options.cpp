// SPDX-License-Identifier: Apache-2.0
#include <spate/format/parquet_options.hpp>

#include <doctest/doctest.h>

#include <cstdint>

using namespace spate;

TEST_CASE("format/parquet_options: codecs have the numbers of the specification, and nothing is compressed by default") {
    CHECK(static_cast<std::int32_t>(parquet_codec::none) == 0);
    CHECK(static_cast<std::int32_t>(parquet_codec::snappy) == 1);
    CHECK(static_cast<std::int32_t>(parquet_codec::gzip) == 2);
    CHECK(static_cast<std::int32_t>(parquet_codec::zstd) == 6);
    CHECK(static_cast<std::int32_t>(parquet_codec::lz4_raw) == 7);
    const parquet_options options;
    CHECK(options.compression.codec == parquet_codec::none);
    CHECK(!options.compression.compress);
}
