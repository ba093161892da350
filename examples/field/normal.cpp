// SPDX-License-Identifier: Apache-2.0
// Ages around 30, from 18 to 99.
#include <spate/field/normal.hpp>

int main() {
    const auto age = spate::normal(30, 10).clamped(18, 99);
    spate::column column;
    age.fill({spate::column_key(spate::seed{42}, "example", "age"), 0, 512}, column);
    for (std::size_t row = 0; row < 512; ++row)
        if (age.value(column, row) < 18 || age.value(column, row) > 99) return 1;
    return 0;
}
