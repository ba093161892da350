// SPDX-License-Identifier: Apache-2.0
// A field whose generator is chosen by another field of the row: prices in a country's own range.
#include <cstdio>
#include <string>

#include <spate/field/choice.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/depends_on.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

int main() {
    using namespace spate;
    const auto orders =
        schema(field<"country">(one_of({"FR", "DE", "JP"})),
               field<"price">(depends_on<"country">({{"FR", decimal("10.00", "20.00")}, {"DE", decimal("20.00", "30.00")}}, decimal("30.00", "40.00"))));
    for (const auto& [country, price] : orders | rows(1000)) {
        const std::int64_t least = country == "FR" ? 1000 : country == "DE" ? 2000 : 3000;
        const std::int64_t most = country == "FR" ? 2000 : country == "DE" ? 3000 : 4000;
        if (price < least || price > most) return 1;
    }
    const auto [country, price] = orders.row(0);
    std::printf("%s pays %lld cents\n", country.c_str(), static_cast<long long>(price));
    return 0;
}
