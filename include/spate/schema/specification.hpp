// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_SPECIFICATION_HPP
#define SPATE_SCHEMA_SPECIFICATION_HPP

/// From a specification to a table.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/field/erased.hpp>
#include <spate/schema/catalogue.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/parameters.hpp>
#include <spate/schema/problems.hpp>
#include <spate/schema/runtime_schema.hpp>

namespace spate::inline v0 {

namespace detail {

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
        const specification_node* const member = node.find(error.parameter());
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
                                          "a map"};
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
        default:
            return node.is(is::map);
    }
}

}  // namespace detail

/// Makes the generator that a map with `type` describes. What is wrong with it is added to the reader's problems, and nothing is returned.
/// Beyond those of its kind it takes `name` and `about` where it is a field, and `nulls`, the share of rows that are null.
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
    std::vector<std::string_view> known{"name", "type", "nulls", "about"};
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
        if (!detail::is_of_kind(*given, one.kind)) {
            problems.add(given->mark(), subject, std::string{one.name} + ": is " + std::string{given->kind_name()},
                         "give " + std::string{detail::kind_text(one.kind)});
        } else if (one.kind == parameter_kind::one_of) {
            bool found = false;
            for (const std::string_view name : one.names) found = found || name == given->text();
            if (!found)
                problems.add(given->mark(), subject, std::string{one.name} + ": \"" + given->text() + "\" is not known", suggestion(given->text(), one.names));
        }
    }
    const specification_node* const nulls = node.find("nulls");
    if (nulls != nullptr && (!nulls->is_number() || !(nulls->real() >= 0 && nulls->real() <= 1)))
        problems.add(nulls->mark(), subject, "nulls: " + (nulls->is_number() ? nulls->text() : std::string{nulls->kind_name()}) + " is no share of the rows",
                     "give a number from 0 to 1");
    if (problems.size() != before) return {};
    std::optional<erased_field> made;
    detail::attempt(node, subject, problems, [&] {
        made = kind->make(generator_parameters{node, reader, subject});
        if (nulls != nullptr && nulls->real() != 0) made = detail::with_nulls(std::move(*made), ratio{nulls->real()});
    });
    if (problems.size() != before) return {};
    return made;
}

/// Makes the fields of a list; see read_generator.
[[nodiscard]] inline std::vector<runtime_field> read_fields(const specification_node& list, specification_reader& reader, const std::string& within) {
    std::vector<runtime_field> out;
    for (std::size_t i = 0; i < list.items().size(); ++i) {
        const specification_node& one = list.items()[i];
        const specification_node* const name = one.is(specification_node::kind::map) ? one.find("name") : nullptr;
        const bool named = name != nullptr && name->is(specification_node::kind::text) && !name->text().empty();
        const std::string subject = named ? "field \"" + within + name->text() + "\"" : "field " + std::to_string(i + 1);
        if (!named)
            reader.problems.add(name != nullptr ? name->mark() : one.mark(), subject, name != nullptr ? "its name is no text" : "has no name",
                                "add one, like name: id");
        std::optional<erased_field> made = read_generator(one, reader, subject);
        if (named && made) out.push_back({name->text(), std::move(*made)});
    }
    return out;
}

/// Makes the table that a specification describes: a map with `fields`, a list of maps with `name`, `type` and what the type takes, and if wanted `name`,
/// `seed`, `rows` and `about`. The generators are those of catalogue(). `file` is what messages call the specification. Throws specification_error, which names
/// everything that is wrong, with file, line, field and what would be right.
[[nodiscard]] inline runtime_schema make_schema(const specification_node& root, std::string file = {}) {
    problem_list problems{std::move(file)};
    specification_reader reader{catalogue(), problems};
    const std::vector<std::string_view> known{"name", "seed", "rows", "fields", "about"};
    std::vector<runtime_field> fields;
    std::string name;
    std::uint64_t rows = runtime_schema::most_rows;
    seed from{0};
    if (!root.is(specification_node::kind::map)) {
        problems.add(root.mark(), "", "the specification is " + std::string{root.kind_name()}, "write a map with `fields`");
    } else {
        for (std::size_t i = 0; i < root.keys().size(); ++i) {
            bool found = false;
            for (const std::string_view one : known) found = found || one == root.keys()[i];
            if (!found) problems.add(root.key_mark(i), "", "unknown key \"" + root.keys()[i] + "\"", suggestion(root.keys()[i], known));
        }
        const auto whole = [&](std::string_view key) -> std::optional<std::uint64_t> {
            const specification_node* const found = root.find(key);
            if (found == nullptr) return {};
            if (found->is(specification_node::kind::integer) && found->integer() >= 0) return static_cast<std::uint64_t>(found->integer());
            problems.add(found->mark(), key, (found->is_number() ? found->text() : std::string{found->kind_name()}) + " is no whole number from 0 to 2^63 - 1",
                         "give one");
            return {};
        };
        if (const specification_node* const given = root.find("name")) {
            if (given->is(specification_node::kind::text))
                name = given->text();
            else
                problems.add(given->mark(), "name", "is " + std::string{given->kind_name()}, "give a text");
        }
        from.value = whole("seed").value_or(0);
        rows = whole("rows").value_or(rows);
        if (rows > runtime_schema::most_rows) problems.add(root.find("rows")->mark(), "rows", std::to_string(rows) + " is more than 2^48", "use fewer");
        const specification_node* const list = root.find("fields");
        if (list == nullptr || !list->is(specification_node::kind::sequence) || list->items().empty())
            problems.add(list == nullptr ? root.mark() : list->mark(), "fields", list == nullptr ? "are missing" : "are no list, or an empty one",
                         "give a list of fields");
        else
            fields = read_fields(*list, reader, {});
    }
    problems.raise_if_any();
    std::optional<runtime_schema> made;
    detail::attempt(*root.find("fields"), "", problems, [&] { made.emplace(std::move(fields), std::move(name), from, rows); });
    problems.raise_if_any();
    return std::move(*made);
}

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_SPECIFICATION_HPP
