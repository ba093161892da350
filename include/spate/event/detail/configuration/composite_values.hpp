// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_CONFIGURATION_COMPOSITE_VALUES_HPP
#define SPATE_EVENT_DETAIL_CONFIGURATION_COMPOSITE_VALUES_HPP

/// The types of the format that are made of others: array, struct and map.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/event/detail/configuration/field_values.hpp>
#include <spate/event/detail/configuration/format_generators.hpp>
#include <spate/event/detail/configuration/section.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/list.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/runtime_structure.hpp>
#include <spate/schema/specification.hpp>

namespace spate::inline v0::detail {

/// Reads any field: what elements and members are.
using field_reader = std::optional<erased_field> (*)(const specification_node& node, const field_source& from, const std::string& subject);

inline constexpr std::string_view item_types[] = {"uuid",   "string",  "int",     "long", "short",     "byte",  "float",
                                                  "double", "decimal", "boolean", "date", "timestamp", "binary"};

[[nodiscard]] inline std::optional<erased_field> read_array(const section& in, const field_source& from, field_reader read) {
    const std::vector<std::string_view> names{std::begin(item_types), std::end(item_types)};
    const specification_node* const item = in.find("item_type");
    if (item == nullptr) {
        in.refuse(*in.find("type"), "type array needs \"item_type\"", "add one, like item_type: string");
        return {};
    }
    const std::size_t type = in.one_of("item_type", names, names.size());
    if (type == names.size()) return {};
    if (names[type] == "timestamp" && !in.has("begin") && !in.has("range")) {
        in.refuse(*item, "item_type: timestamp without begin and end is the event's time, the same in all elements", "add begin and end");
        return {};
    }
    std::uint64_t least = 1, most = 5;
    constexpr std::uint64_t longest = 10'000;
    if (const specification_node* const lengths = in.find("num_features")) {
        const bool is_pair = lengths->is(specification_node::kind::sequence) && lengths->items().size() == 2;
        const std::optional<std::uint64_t> low = (is_pair ? lengths->items()[0] : *lengths).whole<std::uint64_t>(),
                                           high = (is_pair ? lengths->items()[1] : *lengths).whole<std::uint64_t>();
        if (!low || !high || *high > longest || *low > *high) {
            in.refuse(*lengths, "num_features: is no number of elements, and no pair of them in order",
                      "give one, like 3, or the fewest and the most, like [1, 5]");
            return {};
        }
        least = *low, most = *high;
    }
    specification_node one = specification_node::map();
    one.set_mark(in.mark());
    one.add("type", in.find("type")->mark(), *item);
    for (const std::string_view key : {"values", "weights", "range", "precision", "scale", "begin", "end"})
        if (const specification_node* const given = in.find(key)) one.add(std::string{key}, given->mark(), *given);
    std::optional<erased_field> of = read(one, from, in.subject());
    if (!of) return {};
    std::optional<erased_field> made;
    attempt(*item, in.subject(), in.problems(),
            [&] { made = list_of(erased_generator{std::move(*of)}, static_cast<std::uint32_t>(least), static_cast<std::uint32_t>(most)); });
    return made;
}

[[nodiscard]] inline std::optional<erased_field> read_struct(const section& in, const field_source& from, field_reader read) {
    const specification_node* const fields = in.find("fields");
    if (fields == nullptr || !fields->is(specification_node::kind::map) || fields->keys().empty()) {
        in.refuse(fields == nullptr ? *in.find("type") : *fields, fields == nullptr ? "type struct needs \"fields\"" : "fields: is no map, or an empty one",
                  "give a map from names to fields, like {city: {type: string}}");
        return {};
    }
    const auto [before, within] = owner_of(in.subject());
    field_source inner = from;
    if (from.is_delayed && from.untimed.empty()) inner.untimed = "which a struct does not have where arrival delays events";
    std::vector<runtime_field> members;
    for (std::size_t i = 0; i < fields->keys().size(); ++i) {
        std::optional<erased_field> one = read(fields->items()[i], inner, before + "field \"" + within + fields->keys()[i] + "\"");
        if (one) members.push_back({fields->keys()[i], std::move(*one)});
    }
    if (members.size() != fields->keys().size()) return {};
    std::optional<erased_field> made;
    attempt(*fields, in.subject(), in.problems(), [&] { made = runtime_structure{std::move(members)}; });
    return made;
}

/// A map becomes a JSON value: in other formats than JSON its text.
[[nodiscard]] inline std::optional<erased_field> read_map(const section& in) {
    const std::vector<specification_node>* const items = read_values(in);
    if (items == nullptr) {
        if (!in.has("values")) in.refuse(*in.find("type"), "type map needs \"values\"", "add a list of maps, like [{source: web}, {source: app}]");
        return {};
    }
    const auto texts = converted<std::string>(in, "values", *items, "a map, like {source: web}", [](const specification_node& node) {
        std::string text;
        if (!node.is(specification_node::kind::map)) return std::optional<std::string>{};
        append_node_json(text, node);
        return std::optional{text};
    });
    const std::optional<std::vector<ratio>> weights = read_weights(in, items->size());
    std::optional<erased_field> made;
    if (texts && weights) attempt(*in.find("values"), in.subject(), in.problems(), [&] { made = json_choice_field{one_of(*texts, *weights)}; });
    return made;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_CONFIGURATION_COMPOSITE_VALUES_HPP
