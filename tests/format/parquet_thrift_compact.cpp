// SPDX-License-Identifier: Apache-2.0
#include <spate/format/detail/parquet/thrift_compact.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>

using namespace spate;
using namespace spate::detail::parquet_file;

TEST_CASE("format/parquet_thrift_compact: varints and zigzag") {
    const auto varint = [](std::uint64_t number) {
        char bytes[10];
        return std::string(bytes, put_varint(bytes, number));
    };
    CHECK(varint(0) == std::string(1, '\0'));
    CHECK(varint(127) == "\x7f");
    CHECK(varint(300) == "\xac\x02");
    CHECK(varint(~std::uint64_t{0}) == "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01");
    CHECK(zigzag(0) == 0);
    CHECK(zigzag(-1) == 1);
    CHECK(zigzag(1) == 2);
    CHECK(zigzag(std::numeric_limits<std::int64_t>::min()) == ~std::uint64_t{0});
}

TEST_CASE("format/parquet_thrift_compact: fields, near and far, lists, short and long, and structures") {
    text_buffer out;
    thrift_writer to{out};
    to.i32(1, -1);
    to.boolean(2, true);
    to.boolean(3, false);
    to.byte(4, -2);
    to.i64(20, 150);  // 16 further: its number stands by itself
    to.binary(21, "ab");
    to.structure(22);
    to.i32(3, 7);
    to.end();
    to.list(23, thrift_type::i32, 2);
    to.i32(1);
    to.i32(2);
    to.list(24, thrift_type::binary, 15);
    for (int i = 0; i < 15; ++i) to.binary("");
    to.end();
    const std::string wanted = std::string{"\x15\x01\x11\x12\x13\xfe\x06\x28\xac\x02\x18\x02"} + "ab" +
                               std::string{"\x1c\x35\x0e\x00\x19\x25\x02\x04\x19\xf8\x0f", 11} + std::string(15, '\0') + std::string(1, '\0');
    CHECK(out.text() == wanted);
}
