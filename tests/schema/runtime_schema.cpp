// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/runtime_schema.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <spate/field/sequence.hpp>
#include <spate/schema/rows.hpp>

using namespace spate;

namespace {

// A random word of each row.
struct word_field : number_field<std::uint64_t> {
    void fill(const field_rows& rows, column& out) const {
        out.start(type(), rows.count);
        words(rows.key, rows.first, {out.values<std::uint64_t>(), rows.count});
    }
};

// The sum of other fields of int64.
struct sum_field : number_field<std::int64_t> {
    std::vector<std::string> names;
    bool bound = false;

    [[nodiscard]] std::span<const std::string> inputs() const { return names; }
    void bind(std::span<const field_type> types) {
        for (const field_type& one : types)
            if (one.type.id != type_id::int64) detail::raise_config("sum", "\"" + one.name + "\"", "is no int64", "use one");
        bound = true;
    }
    void fill(const field_rows& rows, std::span<const column* const> inputs, column& out) const {
        CHECK(bound);
        out.start(type(), rows.count);
        for (std::size_t i = 0; i < rows.count; ++i) {
            std::int64_t sum = 0;
            for (const column* one : inputs) sum += one->values<std::int64_t>()[i];
            out.values<std::int64_t>()[i] = sum;
        }
    }
};

sum_field sum(std::vector<std::string> names) { return {{}, std::move(names)}; }

std::string refused(std::vector<runtime_field> fields) {
    try {
        (void)runtime_schema{std::move(fields)};
    } catch (const config_error& error) {
        return error.what();
    }
    return "";
}

std::vector<std::uint64_t> random_column(const runtime_schema& table, std::size_t i) {
    batch rows;
    table.fill(1000, 5, rows);
    const auto* const values = rows.columns[i].values<std::uint64_t>();
    return {values, values + 5};
}

}  // namespace

TEST_CASE("schema/runtime_schema: fields are made in the order that they need, and stand in the order given") {
    const runtime_schema table{{{"total", sum({"twice", "a"})}, {"twice", sum({"a", "a"})}, {"a", sequence(10, 5)}}};
    CHECK(table.type()[0].name == "total");
    CHECK(table.type()[2].type.id == type_id::int64);
    batch rows;
    table.fill(2, 3, rows);
    REQUIRE(rows.columns.size() == 3);
    CHECK(rows.first == 2);
    CHECK(rows.count == 3);
    for (std::size_t i = 0; i < 3; ++i) CHECK(rows.columns[0].values<std::int64_t>()[i] == 3 * (20 + 5 * static_cast<std::int64_t>(i)));
}

TEST_CASE("schema/runtime_schema: a column hangs on the seed and on both names, not on its neighbours") {
    const runtime_schema alone{{{"x", word_field{}}}, "t", seed{1}}, beside{{{"y", word_field{}}, {"x", word_field{}}}, "t", seed{1}};
    CHECK(random_column(alone, 0) == random_column(beside, 1));
    CHECK(random_column(beside, 0) != random_column(beside, 1));
    CHECK(random_column(alone.with_seed(seed{2}), 0) != random_column(alone, 0));
    CHECK(random_column(alone.with_seed(seed{2}).with_seed(seed{1}), 0) == random_column(alone, 0));
    CHECK(random_column(runtime_schema{{{"x", word_field{}}}, "u", seed{1}}, 0) != random_column(alone, 0));
    CHECK(alone.with_rows(7).size() == 7);
    CHECK(alone.with_rows(7).name() == "t");
    CHECK_THROWS_AS((void)alone.with_rows((std::uint64_t{1} << 48) + 1), config_error);
}

TEST_CASE("schema/runtime_schema: what makes no table is refused") {
    CHECK(refused({}) == "fields: are none; give at least one");
    CHECK(refused({{"a", sequence()}, {"", sequence()}}) == "field: 2 has no name; give it one");
    CHECK(refused({{"a", sequence()}, {"a", sequence()}}) == "field: \"a\" is there twice; give one of them another name");
    CHECK(refused({{"price", sequence()}, {"b", sum({"prize"})}}) == "field: \"b\" is made from \"prize\", which is no field; did you mean \"price\"?");
    CHECK(refused({{"start", sequence()}, {"a", sum({"start", "b"})}, {"b", sum({"c"})}, {"c", sum({"b"})}}) ==
          "field: \"b\" is made from itself: b from c from b; break the circle");
    CHECK(refused({{"a", sum({"a"})}}) == "field: \"a\" is made from itself: a from a; break the circle");
    CHECK(refused({{"w", word_field{}}, {"b", sum({"w"})}}) == "field \"b\": sum: \"w\" is no int64; use one");
}

TEST_CASE("schema/runtime_schema: one field is made with those that it needs, and no others") {
    const runtime_schema table{{{"total", sum({"twice", "a"})}, {"other", word_field{}}, {"twice", sum({"a", "a"})}, {"a", sequence(10, 5)}}};
    CHECK(table.find("twice") == 2);
    CHECK(table.find("none") == 4);
    batch rows, all;
    table.fill_field(0, 7, 5, rows);
    table.fill(7, 5, all);
    for (std::size_t i = 0; i < 5; ++i) CHECK(rows.columns[0].values<std::int64_t>()[i] == all.columns[0].values<std::int64_t>()[i]);
    CHECK(rows.columns[1].size() == 0);
}

TEST_CASE("schema/runtime_schema: fields that hang on the seed are made anew for another") {
    const auto made = [](seed from) { return std::vector<runtime_field>{{"s", sequence(static_cast<std::int64_t>(from.value))}}; };
    const runtime_schema table = runtime_schema{made(seed{1}), "t", seed{1}}.remade_by(made);
    const auto first = [](const runtime_schema& of) {
        batch rows;
        of.fill(0, 1, rows);
        return rows.columns[0].values<std::int64_t>()[0];
    };
    CHECK(first(table) == 1);
    CHECK(first(table.with_seed(seed{5})) == 5);
    CHECK(first(table.with_seed(seed{5}).with_rows(3).with_seed(seed{6})) == 6);
}

TEST_CASE("schema/runtime_schema: a table with a capacity has no more rows, whoever asks") {
    const runtime_schema table = runtime_schema{{{"x", sequence()}}, "t"}.with_capacity(10);
    CHECK(table.size() == 10);
    CHECK(table.capacity() == 10);
    CHECK(table.with_rows(10).with_seed(seed{3}).capacity() == 10);
    CHECK(table.with_rows(4).with_capacity(7).size() == 4);
    CHECK(table.with_rows(4).with_rows(9).size() == 9);
    CHECK((table.with_rows(4) | rows(10)).size() == 10);
    const std::string refusal = "rows: 11 are more than this table can have; use at most 10";
    CHECK_THROWS_WITH_AS((void)table.with_rows(11), refusal.c_str(), config_error);
    CHECK_THROWS_WITH_AS((void)(table | rows(11)), refusal.c_str(), config_error);
    CHECK_THROWS_WITH_AS((void)(table.with_seed(seed{3}).with_rows(4) | rows(11)), refusal.c_str(), config_error);
    // The rows that a specification asks for are no limit.
    CHECK((runtime_schema{{{"x", sequence()}}, "t", seed{0}, 5} | rows(9)).size() == 9);
    CHECK_THROWS_AS((void)table.with_capacity(runtime_schema::most_rows + 1), config_error);
}
