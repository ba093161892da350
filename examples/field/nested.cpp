// SPDX-License-Identifier: Apache-2.0
// Nulls, lists and structures, put together from other generators.
#include <spate/field/list.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/structure.hpp>
#include <spate/schema/schema.hpp>

int main() {
    using namespace spate;
    const auto orders = schema(field<"id">(sequence(1)), field<"discount">(nullable(sequence(5), 0.9)), field<"lines">(list_of(sequence(), 1, 8)),
                               field<"place">(structure(field<"x">(sequence(10)), field<"y">(sequence(20)))));
    int nulls = 0;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        const auto [id, discount, lines, place] = orders.row(i);
        nulls += !discount;
        if (lines.empty() || lines.size() > 8 || std::get<1>(place) != id + 19) return 1;
    }
    return nulls > 850 && nulls < 950 ? 0 : 1;
}
