// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_FIELD_SAMPLE_HPP
#define SPATE_TESTS_FIELD_SAMPLE_HPP

/// How far a column's values are from the distribution that they should have.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>

#include "../rng/statistics.hpp"
#include "laws.hpp"

namespace sample {

inline constexpr std::size_t rows = 1'000'000;
/// Of Kolmogorov's distance times sqrt(n): exceeded by one sample in a thousand.
inline constexpr double limit = 1.95;

/// The largest distance between the share of values up to x and exact(x), times sqrt(n), at every `step`-th of the sorted values.
template <class Generator, class Function>
double kolmogorov(const Generator& generator, const Function& exact, std::size_t step = 1) {
    auto values = laws::values(generator, rows);
    std::sort(values.begin(), values.end());
    long double distance = 0;
    for (std::size_t i = 0; i < rows; i += step) {
        const long double p = exact(static_cast<long double>(values[i]));
        distance =
            std::max({distance, std::abs(p - static_cast<long double>(i) / rows), step == 1 ? std::abs(p - static_cast<long double>(i + 1) / rows) : 0.0L});
    }
    return static_cast<double>(distance * std::sqrt(static_cast<long double>(rows)));
}

/// Checks the mean against the exact one by its own standard error, and the variance by that of the squares, at four of each.
template <class Generator>
void check_moments(const Generator& generator, double mean, double variance) {
    const auto values = laws::values(generator, rows);
    long double sum = 0, squares = 0, fourth = 0;
    for (const auto value : values) {
        const long double d = static_cast<long double>(value) - mean;
        sum += d, squares += d * d, fourth += d * d * d * d;
    }
    const auto n = static_cast<long double>(rows);
    CHECK(std::abs(static_cast<double>(sum / n)) < 4 * std::sqrt(variance / static_cast<double>(rows)));
    CHECK(std::abs(static_cast<double>(squares / n - variance)) < 4 * std::sqrt(static_cast<double>(fourth / n) / static_cast<double>(rows)));
}

/// How many values lie outside of [low, high].
template <class Generator, class Value>
std::size_t outside(const Generator& generator, Value low, Value high) {
    std::size_t count = 0;
    for (const auto value : laws::values(generator, rows)) count += value < low || value > high;
    return count;
}

}  // namespace sample

#endif  // SPATE_TESTS_FIELD_SAMPLE_HPP
