// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_PLACED_EVENT_HPP
#define SPATE_EVENT_PLACED_EVENT_HPP

/// What stands at a place of a stream of events.

#include <cstdint>

#include <spate/event/arrival.hpp>
#include <spate/event/chosen_event.hpp>

namespace spate::inline v0 {

/// An event at its place, before any of its fields is made. Times are in nanoseconds since 1970-01-01T00:00:00Z.
struct placed_event {
    std::uint64_t place = 0;
    /// The number whose row its fields are: the place, or an earlier one for a duplicate.
    std::uint64_t event = 0;
    chosen_event chosen = {};
    /// When it happened, and when it arrived.
    std::int64_t timestamp = 0, arrival = 0;
    arrival_label label = arrival_label::on_time;
};

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_PLACED_EVENT_HPP
