// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_READ_GENERATOR_HPP
#define SPATE_SCHEMA_DETAIL_READ_GENERATOR_HPP

/// From a node of a specification to a generator.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/ratio.hpp>
#include <spate/field/column.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/with_default.hpp>
#include <spate/schema/detail/default_value.hpp>
#include <spate/schema/detail/runtime_members.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/parameters.hpp>
#include <spate/schema/problems.hpp>

namespace spate::inline v0::detail {

// What a config_error is about: the member that it names as its parameter, or the field of a list that it names as its value.
[[nodiscard]] inline const specification_node* member_of(const specification_node& node, const config_error& error) {
    if (!node.is(specification_node::kind::sequence)) return node.find(error.parameter());
    if (error.parameter() != "field" && !error.parameter().starts_with("field \"")) return nullptr;
    const std::string& of = error.parameter() == "field" ? error.value() : error.parameter();
    for (const specification_node& one : node.items()) {
        const specification_node* const name = one.is(specification_node::kind::map) ? one.find("name") : nullptr;
        if (name != nullptr && name->is(specification_node::kind::text) && of.find("\"" + name->text() + "\"") != std::string::npos) return &one;
    }
    return nullptr;
}

// Calls `make`; a config_error becomes a problem at `node`, or at the member that it names. Without exceptions it ends the program, as everywhere.
template <class Make>
bool attempt(const specification_node& node, std::string_view subject, problem_list& problems, const Make& make) {
#if defined(__cpp_exceptions)
    try {
#endif
        make();
        return true;
#if defined(__cpp_exceptions)
    } catch (const config_error& error) {
        const specification_node* const member = member_of(node, error);
        std::string problem = error.parameter() + ": " + error.value();
        if (!error.value().empty()) problem += ' ';
        problems.add(member != nullptr ? member->mark() : node.mark(), subject, problem + error.problem(), error.remedy());
        return false;
    }
#endif
}

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
    const auto scalar = [](const specification_node& one) { return one.is(is::text) || one.is_number() || one.is(is::boolean); };
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
        case parameter_kind::numbers: {
            if (!node.is(is::sequence)) return false;
            for (const specification_node& one : node.items())
                if (kind == parameter_kind::numbers ? !one.is_number() : !scalar(one)) return false;
            return true;
        }
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

// Nulls and defaults, where they are asked for. Nulls come last: they are the share of all rows that was asked for.
[[nodiscard]] inline erased_field with_common(erased_field generator, const specification_node& node) {
    if (const specification_node* const given = node.find("default"); given != nullptr && node.find("default_share")->real() != 0) {
        const ratio share{node.find("default_share")->real()};
        // What is made from other fields has its type from them: what is wrong with the default is found later, and said of the field.
        const specification_node* const name = node.find("name");
        if (generator.inputs().empty()) {
            generator = with_default(std::move(generator), share, default_value(generator.type(), *given));
            check_default(node, *given);
        } else {
            generator = with_default(std::move(generator), share,
                                     [value = *given, parameter = name == nullptr ? "default" : "field \"" + name->text() + "\": default"](
                                         const data_type& type) { return default_value(type, value, parameter); });
        }
    }
    const specification_node* const nulls = node.find("nulls");
    if (nulls == nullptr || nulls->real() == 0) return generator;
    return nullable(std::move(generator), ratio{nulls->real()});
}

/// Makes the generator that a map with `type` describes. What is wrong with it is added to the reader's problems, and nothing is returned.
/// Beyond those of its kind it takes `name` and `about`, and those of common_parameters().
[[nodiscard]] inline std::optional<erased_field> read_generator(const specification_node& node, specification_reader& reader, const std::string& subject) {
    problem_list& problems = reader.problems;
    if (!node.is(specification_node::kind::map)) {
        problems.add(node.mark(), subject, "is " + std::string{node.kind_name()}, "write a map with `type`, like {type: sequence}");
        return {};
    }
    const specification_node* const type = node.find("type");
    std::vector<std::string_view> names;
    for (const generator_kind& one : reader.kinds) names.push_back(one.name);
    if (type == nullptr || !type->is(specification_node::kind::text)) {
        problems.add(type == nullptr ? node.mark() : type->mark(), subject, type == nullptr ? "has no type" : "type: is " + std::string{type->kind_name()},
                     "add one, like type: sequence");
        return {};
    }
    const generator_kind* kind = nullptr;
    for (const generator_kind& one : reader.kinds)
        if (one.name == type->text()) kind = &one;
    if (kind == nullptr) {
        problems.add(type->mark(), subject, "unknown type \"" + type->text() + "\"", suggestion(type->text(), names));
        return {};
    }
    const std::size_t before = problems.size();
    std::vector<std::string_view> known{"name", "type", "about"};
    for (const parameter& one : common_parameters()) known.push_back(one.name);
    for (const parameter& one : kind->parameters) known.push_back(one.name);
    for (std::size_t i = 0; i < node.keys().size(); ++i) {
        const std::string& key = node.keys()[i];
        bool found = false;
        for (const std::string_view one : known) found = found || one == key;
        if (!found) problems.add(node.key_mark(i), subject, "unknown key \"" + key + "\"", suggestion(key, known));
    }
    for (const parameter& one : kind->parameters) {
        const specification_node* const given = node.find(one.name);
        if (given == nullptr) {
            if (one.required) problems.add(node.mark(), subject, "type " + type->text() + " needs \"" + std::string{one.name} + "\"", std::string{one.about});
            continue;
        }
        if (!is_of_kind(*given, one.kind)) {
            problems.add(given->mark(), subject, std::string{one.name} + ": is " + std::string{given->kind_name()}, "give " + std::string{kind_text(one.kind)});
        } else if (one.kind == parameter_kind::one_of) {
            bool found = false;
            for (const std::string_view name : one.names) found = found || name == given->text();
            if (!found)
                problems.add(given->mark(), subject, std::string{one.name} + ": \"" + given->text() + "\" is not known", suggestion(given->text(), one.names));
        }
    }
    for (const parameter& one : common_parameters()) {
        const specification_node* const given = node.find(one.name);
        if (given != nullptr && !is_of_kind(*given, one.kind))
            problems.add(given->mark(), subject,
                         std::string{one.name} + ": " + (given->is_number() ? given->text() : std::string{given->kind_name()}) + " is no share of the rows",
                         "give a number from 0 to 1");
    }
    const specification_node *const fallback = node.find("default"), *const share = node.find("default_share");
    if ((fallback == nullptr) != (share == nullptr))
        problems.add((fallback == nullptr ? share : fallback)->mark(), subject,
                     fallback == nullptr ? "default_share: is given without a default" : "default: is given without its share of the rows",
                     fallback == nullptr ? "add one, like default: 0" : "add one, like default_share: 0.1");
    if (problems.size() != before) return {};
    std::optional<erased_field> made;
    attempt(node, subject, problems, [&] {
        made = kind->make(generator_parameters{node, reader, subject});
        // A generator of which a part is wrong is none of the wanted type.
        if (problems.size() == before) made = with_common(std::move(*made), node);
    });
    if (problems.size() != before) return {};
    return made;
}

/// Makes the fields of a list; see read_generator. Messages begin with `table`.
[[nodiscard]] inline std::vector<runtime_field> read_fields(const specification_node& list, specification_reader& reader, const std::string& within,
                                                            const std::string& table = {}) {
    std::vector<runtime_field> out;
    const specification_node* const outer = std::exchange(reader.siblings, &list);
    for (std::size_t i = 0; i < list.items().size(); ++i) {
        const specification_node& one = list.items()[i];
        const specification_node* const name = one.is(specification_node::kind::map) ? one.find("name") : nullptr;
        const bool named = name != nullptr && name->is(specification_node::kind::text) && !name->text().empty();
        const std::string subject = table + (named ? "field \"" + within + name->text() + "\"" : "field " + std::to_string(i + 1));
        if (!named)
            reader.problems.add(name != nullptr ? name->mark() : one.mark(), subject, name != nullptr ? "its name is no text" : "has no name",
                                "add one, like name: id");
        std::optional<erased_field> made = read_generator(one, reader, subject);
        if (named && made) out.push_back({name->text(), std::move(*made)});
    }
    reader.siblings = outer;
    return out;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_READ_GENERATOR_HPP
