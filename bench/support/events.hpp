// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_BENCH_SUPPORT_EVENTS_HPP
#define SPATE_BENCH_SUPPORT_EVENTS_HPP

/// A mix of events of many types: each has four common fields and three or four of its own, whose names, ranges and texts no other type has.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <spate/event/event_time.hpp>
#include <spate/event/mixed_events.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/real.hpp>
#include <spate/field/uuid.hpp>

namespace bench {

inline spate::event_type type_of(std::uint32_t i) {
    using namespace spate;
    const std::string number = std::to_string(i);
    const auto n = static_cast<std::int64_t>(i);
    std::vector<event_field> fields{
        {"count_" + number, uniform_int<std::int64_t>(n, 1000 + 3 * n)},
        {"share_" + number, uniform_real<float>(0.0f, 1.0f + static_cast<float>(i % 100))},
        {"state_" + number, one_of(std::vector<std::string>{"open-" + number, "closed-" + number, "lost-" + number}, {0.7, 0.2, 0.1})}};
    if (i % 2 != 0) fields.push_back({"level_" + number, uniform_int<std::int32_t>(1, static_cast<std::int32_t>(10 + i % 7))});
    return {.id = "service." + number + ".event", .weight = ratio{1 + i % 10, 1}, .fields = std::move(fields)};
}

inline spate::mixed_events mix_of(std::uint32_t types, spate::payload_format payload = spate::payload_format::json) {
    using namespace spate;
    mix_specification mix{.name = "bench", .from = seed{1}, .payload = payload, .partition_key = "event_key"};
    mix.when = schedule{1767225600000000000, ratio{1000000, 1}};
    std::vector<std::string> keys, names;
    for (int i = 0; i < 10; ++i) keys.push_back("key-" + std::to_string(i)), names.push_back("event.name." + std::to_string(i));
    mix.common = {{"event_name", one_of(names)}, {"event_key", one_of(keys)}, {"event_timestamp", event_time(mix.when)}, {"event_id", uuid4()}};
    for (std::uint32_t i = 0; i < types; ++i) mix.types.push_back(type_of(i));
    return mixed_events{std::move(mix)};
}

}  // namespace bench

#endif  // SPATE_BENCH_SUPPORT_EVENTS_HPP
