// SPDX-License-Identifier: Apache-2.0
// Click rates around 2 in 7.
#include <spate/field/beta.hpp>

int main() {
    const auto rate = spate::beta(2, 5);
    spate::column column;
    rate.fill({spate::column_key(spate::seed{42}, "example", "rate"), 0, 512}, column);
    for (std::size_t row = 0; row < 512; ++row)
        if (rate.value(column, row) < 0 || rate.value(column, row) > 1) return 1;
    return 0;
}
