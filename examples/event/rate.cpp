// SPDX-License-Identifier: Apache-2.0
/// The load of a shop: more by day than by night, more on Wednesdays than on Sundays, and a newsletter each hour that brings a burst.
#include <cstdint>

#include <spate/event/rate.hpp>
#include <spate/event/schedule.hpp>

int main() {
    constexpr std::uint64_t second = 1'000'000'000;
    constexpr std::int64_t begin = 1'735'689'600'000'000'000, day = 86'400'000'000'000;  // 2025-01-01T00:00:00Z
    const spate::rate_shape season = spate::weekly_rate(500, 100) + spate::diurnal_rate(1000, 800) + spate::constant_rate(20);
    const spate::schedule shop{begin, season}, newsletter{begin, spate::burst_rate(1, 5000, 60 * second, 3600 * second)};
    const std::uint64_t week = shop.count_before(begin + 7 * day), hour = newsletter.count_before(begin + 3'600'000'000'000);
    return week / (7 * 86400) == 1520 && hour == 5000 * 60 + 3540 ? 0 : 1;
}
