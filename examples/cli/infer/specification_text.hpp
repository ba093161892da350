// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_INFER_SPECIFICATION_TEXT_HPP
#define SPATE_EXAMPLES_CLI_INFER_SPECIFICATION_TEXT_HPP

/// A specification as text.

#include <string>

#include <spate/schema/node.hpp>

namespace cli::infer {

/// YAML as schema/yaml.hpp reads it: maps and lists of maps in blocks, lists of scalars on one line.
[[nodiscard]] std::string yaml_text(const spate::specification_node& root);
/// JSON (RFC 8259), indented.
[[nodiscard]] std::string json_text(const spate::specification_node& root);

}  // namespace cli::infer

#endif  // SPATE_EXAMPLES_CLI_INFER_SPECIFICATION_TEXT_HPP
