// SPDX-License-Identifier: Apache-2.0
// Three rows in ten are true.
#include <spate/field/boolean.hpp>

int main() {
    const auto returned = spate::boolean(0.3);
    spate::column column;
    returned.fill({spate::column_key(spate::seed{42}, "orders", "returned"), 0, 10'000}, column);
    int count = 0;
    for (std::size_t row = 0; row < 10'000; ++row) count += returned.value(column, row);
    return count > 2800 && count < 3200 ? 0 : 1;
}
