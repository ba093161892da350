// SPDX-License-Identifier: Apache-2.0
#include <spate/format/detail/protobuf/wire.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>

using namespace spate;
using namespace spate::detail::protobuf_file;

namespace {

// Seven bits a byte, the lowest first, as the specification says it.
std::string plain_varint(std::uint64_t number) {
    std::string out;
    for (; number >= 128; number >>= 7) out += static_cast<char>((number & 127) | 128);
    return out + static_cast<char>(number);
}

std::string written(std::uint64_t number) {
    char bytes[16] = {};
    return {bytes, put_varint(bytes, number)};
}

}  // namespace

TEST_CASE("format/protobuf_wire: varints of every size") {
    CHECK(written(0) == std::string(1, '\0'));
    CHECK(written(150) == "\x96\x01");
    for (unsigned bit = 0; bit < 64; ++bit)
        for (const std::uint64_t less : {0u, 1u, 2u})
            for (const std::uint64_t bits : {std::uint64_t{1}, std::uint64_t{0x9e3779b97f4a7c15u}, ~std::uint64_t{0}}) {
                const std::uint64_t number = (bits << bit) - less;
                CAPTURE(number);
                CHECK(written(number) == plain_varint(number));
                CHECK(varint_size(number) == plain_varint(number).size());
            }
}

TEST_CASE("format/protobuf_wire: signed numbers near 0 are short") {
    CHECK(zigzag(0) == 0);
    CHECK(zigzag(-1) == 1);
    CHECK(zigzag(1) == 2);
    CHECK(zigzag(-64) == 127);
    CHECK(zigzag(std::numeric_limits<std::int64_t>::max()) == ~std::uint64_t{0} - 1);
    CHECK(zigzag(std::numeric_limits<std::int64_t>::min()) == ~std::uint64_t{0});
    CHECK(as_varint(std::int8_t{-128}) == 255);
    CHECK(as_varint(std::uint8_t{255}) == 255);
}

TEST_CASE("format/protobuf_wire: tags") {
    CHECK(tag(1, wire_varint) == "\x08");
    CHECK(tag(2, wire_bytes) == "\x12");
    CHECK(tag(16, wire_32) == "\x85\x01");
}
