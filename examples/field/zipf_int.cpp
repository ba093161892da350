// SPDX-License-Identifier: Apache-2.0
// Customers of orders: a few order often, and which ones they are is random.
#include <spate/field/zipf_int.hpp>

int main() {
    const auto customer = spate::zipf_int(1000, 1.1).scattered();
    spate::column column;
    customer.fill({spate::column_key(spate::seed{42}, "orders", "customer"), 0, 10'000}, column);
    int orders[1001] = {}, most = 0;
    for (std::size_t row = 0; row < 10'000; ++row) {
        const int count = ++orders[customer.value(column, row)];
        if (count > most) most = count;
    }
    return most > 1000 ? 0 : 1;
}
