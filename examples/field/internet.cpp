// SPDX-License-Identifier: Apache-2.0
// Addresses to write to.
#include <cstdio>
#include <string_view>

#include <spate/field/internet.hpp>

using namespace spate;

int main() {
    const auto address = email();
    column rows;
    address.fill({column_key(seed{42}, "customers", "email"), 0, 5}, rows);
    for (std::size_t row = 0; row < 5; ++row) std::printf("%s\n", address.value(rows, row).c_str());
    return rows.text(4).find('@') != std::string_view::npos ? 0 : 1;
}
