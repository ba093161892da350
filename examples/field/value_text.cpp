// SPDX-License-Identifier: Apache-2.0
// A value of any column as text.
#include <spate/field/date.hpp>
#include <spate/field/value_text.hpp>

int main() {
    using namespace spate;
    const auto days = dates("2026-08-01", "2026-08-31");
    column made;
    days.fill({column_key(seed{42}, "orders", "day"), 0, 10}, made);
    return value_text(days.type(), made, 3).starts_with("2026-08-") ? 0 : 1;
}
