// SPDX-License-Identifier: Apache-2.0
// A discount in percent.
#include <spate/field/real.hpp>

int main() {
    const auto discount = spate::uniform_real(0, 5);
    spate::column column;
    discount.fill({spate::column_key(spate::seed{42}, "example", "discount"), 0, 512}, column);
    for (std::size_t row = 0; row < 512; ++row)
        if (discount.value(column, row) < 0 || discount.value(column, row) > 5) return 1;
    return 0;
}
