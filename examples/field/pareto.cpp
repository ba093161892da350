// SPDX-License-Identifier: Apache-2.0
// Incomes by the 80-20 rule.
#include <spate/field/pareto.hpp>

int main() {
    const auto income = spate::pareto(1000, 1.16);
    spate::column column;
    income.fill({spate::column_key(spate::seed{42}, "example", "income"), 0, 512}, column);
    for (std::size_t row = 0; row < 512; ++row)
        if (income.value(column, row) < 1000 || income.value(column, row) > 1e25) return 1;
    return 0;
}
