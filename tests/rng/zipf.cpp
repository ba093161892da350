// SPDX-License-Identifier: Apache-2.0
#include <spate/rng/zipf.hpp>

#include "statistics.hpp"

using spate::rng::zipf;

namespace {

constexpr std::uint64_t last = ~std::uint64_t{0};

// P(rank <= k), found from the words: the first word with a larger rank.
double below(const zipf& distribution, std::uint64_t k) {
    if (distribution(last) <= k) return 1;
    std::uint64_t low = 0, high = last;
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        if (distribution(middle) > k)
            high = middle;
        else
            low = middle + 1;
    }
    return static_cast<double>(low) * 0x1p-64;
}

}  // namespace

TEST_CASE("rng/zipf: probabilities are exact to 2e-7") {
    for (const double s : {0.001, 0.3, 0.5, 0.9, 0.99, 0.9999, 0.9999999, 1.0, 1.0000001, 1.0001, 1.01, 1.1, 1.5, 2.0, 3.0, 8.0})
        for (const std::uint64_t n : {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{63}, std::uint64_t{64}, std::uint64_t{65}, std::uint64_t{66},
                                      std::uint64_t{1000}, std::uint64_t{100'000}}) {
            const zipf distribution{n, s};
            double total = 0;
            for (std::uint64_t k = n; k >= 1; --k) total += std::pow(static_cast<double>(k), -s);
            double sum = 0, worst = 0, worst_sum = 0;
            std::uint64_t at = 0;
            for (std::uint64_t k = 1; k <= n; ++k) {
                const double p = std::pow(static_cast<double>(k), -s) / total;
                sum += p;
                // All of the first ranks, where the table meets the formula, then one in ten.
                if (k > 80 && k < at + at / 10 && k != n) continue;
                at = k;
                const double upper = below(distribution, k), lower = k == 1 ? 0 : below(distribution, k - 1);
                worst_sum = std::max(worst_sum, std::abs(upper - sum));
                if (p > 1e-8) worst = std::max(worst, std::abs((upper - lower) / p - 1));
            }
            INFO("exponent " << s << ", ranks " << n);
            CHECK(worst_sum < 1e-9);
            CHECK(worst < 2e-7);
        }
}

TEST_CASE("rng/zipf: sampled") {
    for (const double s : {0.5, 1.0, 1.1, 2.0}) {
        const std::uint64_t n = 300;
        const zipf distribution{n, s};
        std::vector<double> expected(n + 1);
        double total = 0;
        for (std::uint64_t k = 1; k <= n; ++k) total += std::pow(static_cast<double>(k), -s);
        for (std::uint64_t k = 1; k <= n; ++k) expected[k] = 2e5 * std::pow(static_cast<double>(k), -s) / total;
        std::vector<std::uint64_t> counts(n + 1);
        for (const std::uint64_t word : statistics::words(200'000)) {
            const std::uint64_t rank = distribution(word);
            REQUIRE(rank >= 1);
            REQUIRE(rank <= n);
            ++counts[rank];
        }
        // Ranks that are seldom expected form one class.
        std::vector<std::uint64_t> classes{0};
        std::vector<double> of_class{0};
        for (std::uint64_t k = n; k >= 1; --k) {
            classes.back() += counts[k], of_class.back() += expected[k];
            if (of_class.back() > 20 && k > 1) classes.push_back(0), of_class.push_back(0);
        }
        INFO("exponent " << s);
        CHECK(std::abs(statistics::chi_square(classes, of_class)) < 4);
    }
}

TEST_CASE("rng/zipf: large numbers of ranks") {
    const std::uint64_t n = std::uint64_t{1} << 48;
    // P(rank <= n / 2) for exponents below 1 is about 2^-(1 - s).
    for (const double s : {0.001, 0.25, 0.5, 0.75}) CHECK(below(zipf{n, s}, n / 2) == doctest::Approx(std::pow(0.5, 1 - s)).epsilon(1e-3));
    // For 1: H(k) / H(n), H being ln plus Euler's constant.
    const double harmonic = 48 * std::log(2.0) + 0.5772156649015329;
    for (const std::uint64_t k : {std::uint64_t{100}, std::uint64_t{1} << 20, std::uint64_t{1} << 40}) {
        const double partial = std::log(static_cast<double>(k)) + 0.5772156649015329 + 0.5 / static_cast<double>(k);
        CHECK(below(zipf{n, 1}, k) == doctest::Approx(partial / harmonic).epsilon(1e-6));
    }
    for (const double s : {1e-12, 0.5, 1.0, 1.0001, 1.5}) {
        CHECK(zipf{n, s}(0) == 1);
        CHECK(zipf{n, s}(last) <= n);
        CHECK(zipf{n, s}(last) > n / 2);
    }
    // The last words are spread over the last ranks rather than piled on one.
    const zipf flat{n, 1e-12};
    for (std::uint64_t i = 0; i < 1000; ++i) {
        const std::uint64_t rank = flat(last - (i << 16));
        CHECK(rank <= n - i + 1);
        CHECK(rank + 2 + i >= n);
    }
}

TEST_CASE("rng/zipf: extremes") {
    CHECK(zipf{1, 1.1}(0) == 1);
    CHECK(zipf{1, 1.1}(last) == 1);
    CHECK(zipf{2, 1}(0) == 1);
    CHECK(zipf{2, 1}(last) == 2);
    for (const double s : {64.0, 65.0, 1e300}) {
        CHECK(zipf{1000, s}(last) == 1);
        CHECK(zipf{1000, s}(0) == 1);
    }
    CHECK(zipf{1000, 1e-300}(last) == 1000);
    CHECK(zipf{1000, 5e-324}(last / 2) == 500);
}

TEST_CASE("rng/zipf: monotonic") {
    for (const double s : {0.1, 0.9999, 1.0, 1.0001, 1.2, 3.0, 20.0})
        for (const std::uint64_t n : {std::uint64_t{50}, std::uint64_t{65}, std::uint64_t{1'000'000}, std::uint64_t{1} << 48}) {
            INFO("exponent " << s << ", ranks " << n);
            statistics::check_monotonic(zipf{n, s});
        }
}

TEST_CASE("rng/zipf: bad parameters") {
    for (const double bad : {statistics::nan, -statistics::nan, statistics::infinity, -statistics::infinity, 0.0, -0.0, -1.0, -5e-324})
        statistics::check_refused([bad] { return zipf{10, bad}; }, "zipf: exponent");
    statistics::check_refused([] { return zipf{0, 1}; }, "zipf: ranks");
    statistics::check_refused([] { return zipf{(std::uint64_t{1} << 48) + 1, 1}; }, "zipf: ranks");
}
