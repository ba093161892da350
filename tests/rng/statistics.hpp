// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_RNG_STATISTICS_HPP
#define SPATE_TESTS_RNG_STATISTICS_HPP

/// What the tests of the distributions share: random words from a fixed seed, and how far a sample is from its distribution.

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/rng/philox.hpp>

namespace statistics {

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();

inline std::vector<std::uint64_t> words(std::size_t count, std::uint64_t from = 1) {
    std::vector<std::uint64_t> out(count);
    spate::rng::philox4x32::fill(spate::derive_key(spate::seed{from}, "test"), 0, std::as_writable_bytes(std::span{out}));
    return out;
}

/// The largest distance of the empirical distribution function from the exact one, times sqrt(n): above 1.95 in one sample of a thousand.
template <class Distribution, class Function>
double kolmogorov(const Distribution& distribution, std::size_t count, const Function& exact) {
    std::vector<double> values;
    for (const std::uint64_t word : words(count)) values.push_back(distribution(word));
    std::sort(values.begin(), values.end());
    double distance = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const double p = exact(values[i]);
        distance = std::max({distance, std::abs(p - static_cast<double>(i) / static_cast<double>(count)),
                             std::abs(p - static_cast<double>(i + 1) / static_cast<double>(count))});
    }
    return distance * std::sqrt(static_cast<double>(count));
}

/// Pearson's chi-square, as a number of standard deviations from its mean (for many classes about normal).
inline double chi_square(const std::vector<std::uint64_t>& counts, const std::vector<double>& expected) {
    double sum = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        REQUIRE(expected[i] > 4);
        sum += (static_cast<double>(counts[i]) - expected[i]) * (static_cast<double>(counts[i]) - expected[i]) / expected[i];
    }
    const auto freedom = static_cast<double>(counts.size() - 1);
    return (sum - freedom) / std::sqrt(2 * freedom);
}

/// Checks that larger words never give smaller values, over random words, neighbours and the ends.
template <class Distribution>
void check_monotonic(const Distribution& distribution) {
    std::vector<std::uint64_t> sample = words(20'000, 7);
    const std::size_t drawn = sample.size();
    for (std::size_t i = 0; i < drawn; ++i) {
        sample.push_back(sample[i] + 1);
        sample.push_back(sample[i] >> (i % 64));
        sample.push_back(~(sample[i] >> (i % 64)));
    }
    for (int bit = 0; bit < 64; ++bit)
        for (const std::uint64_t around : {std::uint64_t{1} << bit, ~(std::uint64_t{1} << bit), std::uint64_t{3} << bit, std::uint64_t{5} << bit})
            for (std::uint64_t step = 0; step < 5; ++step) sample.push_back(around + step - 2);
    sample.push_back(0);
    sample.push_back(~std::uint64_t{0});
    std::sort(sample.begin(), sample.end());
    std::size_t falls = 0;
    for (std::size_t i = 1; i < sample.size(); ++i) falls += distribution(sample[i]) < distribution(sample[i - 1]);
    CHECK(falls == 0);
}

/// Checks that `make()` throws a config_error which names the parameter.
template <class Make>
void check_refused(const Make& make, const std::string& parameter) {
    bool refused = false;
    try {
        static_cast<void>(make());
    } catch (const spate::config_error& error) {
        refused = error.parameter() == parameter && !error.problem().empty() && !error.remedy().empty();
        INFO(error.what());
        CHECK(error.parameter() == parameter);
    }
    CHECK(refused);
}

}  // namespace statistics

#endif  // SPATE_TESTS_RNG_STATISTICS_HPP
