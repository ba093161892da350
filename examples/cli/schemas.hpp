// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_SCHEMAS_HPP
#define SPATE_EXAMPLES_CLI_SCHEMAS_HPP

/// The catalogue, and tables of schemas, as commands need them. schemas.cpp alone includes what reads specifications, since compiling that takes half a minute.

#include <string>
#include <string_view>
#include <vector>

#include <spate/schema/node.hpp>
#include <spate/schema/runtime_schema.hpp>

namespace cli {

/// See spate::catalogue_entry.
struct schema_entry {
    std::string id, name, description;
    std::vector<std::string> tags, use_cases;
    bool built_in = false;
    std::string file, problem;
};

/// The catalogue of the user; throws as spate::schema_catalogue does.
class schema_catalogue {
public:
    [[nodiscard]] std::string directory() const;
    [[nodiscard]] std::vector<schema_entry> list() const;
    [[nodiscard]] schema_entry entry(const std::string& id) const;
    [[nodiscard]] std::string text(const std::string& id) const;
    [[nodiscard]] spate::specification_node node(const std::string& id) const;
    [[nodiscard]] std::string place(const std::string& id) const;
    /// Throws specification_error, which names all that is wrong with a schema.
    void check(const std::string& id) const;
    /// Of `about`, description, tags and use cases count.
    void add(const std::string& id, const std::string& file, const schema_entry& about) const;
    void remove(const std::string& id) const;
};

/// Throws as spate::load_specification.
[[nodiscard]] spate::specification_node load_node(const std::string& path);

/// The table of a schema of either kind, or of a specification the one of the name `table`. Throws as spate::read_schema.
[[nodiscard]] spate::runtime_schema table_of(const spate::specification_node& root, const std::string& place, std::string_view table = {});
/// Throws as spate::read_collection and spate::make_table.
[[nodiscard]] spate::runtime_schema table_of_collection(const spate::specification_node& root, const std::string& place, bool include_auto_id,
                                                        bool sparse_as_json);

/// The tables that a specification declares.
[[nodiscard]] std::vector<std::string> declared_tables(const spate::specification_node& root);
/// One of them, from its file if it is in one. Throws as spate::table_node and spate::open_specification.
[[nodiscard]] spate::specification_node declared_table(const spate::specification_node& root, std::string_view name, std::string_view file);

/// Why a specification is none; empty if it is one.
[[nodiscard]] std::string problem_of_specification(const spate::specification_node& root);

/// The JSON Schema of specifications.
[[nodiscard]] std::string json_schema_text();
/// In the order of spate::generator_kinds.
[[nodiscard]] std::vector<std::string_view> generator_names();

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_SCHEMAS_HPP
