// SPDX-License-Identifier: Apache-2.0
#include <spate/field/lognormal.hpp>

#include <cmath>
#include <limits>

#include "sample.hpp"

using namespace spate;

TEST_CASE("field/lognormal: distribution, moments and partition") {
    const auto exact = [](long double x) { return std::erfc(-(std::log(x) - 3) / 0.5L / std::sqrt(2.0L)) / 2; };
    laws::check_partition(lognormal(3, 0.5));
    CHECK(sample::kolmogorov(lognormal(3, 0.5), exact) < sample::limit);
    CHECK(sample::kolmogorov(lognormal<float>(3, 0.5), exact) < sample::limit);
    const double mean = std::exp(3.125);
    sample::check_moments(lognormal(3, 0.5), mean, mean * mean * std::expm1(0.25));
}

TEST_CASE("field/lognormal: it is the exponential of the normal number of the same word") {
    const rng::normal z{-200, 3};
    for (const std::uint64_t word : statistics::words(10'000)) REQUIRE(std::abs(lognormal_distribution{-200, 3}(word) / std::exp(z(word)) - 1) < 1e-12);
    statistics::check_monotonic(lognormal_distribution{1, 2});
}

TEST_CASE("field/lognormal: clamped, and at the ends of what floats hold") {
    CHECK(sample::outside(lognormal(3, 2).clamped(1, 50), 1.0, 50.0) == 0);
    CHECK(sample::outside(lognormal<float>(0, 30), 0.0f, std::numeric_limits<float>::max()) == 0);
}

TEST_CASE("field/lognormal: bad parameters") {
    statistics::check_refused([] { return lognormal(301, 1); }, "lognormal: log_mean");
    statistics::check_refused([] { return lognormal(statistics::nan, 1); }, "lognormal: log_mean");
    for (const double bad : {0.0, -1.0, 31.0, statistics::infinity}) statistics::check_refused([bad] { return lognormal(0, bad); }, "lognormal: log_deviation");
}
