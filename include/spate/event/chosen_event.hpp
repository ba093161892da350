// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_CHOSEN_EVENT_HPP
#define SPATE_EVENT_CHOSEN_EVENT_HPP

/// What is known of an event before any of its fields is made.

#include <cstdint>

namespace spate::inline v0 {

/// The type of an event, and the flow that it is a part of.
struct chosen_event {
    static constexpr std::uint32_t no_flow = ~std::uint32_t{0};

    std::uint32_t type = 0;
    std::uint32_t flow = no_flow;
    /// Of a flow: which instance, and which of its steps.
    std::uint64_t instance = 0;
    std::uint32_t step = 0;
};

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_CHOSEN_EVENT_HPP
