// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_OUTPUT_ROOT_HPP
#define SPATE_EXAMPLES_CLI_OUTPUT_ROOT_HPP

/// Where datasets go that are not told where to go.

#include <string>

namespace cli {

/// SPATE_OUTPUT_DIR, or where the platform keeps the data of users: $XDG_DATA_HOME/spate/data, ~/.local/share/spate/data, on macOS
/// ~/Library/Application Support/spate/data; empty where none is known.
[[nodiscard]] std::string output_root();

/// What help says of it.
inline constexpr const char* output_root_help =
    "The default output root is $SPATE_OUTPUT_DIR, else $XDG_DATA_HOME/spate/data, else ~/.local/share/spate/data\n"
    "(on macOS ~/Library/Application Support/spate/data).\n";

/// Whether both ends of a dialogue are a terminal.
[[nodiscard]] bool can_ask();
/// Asks on standard error; true for an answer that begins with y or Y.
[[nodiscard]] bool ask(const std::string& question);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_OUTPUT_ROOT_HPP
