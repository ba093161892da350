// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_SPECIFICATION_HPP
#define SPATE_SCHEMA_SPECIFICATION_HPP

/// From a specification to a table.

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/seed.hpp>
#include <spate/detail/config.hpp>
#include <spate/schema/detail/read_generator.hpp>
#include <spate/schema/detail/table_reader.hpp>
#include <spate/schema/generator_kinds.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/problems.hpp>
#include <spate/schema/runtime_schema.hpp>

namespace spate::inline v0 {

/// Reads the specification of a table that another one names as a file; throws config_error where it cannot. load_schema brings one.
using specification_opener = std::function<specification_node(const std::string& path)>;

namespace detail {

[[nodiscard]] inline std::string beside(std::string_view file, const std::string& path) {
    const std::size_t folder = file.rfind('/');
    return path.starts_with('/') || folder == std::string_view::npos ? path : std::string{file.substr(0, folder + 1)} + path;
}

// The root and the tables that it declares.
[[nodiscard]] inline std::vector<table_source> sources_of(const specification_node& root, const std::string& file, const specification_opener& open,
                                                          problem_list& problems) {
    std::vector<table_source> out{{{}, file, root}};
    const specification_node* const tables = root.is(specification_node::kind::map) ? root.find("tables") : nullptr;
    if (tables == nullptr) return out;
    if (!tables->is(specification_node::kind::map)) {
        problems.add(tables->mark(), "tables", "is " + std::string{tables->kind_name()},
                     "give a map from names to tables, like {customers: {rows: 10, fields: [...]}}");
        return out;
    }
    constexpr std::size_t most = 1000;
    if (tables->keys().size() > most) {
        problems.add(tables->mark(), "tables", "are more than " + std::to_string(most), "declare fewer");
        return out;
    }
    for (std::size_t i = 0; i < tables->keys().size(); ++i) {
        const std::string& name = tables->keys()[i];
        const specification_node& one = tables->items()[i];
        if (name.empty()) problems.add(tables->key_mark(i), "tables", "has a table without a name", "give it one");
        if (!one.is(specification_node::kind::text)) {
            out.push_back({name, file, one});
        } else if (!open) {
            problems.add(one.mark(), "table \"" + name + "\"", "is in a file, and files are not read here", "write its fields, or use load_schema");
            out.push_back({name, file, {}, true});
        } else {
            const std::string path = beside(file, one.text());
            if (!attempt(one, "table \"" + name + "\"", problems, [&] { out.push_back({name, path, open(path)}); })) out.push_back({name, path, {}, true});
        }
    }
    const auto name_of = [](const table_source& one) {
        const specification_node* const given = one.node.is(specification_node::kind::map) ? one.node.find("name") : nullptr;
        return given != nullptr && given->is(specification_node::kind::text) ? given->text() : one.name;
    };
    for (std::size_t i = 0; i < out.size(); ++i)
        for (std::size_t k = 0; k < i; ++k)
            if (name_of(out[i]) == name_of(out[k]))
                problems.add(tables->mark(), "table \"" + out[i].name + "\"", "has the name \"" + name_of(out[i]) + "\", which another table has too",
                             "give it another, so that their values have nothing in common");
    return out;
}

}  // namespace detail

/// The names of the tables that a specification declares under `tables`.
[[nodiscard]] inline std::vector<std::string> table_names(const specification_node& root) {
    const specification_node* const tables = root.is(specification_node::kind::map) ? root.find("tables") : nullptr;
    return tables != nullptr ? tables->keys() : std::vector<std::string>{};
}

/// What a specification says of the table that it declares under a name: the node under `tables`, or the file that this names, read by `open`. Throws
/// config_error for a table that is not there, and what `open` throws.
[[nodiscard]] inline specification_node table_node(const specification_node& root, std::string_view name, std::string_view file = {},
                                                   const specification_opener& open = {}) {
    const std::vector<std::string> names = table_names(root);
    if (std::find(names.begin(), names.end(), name) == names.end())
        detail::raise_config("table", "\"" + std::string{name} + "\"", "is no table of the specification", suggestion(name, {names.begin(), names.end()}));
    const specification_node& found = *root.find("tables")->find(name);
    return open && found.is(specification_node::kind::text) ? open(detail::beside(file, found.text())) : found;
}

/// Makes the table that a specification describes: a map with `fields`, a list of maps with `name`, `type` and what the type takes, and if wanted `name`,
/// `seed`, `rows`, `about` and `tables` (and `$schema`, which editors look for). The generators are those of generator_kinds(). `file` is what messages call
/// the specification.
///
/// `tables` is a map from names to specifications of the same kind without tables of their own, or to files of such (which `open` reads; paths are relative to
/// the folder of `file`). Foreign keys refer to their rows. With `table`, the table of that name is made in place of the root: exactly the rows that the
/// foreign keys of the others refer to. All tables have the root's seed, and draw other words since each has its own name (that under which it is declared,
/// unless it has a `name`); with_seed changes them all together. Only a table that has a `seed` of its own keeps it, whatever the others' is.
///
/// Throws specification_error, which names everything that is wrong, with file, line, field and what would be right; config_error for a `table` that is not
/// there.
SPATE_WHEN_USED
[[nodiscard]] runtime_schema make_schema(const specification_node& root, std::string file = {}, std::string_view table = {},
                                         const specification_opener& open = {}) {
    problem_list problems{std::move(file)};
    const auto sources = std::make_shared<const std::vector<detail::table_source>>(detail::sources_of(root, problems.file(), open, problems));
    std::size_t wanted = 0;
    if (!table.empty()) {
        problems.raise_if_any();
        (void)table_node(root, table);
        while (wanted == 0 || (*sources)[wanted].name != table) ++wanted;
    }
    detail::table_reader reader{*sources, generator_kinds(), {}, problems};
    std::shared_ptr<const runtime_schema> made = reader.make(wanted);
    for (std::size_t i = 1; i < sources->size(); ++i) (void)reader.make(i);
    problems.raise_if_any();
    if (sources->size() == 1) return *made;
    return made->remade_by([sources, wanted](seed other) {
        problem_list none;
        return detail::table_reader{*sources, generator_kinds(), other, none}.make(wanted)->fields();
    });
}
SPATE_COMPILED_ONCE(runtime_schema make_schema<void>(const specification_node&, std::string, std::string_view, const specification_opener&))

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_SPECIFICATION_HPP
