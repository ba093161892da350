// SPDX-License-Identifier: Apache-2.0
// A primary key in random order: a million numbers from 1 on, none of them twice.
#include <vector>

#include <spate/field/permuted.hpp>

int main() {
    const auto id = spate::permuted_int(1'000'000, 1);
    spate::column column;
    id.fill({spate::column_key(spate::seed{42}, "orders", "id"), 0, 1'000'000}, column);
    std::vector<bool> seen(1'000'001);
    for (std::size_t row = 0; row < 1'000'000; ++row) {
        const auto value = static_cast<std::size_t>(id.value(column, row));
        if (seen[value]) return 1;
        seen[value] = true;
    }
    return 0;
}
