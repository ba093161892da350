// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_CONFIGURATION_READ_COURSES_HPP
#define SPATE_EVENT_DETAIL_CONFIGURATION_READ_COURSES_HPP

/// `sessions` and `change_streams`: flows whose instances differ.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/event/change_stream.hpp>
#include <spate/event/detail/configuration/read_events.hpp>
#include <spate/event/detail/configuration/read_flows.hpp>
#include <spate/event/detail/configuration/section.hpp>
#include <spate/event/mix_specification.hpp>
#include <spate/event/session.hpp>
#include <spate/schema/node.hpp>

namespace spate::inline v0::detail {

// The state that a text names, by its place.
[[nodiscard]] inline std::uint32_t state_of(const section& in, const specification_node& place, std::string_view key, const std::string& name,
                                            const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return static_cast<std::uint32_t>(i);
    in.refuse(place, std::string{key} + (key.empty() ? "\"" : ": \"") + name + "\" is no state", suggestion(name, {names.begin(), names.end()}));
    return 0;
}

[[nodiscard]] inline ratio weight_of(const section& in, const specification_node& node, std::string_view key) {
    if (node.is_number() && node.real() >= 0 && node.real() < 0x1p32) return ratio{node.real()};
    in.refuse(node, std::string{key} + ": " + node.value_text() + " is no weight", "give a number from 0 on, like 0.5 or 3");
    return {1, 1};
}

[[nodiscard]] inline std::vector<session_state> read_states(const section& in, const specification_node& states, const mix_specification& mix) {
    std::vector<session_state> out;
    for (std::size_t i = 0; i < states.keys().size(); ++i) {
        const specification_node& node = states.items()[i];
        const section one{&node, in.subject() + ": state \"" + states.keys()[i] + "\"", in.problems(), "{event: page.view, next: {cart: 1}, end: 1}"};
        session_state made;
        made.name = states.keys()[i];
        one.refuse_unknown({"event", "next", "end"});
        if (one.is_there() && !one.has("event")) one.refuse(node, "has no event", "add the event_type_id of one, like event: page.view");
        if (const specification_node* const event = one.find("event"))
            if (const auto type = read_event_name(one, *event, mix)) made.type = *type;
        if (const specification_node* const end = one.find("end")) made.end = weight_of(one, *end, "end");
        const specification_node* const next = one.find("next");
        const section ways{next, one.subject() + ": next", in.problems(), "{cart: 0.3, search: 0.7}"};
        for (std::size_t k = 0; ways.is_there() && k < next->keys().size(); ++k)
            made.next.push_back({state_of(ways, next->items()[k], "", next->keys()[k], states.keys()), weight_of(ways, next->items()[k], next->keys()[k])});
        out.push_back(std::move(made));
    }
    return out;
}

/// `sessions`. Requires that the types are read.
inline void read_sessions(const section& root, mix_specification& mix) {
    constexpr std::string_view example = "[{name: visit, states: {view: {event: page.view, next: {view: 3}, end: 1}}}]";
    read_named(root, "sessions", "session", example, [&mix](const section& in, const specification_node& node, const std::string& name) {
        session made;
        made.name = name;
        const bool right = without_problems(in.problems(), [&] {
            in.refuse_unknown({"name", "share", "states", "start", "most_steps", "delay", "about"});
            made.share = in.share("share", made.share);
            made.most_steps = static_cast<std::uint32_t>(in.whole("most_steps", made.most_steps, 1, steps_per_instance));
            read_delays(in, "delay", made.least_delay, made.most_delay);
            const specification_node* const states = in.find("states");
            if (states == nullptr || !states->is(specification_node::kind::map) || states->keys().empty())
                return in.refuse(states == nullptr ? node : *states, states == nullptr ? "has no states" : "states: is no map, or an empty one",
                                 "give a map, like {view: {event: page.view, next: {view: 3}, end: 1}}");
            made.states = read_states(in, *states, mix);
            if (const specification_node* const start = in.find("start")) made.start = state_of(in, *start, "start", in.text("start"), states->keys());
        });
        if (right && !name.empty()) attempt(node, "", in.problems(), [&] { add_session(mix, made); });
    });
}

/// `change_streams`. Requires that the types are read.
inline void read_change_streams(const section& root, const field_source& from, mix_specification& mix) {
    constexpr std::string_view example = "[{name: customers, key: id, fields: {id: {type: sequence}, city: {type: city}}}]";
    read_named(root, "change_streams", "change stream", example, [&](const section& in, const specification_node& node, const std::string& name) {
        change_stream made;
        made.name = name;
        const bool right = without_problems(in.problems(), [&] {
            in.refuse_unknown({"name", "share", "key", "fields", "updates", "change", "delay", "about"});
            made.share = in.share("share", made.share);
            made.change = in.share("change", made.change);
            read_delays(in, "delay", made.least_delay, made.most_delay);
            made.key = in.text("key");
            if (!in.has("key")) in.refuse(node, "has no key", "add the name of the field that does not change, like key: id");
            if (const specification_node* const updates = in.find("updates")) {
                const bool is_pair = updates->is(specification_node::kind::sequence) && updates->items().size() == 2;
                const std::optional<std::uint32_t> least = (is_pair ? updates->items()[0] : *updates).whole<std::uint32_t>(),
                                                   most = (is_pair ? updates->items()[1] : *updates).whole<std::uint32_t>();
                if (!least || !most)
                    in.refuse(*updates, "updates: is no number, and no pair of them", "give the fewest and the most, like [0, 8]");
                else
                    made.least_updates = *least, made.most_updates = *most;
            }
            if (!in.has("fields")) in.refuse(node, "has no fields", "give a map, like {id: {type: sequence}, city: {type: city}}");
            field_source rows = from;
            rows.untimed = "and these are the fields of a table's row";
            for (read_event_field& one : read_event_fields(in.find("fields"), in.subject() + ": ", "fields", false, rows))
                made.fields.push_back({one.name, std::move(*one.generator)});
            std::vector<std::string_view> names;
            for (const change_field& one : made.fields) names.push_back(one.name);
            if (!made.key.empty() && !names.empty() && std::find(names.begin(), names.end(), made.key) == names.end())
                in.refuse(*in.find("key"), "key: \"" + made.key + "\" is none of its fields", suggestion(made.key, names));
            for (const event_type& one : mix.types)
                if (one.id == name) in.refuse(*in.find("name"), "is the event_type_id of an event type, too", "give one of them another name");
        });
        if (right && !name.empty()) attempt(node, "", in.problems(), [&] { add_change_stream(mix, made); });
    });
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_CONFIGURATION_READ_COURSES_HPP
