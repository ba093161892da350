// SPDX-License-Identifier: Apache-2.0
// When a row was made, for measuring how long it takes to arrive.
#include <cstdio>

#include <spate/field/wall_clock.hpp>
#include <spate/field/words.hpp>

using namespace spate;

int main() {
    const auto made = wall_clock(6);
    column rows;
    made.fill({column_key(seed{42}, "events", "made"), 0, 1}, rows);
    std::printf("%lld microseconds since 1970\n", static_cast<long long>(made.value(rows, 0)));
    return made.value(rows, 0) > 1'700'000'000'000'000 ? 0 : 1;
}
