// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_CONFIGURATION_READ_FLOWS_HPP
#define SPATE_EVENT_DETAIL_CONFIGURATION_READ_FLOWS_HPP

/// `flows`: events that belong together.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/event/detail/configuration/section.hpp>
#include <spate/event/event_type.hpp>
#include <spate/event/flow.hpp>
#include <spate/event/mix_specification.hpp>
#include <spate/schema/node.hpp>

namespace spate::inline v0::detail {

/// The shortest and the longest of a length of time: a list of both, or the longest alone, from 0 on.
inline void read_delays(const section& in, std::string_view key, std::uint64_t& least, std::uint64_t& most) {
    const specification_node* const given = in.find(key);
    if (given == nullptr) return;
    if (!given->is(specification_node::kind::sequence)) {
        least = 0;
        most = in.time_of(*given, key, most);
        return;
    }
    if (given->items().size() != 2)
        return in.refuse(*given, std::string{key} + ": has " + std::to_string(given->items().size()) + " elements",
                         "give the shortest and the longest, like [1s, 5min]");
    const std::size_t before = in.problems().size();
    least = in.time_of(given->items()[0], key, least);
    most = in.time_of(given->items()[1], key, most);
    if (in.problems().size() == before && most < least)
        in.refuse(*given, std::string{key} + ": " + given->items()[0].text() + " is longer than " + given->items()[1].text(), "give the shorter one first");
}

/// The place of the type that a text names; nothing where there is none.
[[nodiscard]] inline std::optional<std::uint32_t> read_event_name(const section& in, const specification_node& node, const mix_specification& mix) {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < mix.types.size(); ++i) {
        if (node.is(specification_node::kind::text) && mix.types[i].id == node.text()) return static_cast<std::uint32_t>(i);
        if (names.size() < 1000) names.push_back(mix.types[i].id);
    }
    in.refuse(node, "event: " + node.value_text() + " is no event type", suggestion(node.text(), names));
    return {};
}

/// A list of maps, each with a name of its own. Calls read(section).
template <class Read>
void read_named(const section& root, std::string_view key, std::string_view what, std::string_view example, const Read& read) {
    const specification_node* const list = root.find(key);
    if (list == nullptr) return;
    if (!list->is(specification_node::kind::sequence))
        return root.refuse(*list, std::string{key} + ": " + list->shown(), "give a list, like " + std::string{example});
    std::vector<std::string> names;
    for (std::size_t i = 0; i < list->items().size(); ++i) {
        const section head{&list->items()[i], std::string{key} + ", element " + std::to_string(i + 1), root.problems(), example};
        if (!head.is_there()) continue;
        const std::string name = head.text("name");
        if (!head.has("name")) head.refuse(list->items()[i], "has no name", "add one, like name: checkout");
        const section in{&list->items()[i], name.empty() ? head.subject() : std::string{what} + " \"" + name + "\"", root.problems(), ""};
        for (const std::string& other : names)
            if (!name.empty() && other == name) in.refuse(*in.find("name"), "is there twice", "give one of them another name");
        names.push_back(name);
        read(in, list->items()[i], name);
    }
}

[[nodiscard]] inline std::vector<flow_step> read_steps(const section& in, const specification_node& node, const mix_specification& mix) {
    std::vector<flow_step> out;
    const specification_node* const list = in.find("steps");
    if (list == nullptr || !list->is(specification_node::kind::sequence) || list->items().empty() || list->items().size() > steps_per_instance) {
        in.refuse(list == nullptr ? node : *list,
                  list == nullptr ? "has no steps" : "steps: is no list of 1 to " + std::to_string(steps_per_instance) + " steps",
                  "give a list, like [order.placed, {event: order.paid, after: [1s, 5min]}]");
        return out;
    }
    for (std::size_t i = 0; i < list->items().size(); ++i) {
        const specification_node& one = list->items()[i];
        flow_step step;
        if (one.is(specification_node::kind::text)) {
            if (const auto type = read_event_name(in, one, mix)) step.type = *type;
        } else {
            const section at{&one, in.subject() + ": step " + std::to_string(i + 1), in.problems(), "{event: order.paid, after: [1s, 5min]}"};
            if (!at.is_there()) continue;
            at.refuse_unknown({"event", "after"});
            if (!at.has("event")) at.refuse(one, "has no event", "add the event_type_id of one, like event: order.paid");
            if (const specification_node* const event = at.find("event"))
                if (const auto type = read_event_name(at, *event, mix)) step.type = *type;
            read_delays(at, "after", step.least_delay, step.most_delay);
            if (i == 0 && at.has("after")) at.refuse(*at.find("after"), "after: is given for the first step", "leave it out: nothing comes before it");
        }
        out.push_back(step);
    }
    return out;
}

/// `flows`. Requires that the types are read.
inline void read_flows(const section& root, mix_specification& mix) {
    read_named(root, "flows", "flow", "[{name: checkout, share: 0.1, steps: [order.placed, {event: order.paid, after: [1s, 5min]}]}]",
               [&mix](const section& in, const specification_node& node, const std::string& name) {
                   in.refuse_unknown({"name", "share", "steps", "about"});
                   flow made;
                   made.name = name;
                   made.share = in.share("share", made.share);
                   made.steps = read_steps(in, node, mix);
                   mix.flows.push_back(std::move(made));
               });
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_CONFIGURATION_READ_FLOWS_HPP
