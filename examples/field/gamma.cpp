// SPDX-License-Identifier: Apache-2.0
// Days until the second of two failures that take 10 days each on average.
#include <spate/field/gamma.hpp>

int main() {
    const auto days = spate::gamma(2, 10);
    spate::column column;
    days.fill({spate::column_key(spate::seed{42}, "example", "days"), 0, 512}, column);
    for (std::size_t row = 0; row < 512; ++row)
        if (days.value(column, row) < 0 || days.value(column, row) > 1000) return 1;
    return 0;
}
