// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/schema.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include <spate/field/derived.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/sequence.hpp>

#include "../field/samples.hpp"

using namespace spate;

namespace {

std::vector<std::int64_t> numbers(const batch& rows, std::size_t column) {
    const auto* const values = rows.columns[column].values<std::int64_t>();
    return {values, values + rows.count};
}

/// The sum of fields whose names are known at run time only.
struct sum_of : number_field<std::int64_t> {
    std::vector<std::string> names;
    std::vector<field_type> bound = {};

    [[nodiscard]] std::span<const std::string> inputs() const { return names; }
    void bind(std::span<const field_type> types) {
        for (const field_type& type : types)
            if (type.type.id != type_id::int64) detail::raise_config("sum", type.name, "is not an int64", "name integers");
        bound.assign(types.begin(), types.end());
    }
    void fill(const field_rows& rows, std::span<const column* const> given, column& out) const {
        out.start(type(), rows.count);
        CHECK(bound.size() == given.size());
        for (std::size_t i = 0; i < rows.count; ++i) {
            out.values<std::int64_t>()[i] = 0;
            for (const column* const one : given) out.values<std::int64_t>()[i] += one->values<std::int64_t>()[i];
        }
    }
};
sum_of sum(std::vector<std::string> names) { return {{}, std::move(names)}; }

std::string refusal(const auto& make) {
    try {
        (void)make();
    } catch (const config_error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("schema/schema: columns stand in the order of the fields, whatever is made from what") {
    const auto table = schema(field<"total">(derived<"price", "count">([](auto price, auto count) { return price * count; })), field<"price">(sequence(10)),
                              field<"twice">(derived<"total">([](auto total) { return 2.0 * static_cast<double>(total); })), field<"count">(sequence(2)));
    CHECK(table.type() ==
          record_type{
              {"total", {.id = type_id::int64}}, {"price", {.id = type_id::int64}}, {"twice", {.id = type_id::float64}}, {"count", {.id = type_id::int64}}});
    batch rows;
    table.fill(0, 3, rows);
    CHECK(rows.first == 0);
    CHECK(rows.count == 3);
    CHECK(numbers(rows, 0) == std::vector<std::int64_t>{20, 33, 48});
    CHECK(numbers(rows, 1) == std::vector<std::int64_t>{10, 11, 12});
    CHECK(rows.columns[2].values<double>()[2] == 96.0);
    CHECK(numbers(rows, 3) == std::vector<std::int64_t>{2, 3, 4});
    table.fill(40, 1, rows);
    CHECK(numbers(rows, 0) == std::vector<std::int64_t>{50 * 42});
}

TEST_CASE("schema/schema: a field's words hang on the seed, the table's name and its own name, on nothing else") {
    const auto words = samples::below_of(1u << 30);
    const auto first = schema(field<"a">(words), field<"b">(words));
    const auto moved = schema(field<"b">(words), field<"new">(sequence()), field<"a">(words));
    batch rows, others;
    const auto column_of = [&](const auto& table, std::size_t column) {
        table.fill(1000, 100, others);
        return numbers(others, column);
    };
    first.fill(1000, 100, rows);
    CHECK(numbers(rows, 0) != numbers(rows, 1));
    CHECK(column_of(moved, 2) == numbers(rows, 0));
    CHECK(column_of(moved, 0) == numbers(rows, 1));
    CHECK(column_of(first.with_seed(seed{0}).named(""), 0) == numbers(rows, 0));
    CHECK(column_of(first.with_seed(seed{1}), 0) != numbers(rows, 0));
    CHECK(column_of(first.named("t"), 0) != numbers(rows, 0));
    CHECK(first.named("t").with_seed(seed{7}).name() == "t");
    CHECK(first.named("t").with_seed(seed{7}).key<"b">() == column_key(seed{7}, "t", "b"));
    CHECK(column_of(first.named("t").with_seed(seed{7}), 1) == column_of(first.with_seed(seed{7}).named("t"), 1));
}

TEST_CASE("schema/schema: a row alone is the row of a batch, and its values are had by name, by place and by binding") {
    const auto table = schema(field<"id">(sequence(1)), field<"city">(samples::city{}), field<"name">(samples::letters{}), field<"in">(samples::coin{}),
                              field<"label">(derived<"city", "id">([](const std::string& city, auto id) { return city + std::to_string(id); })));
    batch rows;
    table.fill(5000, 600, rows);
    for (std::size_t i = 0; i < rows.count; i += 7) CHECK(table.row(5000 + i) == table.row(rows, i));
    const auto row = table.row(5123);
    CHECK(row.get<"id">() == 5124);
    CHECK(get<0>(row) == 5124);
    const auto [id, city, name, in, label] = row;
    CHECK(id == 5124);
    CHECK(label == city + "5124");
    CHECK(name == rows.columns[2].text(123));
    CHECK(in == rows.columns[3].boolean(123));
    CHECK(table.row(5124) != row);
}

TEST_CASE("schema/schema: rows below 2^48") {
    const auto table = schema(field<"id">(sequence()));
    CHECK(table.row(most_rows - 1).get<"id">() == static_cast<std::int64_t>(most_rows - 1));
    CHECK(refusal([&] { return table.row(most_rows); }).starts_with("rows: 281474976710656 and 1 more go beyond row 2^48"));
    batch rows;
    CHECK_THROWS_AS(table.fill(most_rows - 1, 2, rows), config_error);
    CHECK_THROWS_AS(table.fill(~std::uint64_t{0}, 2, rows), config_error);
    table.fill(most_rows, 0, rows);
    CHECK(rows.count == 0);
}

TEST_CASE("schema/schema: fields that are named at run time") {
    const auto table = schema(field<"all">(sum({"half", "a"})), field<"half">(sum({"a", "b"})), field<"a">(sequence(1)), field<"b">(sequence(5)));
    CHECK(table.row(10).get<"half">() == 26);
    CHECK(table.row(10).get<"all">() == 37);
    const auto erased = schema(field<"half">(erased_field{sum({"a", "b"})}), field<"a">(erased_field{sequence(1)}), field<"b">(sequence(5)));
    batch rows;
    erased.fill(10, 1, rows);
    CHECK(numbers(rows, 0) == std::vector<std::int64_t>{26});
    CHECK(refusal([] { return schema(field<"s">(sum({"a", "c"})), field<"a">(sequence())); }) == "field \"s\": \"c\" is no field beside it; name one of s, a");
    CHECK(refusal([] {
              return schema(field<"s">(sum({"t"})), field<"a">(sequence()), field<"t">(sum({"a", "s"})));
          }) == "fields: \"s\", \"t\" are made from each other in a circle; make one of them from no other");
    CHECK(refusal([] { return schema(field<"s">(sum({"s"}))); }).starts_with("fields: \"s\" are made"));
    CHECK(refusal([] { return schema(field<"s">(sum({"c"})), field<"c">(samples::city{})); }) == "sum: c is not an int64; name integers");
}

TEST_CASE("schema/schema: one field of a row, with those that it is made from") {
    const auto table =
        schema(field<"total">(derived<"price">([](auto price) { return price + 1; })), field<"price">(sequence(10)), field<"x">(samples::coin{}));
    std::int64_t seen = 0;
    table.fill_field<"total">(7, 1, [&](const column& one) { seen = one.values<std::int64_t>()[0]; });
    CHECK(seen == 18);
    CHECK(table.generator<"price">().start == 10);
}
