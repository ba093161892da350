// SPDX-License-Identifier: Apache-2.0
#include <spate/format/arrow.hpp>

#include <doctest/doctest.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "../support/table.hpp"
#include "support.hpp"

using namespace spate;

namespace {
constexpr std::string_view formats[] = {"b",   "c",       "s",       "i",       "l",       "C",    "S", "I", "L", "e", "w:2", "f",  "g",    "d:15,2",
                                        "tdD", "tss:UTC", "tsm:UTC", "tsu:UTC", "tsn:UTC", "w:16", "u", "u", "z", "u", "w:3", "+l", "+w:3", "+s"};
}  // namespace

TEST_CASE("format/arrow: the schema of every type") {
    const record_type type = test::every_type::type();
    ArrowSchema schema{};
    export_schema(type, &schema);
    CHECK(std::string_view{schema.format} == "+s");
    CHECK(schema.flags == 0);
    REQUIRE(schema.n_children == static_cast<std::int64_t>(type.size()));
    for (std::size_t i = 0; i < type.size(); ++i) {
        const ArrowSchema& child = *schema.children[i];
        CHECK(child.format == formats[i]);
        CHECK(child.name == type[i].name);
        CHECK((child.flags == ARROW_FLAG_NULLABLE) == type[i].type.nullable);
        CHECK(child.n_children == static_cast<std::int64_t>(type[i].type.children.size()));
        CHECK((child.metadata != nullptr) == (type[i].type.id == type_id::uuid || type[i].type.id == type_id::json));
        CHECK(child.dictionary == nullptr);
    }
    CHECK(std::string_view{schema.children[19]->metadata + 4 + 4 + 20 + 4, 10} == "arrow.uuid");
    CHECK(std::string_view{schema.children[25]->children[0]->name} == "item");
    CHECK(std::string_view{schema.children[27]->children[1]->name} == "label");
    schema.release(&schema);
    CHECK((schema.release == nullptr));
}

TEST_CASE("format/arrow: buffers are those of the columns, and live until the array is released") {
    const test::every_type table{100};
    const record_type type = table.type();
    batch rows;
    table.fill(0, 100, rows);
    const void* const numbers = rows.columns[4].values<std::byte>();
    const void* const texts = rows.columns[20].values<std::byte>();
    const std::string third{rows.columns[20].text(3)};
    const std::vector<std::int64_t> prices(rows.columns[13].values<std::int64_t>(), rows.columns[13].values<std::int64_t>() + 100);
    const std::string city{rows.columns[21].text(5)};
    const auto nulls = static_cast<std::int64_t>(rows.columns[3].nulls());
    ArrowArray array{};
    export_batch(std::move(rows), type, &array);
    CHECK(rows.columns.empty());
    CHECK(array.length == 100);
    CHECK(array.n_buffers == 1);
    CHECK(array.buffers[0] == nullptr);
    CHECK(array.children[4]->buffers[1] == numbers);
    CHECK(array.children[4]->buffers[0] == nullptr);
    CHECK(array.children[20]->n_buffers == 3);
    CHECK(array.children[20]->buffers[2] == texts);
    const auto* const offsets = static_cast<const std::int32_t*>(array.children[20]->buffers[1]);
    CHECK(std::string_view{static_cast<const char*>(texts) + offsets[3], static_cast<std::size_t>(offsets[4] - offsets[3])} == third);
    CHECK(array.children[3]->null_count == nulls);
    CHECK((array.children[3]->buffers[0] != nullptr) == (nulls != 0));
    const auto* const wide = static_cast<const std::int64_t*>(array.children[13]->buffers[1]);
    for (std::size_t i = 0; i < 100; ++i) {
        CHECK(wide[2 * i] == prices[i]);
        CHECK(wide[2 * i + 1] == (prices[i] < 0 ? -1 : 0));
    }
    const auto* const city_ends = static_cast<const std::int32_t*>(array.children[21]->buffers[1]);
    if (city_ends[6] != city_ends[5])
        CHECK(std::string_view{static_cast<const char*>(array.children[21]->buffers[2]) + city_ends[5],
                               static_cast<std::size_t>(city_ends[6] - city_ends[5])} == city);
    CHECK(array.children[26]->children[0]->length == 300);
    CHECK(array.children[25]->children[0]->length == static_cast<const std::int32_t*>(array.children[25]->buffers[1])[100]);
    array.release(&array);
    CHECK((array.release == nullptr));
}

TEST_CASE("format/arrow: a child that was moved away outlives its parent") {
    const test::every_type table{10};
    batch rows;
    table.fill(0, 10, rows);
    const std::int64_t value = rows.columns[4].values<std::int64_t>()[9];
    ArrowArray array{};
    export_batch(std::move(rows), table.type(), &array);
    ArrowArray numbers = *array.children[4], names = *array.children[27], labels = *names.children[1];
    array.children[4]->release = nullptr;
    array.children[27]->release = nullptr;
    names.children[1]->release = nullptr;
    array.release(&array);
    names.release(&names);
    CHECK(static_cast<const std::int64_t*>(numbers.buffers[1])[9] == value);
    CHECK(static_cast<const std::int32_t*>(labels.buffers[1])[0] == 0);
    numbers.release(&numbers);
    labels.release(&labels);

    ArrowSchema schema{};
    export_schema(table.type(), &schema);
    ArrowSchema child = *schema.children[27];
    schema.children[27]->release = nullptr;
    schema.release(&schema);
    CHECK(std::string_view{child.children[1]->format} == "u");
    child.release(&child);
}

TEST_CASE("format/arrow: dictionaries, where they are asked for") {
    const test::every_type table{50};
    const arrow_options options{.dictionaries = {"city"}};
    ArrowSchema schema{};
    export_schema(table.type(), &schema, options);
    CHECK(std::string_view{schema.children[21]->format} == "I");
    CHECK(std::string_view{schema.children[21]->dictionary->format} == "u");
    CHECK(std::string_view{schema.children[20]->format} == "u");
    schema.release(&schema);
    batch rows;
    table.fill(0, 50, rows);
    ArrowArray array{};
    export_batch(std::move(rows), table.type(), &array, options);
    const ArrowArray& city = *array.children[21];
    CHECK(city.n_buffers == 2);
    CHECK(city.dictionary->length == 3);
    CHECK(std::string_view{static_cast<const char*>(city.dictionary->buffers[2]), 4} == "Rome");
    array.release(&array);

    CHECK_THROWS_WITH_AS(export_schema(table.type(), &schema, {.dictionaries = {"cities"}}), doctest::Contains("\"cities\" is no column of texts"),
                         config_error);
    table.fill(0, 50, rows);
    CHECK_THROWS_WITH_AS(export_batch(std::move(rows), table.type(), &array, {.dictionaries = {"note"}}), doctest::Contains("without a dictionary"),
                         config_error);
}

TEST_CASE("format/arrow: a stream gives all rows, then its end, and errors as numbers") {
    ArrowArrayStream stream{};
    export_stream(test::every_type{1000}, 300, &stream);
    ArrowSchema schema{};
    CHECK(stream.get_schema(&stream, &schema) == 0);
    CHECK(schema.n_children == 28);
    schema.release(&schema);
    std::int64_t rows = 0, batches = 0;
    for (;; ++batches) {
        ArrowArray array{};
        REQUIRE(stream.get_next(&stream, &array) == 0);
        if (array.release == nullptr) break;
        rows += array.length;
        array.release(&array);
    }
    CHECK(rows == 1000);
    CHECK(batches == 4);
    CHECK(stream.get_last_error(&stream) == nullptr);
    stream.release(&stream);
    CHECK((stream.release == nullptr));

    struct failing : test::every_type {
        void fill(std::uint64_t, std::size_t, batch&) const { throw std::runtime_error{"no more"}; }
    };
    export_stream(failing{{10}}, 5, &stream);
    ArrowArray array{};
    CHECK(stream.get_next(&stream, &array) == EINVAL);
    CHECK(std::string_view{stream.get_last_error(&stream)} == "no more");
    stream.release(&stream);
    CHECK_THROWS_AS(export_stream(test::every_type{1}, 0, &stream), config_error);
}
