// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_FLOW_HPP
#define SPATE_EVENT_FLOW_HPP

/// Events that belong together: orders with their payments and shipments, sessions, changes of a table's rows.

#include <cstdint>
#include <string>
#include <vector>

#include <spate/core/ratio.hpp>

namespace spate::inline v0 {

/// One step of a flow: an event of a type, some time after the step before it.
struct flow_step {
    /// A place in mix_specification::types.
    std::uint32_t type = 0;
    /// In nanoseconds, from the step before; all values between are equally likely.
    std::uint64_t least_delay = 0, most_delay = 0;
};

/// A kind of flow: each instance is one event of each step, in order.
struct flow {
    std::string name;
    /// The share of all events that are of this flow.
    ratio share{1, 10};
    std::vector<flow_step> steps = {};
};

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_FLOW_HPP
