// SPDX-License-Identifier: Apache-2.0
#include <spate/format/binary_rows.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "record_laws.hpp"
#include "support.hpp"

using namespace spate;
using test::hex;

namespace {

std::uint64_t word_at(std::string_view bytes, std::size_t at) {
    std::uint64_t out;
    std::memcpy(&out, bytes.data() + at, 8);
    return out;
}

// The rows of a file of one block, without what is around them.
std::string rows_of(const record_type& type, const batch& rows) {
    const std::string file = test::encoded(binary_rows{}, type, {&rows});
    const std::size_t first = word_at(file, file.size() - 64 + 16), bytes = word_at(file, first + 8);
    CHECK(word_at(file, first) == rows.count);
    CHECK(first + 16 + bytes + 64 == file.size());
    return file.substr(first + 16, bytes);
}

batch one_column(std::size_t count) {
    batch rows;
    rows.count = count;
    rows.columns.resize(1);
    return rows;
}

template <class Number>
std::string numbers(const data_type& type, const std::vector<Number>& of) {
    batch rows = one_column(of.size());
    test::set_numbers(rows.columns[0], type, of);
    return rows_of({{"x", type}}, rows);
}

}  // namespace

TEST_CASE("format/binary_rows: the head says what the columns are, the tail where blocks are") {
    const data_type list{.id = type_id::list, .children = {{.id = type_id::float32, .nullable = true}}};
    const record_type type{{"a \"b\"", {.id = type_id::decimal, .digits = 9, .places = 2, .nullable = true}},
                           {"t", {.id = type_id::timestamp, .places = 3}},
                           {"code", {.id = type_id::bits, .size = 24}},
                           {"v", {.id = type_id::vector, .size = 2, .children = {list}}},
                           {"s", {.id = type_id::structure, .children = {{.id = type_id::json}}, .names = {"x"}}}};
    const std::string schema =
        R"({"fields":[{"name":"a \"b\"","type":"decimal","nullable":true,"digits":9,"places":2},{"name":"t","type":"timestamp","places":3},)"
        R"({"name":"code","type":"bits","size":24},)"
        R"({"name":"v","type":"vector","size":2,"element":{"type":"list","element":{"type":"float32","nullable":true}}},)"
        R"({"name":"s","type":"structure","fields":[{"name":"x","type":"json"}]}]})";
    std::string head = "SPATEROW" + hex("01000000");
    const auto size = static_cast<std::uint32_t>(schema.size());
    head.append(reinterpret_cast<const char*>(&size), 4).append(schema);
    head.resize((head.size() + 7) / 8 * 8);
    CHECK(test::encoded(binary_rows{}, type, {}) == head + std::string(16 + 16, '\0') + hex("3000000000000000") + "SPATEEND");

    const record_type small{{"x", {.id = type_id::int8}}};
    batch two = one_column(2), one = one_column(1);
    test::set_numbers<std::int8_t>(two.columns[0], small[0].type, {1, -1});
    test::set_numbers<std::int8_t>(one.columns[0], small[0].type, {5});
    const std::string file = test::encoded(binary_rows{}, small, {&two, &one});
    const std::string blocks =
        hex("0200000000000000 1000000000000000 08000000 01 000000 08000000 ff 000000") + hex("0100000000000000 0800000000000000 08000000 05 000000");
    const std::size_t first = (16 + std::string_view{R"({"fields":[{"name":"x","type":"int8"}]})"}.size() + 7) / 8 * 8;
    CHECK(file.substr(first, blocks.size()) == blocks);
    const std::string_view tail = std::string_view{file}.substr(first + blocks.size());
    CHECK(tail.size() == 80);
    const std::uint64_t wanted[] = {0, 0, first, 2, first + 32, 1, 2, 3, 80};
    for (std::size_t i = 0; i < 9; ++i) CHECK(word_at(tail, 8 * i) == wanted[i]);
    CHECK(tail.ends_with("SPATEEND"));
}

TEST_CASE("format/binary_rows: fixed values stand at multiples of their width") {
    CHECK(numbers<std::int32_t>({.id = type_id::int32}, {-2}) == hex("08000000 feffffff"));
    CHECK(numbers<std::uint64_t>({.id = type_id::uint64}, {258}) == hex("10000000 00000000 0201000000000000"));
    CHECK(numbers<double>({.id = type_id::float64}, {1}) == hex("10000000 00000000 000000000000f03f"));
    CHECK(numbers<std::uint16_t>({.id = type_id::float16}, {0x3c00}) == hex("08000000 003c 0000"));
    CHECK(numbers<std::int64_t>({.id = type_id::decimal, .digits = 9, .places = 2}, {-1}) == hex("10000000 00000000 ffffffffffffffff"));
    CHECK(numbers<std::uint16_t>({.id = type_id::bits, .size = 16}, {0x0201}) == hex("08000000 0102 0000"));
    const data_type pair{.id = type_id::vector, .size = 2, .children = {{.id = type_id::boolean}}};
    batch truths = one_column(1);
    truths.columns[0].start(pair, 1);
    truths.columns[0].child(0).start({.id = type_id::boolean}, 2);
    truths.columns[0].child(0).values<std::uint8_t>()[0] = 0b10;
    CHECK(rows_of({{"x", pair}}, truths) == hex("08000000 0001 0000"));
    // A byte, then one of 8 bytes, then one of 2.
    batch rows;
    rows.count = 1;
    rows.columns.resize(3);
    const record_type type{{"a", {.id = type_id::uint8}}, {"b", {.id = type_id::int64}}, {"c", {.id = type_id::uint16}}};
    test::set_numbers<std::uint8_t>(rows.columns[0], type[0].type, {1});
    test::set_numbers<std::int64_t>(rows.columns[1], type[1].type, {2});
    test::set_numbers<std::uint16_t>(rows.columns[2], type[2].type, {3});
    CHECK(rows_of(type, rows) == hex("18000000 01 000000 0200000000000000 0300 000000000000"));
}

TEST_CASE("format/binary_rows: nulls have a bit, and zeros where a fixed value would be") {
    batch rows;
    rows.count = 2;
    rows.columns.resize(3);
    const record_type type{{"a", {.id = type_id::int16, .nullable = true}}, {"b", {.id = type_id::uint8}}, {"c", {.id = type_id::text, .nullable = true}}};
    test::set_numbers<std::int16_t>(rows.columns[0], type[0].type, {-1, -1});
    test::set_numbers<std::uint8_t>(rows.columns[1], type[1].type, {5, 6});
    test::set_texts(rows.columns[2], type_id::text, {"gone", "ab"});
    test::set_nulls(rows.columns[0], {1});
    test::set_nulls(rows.columns[2], {0});
    CHECK(rows_of(type, rows) == hex("10000000 02 00 ffff 05 00000000000000") + hex("18000000 01 00 0000 06 000000 02000000 6162 000000000000"));
}

TEST_CASE("format/binary_rows: texts, also of a dictionary, lists and structures by hand") {
    constexpr std::string_view given[] = {"Rome", ""};
    const text_dictionary words{given};
    batch rows = one_column(2);
    rows.columns[0].start(words, 2);
    rows.columns[0].values<std::uint32_t>()[0] = 0, rows.columns[0].values<std::uint32_t>()[1] = 1;
    CHECK(rows_of({{"x", {.id = type_id::text}}}, rows) == hex("10000000 04000000 526f6d65 00000000  08000000 00000000"));
    const std::string longer(500, 'x');
    CHECK(rows_of({{"x", {.id = type_id::text}}}, test::texts({longer})) == hex("00020000 f4010000") + longer + std::string(4, '\0'));

    const data_type nulls{.id = type_id::int64, .nullable = true}, list{.id = type_id::list, .children = {nulls}};
    batch lists = one_column(1);
    lists.columns[0].start(list, 1);
    lists.columns[0].offsets()[1] = 2;
    test::set_numbers<std::int64_t>(lists.columns[0].child(0), nulls, {-1, -1});
    test::set_nulls(lists.columns[0].child(0), {1});
    CHECK(rows_of({{"x", list}}, lists) == hex("20000000 02000000 02 00000000000000 ffffffffffffffff 0000000000000000"));

    const data_type names{.id = type_id::list, .children = {{.id = type_id::text, .nullable = true}}};
    batch tags = one_column(1);
    tags.columns[0].start(names, 1);
    tags.columns[0].offsets()[1] = 3;
    test::set_texts(tags.columns[0].child(0), type_id::text, {"a", "", "bc"});
    test::set_nulls(tags.columns[0].child(0), {1});
    CHECK(rows_of({{"x", names}}, tags) == hex("20000000 03000000 02 000000 01000000 61 000000 02000000 6263 000000000000"));

    const data_type point{.id = type_id::structure, .children = {{.id = type_id::text}, {.id = type_id::int16, .nullable = true}}, .names = {"label", "x"}};
    batch points = one_column(2);
    points.columns[0].start(point, 2);
    test::set_texts(points.columns[0].child(0), type_id::text, {"a", "b"});
    test::set_numbers<std::int16_t>(points.columns[0].child(1), point.children[1], {7, 8});
    test::set_nulls(points.columns[0].child(1), {1});
    CHECK(rows_of({{"x", point}}, points) == hex("10000000 00 00 0700 01000000 61 000000  10000000 01 00 0000 01000000 62 000000"));
}

TEST_CASE("format/binary_rows: the same bytes for every partition into batches") { test::check_batches(binary_rows{}); }

TEST_CASE("format/binary_rows: the same file from any number of threads") { test::check_threads(binary_rows{}); }

TEST_CASE("format/binary_rows: a row that is too large is refused before any of it is written") {
    const data_type list{.id = type_id::list, .children = {{.id = type_id::float32}}};
    batch rows = one_column(2);
    rows.first = 40;
    rows.columns[0].start(list, 2);
    rows.columns[0].offsets()[1] = 0, rows.columns[0].offsets()[2] = 1 << 29;
    rows.columns[0].child(0).start(list.children[0], 1);
    CHECK_THROWS_WITH_AS((void)rows_of({{"x", list}}, rows), "binary_rows: row 41 has more than 2147483640 bytes; make its texts or lists shorter",
                         config_error);
}

TEST_CASE("format/binary_rows: tables without columns have rows all the same") {
    batch rows;
    rows.count = 2;
    CHECK(rows_of({}, rows) == hex("08000000 00000000 08000000 00000000"));
}
