// SPDX-License-Identifier: Apache-2.0
#include <spate/field/normal.hpp>

#include <cmath>

#include "sample.hpp"

using namespace spate;

namespace {
long double normal_below(long double z) { return std::erfc(-z / std::sqrt(2.0L)) / 2; }
}  // namespace

TEST_CASE("field/normal: distribution, moments and partition") {
    const auto height = normal(170, 10);
    const auto exact = [](long double x) { return normal_below((x - 170) / 10); };
    laws::check_partition(height);
    laws::check_partition(normal<float>(170, 10));
    CHECK(sample::kolmogorov(height, exact) < sample::limit);
    CHECK(sample::kolmogorov(normal<float>(170, 10), exact) < sample::limit);
    sample::check_moments(height, 170, 100);
}

TEST_CASE("field/normal: clamped, it is the truncated distribution") {
    const auto height = normal(170, 10).clamped(150, 175);
    const long double low = normal_below(-2), share = normal_below(0.5L) - low;
    CHECK(sample::kolmogorov(height, [&](long double x) { return (normal_below((x - 170) / 10) - low) / share; }) < sample::limit);
    CHECK(sample::outside(height, 150.0, 175.0) == 0);
    CHECK(sample::outside(normal<float>(170, 10).clamped(150, 175), 150.0f, 175.0f) == 0);
    // In the tail too: beyond five deviations.
    const long double tail = normal_below(-5);
    CHECK(sample::kolmogorov(normal(0, 1).clamped(5, 9), [&](long double x) { return 1 - (normal_below(-x) - normal_below(-9)) / (tail - normal_below(-9)); }) <
          sample::limit);
}

TEST_CASE("field/normal: bad parameters") {
    statistics::check_refused([] { return normal(0, 0); }, "normal: deviation");
    statistics::check_refused([] { return normal(statistics::nan, 1); }, "normal: mean");
    statistics::check_refused([] { return normal(0, 1).clamped(20, 30); }, "clamped");
}
