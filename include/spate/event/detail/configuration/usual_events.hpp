// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_CONFIGURATION_USUAL_EVENTS_HPP
#define SPATE_EVENT_DETAIL_CONFIGURATION_USUAL_EVENTS_HPP

/// The events of configurations that say nothing of events, as one of a sink alone.

#include <cstdint>
#include <string>
#include <utility>

#include <spate/schema/node.hpp>

namespace spate::inline v0::detail {

inline constexpr const char* usual_events_note =
    "there are no event_types: three of user sessions are taken (user.session.start, user.purchase, user.session.end)";

/// event_types, where there are none.
[[nodiscard]] inline specification_node usual_event_types() {
    using node = specification_node;
    const auto type = [](const char* id, std::int64_t weight, node fields) {
        return node::map({{"event_type_id", id}, {"weight", weight}, {"fields", std::move(fields)}});
    };
    const node uuid = node::map({{"type", "uuid"}});
    return node::sequence({
        type("user.session.start", 5,
             node::map({{"session_id", uuid},
                        {"device_type",
                         node::map({{"type", "string"}, {"values", node::sequence({"iOS", "Android", "Web"})}, {"weights", node::sequence({4, 4, 2})}})}})),
        type("user.purchase", 3,
             node::map({{"transaction_id", uuid},
                        {"amount", node::map({{"type", "float"}, {"range", node::sequence({node::number("0.99"), node::number("999.99")})}})}})),
        type("user.session.end", 2, node::map({{"session_duration_sec", node::map({{"type", "int"}, {"range", node::sequence({60, 7200})}})}})),
    });
}

/// common_fields beside them, where there are none: a user, under the name of the field that is the partition key, if one is.
[[nodiscard]] inline specification_node usual_common_fields(const std::string& partition_key) {
    using node = specification_node;
    return node::map({{partition_key.empty() ? "user_id" : partition_key, node::map({{"type", "int"}, {"range", node::sequence({1, 1'000'000})}})}});
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_CONFIGURATION_USUAL_EVENTS_HPP
