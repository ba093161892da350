// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_EVENT_RECORD_HPP
#define SPATE_EVENT_EVENT_RECORD_HPP

/// One event as consumers see it.

#include <cstdint>
#include <string>

#include <spate/event/arrival.hpp>

namespace spate::inline v0 {

/// An event of any type: what it is, when it happened, what it is partitioned by, and its fields as bytes.
struct event_record {
    /// The place in the stream.
    std::uint64_t index = 0;
    std::string event_type_id;
    /// When it happened, in nanoseconds since 1970-01-01T00:00:00Z.
    std::int64_t timestamp = 0;
    std::string partition_key;
    /// Empty for a lost event.
    std::string serialized_payload;
    /// When it arrived.
    std::int64_t arrival = 0;
    arrival_label label = arrival_label::on_time;

    friend bool operator==(const event_record&, const event_record&) = default;
};

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_EVENT_RECORD_HPP
