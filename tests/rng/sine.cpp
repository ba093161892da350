// SPDX-License-Identifier: Apache-2.0
#include <spate/rng/sine.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <numbers>

#include <spate/core/hash.hpp>

using namespace spate;
using namespace spate::rng::detail;

TEST_CASE("rng/sine: sines and their integrals are as exact as they say") {
    const long double two_pi = 2 * std::numbers::pi_v<long double>;
    for (std::uint64_t i = 0; i < 200'000; ++i) {
        const std::uint64_t turn = i < 4096 ? i << 52 : mix(i);
        const long double angle = two_pi * (static_cast<long double>(turn) * 0x1p-64L);
        REQUIRE(std::abs(static_cast<long double>(sine_of(turn)) * 0x1p-62L - std::sin(angle)) <= 0x1p-58L);
        REQUIRE(std::abs(static_cast<long double>(cosine_of(turn)) * 0x1p-62L - std::cos(angle)) <= 0x1p-58L);
        REQUIRE(std::abs(static_cast<long double>(sine_integral(turn)) * 0x1p-64L - (1 - std::cos(angle)) / two_pi) <= 0x1p-58L);
        REQUIRE(sine_of(0 - turn) == -sine_of(turn));
        REQUIRE(sine_of(turn + (std::uint64_t{1} << 63)) == -sine_of(turn));
    }
}

TEST_CASE("rng/sine: quarters of a turn are exact") {
    constexpr std::uint64_t quarter = std::uint64_t{1} << 62;
    static_assert(sine_of(0) == 0 && sine_of(2 * quarter) == 0);
    CHECK(sine_of(quarter) == std::int64_t{1} << 62);
    CHECK(sine_of(3 * quarter) == -(std::int64_t{1} << 62));
    CHECK(cosine_of(0) == std::int64_t{1} << 62);
    CHECK(sine_integral(0) == 0);
}
