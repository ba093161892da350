// SPDX-License-Identifier: Apache-2.0
#include <spate/format/protobuf.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "record_laws.hpp"
#include "support.hpp"

using namespace spate;
using test::hex;

namespace {

template <class Number>
batch numbers(const data_type& type, const std::vector<Number>& of) {
    batch rows;
    rows.count = of.size();
    rows.columns.resize(1);
    test::set_numbers(rows.columns[0], type, of);
    return rows;
}

std::string encoded(const data_type& type, const batch& rows) { return test::encoded(protobuf{}, {{"x", type}}, {&rows}); }

template <class Number>
std::string encoded(const data_type& type, const std::vector<Number>& of) {
    return encoded(type, numbers(type, of));
}

// A list of one column whose rows end at these elements.
batch lists(const data_type& type, const std::vector<std::int32_t>& ends) {
    batch rows;
    rows.count = ends.size();
    rows.columns.resize(1);
    rows.columns[0].start(type, ends.size());
    std::copy(ends.begin(), ends.end(), rows.columns[0].offsets() + 1);
    return rows;
}

}  // namespace

TEST_CASE("format/protobuf: numbers by hand, zeros left out") {
    CHECK(encoded<std::int8_t>({.id = type_id::int8}, {1, -1, -128, 0}) == hex("02 0802  02 0801  03 08ff01  00"));
    CHECK(encoded<std::int32_t>({.id = type_id::int32}, {75, INT32_MIN}) == hex("03 089601  06 08ffffffff0f"));
    CHECK(encoded<std::uint8_t>({.id = type_id::uint8}, {150}) == hex("03 089601"));
    CHECK(encoded<std::int64_t>({.id = type_id::int64}, {INT64_MIN}) == hex("0b 08ffffffffffffffffff01"));
    CHECK(encoded<std::uint64_t>({.id = type_id::uint64}, {UINT64_MAX, 0}) == hex("0b 08ffffffffffffffffff01  00"));
    CHECK(encoded<float>({.id = type_id::float32}, {1.0f, 0.0f, -0.0f}) == hex("05 0d0000803f  00  05 0d00000080"));
    CHECK(encoded<double>({.id = type_id::float64}, {1.0, 0.0}) == hex("09 09000000000000f03f  00"));
    CHECK(encoded<std::uint16_t>({.id = type_id::float16}, {0x3c00, 0}) == hex("05 0d0000803f  00"));
    CHECK(encoded<std::uint16_t>({.id = type_id::bfloat16}, {0x3f80}) == hex("05 0d0000803f"));
    CHECK(encoded<std::int32_t>({.id = type_id::date}, {-1}) == hex("02 0801"));
    CHECK(encoded<std::int64_t>({.id = type_id::timestamp, .places = 3}, {1000}) == hex("03 08d00f"));
    CHECK(encoded<std::int64_t>({.id = type_id::decimal, .digits = 9, .places = 2}, {-1250, 0}) ==
          "\x08\x0a\x06-12.50\x06\x0a\x04"
          "0.00");
    CHECK(encoded<std::int64_t>({.id = type_id::decimal, .digits = 18, .places = 18}, {-7}) == "\x17\x0a\x15-0.000000000000000007");
    batch truths = numbers<std::uint8_t>({.id = type_id::uint8}, {0b01});
    truths.count = 2;
    CHECK(encoded({.id = type_id::boolean}, truths) == hex("02 0801  00"));
}

TEST_CASE("format/protobuf: texts, bytes and UUIDs by hand") {
    const batch texts = test::texts({"testing", "", std::string(300, 'x')});
    CHECK(encoded({.id = type_id::text}, texts) == "\x09\x0a\x07testing" + std::string(1, '\0') + "\xaf\x02\x0a\xac\x02" + std::string(300, 'x'));
    constexpr std::string_view given[] = {"Rome", ""};
    const text_dictionary words{given};
    batch rows;
    rows.count = 2;
    rows.columns.resize(1);
    rows.columns[0].start(words, 2);
    rows.columns[0].values<std::uint32_t>()[0] = 1, rows.columns[0].values<std::uint32_t>()[1] = 0;
    CHECK(encoded({.id = type_id::text}, rows) == std::string{"\0\x06\x0a\x04Rome", 8});
    CHECK(encoded({.id = type_id::text, .nullable = true}, rows) == std::string{"\x02\x0a\0\x06\x0a\x04Rome", 10});
    CHECK(encoded<std::uint16_t>({.id = type_id::bits, .size = 16}, {0x0201}) == hex("04 0a020102"));
    batch id;
    id.count = 1;
    id.columns.resize(1);
    id.columns[0].start({.id = type_id::uuid}, 1);
    for (std::size_t i = 0; i < 16; ++i) id.columns[0].values<std::uint8_t>()[i] = static_cast<std::uint8_t>(17 * i);
    CHECK(encoded({.id = type_id::uuid}, id) ==
          "\x26\x0a\x24"
          "00112233-4455-6677-8899-aabbccddeeff");
}

TEST_CASE("format/protobuf: what may be null is written wherever it is not, zeros too") {
    batch rows = numbers<std::int32_t>({.id = type_id::int32}, {0, 5, 1});
    test::set_nulls(rows.columns[0], {1});
    CHECK(encoded({.id = type_id::int32, .nullable = true}, rows) == hex("02 0800  00  02 0802"));
    batch texts = test::texts({"", "gone", "a"});
    test::set_nulls(texts.columns[0], {1});
    CHECK(encoded({.id = type_id::text, .nullable = true}, texts) == hex("02 0a00  00  03 0a0161"));
}

TEST_CASE("format/protobuf: lists by hand") {
    const data_type number{.id = type_id::int32}, null_number{.id = type_id::int32, .nullable = true};
    const data_type list{.id = type_id::list, .children = {number}};
    batch rows = lists(list, {2, 2, 3});
    test::set_numbers<std::int32_t>(rows.columns[0].child(0), number, {1, -150, 0});
    CHECK(encoded(list, rows) == hex("05 0a0302ab02  00  03 0a0100"));
    // Each element a message, since it may be null.
    const data_type with_nulls{.id = type_id::list, .children = {null_number}};
    test::set_nulls(rows.columns[0].child(0), {1});
    CHECK(encoded(with_nulls, rows) == hex("06 0a020802 0a00  00  04 0a020800"));
    // The list a message, since it may be null; an empty one is there.
    const data_type null_list{.id = type_id::list, .nullable = true, .children = {number}};
    batch others = lists(null_list, {2, 2, 3});
    test::set_numbers<std::int32_t>(others.columns[0].child(0), number, {1, -1, 0});
    test::set_nulls(others.columns[0], {2});
    CHECK(encoded(null_list, others) == hex("06 0a04 0a020201  02 0a00  00"));
    const data_type pair{.id = type_id::vector, .size = 2, .children = {{.id = type_id::float32}}};
    batch vectors;
    vectors.count = 1;
    vectors.columns.resize(1);
    vectors.columns[0].start(pair, 1);
    test::set_numbers<float>(vectors.columns[0].child(0), {.id = type_id::float32}, {1, 0});
    CHECK(encoded(pair, vectors) == hex("0a 0a080000803f00000000"));
    // Texts are not packed, and an empty one is an element.
    const data_type names{.id = type_id::list, .children = {{.id = type_id::text}}};
    batch tags = lists(names, {2});
    test::set_texts(tags.columns[0].child(0), type_id::text, {"", "ab"});
    CHECK(encoded(names, tags) == hex("06 0a00 0a026162"));
}

TEST_CASE("format/protobuf: a structure is there even where all of it is 0, and a column beyond the fifteenth has a longer tag") {
    const data_type point{.id = type_id::structure, .children = {{.id = type_id::int32}, {.id = type_id::text}}, .names = {"x", "label"}};
    batch rows;
    rows.count = 2;
    rows.columns.resize(1);
    rows.columns[0].start(point, 2);
    test::set_numbers<std::int32_t>(rows.columns[0].child(0), {.id = type_id::int32}, {0, -1});
    test::set_texts(rows.columns[0].child(1), type_id::text, {"", "a"});
    CHECK(encoded(point, rows) == hex("02 0a00  07 0a05 0801 120161"));
    record_type type;
    batch wide;
    wide.count = 1;
    wide.columns.resize(16);
    for (std::size_t i = 0; i < 16; ++i) {
        type.push_back({"c" + std::to_string(i), {.id = type_id::int32}});
        test::set_numbers<std::int32_t>(wide.columns[i], type[i].type, {i == 15 ? 1 : 0});
    }
    CHECK(test::encoded(protobuf{}, type, {&wide}) == hex("03 800102"));
    CHECK(detail::protobuf_file::field_number(18998) == 18999);
    CHECK(detail::protobuf_file::field_number(18999) == 20000);
}

TEST_CASE("format/protobuf: the same bytes for every partition into batches") { test::check_batches(protobuf{}); }

TEST_CASE("format/protobuf: the same file from any number of threads") { test::check_threads(protobuf{}); }

TEST_CASE("format/protobuf: the .proto file says what each field is") {
    const data_type number{.id = type_id::int32}, scores{.id = type_id::list, .nullable = true, .children = {{.id = type_id::float32}}};
    const record_type type{{"id", {.id = type_id::int64}},
                           {"unit-price", {.id = type_id::decimal, .digits = 9, .places = 2, .nullable = true}},
                           {"scores", scores},
                           {"tags", {.id = type_id::list, .children = {{.id = type_id::text, .nullable = true}}}},
                           {"v", {.id = type_id::vector, .size = 3, .children = {{.id = type_id::float16}}}},
                           {"size", {.id = type_id::structure, .children = {number}, .names = {"x"}}}};
    CHECK(proto_text(type, {.message = "Item", .package = "shop.v1"}) == R"(syntax = "proto3";

package shop.v1;

message Item {
  sint64 id = 1;
  optional string unit_price = 2 [json_name = "unit-price"];  // decimal(9, 2)
  message Scores {
    repeated float values = 1;
  }
  optional Scores scores = 3;
  message TagsItem {
    optional string value = 1;
  }
  repeated TagsItem tags = 4;
  repeated float v = 5;  // 3 values, float16
  message Size {
    sint32 x = 1;
  }
  Size size = 6;
}
)");
}

TEST_CASE("format/protobuf: the message of a table") {
    CHECK(proto_message_name("order lines") == "OrderLines");
    CHECK(proto_message_name("field") == "Field");
    CHECK(proto_message_name("1st-table") == "F1stTable");
    CHECK(proto_message_name("") == "Row");
}

TEST_CASE("format/protobuf: descriptors by hand") {
    const record_type type{{"a", {.id = type_id::int32, .nullable = true}}};
    // file { name message_type { name field { name number label type oneof_index json_name proto3_optional } oneof_decl } syntax }
    const std::string field =
        "\x0a\x01"
        "a\x18\x01\x20\x01\x28\x11\x48" +
        std::string(1, '\0') +
        "\x52\x01"
        "a\x88\x01\x01";
    const std::string message = "\x0a\x03Row\x12" + std::string(1, static_cast<char>(field.size())) + field + "\x42\x04\x0a\x02_a";
    const std::string file = "\x0a\x09row.proto\x22" + std::string(1, static_cast<char>(message.size())) + message + "\x62\x06proto3";
    CHECK(proto_descriptor_set(type) == "\x0a" + std::string(1, static_cast<char>(file.size())) + file);
}

TEST_CASE("format/protobuf: options that are no names are refused") {
    const record_type type{{"a", {.id = type_id::int32}}};
    const auto message = [&](const protobuf_options& options) {
        try {
            (void)protobuf{options}.encoder(type);
        } catch (const config_error& error) {
            return std::string{error.what()};
        }
        return std::string{};
    };
    CHECK(message({}) == "");
    CHECK(message({.package = "a.b_1"}) == "");
    CHECK(message({.message = "my row"}) == "message: \"my row\" is not the name of a message; take letters, digits and _, as Row");
    for (const char* name : {"a..b", ".a", "a.", "1a", "a b"})
        CHECK(message({.package = name}) ==
              "package: \"" + std::string{name} + "\" is not the name of a package; take names with points between them, as shop.orders");
    CHECK(message({.file = ""}) == "file: \"\" is not the name of a file; take one that ends in .proto");
    CHECK_THROWS_AS((void)proto_text(type, {.message = ""}), config_error);
    CHECK_THROWS_AS((void)proto_descriptor_set(type, {.message = ""}), config_error);
}

TEST_CASE("format/protobuf: a row that is too large for a message is refused before any of it is written") {
    for (const std::int32_t elements : {1 << 29, 1 << 30}) {
        const data_type list{.id = type_id::list, .children = {{.id = type_id::float32}}};
        batch rows = lists(list, {0, elements});
        rows.first = 40;
        rows.columns[0].child(0).start({.id = type_id::float32}, 1);
        CHECK_THROWS_WITH_AS((void)encoded(list, rows), "protobuf: row 41 is a message of more than 2147483647 bytes; make its texts or lists shorter",
                             config_error);
    }
}

TEST_CASE("format/protobuf: tables without columns have empty messages") {
    batch rows;
    rows.count = 3;
    CHECK(test::encoded(protobuf{}, {}, {&rows}) == std::string(3, '\0'));
}
