// SPDX-License-Identifier: Apache-2.0
// Where to send parcels.
#include <cstdio>
#include <string_view>

#include <spate/field/place.hpp>

using namespace spate;

int main() {
    const auto street = street_address();
    column rows;
    street.fill({column_key(seed{42}, "orders", "street"), 0, 5}, rows);
    for (std::size_t row = 0; row < 5; ++row) std::printf("%s\n", street.value(rows, row).c_str());
    return rows.text(4).find(' ') != std::string_view::npos ? 0 : 1;
}
