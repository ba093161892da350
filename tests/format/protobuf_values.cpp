// SPDX-License-Identifier: Apache-2.0
#include <spate/format/protobuf_values.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include <spate/format/protobuf.hpp>

#include "record_laws.hpp"

using namespace spate;

namespace {

std::string row_of(const record_type& type, const batch& rows, std::size_t row) {
    std::string body, out;
    for (std::size_t i = 0; i < type.size(); ++i) protobuf_values::append(body, type[i].type, i, rows.columns[i], row);
    char size[16];
    out.append(size, static_cast<std::size_t>(protobuf_values::put_whole(size, body.size()) - size));
    return out + body;
}

}  // namespace

TEST_CASE("format/protobuf_values: rows of any types, value by value, are those of protobuf") { test::check_single_rows(protobuf{}, row_of); }

TEST_CASE("format/protobuf_values: parts of fields at a place") {
    char bytes[80];
    const auto text = [&bytes](const char* end) { return std::string{static_cast<const char*>(bytes), end}; };
    const data_type whole{.id = type_id::int32}, list{.id = type_id::list, .children = {whole}};
    CHECK(text(protobuf_values::put_tag(bytes, protobuf_values::tag_of(whole, 0))) == test::hex("08"));
    CHECK(text(protobuf_values::put_tag(bytes, protobuf_values::tag_of(list, 15))) == test::hex("82 01"));
    CHECK(text(protobuf_values::put_tag(bytes, protobuf_values::tag_of(whole, 20000))) == test::hex("c8 a0 0a"));
    CHECK(text(protobuf_values::put_signed(bytes, -65)) == test::hex("81 01"));
    CHECK(text(protobuf_values::put_decimal(bytes, -1250, 2)) == "\x06-12.50");
}
