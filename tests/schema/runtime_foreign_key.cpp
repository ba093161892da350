// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/runtime_foreign_key.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include <spate/field/foreign_key.hpp>
#include <spate/field/permuted.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

#include "../field/laws.hpp"
#include "../field/samples.hpp"

using namespace spate;

namespace {

std::shared_ptr<const runtime_schema> customers() {
    return std::make_shared<const runtime_schema>(
        std::vector<runtime_field>{{"id", sequence(100, 3)}, {"city", samples::city{}}, {"number", permuted_int(5000)}, {"name", samples::letters{}}},
        "customers", seed{3}, 5000);
}

}  // namespace

TEST_CASE("schema/runtime_foreign_key: the values of a schema of C++ types") {
    const auto table =
        schema(field<"id">(sequence(100, 3)), field<"city">(samples::city{}), field<"number">(permuted_int(5000)), field<"name">(samples::letters{}))
            .named("customers")
            .with_seed(seed{3}) |
        rows(5000);
    const auto compare = [](const auto& known, const runtime_foreign_key& made) {
        column one, other;
        known.fill({laws::some_key, 100, 600}, one);
        made.fill({laws::some_key, 100, 600}, other);
        for (std::size_t i = 0; i < 600; ++i) REQUIRE(laws::same_value(made.type(), one, i, other, i));
    };
    for (const double zipf : {0.0, 1.1}) {
        compare(foreign_key<"id">(table, {.zipf = zipf}), {customers(), "id", {.zipf = zipf}});
        compare(foreign_key<"city">(table, {.zipf = zipf}), {customers(), "city", {.zipf = zipf}});
        compare(foreign_key<"number">(table, {.zipf = zipf}), {customers(), "number", {.zipf = zipf}});
        compare(foreign_key<"name">(table, {.zipf = zipf}), {customers(), "name", {.zipf = zipf}});
    }
}

TEST_CASE("schema/runtime_foreign_key: every partition of rows gives the same, and rows in any order") {
    for (const char* name : {"id", "city", "number", "name"}) {
        const runtime_foreign_key made{customers(), name, {.zipf = 1.1}};
        laws::check_partition(made);
        column together, alone;
        const std::vector<std::uint64_t> rows{77, 3, 500'000, 3};
        made.fill_scattered(laws::some_key, rows, together);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            made.fill({laws::some_key, rows[i], 1}, alone);
            CHECK(laws::same_value(made.type(), together, i, alone, 0));
        }
    }
}

TEST_CASE("schema/runtime_foreign_key: via another field in a table and in its copies") {
    const std::vector<runtime_field> fields{{"customer", runtime_foreign_key{customers(), "id", {}}},
                                            {"number", runtime_foreign_key{customers(), "number", {.via = "customer"}}},
                                            {"other", runtime_foreign_key{customers(), "number", {}}}};
    batch all, rows;
    customers()->fill(0, 5000, all);
    for (const std::uint64_t from : {1u, 2u}) {
        runtime_schema{fields}.with_seed(seed{from}).fill(0, 500, rows);
        std::size_t same = 0;
        for (std::size_t i = 0; i < 500; ++i) {
            const auto row = static_cast<std::size_t>((rows.columns[0].values<std::int64_t>()[i] - 100) / 3);
            REQUIRE(rows.columns[1].values<std::int64_t>()[i] == all.columns[2].values<std::int64_t>()[row]);
            same += rows.columns[2].values<std::int64_t>()[i] == rows.columns[1].values<std::int64_t>()[i];
        }
        CHECK(same < 5);
    }
    CHECK_THROWS_WITH_AS(
        (runtime_schema{
            {{"a", runtime_foreign_key{customers(), "id", {.via = "c"}}}, {"c", runtime_foreign_key{customers(), "id", {.via = "d"}}}, {"d", sequence()}}}),
        "field: \"a\" goes via \"c\", which goes via another field itself; go via \"d\"", config_error);
}

TEST_CASE("schema/runtime_foreign_key: what it cannot refer to") {
    CHECK_THROWS_WITH_AS((runtime_foreign_key{customers(), "citty", {}}), "field: \"citty\" is no field of the table \"customers\"; did you mean \"city\"?",
                         config_error);
    CHECK_THROWS_AS((runtime_foreign_key{std::make_shared<const runtime_schema>(customers()->with_rows(0)), "id", {}}), config_error);
    CHECK_THROWS_AS((runtime_foreign_key{std::make_shared<const runtime_schema>(customers()->with_rows(runtime_schema::most_rows)), "id", {}}), config_error);
}
