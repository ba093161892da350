// SPDX-License-Identifier: Apache-2.0
#include <spate/field/pareto.hpp>

#include <cmath>

#include "sample.hpp"

using namespace spate;

TEST_CASE("field/pareto: distribution, moments and partition") {
    const auto exact = [](long double x) { return 1 - std::pow(1000 / x, 6.0L); };
    laws::check_partition(pareto(1000, 6));
    CHECK(sample::kolmogorov(pareto(1000, 6), exact) < sample::limit);
    CHECK(sample::kolmogorov(pareto<float>(1000, 6), exact) < sample::limit);
    CHECK(sample::kolmogorov(pareto(0.3, 0.9), [](long double x) { return 1 - std::pow(static_cast<long double>(0.3) / x, static_cast<long double>(0.9)); }) <
          sample::limit);
    sample::check_moments(pareto(1000, 6), 1200, 60'000);
}

TEST_CASE("field/pareto: nothing is below the minimum, and a clamped tail ends") {
    for (const double minimum : {1.0, 0.3, 1e-200, 123.456}) CHECK(pareto_distribution{minimum, 2}(0) >= minimum);
    CHECK(pareto_distribution{1, 1}(~std::uint64_t{0}) == doctest::Approx(0x1p65).epsilon(1e-10));
    CHECK(sample::outside(pareto(0.1, 0.5), 0.1, 1e100) == 0);
    CHECK(sample::outside(pareto(1, 1.16).clamped(1, 1e6), 1.0, 1e6) == 0);
    statistics::check_monotonic(pareto_distribution{3, 1.5});
}

TEST_CASE("field/pareto: bad parameters") {
    for (const double bad : {0.0, -1.0, 1e100, statistics::nan}) statistics::check_refused([bad] { return pareto(bad, 2); }, "pareto: minimum");
    for (const double bad : {0.0, -1.0, 0.01, statistics::infinity}) statistics::check_refused([bad] { return pareto(1, bad); }, "pareto: shape");
}
