// SPDX-License-Identifier: Apache-2.0
// A column of JSON objects, as tables have it for what differs from row to row.
#include <spate/field/choice.hpp>
#include <spate/field/json.hpp>
#include <spate/field/list.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/schema.hpp>

int main() {
    using namespace spate;
    const auto products =
        schema(field<"id">(sequence(1)), field<"attributes">(json_object(field<"color">(one_of({"red"})), field<"sizes">(list_of(sequence(40), 2, 2)))));
    return products.row(0).get<"attributes">() == R"({"color":"red","sizes":[40,41]})" ? 0 : 1;
}
