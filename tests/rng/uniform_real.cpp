// SPDX-License-Identifier: Apache-2.0
#include <spate/rng/uniform_real.hpp>

#include "statistics.hpp"

using spate::rng::uniform_real;

namespace {
constexpr std::uint64_t last = ~std::uint64_t{0};
}

TEST_CASE("rng/uniform_real: from 0 to 1 it is the upper 53 bits") {
    static_assert(uniform_real{}(0) == 0.0 && uniform_real{}(last) == 1 - 0x1p-53 && uniform_real{}(std::uint64_t{1} << 63) == 0.5);
    static_assert(uniform_real{0, 1} == uniform_real{});
    for (const std::uint64_t word : statistics::words(1000)) REQUIRE(uniform_real{}(word) == static_cast<double>(word >> 11) * 0x1p-53);
}

TEST_CASE("rng/uniform_real: never below low, never at high") {
    const double bounds[] = {-1e288, -1e18, -3.5, -1, -0.3, -1e-200, 0, 1e-200, 0.1, 0.3, 1 - 0x1p-53, 1, 1 + 0x1p-52, 3.5, 1e9, 1e9 + 1e-7, 1e288};
    for (const double low : bounds)
        for (const double high : bounds) {
            if (!(low < high)) continue;
            const uniform_real range{low, high};
            INFO("from " << low << " to " << high);
            for (const std::uint64_t word : {std::uint64_t{0}, std::uint64_t{1}, last / 3, last - 1, last}) {
                CHECK(range(word) >= low);
                CHECK(range(word) < high);
            }
            // The first value is low itself, unless the grid of the larger bound is too coarse for it.
            CHECK(range(0) - low <= std::max(std::abs(low), std::abs(high)) * 0x1p-52);
            CHECK(high - range(last) <= std::max(std::abs(low), std::abs(high)) * 0x1p-51);
        }
    CHECK(uniform_real{-3.5, 0.25}(0) == -3.5);
    CHECK(uniform_real{1 - 0x1p-53, 1}(last) == 1 - 0x1p-53);
}

TEST_CASE("rng/uniform_real: uniform") {
    CHECK(statistics::kolmogorov(uniform_real{}, 100'000, [](double x) { return x; }) < 1.95);
    CHECK(statistics::kolmogorov(uniform_real{-7.25, 1e6}, 100'000, [](double x) { return (x + 7.25) / (1e6 + 7.25); }) < 1.95);
    CHECK(statistics::kolmogorov(uniform_real{-1e-9, 1e-9}, 100'000, [](double x) { return (x * 1e9 + 1) / 2; }) < 1.95);
}

TEST_CASE("rng/uniform_real: monotonic") { statistics::check_monotonic(uniform_real{-0.1, 1e3}); }

TEST_CASE("rng/uniform_real: bad parameters") {
    for (const double bad : {statistics::nan, statistics::infinity, -statistics::infinity, 1e300, -1e300, 1e-300, 5e-324}) {
        statistics::check_refused([bad] { return uniform_real{bad, 1}; }, "uniform_real: low");
        statistics::check_refused([bad] { return uniform_real{-1, bad}; }, "uniform_real: high");
    }
    statistics::check_refused([] { return uniform_real{1, 1}; }, "uniform_real");
    statistics::check_refused([] { return uniform_real{0, 0}; }, "uniform_real");
    statistics::check_refused([] { return uniform_real{0.0, -0.0}; }, "uniform_real");
    statistics::check_refused([] { return uniform_real{2, 1}; }, "uniform_real");
    statistics::check_refused([] { return uniform_real{-1, -2}; }, "uniform_real");
    statistics::check_refused([] { return uniform_real{1e288, -1e288}; }, "uniform_real");
}
