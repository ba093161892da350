// SPDX-License-Identifier: Apache-2.0
#include <spate/format/avro_options.hpp>

#include <doctest/doctest.h>

using namespace spate;

TEST_CASE("format/avro_options: by default rows are named row, and nothing is compressed") {
    const avro_options options;
    CHECK(options.codec.name == "null");
    CHECK(!options.codec.compress);
    CHECK(options.block_rows == 0);
    CHECK(options.name == "row");
}
