// SPDX-License-Identifier: Apache-2.0
// Fields computed from others by expressions that are known at run time.
#include <cstdint>

#include <spate/field/decimal.hpp>
#include <spate/field/integer.hpp>
#include <spate/schema/expression.hpp>
#include <spate/schema/runtime_schema.hpp>

int main() {
    using namespace spate;
    const runtime_schema orders{{{"price", decimal("0.99", "99.99")},
                                 {"quantity", uniform_int<std::int64_t>(1, 9)},
                                 {"total", expression{"price * quantity"}},
                                 {"shipping", expression{"if(total < 50, 4.90, 0)"}}}};
    batch rows;
    orders.fill(0, 100, rows);
    const auto cents = [&](std::size_t field, std::size_t row) { return rows.columns[field].values<std::int64_t>()[row]; };
    for (std::size_t i = 0; i < rows.count; ++i)
        if (cents(2, i) != cents(0, i) * cents(1, i) || cents(3, i) != (cents(2, i) < 5000 ? 490 : 0)) return 1;
    return 0;
}
