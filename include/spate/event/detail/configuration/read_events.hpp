// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_CONFIGURATION_READ_EVENTS_HPP
#define SPATE_EVENT_DETAIL_CONFIGURATION_READ_EVENTS_HPP

/// The types of events of a configuration, their weights and their fields.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/ratio.hpp>
#include <spate/event/detail/configuration/read_field.hpp>
#include <spate/event/detail/configuration/section.hpp>
#include <spate/event/event_reference.hpp>
#include <spate/event/event_type.hpp>
#include <spate/event/mix_specification.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/node.hpp>

namespace spate::inline v0::detail {

/// A field as it is read: where it has no generator it is the id of the event's type.
struct read_event_field {
    std::string name;
    std::optional<erased_field> generator;
    row_source rows = row_source::event;
};

inline constexpr std::string_view row_source_names[] = {"event", "instance", "step"};

// `type: reference`: the value of a field of an earlier event. Says whether it is one; what it refers to is in `out`.
[[nodiscard]] inline bool is_reference(const section& in, const specification_node& node, event_reference& out) {
    const specification_node* const type = in.find("type");
    if (type == nullptr || !type->is(specification_node::kind::text) || type->text() != "reference") return false;
    in.refuse_unknown({"type", "event", "field", "about"});
    for (const std::string_view key : {"event", "field"})
        if (!in.has(key))
            in.refuse(node, "type reference needs \"" + std::string{key} + "\"", "write it like {type: reference, event: order.placed, field: order_id}");
    out.to_type = in.text("event");
    out.to_field = in.text("field");
    return true;
}

// Whether a common field is `event_type_id: true`.
[[nodiscard]] inline bool is_event_type_id(const section& in) {
    const specification_node* const flag = in.find("event_type_id");
    if (flag == nullptr) return false;
    if (!flag->is(specification_node::kind::boolean) || !flag->boolean()) {
        in.refuse(*flag, "event_type_id: " + (flag->is(specification_node::kind::boolean) ? "is false" : flag->shown()), "give true, or leave it out");
        return true;
    }
    for (const std::string_view other : {"values", "range", "expr", "faker", "weights"})
        if (const specification_node* const given = in.find(other)) in.refuse(*given, std::string{other} + ": is given besides event_type_id", "leave it out");
    if (const specification_node* const type = in.find("type"); type != nullptr && !(type->is(specification_node::kind::text) && type->text() == "string"))
        in.refuse(*type, "type: is given besides event_type_id, whose values are texts", "use type: string, or leave it out");
    in.refuse_unknown({"event_type_id", "type", "about", "values", "range", "expr", "faker", "weights"});
    return true;
}

/// The fields of a map; `owner` stands before each in messages.
[[nodiscard]] inline std::vector<read_event_field> read_event_fields(const specification_node* node, const std::string& owner, const std::string& key,
                                                                     bool is_common, const field_source& from,
                                                                     std::vector<event_reference>* references = nullptr) {
    std::vector<read_event_field> out;
    const section all{node, key.empty() ? owner.substr(0, owner.size() - 2) : owner + key, from.reader.problems, "{user_id: {type: uuid}}"};
    if (!all.is_there()) return out;
    for (std::size_t i = 0; i < node->keys().size(); ++i) {
        const std::string& name = node->keys()[i];
        const std::string subject = owner + "field \"" + name + "\"";
        if (name.empty()) from.reader.problems.add(node->key_mark(i), all.subject(), "has a field without a name", "give it one");
        if (node->items()[i].is(specification_node::kind::map)) {
            const section in{&node->items()[i], subject, from.reader.problems, ""};
            if (is_common && is_event_type_id(in)) {
                out.push_back({name, std::nullopt});
                continue;
            }
            if (event_reference found; references != nullptr && is_reference(in, node->items()[i], found)) {
                found.field = name;
                references->push_back(std::move(found));
                // Its place among the fields; with_references makes it.
                out.push_back({name, sequence(0)});
                continue;
            }
            const auto rows = static_cast<row_source>(in.one_of("rows", {std::begin(row_source_names), std::end(row_source_names)}, 0));
            field_source source = from;
            if (rows != row_source::event) source.untimed = "another one in each event of an instance, for which rows: event stands";
            if (std::optional<erased_field> made = read_configured(node->items()[i], source, subject)) out.push_back({name, std::move(made), rows});
        } else {
            (void)read_configured(node->items()[i], from, subject);
        }
    }
    return out;
}

[[nodiscard]] inline std::string sum_text(double sum) {
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.6g", sum);
    return digits;
}

/// Whole numbers are parts of their sum; fractions are shares, which have to be 1 together, but for what rounding them makes.
inline void check_weights(const specification_node& list, double sum, bool are_whole, bool strict, problem_list& problems, std::vector<std::string>& warnings) {
    constexpr double tolerance = 0.001;
    if (are_whole || (sum > 1 - tolerance && sum < 1 + tolerance)) return;
    const std::string problem = "weights sum to " + sum_text(sum);
    if (strict)
        problems.add(list.mark(), "event_types", problem + ", which strict refuses", "make them sum to 1, or give whole numbers, like 3 and 1");
    else
        warnings.push_back(place_text(problems.file(), list.mark()) + "event_types: " + problem + ", not 1, and are rescaled: each is divided by the sum");
}

// In the order of the payload: the common fields up to the first that is the type's id are the mix's, the others are of each type.
inline void place_fields(const std::vector<read_event_field>& common, std::vector<read_event_field> own, mix_specification& mix, event_type& type) {
    std::set<std::string_view> names;
    for (const read_event_field& one : common) names.insert(one.name);
    for (std::size_t i = mix.common.size(); i < common.size(); ++i)
        type.fields.push_back(
            {common[i].name, common[i].generator ? *common[i].generator : erased_field{one_of(std::vector<std::string>{type.id})}, common[i].rows});
    for (read_event_field& one : own)
        if (names.find(one.name) == names.end()) type.fields.push_back({one.name, std::move(*one.generator), one.rows});
}

/// common_fields and event_types.
inline void read_events(const specification_node* common_node, const specification_node* list, const field_source& from, bool strict, mix_specification& mix,
                        std::vector<std::string>& warnings) {
    problem_list& problems = from.reader.problems;
    const std::vector<read_event_field> common = read_event_fields(common_node, "common_fields: ", "", true, from);
    for (const read_event_field& one : common) {
        if (!one.generator) break;
        mix.common.push_back({one.name, *one.generator, one.rows});
    }
    if (list == nullptr) return;
    constexpr std::size_t most = 100'000;
    if (!list->is(specification_node::kind::sequence) || list->items().empty() || list->items().size() > most)
        return problems.add(
            list->mark(), "event_types",
            list->is(specification_node::kind::sequence) ? (list->items().empty() ? "is an empty list" : "are more than 100000") : list->shown(),
            "give a list, like [{event_type_id: user.login, weight: 1}]");
    std::map<std::string, std::size_t> seen;
    double sum = 0;
    bool are_whole = true;
    for (std::size_t i = 0; i < list->items().size(); ++i) {
        const specification_node& node = list->items()[i];
        const section head{&node, "event_types, element " + std::to_string(i + 1), problems, "{event_type_id: user.login, weight: 1}"};
        if (!head.is_there()) {
            if (node.is(specification_node::kind::null)) head.refuse(node, "is empty", "write a map, like {event_type_id: user.login, weight: 1}");
            continue;
        }
        event_type type;
        type.id = head.text("event_type_id");
        if (!head.has("event_type_id")) head.refuse(node, "has no event_type_id", "add one, like event_type_id: user.login");
        const std::string owner = type.id.empty() ? head.subject() : "event type \"" + type.id + "\"";
        const section in{&node, owner, problems, ""};
        in.refuse_unknown({"event_type_id", "weight", "fields", "about"});
        if (const auto [found, is_new] = seen.emplace(type.id, i + 1); !is_new && !type.id.empty())
            in.refuse(*in.find("event_type_id"), "is there twice, as element " + std::to_string(found->second) + " too", "give one of them another id");
        type.weight = in.positive("weight", ratio{1, 1}, "0.25 or 3");
        const specification_node* const weight = in.find("weight");
        sum += weight == nullptr ? 1 : weight->real();
        are_whole = are_whole && (weight == nullptr || weight->is(specification_node::kind::integer));
        const std::size_t before = mix.references.size();
        place_fields(common, read_event_fields(in.find("fields"), owner + ": ", "fields", false, from, &mix.references), mix, type);
        for (std::size_t k = before; k < mix.references.size(); ++k) mix.references[k].type = type.id;
        mix.types.push_back(std::move(type));
    }
    check_weights(*list, sum, are_whole, strict, problems, warnings);
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_CONFIGURATION_READ_EVENTS_HPP
