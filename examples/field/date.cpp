// SPDX-License-Identifier: Apache-2.0
// Birthdays.
#include <cstdio>

#include <spate/field/date.hpp>

using namespace spate;

int main() {
    const auto born = dates("1950-01-01", "2005-12-31");
    column rows;
    born.fill({column_key(seed{42}, "people", "born"), 0, 3}, rows);
    for (std::size_t row = 0; row < 3; ++row) std::printf("%d days after 1970-01-01\n", born.value(rows, row));
    return born.value(rows, 0) < 13149 ? 0 : 1;
}
