// SPDX-License-Identifier: Apache-2.0
// File sizes around e^3 kilobytes.
#include <spate/field/lognormal.hpp>

int main() {
    const auto size = spate::lognormal(3, 0.5).clamped(1, 1000);
    spate::column column;
    size.fill({spate::column_key(spate::seed{42}, "example", "size"), 0, 512}, column);
    for (std::size_t row = 0; row < 512; ++row)
        if (size.value(column, row) < 1 || size.value(column, row) > 1000) return 1;
    return 0;
}
