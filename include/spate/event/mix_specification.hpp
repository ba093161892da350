// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_MIX_SPECIFICATION_HPP
#define SPATE_EVENT_MIX_SPECIFICATION_HPP

/// All that a stream of events is made from.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/seed.hpp>
#include <spate/event/arrival.hpp>
#include <spate/event/event_reference.hpp>
#include <spate/event/event_type.hpp>
#include <spate/event/flow.hpp>
#include <spate/event/payload_format.hpp>
#include <spate/event/schedule.hpp>

namespace spate::inline v0 {

/// How the types of events share a stream.
/// Places that belong to flows, sessions and changes take no part in it: they have their own types, and leave the others' shares near what they were.
enum class type_selection : unsigned char {
    multinomial,  ///< each event draws its type by itself
    exact         ///< in every aligned window of a million events each type occurs as often as its share says, rounded down or up
};

/// A mix of event types; see event_mix.
struct mix_specification {
    std::string name = {};
    seed from{0};
    /// Fields that every event has, before those of its type.
    std::vector<event_field> common = {};
    /// 1 to 100,000.
    std::vector<event_type> types = {};
    type_selection selection = type_selection::multinomial;
    payload_format payload = payload_format::json;
    /// The field whose value is the partition key; for a type without it, and where it is empty, the type's id is.
    std::string partition_key = {};
    schedule when{};
    std::vector<flow> flows = {};
    arrival_options arrival = {};
    /// Fields with values of earlier events; see with_references.
    std::vector<event_reference> references = {};
};

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_MIX_SPECIFICATION_HPP
