// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_TARGET_HPP
#define SPATE_EXAMPLES_CLI_TARGET_HPP

/// What is there under the name of an output, and how a run into it ended.

#include <string>

#include <spate/run/report.hpp>

namespace cli {

/// What follows the last point of a file's name, in small letters: "csv" of out.d/T.CSV. Nothing where there is no point, or only one in front.
[[nodiscard]] std::string ending_of(const std::string& path);
[[nodiscard]] bool exists(const std::string& path);
/// Whether writing to it makes a file; else it is a device or a FIFO, which is written in place.
[[nodiscard]] bool is_regular_or_new(const std::string& path);
/// Throws config_error for a block device.
void refuse_block_device(const std::string& path);

/// "complete", "expired", "stopped" or "failed".
[[nodiscard]] const char* end_name(spate::run_end end);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_TARGET_HPP
