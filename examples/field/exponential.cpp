// SPDX-License-Identifier: Apache-2.0
// Seconds between two events, 2 on average.
#include <spate/field/exponential.hpp>

int main() {
    const auto wait = spate::exponential(0.5);
    spate::column column;
    wait.fill({spate::column_key(spate::seed{42}, "example", "wait"), 0, 512}, column);
    for (std::size_t row = 0; row < 512; ++row)
        if (wait.value(column, row) < 0 || wait.value(column, row) > 91) return 1;
    return 0;
}
