// SPDX-License-Identifier: Apache-2.0
#include <spate/field/exponential.hpp>

#include <cmath>

#include "sample.hpp"

using namespace spate;

TEST_CASE("field/exponential: distribution, moments and partition") {
    const auto exact = [](long double x) { return -std::expm1(-x * 4); };
    laws::check_partition(exponential(4));
    CHECK(sample::kolmogorov(exponential(4), exact) < sample::limit);
    CHECK(sample::kolmogorov(exponential<float>(4), exact) < sample::limit);
    sample::check_moments(exponential(4), 0.25, 0.0625);
}

TEST_CASE("field/exponential: the mean is the rate's inverse, rounded once") {
    for (const double rate : {1.0, 3.0, 0.1, 1e-200, 1e200, 7e-7}) CHECK(detail::mean_of_rate(rate) == doctest::Approx(1 / rate).epsilon(3e-16));
    CHECK(detail::mean_of_rate(4) == 0.25);
}

TEST_CASE("field/exponential: clamped") {
    const auto wait = exponential(1).clamped(0.5, 2);
    const long double low = -std::expm1(-0.5L), share = -std::expm1(-2.0L) - low;
    CHECK(sample::kolmogorov(wait, [&](long double x) { return (-std::expm1(-x) - low) / share; }) < sample::limit);
    CHECK(sample::outside(wait, 0.5, 2.0) == 0);
}

TEST_CASE("field/exponential: bad rates") {
    for (const double bad : {0.0, -1.0, statistics::nan, statistics::infinity, 1e-300, 1e280})
        statistics::check_refused([bad] { return exponential(bad); }, "exponential: rate");
}
