// SPDX-License-Identifier: Apache-2.0
#include <spate/field/hot_keys.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "sample.hpp"

using namespace spate;

TEST_CASE("field/hot_keys: any partition of rows") {
    laws::check_partition(hot_keys(1000, {.hot = 10, .share = 0.9}));
    laws::check_partition(hot_keys(std::uint64_t{1} << 48, {.hot = 12'345, .share = 0.5, .start = -7}));
}

TEST_CASE("field/hot_keys: hot keys have their share, and all of a kind are alike") {
    const hot_keys_field field = hot_keys(1000, {.hot = 10, .share = 0.8, .start = 500});
    std::vector<std::uint64_t> counts(1000);
    for (const std::int64_t value : laws::values(field, sample::rows)) ++counts.at(static_cast<std::size_t>(value - 500));
    std::vector<std::size_t> hot;
    for (std::size_t i = 0; i < counts.size(); ++i)
        if (counts[i] > 10'000) hot.push_back(i);
    CHECK(hot.size() == 10);
    CHECK(hot.back() - hot.front() > 100);  // anywhere, not side by side
    std::sort(counts.begin(), counts.end(), std::greater<>{});
    std::vector<double> expected(10, 80'000.0);
    expected.resize(1000, 200'000.0 / 990);
    CHECK(std::abs(statistics::chi_square(counts, expected)) < 4);
}

TEST_CASE("field/hot_keys: which keys are hot hangs on the column") {
    const auto most = [](const key128& key) {
        std::vector<int> counts(1000);
        for (const std::int64_t value : laws::values(hot_keys(1000), 2000, 0, key)) ++counts[static_cast<std::size_t>(value)];
        return std::max_element(counts.begin(), counts.end()) - counts.begin();
    };
    CHECK(most({1, 2}) != most({3, 4}));
}

TEST_CASE("field/hot_keys: bad parameters") {
    statistics::check_refused([] { return hot_keys(1); }, "hot_keys: count");
    statistics::check_refused([] { return hot_keys((std::uint64_t{1} << 48) + 1); }, "hot_keys: count");
    statistics::check_refused([] { return hot_keys(10, {.hot = 0}); }, "hot_keys: hot");
    statistics::check_refused([] { return hot_keys(10, {.hot = 10}); }, "hot_keys: hot");
    statistics::check_refused([] { return hot_keys(10, {.share = {3, 2}}); }, "hot_keys: share");
    statistics::check_refused([] { return hot_keys(10, {.start = std::numeric_limits<std::int64_t>::max() - 8}); }, "hot_keys: start");
    CHECK_FALSE(hot_keys(10) == hot_keys(10, {.hot = 2}));
    CHECK(hot_keys(10) == hot_keys(10, {.hot = 1}));
}
