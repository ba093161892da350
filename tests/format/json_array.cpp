// SPDX-License-Identifier: Apache-2.0
#include <spate/format/json_array.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include <spate/format/ndjson.hpp>

#include "support.hpp"

using namespace spate;

namespace {
batch numbers(const std::vector<std::int32_t>& of) {
    batch rows;
    rows.count = of.size();
    rows.columns.resize(1);
    test::set_numbers(rows.columns[0], {.id = type_id::int32}, of);
    return rows;
}
const record_type type{{"n", {.id = type_id::int32}}};
}  // namespace

TEST_CASE("format/json_array: no row, one row, more rows and blocks") {
    const batch none = numbers({}), one = numbers({1}), two = numbers({2, 3});
    CHECK(test::encoded(json_array{}, type, {}) == "[\n]\n");
    CHECK(test::encoded(json_array{}, type, {&none}) == "[\n]\n");
    CHECK(test::encoded(json_array{}, type, {&one}) == "[\n{\"n\":1}\n]\n");
    CHECK(test::encoded(json_array{}, type, {&two, &one}) == "[\n{\"n\":2},\n{\"n\":3},\n{\"n\":1}\n]\n");
    CHECK(test::encoded(json_array{}, {}, {&two}) == "[\n{},\n{}\n]\n");
}

TEST_CASE("format/json_array: a block may come in several batches, the first of which may be empty") {
    const batch none = numbers({}), two = numbers({2, 3});
    auto encoder = json_array{}.encoder(type);
    text_buffer out;
    encoder.head(out);
    encoder.begin(out, true);
    for (const batch* const rows : {&none, &two, &none, &two}) encoder.encode(*rows, out);
    encoder.finish(out);
    CHECK(out.text() == "[\n{\"n\":2},\n{\"n\":3},\n{\"n\":2},\n{\"n\":3}");
    out.clear();
    encoder.begin(out, false);
    encoder.encode(two, out);
    CHECK(out.text() == ",\n{\"n\":2},\n{\"n\":3}");
}

TEST_CASE("format/json_array: rows are those of NDJSON") {
    std::vector<std::int32_t> many(1000);
    for (std::size_t i = 0; i < many.size(); ++i) many[i] = static_cast<std::int32_t>(i * i * 7919);
    const batch rows = numbers(many);
    std::string lines = test::encoded(ndjson{}, type, {&rows});
    lines.pop_back();
    for (std::size_t at = lines.find('\n'); at != std::string::npos; at = lines.find('\n', at + 2)) lines.insert(at, ",");
    CHECK(test::encoded(json_array{}, type, {&rows}) == "[\n" + lines + "\n]\n");
}
