// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_CONFIGURATION_READ_FIELD_HPP
#define SPATE_EVENT_DETAIL_CONFIGURATION_READ_FIELD_HPP

/// From a field of an event's configuration to a generator: the types of the format, and behind them all that specifications have.

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/event/detail/configuration/composite_values.hpp>
#include <spate/event/detail/configuration/faker_methods.hpp>
#include <spate/event/detail/configuration/field_values.hpp>
#include <spate/event/detail/configuration/section.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/nullable.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/specification.hpp>

namespace spate::inline v0::detail {

inline constexpr std::string_view format_types[] = {"uuid",    "int",     "long", "short",     "byte",   "float", "double", "string",
                                                    "boolean", "decimal", "date", "timestamp", "binary", "array", "struct", "map"};

[[nodiscard]] inline bool is_format_type(std::string_view name) noexcept {
    for (const std::string_view one : format_types)
        if (one == name) return true;
    return false;
}

// The keys of a format's type besides those that all have.
[[nodiscard]] inline std::vector<std::string_view> format_keys(std::string_view type) {
    for (const std::string_view one : {"int", "long", "short", "byte", "float", "double"})
        if (type == one) return {"range", "values", "weights"};
    if (type == "string") return {"values", "weights", "faker", "faker_args"};
    if (type == "boolean") return {"values", "weights"};
    if (type == "decimal") return {"range", "precision", "scale"};
    if (type == "date" || type == "timestamp") return {"begin", "end", "range"};
    if (type == "array") return {"item_type", "num_features", "values", "weights", "range", "precision", "scale", "begin", "end"};
    if (type == "struct") return {"fields"};
    if (type == "map") return {"key_type", "value_type", "values", "weights"};
    return {};
}

// Types that both have, where keys tell that the specifications' is meant.
[[nodiscard]] inline bool is_of_specifications(const specification_node& node, std::string_view type) {
    const auto any = [&node](std::initializer_list<std::string_view> keys) {
        for (const std::string_view one : keys)
            if (node.find(one) != nullptr) return true;
        return false;
    };
    if (type == "boolean") return any({"probability"});
    if (type == "decimal") return any({"min", "max", "digits"});
    if (type == "date") return any({"start", "from", "to", "step_days", "rows_a_day"});
    if (type == "timestamp") return any({"start", "from", "to", "step", "rate", "jitter", "places"});
    return !is_format_type(type);
}

[[nodiscard]] inline std::optional<erased_field> read_format_type(const section& in, std::string_view type, const field_source& from, field_reader read) {
    if (type == "string" && in.has("faker")) {
        for (const std::string_view other : {"values", "weights"})
            if (const specification_node* const given = in.find(other)) {
                in.refuse(*given, std::string{other} + ": is given besides faker", "give one of them");
                return {};
            }
        return read_faker(in);
    }
    if (type == "array") return read_array(in, from, read);
    if (type == "struct") return read_struct(in, from, read);
    if (type == "map") return read_map(in);
    return read_plain(in, type, from);
}

// A specification's generator, without the keys that are the format's.
[[nodiscard]] inline std::optional<erased_field> read_specified(const specification_node& node, const field_source& from, const std::string& subject) {
    specification_node own = specification_node::map();
    own.set_mark(node.mark());
    for (std::size_t i = 0; i < node.keys().size(); ++i)
        if (node.keys()[i] != "percent_nulls" && node.keys()[i] != "rows") own.add(node.keys()[i], node.key_mark(i), node.items()[i]);
    return read_generator(own, from.reader, subject);
}

[[nodiscard]] inline std::string type_suggestion(std::string_view given, const specification_reader& reader) {
    std::vector<std::string_view> names{std::begin(format_types), std::end(format_types)};
    names.push_back("reference");
    for (const generator_kind& one : reader.kinds)
        if (!is_format_type(one.name)) names.push_back(one.name);
    return suggestion(given, names);
}

/// Makes the generator that a field describes. What is wrong with it is added to the problems, and nothing is returned.
[[nodiscard]] inline std::optional<erased_field> read_configured(const specification_node& node, const field_source& from, const std::string& subject) {
    problem_list& problems = from.reader.problems;
    const section in{&node, subject, problems, "{type: uuid}"};
    if (!in.is_there()) {
        if (node.is(specification_node::kind::null)) in.refuse(node, "is empty", "write a map, like {type: uuid}");
        return {};
    }
    std::optional<erased_field> made;
    const bool right = without_problems(problems, [&] {
        for (const std::string_view key : {"expr", "outliers"})
            if (const specification_node* const given = in.find(key))
                in.refuse(*given, std::string{key} + ": Spark SQL is not evaluated here",
                          key == "expr" ? "use values, a range, or another type; spate schema help tells them" : "leave it out, or add the value to values");
        if (const specification_node* const flag = in.find("event_type_id"))
            in.refuse(*flag, "event_type_id: belongs to common_fields", "move the field there, or leave the key out");
        const specification_node* const named = in.find("type");
        if (named == nullptr) {
            if (in.has("faker")) return in.refuse(node, "has no type", "add type: string");
            if (!in.has("expr") && !in.has("event_type_id")) in.refuse(node, "has no type", "add one, like type: uuid");
            return;
        }
        const std::string type = in.text("type");
        if (type.empty()) return;
        const std::optional<ratio> nulls = in.has("percent_nulls") ? std::optional{in.share("percent_nulls", ratio{0, 1})} : std::nullopt;
        if (nulls && in.has("nulls")) in.refuse(*in.find("nulls"), "nulls: is given besides percent_nulls", "give one of them");
        if (is_of_specifications(node, type)) {
            bool known = false;
            for (const generator_kind& one : from.reader.kinds) known = known || one.name == type;
            if (type == "reference")
                return in.refuse(*named, "type reference is for the fields of an event type, and not inside others", "move the field there");
            if (!known) return in.refuse(*named, "unknown type \"" + type + "\"", type_suggestion(type, from.reader));
            made = read_specified(node, from, subject);
        } else {
            std::vector<std::string_view> keys = format_keys(type);
            keys.insert(keys.end(), {"type", "about", "percent_nulls", "nulls", "rows"});
            if (type != "string" && in.has("faker"))
                in.refuse(*in.find("faker"), "faker: is asked of type " + type, "use type: string");
            else
                in.refuse_unknown(keys, {"expr", "outliers", "event_type_id"});
            made = read_format_type(in, type, from, read_configured);
        }
        const ratio share = nulls ? *nulls : !is_of_specifications(node, type) ? in.share("nulls", ratio{0, 1}) : ratio{0, 1};
        if (made && share.numerator() != 0) made = nullable(std::move(*made), share);
    });
    return right ? std::move(made) : std::nullopt;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_CONFIGURATION_READ_FIELD_HPP
