// SPDX-License-Identifier: Apache-2.0
#include <spate/field/beta.hpp>

#include <cmath>
#include <utility>

#include "sample.hpp"

using namespace spate;

TEST_CASE("field/beta: distributions whose functions are elementary") {
    CHECK(sample::kolmogorov(beta(1, 1), [](long double x) { return x; }) < sample::limit);
    CHECK(sample::kolmogorov(beta(3, 1), [](long double x) { return x * x * x; }) < sample::limit);
    CHECK(sample::kolmogorov(beta(1, 0.25), [](long double x) { return 1 - std::pow(1 - x, 0.25L); }) < sample::limit);
    CHECK(sample::kolmogorov(beta(0.25, 1), [](long double x) { return std::pow(x, 0.25L); }) < sample::limit);
    CHECK(sample::kolmogorov(beta(0.5, 0.5), [](long double x) { return 2 / 3.14159265358979323846L * std::asin(std::sqrt(x)); }) < sample::limit);
    CHECK(sample::kolmogorov(beta(2, 2), [](long double x) { return x * x * (3 - 2 * x); }) < sample::limit);
    // The probability of at least two successes in six trials.
    const auto two_five = [](long double x) { return 1 - std::pow(1 - x, 6.0L) - 6 * x * std::pow(1 - x, 5.0L); };
    CHECK(sample::kolmogorov(beta(2, 5), two_five) < sample::limit);
    CHECK(sample::kolmogorov(beta<float>(2, 5), two_five) < sample::limit);
}

TEST_CASE("field/beta: moments, range and partition") {
    laws::check_partition(beta(2, 5));
    laws::check_partition(beta(0.3, 0.2));
    for (const auto& [a, b] : {std::pair{2.0, 5.0}, {0.2, 0.7}, {50.0, 10.0}, {1000.0, 1000.0}}) {
        CAPTURE(a);
        sample::check_moments(beta(a, b), a / (a + b), a * b / ((a + b) * (a + b) * (a + b + 1)));
    }
    CHECK(sample::outside(beta(0.001, 0.001), 0.0, 1.0) == 0);
    CHECK(sample::outside(beta(2, 5).clamped(0.1, 0.4), 0.1, 0.4) == 0);
}

TEST_CASE("field/beta: bad parameters") {
    for (const double bad : {0.0, -1.0, 1e10, statistics::nan}) {
        statistics::check_refused([bad] { return beta(bad, 1); }, "beta: a");
        statistics::check_refused([bad] { return beta(1, bad); }, "beta: b");
    }
}
