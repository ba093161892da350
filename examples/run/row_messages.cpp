// SPDX-License-Identifier: Apache-2.0
/// Rows of a table as messages, with a column as their key.
#include <cstdio>

#include <spate/field/choice.hpp>
#include <spate/field/sequence.hpp>
#include <spate/run/row_messages.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

int main() {
    const auto orders = spate::schema(spate::field<"id">(spate::sequence()), spate::field<"city">(spate::one_of({"Paris", "Rome"}))) | spate::rows(1000);
    const spate::row_messages source{orders, {.key = "city"}};
    const auto maker = source.maker();
    for (const spate::message& one : maker->make(10, 3))
        std::printf("%.*s -> %.*s\n", static_cast<int>(one.key.size()), one.key.data(), static_cast<int>(one.value.size()), one.value.data());
}
