// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_COLLECTION_VALUE_RULES_HPP
#define SPATE_SCHEMA_DETAIL_COLLECTION_VALUE_RULES_HPP

/// The rules of what a collection's field says of its values: min, max, default_value, cardinality_ratio, enum_values and generator.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <spate/schema/collection.hpp>
#include <spate/schema/detail/collection/map_reader.hpp>
#include <spate/schema/detail/collection/types.hpp>
#include <spate/schema/node.hpp>

namespace spate::inline v0::detail {

[[nodiscard]] inline std::string of_type(const collection_field& field) { return "type " + std::string{to_string(field.type)}; }

/// The bounds of an integer field: what is not given is the type's. Requires that min and max keep the rules.
[[nodiscard]] inline number_bounds<std::int64_t> integer_bounds(const collection_field& field) {
    number_bounds<std::int64_t> out = numbers_of(field.type);
    const auto given = [&](std::string_view key, std::int64_t otherwise) {
        const specification_node* const node = field.node.find(key);
        return node == nullptr ? otherwise : whole_number(*node).value_or(otherwise);
    };
    return {given("min", out.low), given("max", out.high)};
}

/// The same of a Float or Double field.
[[nodiscard]] inline number_bounds<double> real_bounds(const collection_field& field) {
    const auto given = [&](std::string_view key, double otherwise) {
        const specification_node* const node = field.node.find(key);
        return node == nullptr || !node->is_number() ? otherwise : node->real();
    };
    const double most = most_of(field.type);
    return {given("min", -most), given("max", most)};
}

// A bound of a number: nothing where it is not there, or wrong.
inline bool check_bound(const map_reader& map, const collection_field& field, std::string_view key) {
    const specification_node* const given = map.find(key);
    if (given == nullptr) return false;
    if (!given->is_number()) {
        map.refuse(key, given->shown(), "give a number");
    } else if (is_integer(field.type)) {
        const std::optional<std::int64_t> number = whole_number(*given);
        const number_bounds<std::int64_t> all = numbers_of(field.type);
        if (number && *number >= all.low && *number <= all.high) return true;
        map.refuse(key, given->value_text() + " is no number of " + of_type(field),
                   "give a whole number from " + std::to_string(all.low) + " to " + std::to_string(all.high));
    } else {
        const double most = most_of(field.type);
        if (given->real() >= -most && given->real() <= most) return true;
        map.refuse(key, given->value_text() + " is no number of " + of_type(field), "give a smaller one, or use Double");
    }
    return false;
}

inline void check_bounds(const map_reader& map, const collection_field& field) {
    if (!is_integer(field.type) && !is_real(field.type)) {
        for (const std::string_view key : {"min", "max"})
            if (map.has(key)) map.refuse(key, "is given for " + of_type(field), "leave it out: bounds are for Int8, Int16, Int32, Int64, Float and Double");
        return;
    }
    const bool low = check_bound(map, field, "min"), high = check_bound(map, field, "max");
    if (!low || !high) return;
    const bool less =
        is_integer(field.type) ? *whole_number(*map.find("min")) < *whole_number(*map.find("max")) : map.find("min")->real() < map.find("max")->real();
    if (!less) map.refuse("min", map.find("min")->value_text() + " is not less than max, " + map.find("max")->value_text(), "give the smaller number first");
}

// What is wrong with one value of the field; empty where nothing is. Requires that min and max keep their rules, and a scalar type.
struct value_fault {
    std::string problem, remedy;
};

[[nodiscard]] inline value_fault fault_of(const collection_field& field, const specification_node& value) {
    using is = specification_node::kind;
    const auto outside = [&](std::string_view key, std::string_view side) -> value_fault {
        return {value.value_text() + " is " + std::string{side} + " " + std::string{key} + ", " + field.node.find(key)->value_text(),
                "give a value between min and max"};
    };
    if (field.type == collection_type::boolean) {
        if (!value.is(is::boolean)) return {value.shown(), "give true or false, as the type is Bool"};
    } else if (is_text(field.type)) {
        if (!value.is(is::text)) return {value.shown(), "give a text, as the type is " + std::string{to_string(field.type)}};
        if (field.max_length && value.text().size() > *field.max_length)
            return {value.value_text() + " has " + std::to_string(value.text().size()) + " bytes, more than max_length, " + std::to_string(*field.max_length),
                    "give a shorter text, or a larger max_length"};
    } else if (is_integer(field.type)) {
        const std::optional<std::int64_t> number = whole_number(value);
        const number_bounds<std::int64_t> all = numbers_of(field.type), within = integer_bounds(field);
        if (!number || *number < all.low || *number > all.high)
            return {value.value_text() + " is no number of " + of_type(field),
                    "give a whole number from " + std::to_string(all.low) + " to " + std::to_string(all.high)};
        if (*number < within.low) return outside("min", "below");
        if (*number > within.high) return outside("max", "above");
    } else {
        const double most = most_of(field.type);
        const number_bounds<double> within = real_bounds(field);
        if (!value.is_number() || !(value.real() >= -most && value.real() <= most))
            return {value.value_text() + " is no number of " + of_type(field), "give a number, like 0.5"};
        if (value.real() < within.low) return outside("min", "below");
        if (value.real() > within.high) return outside("max", "above");
    }
    return {};
}

inline void check_default_value(const map_reader& map, const collection_field& field) {
    const specification_node* const given = map.find("default_value");
    if (given == nullptr) return;
    if (field.is_primary) return map.refuse("default_value", "is given for the primary key", "leave it out: every key differs from the others");
    if (!is_scalar(field.type)) return map.refuse("default_value", "is given for " + of_type(field), "leave it out: only a scalar has one");
    if (const value_fault fault = fault_of(field, *given); !fault.problem.empty()) map.refuse("default_value", fault.problem, fault.remedy);
}

inline void check_distribution(const map_reader& map, const collection_field& field) {
    const bool countable = is_scalar(field.type) && field.type != collection_type::boolean;
    for (const std::string_view key : {"cardinality_ratio", "enum_values"})
        if (map.has(key) && !countable)
            map.refuse(key, "is given for " + of_type(field), "leave it out: it is for Int8 to Int64, Float, Double, VarChar and String");
    if (!countable) return;
    if (const specification_node* const ratio = map.find("cardinality_ratio")) {
        if (!ratio->is_number() || !(ratio->real() >= 0 && ratio->real() <= 1))
            map.refuse("cardinality_ratio", ratio->value_text() + " is no number from 0 to 1", "give the share of different values among the rows, like 0.01");
        else if (field.is_primary && ratio->real() != 1)
            map.refuse("cardinality_ratio", ratio->value_text() + " is given for the primary key", "leave it out: every key differs from the others");
    }
    const specification_node* const values = map.find("enum_values");
    if (values == nullptr) return;
    if (!values->is(specification_node::kind::sequence) || values->items().empty())
        return map.refuse("enum_values", values->is(specification_node::kind::sequence) ? "is an empty list" : values->shown(),
                          "give a list of values, like [\"new\", \"used\"]");
    if (field.is_primary) return map.refuse("enum_values", "is given for the primary key", "leave it out: every key differs from the others");
    for (std::size_t i = 0; i < values->items().size(); ++i)
        if (const value_fault fault = fault_of(field, values->items()[i]); !fault.problem.empty())
            map.refuse_at(values->items()[i].mark(), "enum_values, value " + std::to_string(i + 1) + ": " + fault.problem, fault.remedy);
}

inline void check_generator(const map_reader& map, const collection_field& field) {
    const specification_node* const given = map.find("generator");
    if (given == nullptr) return;
    if (!given->is(specification_node::kind::map)) return map.refuse("generator", given->shown(), "give a map with `type`, like {\"type\": \"city\"}");
    if (map.has("enum_values")) map.refuse("enum_values", "are given besides generator", "give one of them");
    if (field.auto_id) map.refuse("generator", "is given for an auto_id key", "leave it out: the database makes the keys");
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_COLLECTION_VALUE_RULES_HPP
