// SPDX-License-Identifier: Apache-2.0
#include <spate/rng/fixed_math.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <string>

#include <spate/core/hash.hpp>

using namespace spate;
using namespace spate::rng::detail;

TEST_CASE("rng/fixed_math: logarithms and powers are as exact as they say") {
    for (std::uint64_t i = 0; i < 200'000; ++i) {
        const std::uint64_t fraction = mix(i);
        const long double wanted = std::log2(1 + static_cast<long double>(fraction) * 0x1p-64L);
        REQUIRE(std::abs(static_cast<long double>(log2_of_fraction(fraction)) * 0x1p-63L - wanted) <= 0x1p-57L);
        const std::uint64_t part = mix(i + 1) >> 7;
        const long double power = std::exp2(static_cast<long double>(part) * 0x1p-57L);
        REQUIRE(std::abs(static_cast<long double>(exp2_of_fraction(part)) * 0x1p-63L - power) <= 0x1p-59L);
    }
    CHECK(log2_of(1) == 0);
    CHECK(log2_of(std::uint64_t{1} << 40) == std::uint64_t{40} << 57);
    CHECK((exp2_of(0) >> 64) == 1);
    CHECK((exp2_of(static_cast<int128>(10) << 57) >> 64) == 1024);
    CHECK(exp2_of(-(static_cast<int128>(70) << 57)) == 0);
}

TEST_CASE("rng/fixed_math: doubles are taken apart, and what is no number is refused under any flag") {
    const decoded found = decode(-2.5, "x");
    CHECK(found.negative);
    CHECK(found.mantissa == std::uint64_t{5} << 50);
    CHECK(found.exponent == -51);
    CHECK(found.ceil_log2() == 2);
    CHECK(decode(2.0, "x").ceil_log2() == 1);
    CHECK(decode(0.0, "x").mantissa == 0);
    CHECK(ceil_to_grid(decode(2.5, "x"), 0) == 3);
    CHECK(ceil_to_grid(decode(-2.5, "x"), 0) == -2);
    CHECK(power_of_two(-3) == 0.125);
    for (const double bad : {1e300, 1e-300}) CHECK_THROWS_AS((void)decode(bad, "x"), config_error);
}
