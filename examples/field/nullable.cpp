// SPDX-License-Identifier: Apache-2.0
// A field of which nine in ten rows are null; the others have the values that they would have without.
#include <cstdio>

#include <spate/field/integer.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

int main() {
    using namespace spate;
    const auto orders = schema(field<"id">(sequence(1)), field<"discount">(nullable(uniform_int(5, 30), 0.9)));
    int nulls = 0;
    for (const auto& [id, discount] : orders | rows(1000)) {
        if (discount && id <= 20) std::printf("order %lld has a discount of %lld %%\n", static_cast<long long>(id), static_cast<long long>(*discount));
        nulls += !discount;  // a std::optional
    }
    std::printf("%d of 1000 have none\n", nulls);
    return nulls > 850 && nulls < 950 ? 0 : 1;
}
