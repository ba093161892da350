// SPDX-License-Identifier: Apache-2.0
// Fields that hang on other fields, of the same row and of another table.
#include <string>

#include <spate/field/depends_on.hpp>
#include <spate/field/derived.hpp>
#include <spate/field/foreign_key.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/with_default.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

int main() {
    using namespace spate;
    const auto customers = schema(field<"id">(sequence(100)), field<"even">(derived<"id">([](auto id) { return id % 2 == 0; }))) | rows(1000);
    const auto orders =
        schema(field<"customer">(foreign_key<"id">(customers, {.zipf = 1.1})), field<"even">(foreign_key<"even">(customers, {.zipf = 1.1, .via = "customer"})),
               field<"discount">(depends_on<"even">({{true, sequence(5, 0)}}, sequence(0, 0))), field<"count">(with_default(sequence(2), 0.8, 1)));
    for (const auto& [customer, even, discount, count] : orders | rows(1000))
        if (customer < 100 || customer >= 1100 || even != (customer % 2 == 0) || discount != (even ? 5 : 0) || count < 1) return 1;
    return 0;
}
