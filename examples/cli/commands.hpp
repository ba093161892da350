// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_COMMANDS_HPP
#define SPATE_EXAMPLES_CLI_COMMANDS_HPP

/// The commands. Each takes the options as they were typed and returns the exit status: 0, or 1 where the work was done and its
/// outcome is not what was asked for, or 2 where it has said all that makes no sense. They throw config_error for what makes no sense (2), io_error and
/// run_failure for what failed (1).

#include "console.hpp"

namespace cli {

/// Exit statuses of what failed or is not the same, and of options that make no sense.
inline constexpr int exit_failed = 1, exit_refused = 2;

int run_bytes(const typed_options& typed, console& out);
int run_rows(const typed_options& typed, console& out);
int run_inspect(const typed_options& typed, console& out);
int run_verify(const typed_options& typed, console& out);
int run_profile(const typed_options& typed, console& out);
int run_info(const typed_options& typed, console& out);
int run_schema_infer(const typed_options& typed, console& out);
int run_json_schema(const typed_options& typed, console& out);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_COMMANDS_HPP
