// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_PROTO_FILES_HPP
#define SPATE_EXAMPLES_CLI_PROTO_FILES_HPP

/// The .proto file and the descriptors beside a table in protobuf.

#include <string>
#include <vector>

#include "rows_options.hpp"

namespace cli {

/// Names the messages after the table and its file: orders.pb has orders.proto. Throws config_error for files that are there already, unless they may be
/// replaced.
void name_messages(rows_request& asked);
/// Writes the files that belong to a table, if it is a file of protobuf; returns their names. Throws run_failure.
std::vector<std::string> write_proto_files(const rows_request& asked);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_PROTO_FILES_HPP
