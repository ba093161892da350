// SPDX-License-Identifier: Apache-2.0
// The libraries stand here so that the build sees which are needed.
#include <snappy.h>
#include <zlib.h>
#include <zstd.h>

#include <spate/format/avro_codecs.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include <spate/core/error.hpp>

using namespace spate;

namespace {

std::string restored(const std::string& codec, const std::vector<std::byte>& from, std::size_t size) {
    std::string out(size + 1, '?');
    const char* const bytes = reinterpret_cast<const char*>(from.data());
    if (codec == "deflate") {
        z_stream stream{};
        REQUIRE(inflateInit2(&stream, -15) == Z_OK);
        stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes));
        stream.avail_in = static_cast<uInt>(from.size());
        stream.next_out = reinterpret_cast<Bytef*>(out.data());
        stream.avail_out = static_cast<uInt>(out.size());
        CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
        CHECK(stream.avail_in == 0);
        CHECK(stream.total_out == size);
        inflateEnd(&stream);
    }
    if (codec == "zstandard") CHECK(ZSTD_decompress(out.data(), out.size(), bytes, from.size()) == size);
    if (codec == "snappy") CHECK(snappy::RawUncompress(bytes, from.size() - 4, out.data()));
    out.resize(size);
    return out;
}

}  // namespace

TEST_CASE("format/avro_codecs: what a library compresses it restores, block after block, in copies too") {
    std::string block;
    for (int i = 0; i < 10000; ++i) block += std::to_string(i * i % 97) + ",";
    for (const avro_codec& given : {avro_deflate(), avro_deflate(9), avro_snappy(), avro_zstd(), avro_zstd(9)}) {
        const avro_codec copy = given;
        std::vector<std::byte> out;
        for (const std::size_t size : {block.size(), std::size_t{1}, std::size_t{0}, std::size_t{1000}})
            for (const avro_codec* one : {&given, &copy}) {
                one->compress({reinterpret_cast<const std::byte*>(block.data()), size}, out);
                CHECK(restored(given.name, out, size) == block.substr(0, size));
                if (size == block.size()) CHECK(out.size() < size / 2);
            }
    }
}

TEST_CASE("format/avro_codecs: behind snappy's block stands the CRC32 of what it holds, the highest byte first") {
    // The check value of CRC-32 in the catalogue of parametrised CRC algorithms: that of the digits 1 to 9.
    constexpr char digits[] = "123456789";
    std::vector<std::byte> out;
    avro_snappy().compress({reinterpret_cast<const std::byte*>(digits), 9}, out);
    constexpr unsigned char wanted[] = {0xcb, 0xf4, 0x39, 0x26};
    REQUIRE(out.size() > 4);
    CHECK(std::memcmp(out.data() + out.size() - 4, wanted, 4) == 0);
}

TEST_CASE("format/avro_codecs: levels that a library does not have are refused") {
    CHECK_THROWS_AS((void)avro_deflate(0), config_error);
    CHECK_THROWS_AS((void)avro_deflate(10), config_error);
    CHECK_THROWS_AS((void)avro_zstd(100), config_error);
}
