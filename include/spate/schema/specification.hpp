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
#include <spate/schema/catalogue.hpp>
#include <spate/schema/detail/read_generator.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/parameters.hpp>
#include <spate/schema/problems.hpp>
#include <spate/schema/runtime_schema.hpp>

namespace spate::inline v0 {

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
            fields = detail::read_fields(*list, reader, {});
    }
    problems.raise_if_any();
    std::optional<runtime_schema> made;
    detail::attempt(*root.find("fields"), "", problems, [&] { made.emplace(std::move(fields), std::move(name), from, rows); });
    problems.raise_if_any();
    return std::move(*made);
}

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_SPECIFICATION_HPP
