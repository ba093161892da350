// SPDX-License-Identifier: Apache-2.0
// Events at a rate of 1,000 a second, each up to half a millisecond late.
#include <cstdio>

#include <spate/field/timestamp.hpp>

using namespace spate;

int main() {
    const auto time = timestamps({.start = "2026-01-01T00:00:00Z", .rate = 1000.0, .jitter = "500us", .places = 6});
    column rows;
    time.fill({column_key(seed{42}, "events", "time"), 0, 3}, rows);
    for (std::size_t row = 0; row < 3; ++row) std::printf("%lld microseconds\n", static_cast<long long>(time.value(rows, row)));
    return time.value(rows, 2) - time.value(rows, 0) < 2500 ? 0 : 1;
}
