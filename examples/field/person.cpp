// SPDX-License-Identifier: Apache-2.0
// Customers.
#include <cstdio>
#include <string_view>

#include <spate/field/person.hpp>

using namespace spate;

int main() {
    const auto name = full_name();
    column rows;
    name.fill({column_key(seed{42}, "customers", "name"), 0, 5}, rows);
    for (std::size_t row = 0; row < 5; ++row) std::printf("%s\n", name.value(rows, row).c_str());
    return rows.text(4).find(' ') != std::string_view::npos ? 0 : 1;
}
