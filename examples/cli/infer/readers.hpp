// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_INFER_READERS_HPP
#define SPATE_EXAMPLES_CLI_INFER_READERS_HPP

/// The readers: each goes through a file once and fills the profiles of its columns. All throw run_failure for files that are damaged or not of the format,
/// with the place, and config_error for FILE where there is nothing to measure.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "../console.hpp"
#include "../input.hpp"
#include "column_profile.hpp"

namespace cli::infer {

struct csv_dialect {
    std::optional<char> delimiter;
    std::optional<bool> header;
    /// What stands for a null besides an empty cell, NULL, null and \N.
    std::string null;
};

/// Delimiter-separated values (RFC 4180; also with semicolons, tabs and |); what the dialect leaves open is found out from the first 64 KiB.
[[nodiscard]] table_profile read_csv(const input_file& file, csv_dialect dialect, std::uint64_t most_rows);

/// Objects, one a line (NDJSON) or all in a list (RFC 8259). A member that is missing is a null.
[[nodiscard]] table_profile read_json(const input_file& file, std::uint64_t most_rows);

/// Adds a JSON value to the elements of `holder`; false for a text that is none, whereafter they are of no use.
[[nodiscard]] bool add_json(column_profile& holder, std::string_view text);

/// Parquet, of all types and nestings; see parquet_pages.hpp for what codecs and encodings.
[[nodiscard]] table_profile read_parquet(const input_file& file, std::uint64_t most_rows);

/// The error of a reader: "orders.csv, line 7: has 3 values where ...".
[[noreturn]] inline void fail_at_line(const input_file& file, std::uint64_t line, const std::string& problem) {
    throw run_failure{file.path() + ", line " + std::to_string(line) + ": " + problem};
}

}  // namespace cli::infer

#endif  // SPATE_EXAMPLES_CLI_INFER_READERS_HPP
