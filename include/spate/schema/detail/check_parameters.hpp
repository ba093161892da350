// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_CHECK_PARAMETERS_HPP
#define SPATE_SCHEMA_DETAIL_CHECK_PARAMETERS_HPP

/// What can be seen of a generator's map without making the generator: its type, unknown keys, and values of the wrong kind.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <spate/schema/node.hpp>
#include <spate/schema/parameters.hpp>
#include <spate/schema/problems.hpp>

namespace spate::inline v0::detail {

[[nodiscard]] inline std::string_view kind_text(parameter_kind kind) noexcept {
    constexpr std::string_view names[] = {"an integer",
                                          "a number",
                                          "true or false",
                                          "a text",
                                          "one of the names",
                                          "a list of texts",
                                          "a list of numbers",
                                          "a generator, like {type: sequence}",
                                          "a list of fields",
                                          "a map of generators",
                                          "a map",
                                          "a whole number",
                                          "a number from 0 to 1",
                                          "a value"};
    return names[static_cast<std::size_t>(kind)];
}

[[nodiscard]] inline bool is_of_kind(const specification_node& node, parameter_kind kind) noexcept {
    using is = specification_node::kind;
    switch (kind) {
        case parameter_kind::integer:
            return node.is(is::integer);
        case parameter_kind::number:
            return node.is_number();
        case parameter_kind::boolean:
            return node.is(is::boolean);
        case parameter_kind::text:
            return node.is(is::text) || node.is_number();
        case parameter_kind::one_of:
            return node.is(is::text);
        case parameter_kind::texts:
        case parameter_kind::numbers:
        case parameter_kind::fields:
            return node.is(is::sequence);
        case parameter_kind::whole:
            // Above 2^63 - 1 numbers are reals to a node.
            return node.is(is::integer) || (node.is(is::real) && node.text().find_first_not_of("0123456789") == std::string::npos);
        case parameter_kind::share:
            return node.is_number() && node.real() >= 0 && node.real() <= 1;
        case parameter_kind::any:
            return true;
        default:
            return node.is(is::map);
    }
}

inline void check_elements(const specification_node& list, const parameter& of, const std::string& subject, problem_list& problems) {
    using is = specification_node::kind;
    const bool numbers = of.kind == parameter_kind::numbers;
    for (std::size_t i = 0; i < list.items().size(); ++i) {
        const specification_node& one = list.items()[i];
        if (one.is_number() || (!numbers && (one.is(is::text) || one.is(is::boolean)))) continue;
        problems.add(one.mark(), subject, std::string{of.name} + ", element " + std::to_string(i + 1) + ": " + one.shown(),
                     numbers ? "give a number" : "give a text, a number, true or false");
    }
}

[[nodiscard]] inline bool is_parameter(std::string_view key, const std::vector<parameter>& of) noexcept {
    for (const parameter& one : of)
        if (one.name == key) return true;
    return false;
}

// Without a type, what no generator takes is an unknown key, and perhaps the type's misspelt.
inline void refuse_no_type(const specification_node& node, const specification_reader& reader, const std::string& subject) {
    bool misspelt = false;
    for (std::size_t i = 0; i < node.keys().size(); ++i) {
        const std::string& key = node.keys()[i];
        bool known = key == "name" || key == "about" || is_parameter(key, common_parameters());
        for (const generator_kind& one : reader.kinds) known = known || is_parameter(key, one.parameters);
        if (known) continue;
        const std::string remedy = suggestion(key, {"type"});
        const bool nearly = remedy.starts_with("did");
        misspelt = misspelt || nearly;
        reader.problems.add(node.key_mark(i), subject, "unknown key \"" + key + "\"", nearly ? remedy : "no type takes it, leave it out");
    }
    if (!misspelt) reader.problems.add(node.mark(), subject, "has no type", "add one, like type: sequence");
}

/// The kind that `type` names; null if there is none, which is added to the problems.
[[nodiscard]] inline const generator_kind* find_kind(const specification_node& node, const specification_reader& reader, const std::string& subject) {
    const specification_node* const type = node.find("type");
    if (type == nullptr) {
        refuse_no_type(node, reader, subject);
        return nullptr;
    }
    if (!type->is(specification_node::kind::text)) {
        reader.problems.add(type->mark(), subject, "type: " + type->shown(), "give a text, like type: sequence");
        return nullptr;
    }
    std::vector<std::string_view> names;
    for (const generator_kind& one : reader.kinds) {
        if (one.name == type->text()) return &one;
        names.push_back(one.name);
    }
    reader.problems.add(type->mark(), subject, "unknown type \"" + type->text() + "\"", suggestion(type->text(), names));
    return nullptr;
}

/// What every generator takes.
inline void check_common(const specification_node& node, problem_list& problems, const std::string& subject) {
    for (const parameter& one : common_parameters()) {
        const specification_node* const given = node.find(one.name);
        if (given != nullptr && !is_of_kind(*given, one.kind))
            problems.add(given->mark(), subject, std::string{one.name} + ": " + given->value_text() + " is no share of the rows", "give a number from 0 to 1");
    }
    const specification_node *const fallback = node.find("default"), *const share = node.find("default_share");
    if ((fallback == nullptr) != (share == nullptr))
        problems.add((fallback == nullptr ? share : fallback)->mark(), subject,
                     fallback == nullptr ? "default_share: is given without a default" : "default: is given without its share of the rows",
                     fallback == nullptr ? "add one, like default: 0" : "add one, like default_share: 0.1");
}

/// What a kind of generator takes.
inline void check_parameters(const specification_node& node, const generator_kind& kind, problem_list& problems, const std::string& subject) {
    std::vector<std::string_view> known{"name", "type", "about"};
    for (const parameter& one : common_parameters()) known.push_back(one.name);
    for (const parameter& one : kind.parameters) known.push_back(one.name);
    for (std::size_t i = 0; i < node.keys().size(); ++i) {
        const std::string& key = node.keys()[i];
        bool found = false;
        for (const std::string_view one : known) found = found || one == key;
        if (!found) problems.add(node.key_mark(i), subject, "unknown key \"" + key + "\"", suggestion(key, known));
    }
    for (const parameter& one : kind.parameters) {
        const specification_node* const given = node.find(one.name);
        const std::string name{one.name}, wanted{kind_text(one.kind)};
        if (given == nullptr) {
            if (one.required)
                problems.add(node.mark(), subject, "type " + std::string{kind.name} + " needs \"" + name + "\"",
                             "add " + wanted + ": " + std::string{one.about});
        } else if (!is_of_kind(*given, one.kind)) {
            problems.add(given->mark(), subject, name + ": " + given->shown(), "give " + wanted);
        } else if (one.kind == parameter_kind::one_of) {
            bool found = false;
            for (const std::string_view other : one.names) found = found || other == given->text();
            if (!found) problems.add(given->mark(), subject, name + ": \"" + given->text() + "\" is not known", suggestion(given->text(), one.names));
        } else if (one.kind == parameter_kind::texts || one.kind == parameter_kind::numbers) {
            check_elements(*given, one, subject, problems);
        }
    }
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_CHECK_PARAMETERS_HPP
