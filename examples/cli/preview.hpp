// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_PREVIEW_HPP
#define SPATE_EXAMPLES_CLI_PREVIEW_HPP

/// The first rows of a table, for the eye and for programs.

#include <cstddef>
#include <string>
#include <vector>

#include <spate/schema/runtime_schema.hpp>

namespace cli {

inline constexpr std::size_t preview_rows = 5;

/// The first rows of the table, at most preview_rows, each an object of JSON with all values as they are in its files.
[[nodiscard]] std::vector<std::string> first_rows(const spate::runtime_schema& table);

/// Such rows a field a line, long lists and texts shortened: "[0.1, 0.2, 0.3, 0.4, ... 768 values]".
[[nodiscard]] std::string shown_rows(const std::vector<std::string>& rows);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_PREVIEW_HPP
