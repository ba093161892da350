// SPDX-License-Identifier: Apache-2.0
#include <spate/field/gamma.hpp>

#include <cmath>

#include "sample.hpp"

using namespace spate;

namespace {

// The regularised incomplete gamma function, by its power series: all terms are positive, so that none of its digits are lost.
long double gamma_below(long double shape, long double x) {
    if (x <= 0) return 0;
    long double term = std::exp(shape * std::log(x) - x - std::lgamma(shape + 1)), sum = 0;
    for (long double n = 1; term > 1e-22L * sum || n < x; ++n) sum += term, term *= x / (shape + n);
    return sum;
}

}  // namespace

TEST_CASE("field/gamma: distribution at shapes from 0.1 to 1000") {
    for (const double shape : {0.1, 0.5, 0.99, 1.0, 1.5, 4.0, 30.0, 1000.0}) {
        CAPTURE(shape);
        CHECK(sample::kolmogorov(
                  gamma(shape, 3), [shape](long double x) { return gamma_below(shape, x / 3); }, 100) < sample::limit);
    }
    CHECK(sample::kolmogorov(
              gamma<float>(2, 3), [](long double x) { return gamma_below(2, x / 3); }, 100) < sample::limit);
}

TEST_CASE("field/gamma: moments and partition") {
    laws::check_partition(gamma(2.5, 10));
    laws::check_partition(gamma(0.3, 10));
    for (const double shape : {0.2, 1.0, 2.5, 100.0, 1e9}) {
        CAPTURE(shape);
        sample::check_moments(gamma(shape, 0.5), shape * 0.5, shape * 0.25);
    }
}

TEST_CASE("field/gamma: clamped by drawing again, it is the truncated distribution") {
    const auto part = gamma(2, 1).clamped(1, 3);
    CHECK(part.words_per_row == 4);
    laws::check_partition(part);
    const long double low = gamma_below(2, 1), share = gamma_below(2, 3) - low;
    CHECK(sample::kolmogorov(
              part, [&](long double x) { return (gamma_below(2, x) - low) / share; }, 100) < sample::limit);
    CHECK(sample::outside(part, 1.0, 3.0) == 0);
    CHECK(sample::outside(gamma<float>(2, 1).clamped(0.1f, 0.7f), 0.1f, 0.7f) == 0);
}

TEST_CASE("field/gamma: bad parameters") {
    for (const double bad : {0.0, -1.0, 1e-4, 1e10, statistics::nan}) statistics::check_refused([bad] { return gamma(bad, 1); }, "gamma: shape");
    for (const double bad : {0.0, -1.0, statistics::infinity}) statistics::check_refused([bad] { return gamma(1, bad); }, "gamma: scale");
    statistics::check_refused([] { return gamma(2, 1).clamped(20, 30); }, "clamped");
}
