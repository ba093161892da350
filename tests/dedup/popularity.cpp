// SPDX-License-Identifier: Apache-2.0
#include <spate/dedup/popularity.hpp>

#include <doctest/doctest.h>

#include <vector>

using namespace spate;

TEST_CASE("dedup/popularity: says what it is, and makes the tables of its kind") {
    const std::vector<reference_row> rows{{1, 70}, {5, 2}, {1, 20}};
    const popularity even, skewed = zipf(1.2), measured = from_histogram(rows);
    CHECK(even.what() == popularity::kind::uniform);
    CHECK(skewed.what() == popularity::kind::zipf);
    CHECK(skewed.exponent() == 1.2);
    CHECK(measured.what() == popularity::kind::histogram);
    CHECK(even.rows().empty());
    CHECK(even.units() == 0);
    REQUIRE(measured.rows().size() == 2);
    CHECK(measured.rows()[0] == reference_row{5, 2});
    CHECK(measured.rows()[1] == reference_row{1, 90});
    CHECK(measured.units() == 100);
    CHECK(measured.distinct() == 92);
    CHECK(even.table(1000, ratio{3, 2}).table == uniform_table(1000, ratio{3, 2}));
    CHECK(skewed.table(1000, ratio{3, 2}).table == zipf_table(1000, ratio{3, 2}, 1.2));
    CHECK(skewed.table(1000, ratio{3, 2}, 10).table == zipf_table(1000, ratio{3, 2}, 1.2, 10));
    CHECK(measured.table(100, {}).table == reference_table{rows});
    CHECK(measured.table(1000, {}, 3).table == scaled_table(rows, 1000, 3).table);
    const popularity copy = measured;
    CHECK(copy.rows().data() == measured.rows().data());
}

TEST_CASE("dedup/popularity: what makes no sense is refused when it is made") {
    CHECK_THROWS_AS((void)zipf(0.0), config_error);
    CHECK_THROWS_AS((void)zipf(-1.0), config_error);
    CHECK_THROWS_AS((void)from_histogram({}), config_error);
    const std::vector<reference_row> empty{{1, 0}};
    CHECK_THROWS_AS((void)from_histogram(empty), config_error);
}
