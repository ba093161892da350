// SPDX-License-Identifier: Apache-2.0
// What is sold.
#include <cstdio>
#include <string_view>

#include <spate/field/commerce.hpp>

using namespace spate;

int main() {
    const auto product = product_name();
    column rows;
    product.fill({column_key(seed{42}, "articles", "name"), 0, 5}, rows);
    for (std::size_t row = 0; row < 5; ++row) std::printf("%s\n", product.value(rows, row).c_str());
    return rows.text(4).find(' ') != std::string_view::npos ? 0 : 1;
}
