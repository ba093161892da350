// SPDX-License-Identifier: Apache-2.0
#include <spate/format/milvus.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support.hpp"

using namespace spate;
using namespace std::string_literals;

namespace {

// Pages become their last eight bytes: what is compressed cannot be found in the file.
parquet_compression hiding() {
    return {parquet_codec::snappy, [](std::span<const std::byte> page, std::vector<std::byte>& out) {
                out.assign(page.end() - static_cast<std::ptrdiff_t>(std::min<std::size_t>(page.size(), 8)), page.end());
            }};
}

template <class Element>
batch vectors(const data_type& type, const std::vector<Element>& elements) {
    batch rows;
    rows.count = elements.size() / type.size;
    rows.columns.resize(1);
    rows.columns[0].start(type, rows.count);
    test::set_numbers(rows.columns[0].child(0), type.children[0], elements);
    return rows;
}

data_type vector_of(type_id id, std::uint32_t size) { return {.id = type_id::vector, .size = size, .children = {{.id = id}}}; }

batch bits(const std::vector<std::uint8_t>& bytes, std::uint32_t bytes_of_each) {
    batch rows;
    rows.count = bytes.size() / bytes_of_each;
    rows.columns.resize(1);
    rows.columns[0].start({.id = type_id::bits, .size = 8 * bytes_of_each}, rows.count);
    std::memcpy(rows.columns[0].values<char>(), bytes.data(), bytes.size());
    return rows;
}

std::string parquet_of(const data_type& type, const batch& rows, parquet_compression compression = {}) {
    return test::encoded(milvus_parquet(std::move(compression)), {{"v", type}}, {&rows});
}

bool holds(const std::string& file, std::string_view part) { return file.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("format/milvus: the bytes of vectors stand one behind the other, filled up to groups of 8, behind a dictionary of all of them") {
    const data_type three = vector_of(type_id::int8, 3);
    const std::string of_int8 = parquet_of(three, vectors<std::int8_t>(three, {1, -1, 127, 4, 5, -128}));
    CHECK(holds(of_int8, "\x08\x03\x01\xff\x7f\x04\x05\x80\x00\x00"s));
    CHECK(holds(of_int8, "\x7f\x00\x00\x00\x80\xff\xff\xff"s));
    const std::string of_bits = parquet_of({.id = type_id::bits, .size = 24}, bits({1, 255, 3, 4, 5, 6, 7, 128, 9}, 3));
    CHECK(holds(of_bits, "\x08\x05\x01\xff\x03\x04\x05\x06\x07\x80\x09\x00\x00\x00\x00\x00\x00\x00"s));
    CHECK(holds(of_bits, "\x7f\x00\x00\x00\x80\x00\x00\x00"s));
    // Halves: the lower byte first. 1.5 and -2 of each kind.
    const data_type half = vector_of(type_id::float16, 2), brain = vector_of(type_id::bfloat16, 2);
    CHECK(holds(parquet_of(half, vectors<std::uint16_t>(half, {0x3e00, 0xc000})), "\x08\x03\x00\x3e\x00\xc0\x00\x00\x00\x00"s));
    CHECK(holds(parquet_of(brain, vectors<std::uint16_t>(brain, {0x3fc0, 0xc000})), "\x08\x03\xc0\x3f\x00\xc0\x00\x00\x00\x00"s));
}

TEST_CASE("format/milvus: vectors are stored without the codec, and all else with it") {
    const data_type floats = vector_of(type_id::float32, 4);
    const std::vector<float> numbers{1, 2, 3, 4, 5, 6, 7, 8};
    const batch rows = vectors<float>(floats, numbers);
    const std::string_view bytes{reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(float)};
    CHECK(holds(parquet_of(floats, rows, hiding()), bytes));
    CHECK(!holds(test::encoded(parquet{{.compression = hiding()}}, {{"v", floats}}, {&rows}), bytes));
    const data_type codes = vector_of(type_id::int8, 16);
    const batch code = vectors<std::int8_t>(codes, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
    CHECK(holds(parquet_of(codes, code, hiding()), "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10"));
    batch texts = test::texts({"a text of more than the sixty-four bytes that the statistics of a chunk would hold"});
    CHECK(!holds(parquet_of({.id = type_id::text}, texts, hiding()), "a text of"));
    // In a file that holds both, each chunk names its own codec: 15 00 for none, 15 02 for snappy, behind the path.
    texts.columns.push_back(std::move(vectors<float>(floats, {1, 2, 3, 4}).columns[0]));
    const std::string both = test::encoded(milvus_parquet(hiding()), {{"t", {.id = type_id::text}}, {"v", floats}}, {&texts});
    CHECK(holds(both, "\x18\x01t\x15\x02\x16\x02"s));
    CHECK(holds(both,
                "\x38\x01v\x04list\x07"
                "element\x15\x00\x16\x08"s));
}

TEST_CASE("format/milvus: nullable vectors are packed, too") {
    data_type type = vector_of(type_id::int8, 4);
    type.nullable = true;
    batch rows = vectors<std::int8_t>(type, {1, 2, 3, 4, 9, 9, 9, 9, 5, 6, 7, 8});
    test::set_nulls(rows.columns[0], {1});
    CHECK(holds(parquet_of(type, rows), "\x08\x03\x01\x02\x03\x04\x05\x06\x07\x08"s));
    // A page of nulls alone has no numbers, so it needs no dictionary.
    test::set_nulls(rows.columns[0], {0, 1, 2});
    CHECK(!holds(parquet_of(type, rows), "\x7f\x00\x00\x00"s));
}

TEST_CASE("format/milvus: JSON is a plain text, and nothing says otherwise") {
    batch rows;
    rows.count = 1;
    rows.columns.resize(1);
    test::set_texts(rows.columns[0], type_id::json, {"{\"a\":1}"});
    // BYTE_ARRAY, required, "v", converted UTF8, logical STRING.
    const std::string file = parquet_of({.id = type_id::json}, rows);
    CHECK(holds(file, "\x15\x0c\x25\x00\x18\x01v\x25\x00\x4c\x1c\x00\x00\x00"s));
    CHECK(!holds(file, "ARROW:schema"));
}

TEST_CASE("format/milvus: in JSON and CSV binary vectors are lists of numbers, and halves numbers") {
    const data_type type{.id = type_id::bits, .size = 16}, half = vector_of(type_id::float16, 2);
    const batch rows = bits({0, 255, 7, 10}, 2), halves = vectors<std::uint16_t>(half, {0x3e00, 0xc000});
    CHECK(test::encoded(milvus_ndjson(), {{"v", type}}, {&rows}) == "{\"v\":[0,255]}\n{\"v\":[7,10]}\n");
    CHECK(test::encoded(milvus_json(), {{"v", type}}, {&rows}) == "[\n{\"v\":[0,255]},\n{\"v\":[7,10]}\n]\n");
    CHECK(test::encoded(milvus_csv(), {{"v", type}}, {&rows}) == "v\n\"[0,255]\"\n\"[7,10]\"\n");
    CHECK(test::encoded(milvus_ndjson(), {{"v", half}}, {&halves}) == "{\"v\":[1.5,-2]}\n");
    CHECK(test::encoded(ndjson{}, {{"v", type}}, {&rows}) == "{\"v\":\"AP8=\"}\n{\"v\":\"Bwo=\"}\n");
    CHECK(test::encoded(csv(), {{"v", type}}, {&rows}) == "v\nAP8=\nBwo=\n");
}
