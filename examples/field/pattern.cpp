// SPDX-License-Identifier: Apache-2.0
// Article numbers.
#include <cstdio>

#include <spate/field/pattern.hpp>

using namespace spate;

int main() {
    const auto number = pattern("SKU-\\d{4}-[A-Z]{2}");
    column rows;
    number.fill({column_key(seed{42}, "articles", "number"), 0, 5}, rows);
    for (std::size_t row = 0; row < 5; ++row) std::printf("%s\n", number.value(rows, row).c_str());
    return rows.text(4).substr(0, 4) == "SKU-" && rows.text(4).size() == 11 ? 0 : 1;
}
