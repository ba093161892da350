// SPDX-License-Identifier: Apache-2.0
// Prices in cents, equally likely or normally distributed within a range; as C++ values they are numbers of cents.
#include <spate/field/decimal.hpp>
#include <spate/field/normal.hpp>

int main() {
    const auto price = spate::decimal("0.99", "999.99");
    const auto fee = spate::rounded(spate::normal(30, 10).clamped(5, 60), 2);
    const spate::key128 key = spate::column_key(spate::seed{42}, "orders", "price");
    spate::column prices, fees;
    price.fill({key, 0, 512}, prices);
    fee.fill({spate::column_key(spate::seed{42}, "orders", "fee"), 0, 512}, fees);
    for (std::size_t row = 0; row < 512; ++row) {
        if (price.value(prices, row) < 99 || price.value(prices, row) > 99'999) return 1;
        if (fee.value(fees, row) < 500 || fee.value(fees, row) > 6000) return 1;
    }
    return 0;
}
