// SPDX-License-Identifier: Apache-2.0
#include <spate/field/foreign_key.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <spate/field/derived.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

#include "laws.hpp"
#include "samples.hpp"

using namespace spate;

namespace {
auto customers() {
    return schema(field<"id">(sequence(100, 3)), field<"city">(samples::city{}), field<"name">(nullable(samples::letters{}, 0.2)),
                  field<"label">(derived<"city", "id">([](const std::string& city, auto id) { return city + std::to_string(id); })))
               .named("customers") |
           rows(1000);
}
}  // namespace

TEST_CASE("field/foreign_key: always found, and fields via one row are of one row") {
    const auto parents = customers();
    std::map<std::int64_t, std::uint64_t> row_of;
    for (std::uint64_t i = 0; i < parents.size(); ++i) row_of[parents[i].get<"id">()] = i;
    for (const double zipf : {0.0, 1.1}) {
        const auto orders = schema(
            field<"customer">(foreign_key<"id">(parents, {.zipf = zipf})), field<"label">(foreign_key<"label">(parents, {.zipf = zipf, .via = "customer"})),
            field<"name">(foreign_key<"name">(parents, {.zipf = zipf, .via = "customer"})), field<"other">(foreign_key<"id">(parents, {.zipf = zipf})));
        std::uint64_t same = 0;
        for (const auto& [customer, label, name, other] : orders | rows(5000)) {
            REQUIRE(row_of.contains(customer));
            REQUIRE(row_of.contains(other));
            const auto row = parents[row_of[customer]];
            CHECK(row.get<"label">() == label);
            CHECK(row.get<"name">() == name);
            same += customer == other;
        }
        CHECK(same < 500);
    }
}

TEST_CASE("field/foreign_key: rows are drawn evenly, or by Zipf's law over scattered rows") {
    const auto parents = schema(field<"id">(sequence())) | rows(100);
    const auto counted = [&](const foreign_key_options& options) {
        std::vector<double> counts(100);
        for (const std::int64_t id : laws::values(foreign_key<"id">(parents, options), 100'000)) ++counts[static_cast<std::size_t>(id)];
        return counts;
    };
    double chi_square = 0;
    for (const double count : counted({})) chi_square += (count - 1000) * (count - 1000) / 1000;
    CHECK(chi_square < 149);  // one in a thousand
    std::vector<double> popular = counted({.zipf = 1.0});
    CHECK(!std::is_sorted(popular.rbegin(), popular.rend()));
    std::sort(popular.rbegin(), popular.rend());
    CHECK(popular[0] == doctest::Approx(100'000 / 5.187).epsilon(0.03));
    CHECK(popular[9] == doctest::Approx(10'000 / 5.187).epsilon(0.1));
}

TEST_CASE("field/foreign_key: every partition of rows gives the same") {
    laws::check_partition(foreign_key<"id">(customers()));
    laws::check_partition(foreign_key<"city">(customers(), {.zipf = 1.2}));
    laws::check_partition(foreign_key<"name">(customers()));
    const auto key = foreign_key<"id">(customers());
    CHECK(laws::values(key, 10)[7] == 100 + 3 * static_cast<std::int64_t>(key.parent_row(laws::some_key, 7)));
}

TEST_CASE("field/foreign_key: there must be a row") {
    CHECK_THROWS_WITH_AS((void)foreign_key<"id">(schema(field<"id">(sequence())) | rows(0)),
                         "foreign_key: a table of 0 rows has no row to refer to; give it at least one", config_error);
}
