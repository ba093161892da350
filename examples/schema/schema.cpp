// SPDX-License-Identifier: Apache-2.0
// A table, a row of it, and all rows as a range.
#include <algorithm>

#include <spate/field/derived.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

int main() {
    using namespace spate;
    const auto orders = schema(field<"id">(sequence(1)), field<"price">(sequence(100, 5)),
                               field<"total">(derived<"price", "id">([](auto price, auto id) { return price * id; })))
                            .named("orders")
                            .with_seed(seed{42});

    const auto row = orders.row(2);
    if (row.get<"total">() != 110 * 3) return 1;

    const auto all = orders | rows(1000);
    std::int64_t sum = 0;
    for (const auto& [id, price, total] : all) sum += total - id * price;
    return sum == 0 && std::ranges::count_if(all, [](const auto& one) { return one.template get<"price">() < 200; }) == 20 ? 0 : 1;
}
