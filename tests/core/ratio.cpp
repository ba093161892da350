// SPDX-License-Identifier: Apache-2.0
#include <spate/core/ratio.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <string>

#include "../support/random.hpp"

using namespace spate;

namespace {

std::string refused(std::string_view text) {
    try {
        return "read as " + parse_ratio(text, "dedup").text();
    } catch (const config_error& error) {
        CHECK(error.parameter() == "dedup");
        CHECK(!error.remedy().empty());
        return error.problem();
    }
}

}  // namespace

TEST_CASE("core/ratio: lowest terms") {
    static_assert(ratio{} == ratio{1, 1} && ratio{6, 4} == ratio{3, 2} && ratio{3, 2}.numerator() == 3 && ratio{3, 2}.denominator() == 2);
    static_assert(ratio{0, 7} == ratio{0, 1} && ratio{3, 2}.at_least_one() && ratio{1, 1}.at_least_one() && !ratio{2, 3}.at_least_one());
    CHECK(ratio{std::uint64_t{1} << 40, std::uint64_t{1} << 39} == ratio{2, 1});
    CHECK_THROWS_AS(ratio(1, 0), config_error);
    CHECK_THROWS_AS(ratio(0, 0), config_error);
    CHECK_THROWS_AS(ratio(std::uint64_t{1} << 32, 1), config_error);
    CHECK_THROWS_AS(ratio(1, std::uint64_t{1} << 32), config_error);
    CHECK(ratio{3, 2}.text() == "1.5");
    CHECK(ratio{1, 3}.text() == "0.333333");
}

TEST_CASE("core/ratio: decimal numbers are exact") {
    for (std::uint64_t scale_of = 1; scale_of <= 1'000'000; scale_of *= 10)
        for (std::uint64_t n = 1; n < 100'000; n += scale_of < 1000 ? 13 : 7) {
            const ratio found{static_cast<double>(n) / static_cast<double>(scale_of)};
            REQUIRE_MESSAGE(found == ratio(n, scale_of), n << "/" << scale_of);
        }
    static_assert(ratio{1.07} == ratio{107, 100});
    CHECK(ratio{1.0 / 3.0} == ratio{1, 3});
    CHECK(ratio{2.0 / 7.0} == ratio{2, 7});
    CHECK(ratio{0.0} == ratio{0, 1});
    CHECK(ratio{-0.0} == ratio{0, 1});
    CHECK(ratio{1e-300} == ratio{0, 1});
    CHECK(ratio{4294967295.0} == ratio{4294967295u, 1});
    test::dice dice{1};
    for (int i = 0; i < 5000; ++i) {
        const std::uint64_t d = dice.from(1, 20'000), n = dice.from(1, 50'000);
        REQUIRE(ratio{static_cast<double>(n) / static_cast<double>(d)} == ratio(n, d));
    }
}

TEST_CASE("core/ratio: what is no ratio is refused") {
    for (const double value : {std::numeric_limits<double>::quiet_NaN(), -std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
                               -std::numeric_limits<double>::infinity(), -1.0, -1e-300, 4294967296.0, 1e300})
        CHECK_THROWS_AS(ratio{value}, config_error);
}

TEST_CASE("core/ratio: division rounds halves up, exactly") {
    test::dice dice{2};
    CHECK(ratio{2, 1}.divide(3) == 2);
    CHECK(ratio{2, 1}.divide(1) == 1);
    CHECK(ratio{3, 1}.divide(1) == 0);
    CHECK(ratio{3, 1}.divide(2) == 1);
    CHECK(ratio{1, 1}.divide(~std::uint64_t{0}) == ~std::uint64_t{0});
    for (int i = 0; i < 200'000; ++i) {
        const std::uint64_t d = dice.from(1, i % 2 == 0 ? 100 : 0xffffffff), n = std::max(d, dice.from(1, i % 2 == 0 ? 1000 : 0xffffffff)),
                            size = dice.word() >> dice.below(64);
        const ratio by{n, d};
        const uint128 twice = 2 * static_cast<uint128>(size) * by.denominator() + by.numerator();
        REQUIRE(by.divide(size) == static_cast<std::uint64_t>(twice / (2 * static_cast<uint128>(by.numerator()))));
    }
}

TEST_CASE("core/ratio: every way to write a ratio, and nothing else") {
    CHECK(parse_ratio("1") == ratio{1, 1});
    CHECK(parse_ratio("1.07") == ratio{107, 100});
    CHECK(parse_ratio("2.50") == ratio{5, 2});
    CHECK(parse_ratio("3/2") == ratio{3, 2});
    CHECK(parse_ratio("3:2") == ratio{3, 2});
    CHECK(parse_ratio("0.99999999") == ratio{99'999'999, 100'000'000});
    CHECK(parse_ratio("123456789/987654321") == ratio{123456789, 987654321});
    for (const char* text : {"",   "x",  "1.",  ".5", "1..5", "1.5.5", "3/",  "/2",  "3/2/1",      "3/0",          "1.5/2", "3/1.5",
                             "-1", "+1", "1e3", " 1", "1 ",   "nan",   "inf", "NaN", "1234567890", "1.2345678901", "3//2",  "3:/2"})
        CHECK_MESSAGE(refused(text) == "is not a ratio", text);
}
