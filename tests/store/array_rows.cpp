// SPDX-License-Identifier: Apache-2.0
#include <spate/store/array_rows.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <ranges>
#include <span>
#include <vector>

#include <doctest/doctest.h>

#include <spate/store/store.hpp>

#include "array_files.hpp"

static_assert(std::ranges::random_access_range<spate::array_rows<float>> && std::ranges::sized_range<spate::array_rows<float>> &&
              std::ranges::view<spate::array_rows<float>>);

TEST_CASE("store/array_rows: rows in memory without the dropped ones, for std::ranges") {
    const test::folder here;
    spate::store store{here / "s", {.level = spate::durability::none}};
    // Vectors, arrays and spans are saved and appended as they are.
    store.save("x", std::vector<float>{3, 4, 1, 2, 5, 6}, {3, 2});
    store.append("x", std::array<float, 2>{0, 9});
    const std::vector<float> more{7, 8};
    store.append("x", std::span<const float>{more});
    store.append<float>("x", more);
    REQUIRE(store.shape("x") == spate::array_shape{6, 2});
    const std::uint64_t dropped[] = {1};
    store.drop_rows("x", dropped);
    const auto rows = store.rows<float>("x");
    REQUIRE(rows.size() == 5);
    std::vector<float> all;
    for (const std::span<const float> row : rows) all.insert(all.end(), row.begin(), row.end());
    CHECK(all == std::vector<float>{3, 4, 5, 6, 0, 9, 7, 8, 7, 8});
    const auto second = [](std::span<const float> row) { return row[1]; };
    CHECK(std::ranges::max_element(rows, {}, second) - rows.begin() == 2);
    CHECK(rows[1][0] == 5);
    CHECK((rows.end() - 1)[-1][0] == 7);
    CHECK(std::ranges::count(rows | std::views::reverse | std::views::take(2) | std::views::transform(second), 8.0f) == 2);
    CHECK(test::says(test::problem_of([&] { (void)store.rows<double>("x"); }), {"\"x\"", "float32", "float64"}));
    store.save("none", std::vector<float>{}, {0, 2});
    CHECK(store.rows<float>("none").empty());
}
