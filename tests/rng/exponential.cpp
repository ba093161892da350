// SPDX-License-Identifier: Apache-2.0
#include <spate/rng/exponential.hpp>

#include "statistics.hpp"

using spate::rng::exponential;

namespace {
constexpr std::uint64_t last = ~std::uint64_t{0};
}

TEST_CASE("rng/exponential: the quantile is exact") {
    std::uint64_t i = 0;
    for (const std::uint64_t random : statistics::words(100'000)) {
        const std::uint64_t word = ~(random >> (i++ % 64));
        const double wanted = -std::log((static_cast<double>(~word) + 0.5) * 0x1p-64);
        REQUIRE(std::abs(exponential{}(word)-wanted) < 3e-14);
    }
}

TEST_CASE("rng/exponential: ends") {
    CHECK(exponential{}(0) >= 0);
    CHECK(exponential{}(0) < 1e-13);
    CHECK(exponential{}(last) == doctest::Approx(65 * std::log(2.0)));
    CHECK(exponential{}(last / 2) == doctest::Approx(std::log(2.0)));
}

TEST_CASE("rng/exponential: distribution and moments") {
    CHECK(statistics::kolmogorov(exponential{}, 200'000, [](double x) { return -std::expm1(-x); }) < 1.95);
    CHECK(statistics::kolmogorov(exponential{0.02}, 100'000, [](double x) { return -std::expm1(-x / 0.02); }) < 1.95);
    double mean = 0, square = 0;
    for (const std::uint64_t word : statistics::words(400'000, 3))
        mean += exponential{3}(word) / 4e5, square += exponential{3}(word)*exponential{3}(word) / 4e5;
    CHECK(std::abs(mean - 3) < 4 * 3 / std::sqrt(4e5));
    CHECK(std::abs(square - 18) < 4 * 9 * std::sqrt(20 / 4e5));
}

TEST_CASE("rng/exponential: monotonic") { statistics::check_monotonic(exponential{7}); }

TEST_CASE("rng/exponential: bad parameters") {
    for (const double bad : {statistics::nan, statistics::infinity, -statistics::infinity, 1e300, 1e-300, 0.0, -0.0, -1.0})
        statistics::check_refused([bad] { return exponential{bad}; }, "exponential: mean");
}
