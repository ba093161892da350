// SPDX-License-Identifier: Apache-2.0
#include <spate/rng/alias_table.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include <spate/core/error.hpp>

using spate::ratio;
using spate::rng::alias_table;

TEST_CASE("rng/alias_table: each index has its share of the words, to a few in 2^64") {
    const std::vector<ratio> weights{1, 2, 5, 0, {1, 2}};
    const alias_table table{weights, "x"};
    REQUIRE(table.size() == 5);
    // Of entry i's words, those below the threshold are i's and the others the other's.
    std::vector<double> share(5);
    for (std::size_t i = 0; i < 5; ++i) {
        const double own = static_cast<double>(table.entries()[i].threshold) * 0x1p-64;
        share[i] += own / 5;
        share[table.entries()[i].other] += (1 - own) / 5;
    }
    for (std::size_t i = 0; i < 5; ++i)
        CHECK(share[i] == doctest::Approx(static_cast<double>(weights[i].numerator()) / static_cast<double>(weights[i].denominator()) / 8.5));
    std::vector<int> counts(5);
    for (std::uint64_t i = 0; i < 8500; ++i) ++counts[table(i * (~std::uint64_t{0} / 8500))];
    CHECK(counts[3] == 0);
    CHECK(counts[2] > 4990);
    CHECK(counts[2] < 5010);
}

TEST_CASE("rng/alias_table: one index, equal weights, and none") {
    CHECK(alias_table{{7}, "x"}(~std::uint64_t{0}) == 0);
    const alias_table even{{1, 1, 1, 1}, "x"};
    for (std::uint64_t i = 0; i < 4; ++i) CHECK(even(i << 62) == i);
    CHECK_THROWS_WITH_AS((alias_table{{0, 0}, "weights of x"}), doctest::Contains("weights of x"), spate::config_error);
}
