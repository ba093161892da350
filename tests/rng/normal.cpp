// SPDX-License-Identifier: Apache-2.0
#include <spate/rng/normal.hpp>

#include "statistics.hpp"

using spate::rng::normal;

namespace {

constexpr std::uint64_t last = ~std::uint64_t{0};

double distribution_function(double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; }

}  // namespace

TEST_CASE("rng/normal: the quantile is exact to 2^-31") {
    // For words of every magnitude in the lower tail: the probability at the value found, less the wanted one, over the density.
    double worst = 0;
    std::uint64_t i = 0;
    for (const std::uint64_t random : statistics::words(100'000)) {
        const std::uint64_t word = (random >> 1) >> (i++ % 63);
        const double z = normal{}(word), wanted = (static_cast<double>(word) + 0.5) * 0x1p-64;
        const double density = std::exp(-z * z / 2) / std::sqrt(2 * 3.141592653589793);
        worst = std::max(worst, std::abs(distribution_function(z) - wanted) / density);
    }
    CHECK(worst < 0x1p-31);
}

TEST_CASE("rng/normal: symmetric, the median at the middle word, the tails where they belong") {
    for (const std::uint64_t word : statistics::words(10'000)) REQUIRE(normal{}(word) == -normal{}(~word));
    CHECK(std::abs(normal{}(last / 2)) < 1e-9);
    CHECK(normal{}(last) == doctest::Approx(9.15529).epsilon(1e-6));
    CHECK(normal{}(0) == -normal{}(last));
    // 1, 3, 5 and 7 standard deviations.
    for (const double z : {1.0, 3.0, 5.0, 7.0})
        CHECK(normal{}(static_cast<std::uint64_t>(distribution_function(-z) * 0x1p64)) == doctest::Approx(-z).epsilon(1e-6));
}

TEST_CASE("rng/normal: distribution and moments") {
    CHECK(statistics::kolmogorov(normal{}, 200'000, distribution_function) < 1.95);
    CHECK(statistics::kolmogorov(normal{30, 10}, 100'000, [](double x) { return distribution_function((x - 30) / 10); }) < 1.95);
    CHECK(statistics::kolmogorov(normal{-1e12, 0.5}, 10'000, [](double x) { return distribution_function((x + 1e12) / 0.5); }) < 1.95);
    double sums[5] = {};
    const auto sample = statistics::words(400'000, 3);
    for (const std::uint64_t word : sample) {
        double power = 1;
        for (double& sum : sums) sum += power, power *= normal{}(word);
    }
    for (double& sum : sums) sum /= static_cast<double>(sample.size());
    CHECK(std::abs(sums[1]) < 4 * std::sqrt(1.0 / 4e5));
    CHECK(std::abs(sums[2] - 1) < 4 * std::sqrt(2.0 / 4e5));
    CHECK(std::abs(sums[3]) < 4 * std::sqrt(15.0 / 4e5));
    CHECK(std::abs(sums[4] - 3) < 4 * std::sqrt(96.0 / 4e5));
}

TEST_CASE("rng/normal: scales") {
    for (const std::uint64_t word : statistics::words(1000)) {
        const double z = normal{}(word);
        REQUIRE(normal{0, 0x1p40}(word) == z * 0x1p40);
        REQUIRE(normal{5, 3}(word) == doctest::Approx(5 + 3 * z).epsilon(1e-13));
        REQUIRE(std::abs(normal{1e15, 1.1}(word)-1e15 - 1.1 * z) <= 0.1251);
        REQUIRE(std::abs(normal{1e100, 1}(word) / 1e100 - 1) < 3e-16);
        REQUIRE(normal{-1e-100, 1e-100}(word) == doctest::Approx(1e-100 * (z - 1)).epsilon(1e-12).scale(1e-100));
    }
}

TEST_CASE("rng/normal: monotonic") {
    statistics::check_monotonic(normal{});
    statistics::check_monotonic(normal{1e9, 1e-3});
}

TEST_CASE("rng/normal: bad parameters") {
    for (const double bad : {statistics::nan, statistics::infinity, -statistics::infinity, 1e300, 1e-300}) {
        statistics::check_refused([bad] { return normal{bad, 1}; }, "normal: mean");
        statistics::check_refused([bad] { return normal{0, bad}; }, "normal: deviation");
    }
    for (const double bad : {0.0, -0.0, -1.0}) statistics::check_refused([bad] { return normal{0, bad}; }, "normal: deviation");
}
