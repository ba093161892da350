// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_SCHEMA_SUMMARY_HPP
#define SPATE_EXAMPLES_CLI_SCHEMA_SUMMARY_HPP

/// What the commands of the catalogue tell of a schema.

#include <cstddef>
#include <string>
#include <vector>

#include <spate/schema/node.hpp>

namespace cli {

struct field_summary {
    std::string name, type;
    /// "primary, auto_id", "min=0.01, max=1000".
    std::string properties;
    std::string description;
    /// As it is written; empty if it has none.
    std::string dim;
};

struct schema_summary {
    bool is_collection = false;
    /// The name of the table or collection; empty if the schema has none.
    std::string name;
    std::vector<field_summary> fields;
    /// The tables that a specification declares beside.
    std::vector<std::string> tables;

    /// "768, 512": the dimensions of vectors.
    [[nodiscard]] std::string dims() const;
};

/// Of a schema that keeps the rules.
[[nodiscard]] schema_summary summary_of(const spate::specification_node& root);

/// A schema as JSON text, whatever it is written in.
[[nodiscard]] std::string json_of(const spate::specification_node& node, std::size_t indent = 0);

/// "basic, vector".
[[nodiscard]] std::string joined(const std::vector<std::string>& texts);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_SCHEMA_SUMMARY_HPP
