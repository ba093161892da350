// SPDX-License-Identifier: Apache-2.0
// The libraries stand here so that the build sees which are needed.
#include <lz4.h>
#include <snappy.h>
#include <zstd.h>

#include <spate/format/parquet_codecs.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

using namespace spate;

namespace {
std::string restored(parquet_codec codec, const std::vector<std::byte>& from, std::size_t size) {
    std::string out(size, '?');
    const char* const bytes = reinterpret_cast<const char*>(from.data());
    if (codec == parquet_codec::snappy) CHECK(snappy::RawUncompress(bytes, from.size(), out.data()));
    if (codec == parquet_codec::zstd) CHECK(ZSTD_decompress(out.data(), size, bytes, from.size()) == size);
    if (codec == parquet_codec::lz4_raw)
        CHECK(LZ4_decompress_safe(bytes, out.data(), static_cast<int>(from.size()), static_cast<int>(size)) == static_cast<int>(size));
    return out;
}
}  // namespace

TEST_CASE("format/parquet_codecs: what a library compresses it restores, page after page, in copies too") {
    std::string page;
    for (int i = 0; i < 10000; ++i) page += std::to_string(i * i % 97) + ",";
    for (const parquet_compression& given : {parquet_snappy(), parquet_zstd(), parquet_zstd(9), parquet_lz4()}) {
        const parquet_compression copy = given;
        std::vector<std::byte> out;
        for (const std::size_t size : {page.size(), std::size_t{1}, std::size_t{0}, std::size_t{1000}})
            for (const parquet_compression* one : {&given, &copy}) {
                one->compress({reinterpret_cast<const std::byte*>(page.data()), size}, out);
                CHECK(restored(given.codec, out, size) == page.substr(0, size));
                if (size == page.size()) CHECK(out.size() < size / 2);
            }
    }
    CHECK_THROWS_AS((void)parquet_zstd(100), config_error);
}
