// SPDX-License-Identifier: Apache-2.0
/// When events happen: at random a thousand times a second; any event's instant, and the count before any instant, are found at once.
#include <cstdint>

#include <spate/event/schedule.hpp>

int main() {
    constexpr std::int64_t begin = 1'735'689'600'000'000'000;  // 2025-01-01T00:00:00Z
    const spate::schedule when = spate::schedule{begin, 1000}.poisson(spate::seed{7});
    const std::int64_t instant = when.time_of(123'456'789);
    return when.count_before(instant) == 123'456'789 && when.count_before(instant + 1) == 123'456'790 ? 0 : 1;
}
