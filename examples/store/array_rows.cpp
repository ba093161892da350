// SPDX-License-Identifier: Apache-2.0
// The row whose second column is the largest, by an algorithm of std::ranges.
#include <spate/store/array_rows.hpp>

#include <algorithm>
#include <filesystem>
#include <vector>

#include <spate/store/store.hpp>

int main() {
    std::filesystem::remove_all("array_rows_example");
    spate::store features{"array_rows_example"};
    features.save("points", std::vector<float>{0, 1, 5, 9, 2, 3}, {3, 2});
    const auto rows = features.rows<float>("points");
    const auto best = std::ranges::max_element(rows, {}, [](auto row) { return row[1]; });
    return best - rows.begin() == 1 ? 0 : 1;
}
