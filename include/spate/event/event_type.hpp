// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_EVENT_TYPE_HPP
#define SPATE_EVENT_EVENT_TYPE_HPP

/// What an event of a type is made of.

#include <cstdint>
#include <string>
#include <vector>

#include <spate/core/ratio.hpp>
#include <spate/field/erased.hpp>

namespace spate::inline v0 {

/// Which row of its slot's stream a field's value is, for an event with the number i.
enum class row_source : unsigned char {
    event,     ///< i
    instance,  ///< the number of the flow that the event belongs to, so that all of its events have the same value; i for an event of no flow
    step       ///< instance * steps_per_instance + the event's step in the flow; i * steps_per_instance for an event of no flow
};

/// The most events that one flow has: what row_source::step numbers them by.
inline constexpr std::uint64_t steps_per_instance = 64;

/// A field of an event, with the generator of its values.
struct event_field {
    std::string name;
    erased_field generator;
    row_source rows = row_source::event;
};

/// A type of events: how often it occurs, and the fields that it has besides the common ones.
struct event_type {
    std::string id;
    ratio weight{1, 1};
    std::vector<event_field> fields = {};
};

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_EVENT_TYPE_HPP
