// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_ARRIVAL_HPP
#define SPATE_EVENT_ARRIVAL_HPP

/// Events that do not arrive when they happen, or twice, or never.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <spate/core/ratio.hpp>

namespace spate::inline v0 {

/// What became of an event on its way.
enum class arrival_label : unsigned char { on_time, late, out_of_order, duplicate, lost };

inline constexpr std::string_view arrival_label_names[] = {"on_time", "late", "out_of_order", "duplicate", "lost"};

[[nodiscard]] constexpr std::string_view to_string(arrival_label label) noexcept { return arrival_label_names[static_cast<std::size_t>(label)]; }

/// Shares of all places of a stream, and how large delays are, in nanoseconds. Without any, every event arrives when it happens. An event that its delay would
/// put before the year 1677, where timestamps begin, happens then.
struct arrival_options {
    ratio late{0, 1}, out_of_order{0, 1}, duplicate{0, 1}, lost{0, 1};
    /// Of late events: exponential with this mean, at most `most_delay`.
    std::uint64_t mean_delay = 60'000'000'000, most_delay = 3'600'000'000'000;
    /// Of events out of order: all values up to this are equally likely.
    std::uint64_t jitter = 1'000'000'000;
    /// A duplicate repeats an event of at most so many places before.
    std::uint32_t duplicate_within = 1000;

    [[nodiscard]] bool any() const noexcept {
        return late.numerator() != 0 || out_of_order.numerator() != 0 || duplicate.numerator() != 0 || lost.numerator() != 0;
    }
};

/// What stands at a place of a stream.
struct arrived {
    /// The event's number: the place's own, or that of an earlier place for a duplicate.
    std::uint64_t event;
    /// How long before schedule.time_of(event) the event happened, in nanoseconds; for a duplicate the same as at the event's own place, so that both have the
    /// same time. It arrives at schedule.time_of(place).
    std::uint64_t delay;
    arrival_label label;

    friend constexpr bool operator==(const arrived&, const arrived&) = default;
};

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_ARRIVAL_HPP
