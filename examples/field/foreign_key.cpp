// SPDX-License-Identifier: Apache-2.0
// Orders of customers that exist: the customer's row is made anew where it is needed, so nothing is kept or looked up.
#include <cstdio>

#include <spate/field/derived.hpp>
#include <spate/field/foreign_key.hpp>
#include <spate/field/person.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

int main() {
    using namespace spate;
    const auto customers = schema(field<"id">(sequence(100)), field<"name">(full_name())).named("customers") | rows(1000);
    // Few customers have most orders; `via` makes the name that of the customer whose id the row has.
    const auto orders = schema(field<"order">(sequence(1)), field<"customer">(foreign_key<"id">(customers, {.zipf = 1.1})),
                               field<"name">(foreign_key<"name">(customers, {.zipf = 1.1, .via = "customer"})))
                            .named("orders");

    for (const auto& [order, customer, name] : orders | rows(500)) {
        const auto parent = customers[static_cast<std::uint64_t>(customer - 100)];
        if (parent.get<"id">() != customer || parent.get<"name">() != name) return 1;
        if (order <= 3) std::printf("order %lld is of %s (%lld)\n", static_cast<long long>(order), name.c_str(), static_cast<long long>(customer));
    }
    return 0;
}
