// SPDX-License-Identifier: Apache-2.0
// A field that is computed from others of its row.
#include <string>

#include <spate/field/derived.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/schema.hpp>

int main() {
    using namespace spate;
    const auto items = schema(field<"id">(sequence(1)), field<"name">(derived<"id">([](auto id) { return "item " + std::to_string(id); })));
    return items.row(41).get<"name">() == "item 42" ? 0 : 1;
}
