// SPDX-License-Identifier: Apache-2.0
// Exactly 100 stores, each as often as the others.
#include <set>

#include <spate/field/cardinality.hpp>
#include <spate/field/permuted.hpp>

int main() {
    const auto store = spate::distinct(100, spate::permuted_int(900'000, 100'000));
    spate::column column;
    store.fill({spate::column_key(spate::seed{42}, "orders", "store"), 0, 5000}, column);
    std::multiset<std::int64_t> stores;
    for (std::size_t row = 0; row < 5000; ++row) stores.insert(store.value(column, row));
    for (const std::int64_t value : stores)
        if (stores.count(value) != 50) return 1;
    return std::set<std::int64_t>(stores.begin(), stores.end()).size() == 100 ? 0 : 1;
}
