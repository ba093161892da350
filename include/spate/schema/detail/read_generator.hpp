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
#include <spate/schema/detail/attempt.hpp>
#include <spate/schema/detail/check_parameters.hpp>
#include <spate/schema/detail/default_value.hpp>
#include <spate/schema/detail/runtime_members.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/parameters.hpp>
#include <spate/schema/problems.hpp>

namespace spate::inline v0::detail {

// Nulls and defaults, where they are asked for. Nulls come last: they are the share of all rows that was asked for.
[[nodiscard]] inline erased_field with_common(erased_field generator, const specification_node& node) {
    if (const specification_node* const given = node.find("default"); given != nullptr && node.find("default_share")->real() != 0) {
        const ratio share{node.find("default_share")->real()};
        // What is made from other fields has its type from them: what is wrong with the default is found later, and said of the field.
        const specification_node* const name = node.find("name");
        if (generator.inputs().empty()) {
            column value = default_value(generator.type(), *given);
            check_default(node, *given);
            generator = with_default(std::move(generator), share, std::move(value));
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

[[nodiscard]] inline std::vector<runtime_field> read_members(const specification_node& list, specification_reader& reader, const std::string& subject);
[[nodiscard]] inline std::optional<erased_field> read_generator(const specification_node& node, specification_reader& reader, const std::string& subject);

// What is wrong with the generators within one that cannot be made.
inline void read_parts(const specification_node& node, const generator_kind& kind, specification_reader& reader, const std::string& subject) {
    for (const parameter& one : kind.parameters) {
        const specification_node* const given = node.find(one.name);
        if (given == nullptr || !is_of_kind(*given, one.kind)) continue;
        if (one.kind == parameter_kind::generator) (void)read_generator(*given, reader, subject);
        if (one.kind == parameter_kind::fields) (void)read_members(*given, reader, subject);
        if (one.kind == parameter_kind::generators)
            for (std::size_t i = 0; i < given->items().size(); ++i)
                (void)read_generator(given->items()[i], reader, subject + ", case \"" + given->keys()[i] + "\"");
    }
}

/// Makes the generator that a map with `type` describes. What is wrong with it is added to the reader's problems, and nothing is returned.
/// Beyond those of its kind it takes `name` and `about`, and those of common_parameters().
[[nodiscard]] inline std::optional<erased_field> read_generator(const specification_node& node, specification_reader& reader, const std::string& subject) {
    problem_list& problems = reader.problems;
    if (!node.is(specification_node::kind::map)) {
        problems.add(node.mark(), subject, "is " + std::string{node.kind_name()}, "write a map with `type`, like {type: sequence}");
        return {};
    }
    const std::size_t before = problems.size();
    const generator_kind* const kind = find_kind(node, reader, subject);
    check_common(node, problems, subject);
    if (kind == nullptr) return {};
    check_parameters(node, *kind, problems, subject);
    if (problems.size() != before) {
        read_parts(node, *kind, reader, subject);
        return {};
    }
    std::optional<erased_field> made;
    attempt(node, subject, problems, [&] {
        made = kind->make(generator_parameters{node, reader, subject});
        // A generator of which a part is wrong is none of the wanted type.
        if (problems.size() == before) made = with_common(std::move(*made), node);
    });
    if (problems.size() != before) return {};
    return made;
}

inline void refuse_name(const specification_node& field, const specification_node* name, const std::string& subject, problem_list& problems) {
    if (name == nullptr) return problems.add(field.mark(), subject, "has no name", "add one, like name: id");
    const bool empty = name->is(specification_node::kind::text);
    problems.add(name->mark(), subject, empty ? "its name is empty" : "name: " + name->shown(),
                 name->is_number() ? "write it in quotation marks: \"" + name->text() + "\"" : "give a text, like name: id");
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
        if (!named) refuse_name(one, name, subject, reader.problems);
        std::optional<erased_field> made = read_generator(one, reader, subject);
        if (named && made) out.push_back({name->text(), std::move(*made)});
    }
    reader.siblings = outer;
    return out;
}

// What comes before a member's name in the field that a subject is: of table "t": field "g", both table "t":  and g.
[[nodiscard]] inline std::pair<std::string, std::string> owner_of(const std::string& subject) {
    const std::size_t begin = subject.find("field \"");
    if (begin == std::string::npos || !subject.ends_with('"') || subject.find("\", ", begin) != std::string::npos) return {subject + ", ", ""};
    return {subject.substr(0, begin), subject.substr(begin + 7, subject.size() - begin - 8) + "."};
}

/// The fields of an object, whose names follow that of the field that it is: g.x. They are wrong too where they cannot be made from each other.
[[nodiscard]] inline std::vector<runtime_field> read_members(const specification_node& list, specification_reader& reader, const std::string& subject) {
    const auto [table, within] = owner_of(subject);
    const std::size_t before = reader.problems.size();
    std::vector<runtime_field> members = read_fields(list, reader, within, table);
    if (reader.problems.size() != before || members.empty()) return members;
    const std::string of = table.empty() ? table : table.substr(0, table.size() - 2);
    for (const config_error& error : runtime_members::errors_of(members)) add_error(list, of, reader.problems, error, within);
    return members;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_READ_GENERATOR_HPP
