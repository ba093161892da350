// SPDX-License-Identifier: Apache-2.0
// A field of which four in five rows have one value, and the others what the generator gives.
#include <algorithm>
#include <cstdio>

#include <spate/field/integer.hpp>
#include <spate/field/with_default.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

int main() {
    using namespace spate;
    const auto lines = schema(field<"count">(with_default(uniform_int(2, 12), 0.8, 1))) | rows(1000);
    const auto ones = std::ranges::count_if(lines, [](const auto& line) { return line.template get<"count">() == 1; });
    std::printf("%lld of 1000 lines are of one piece\n", static_cast<long long>(ones));
    return ones > 750 && ones < 850 ? 0 : 1;
}
