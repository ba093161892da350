// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_INFER_CSV_HEADER_HPP
#define SPATE_EXAMPLES_CLI_INFER_CSV_HEADER_HPP

/// Whether the first row of a CSV file has names or values.

#include <string>
#include <vector>

namespace cli::infer {

struct cell {
    std::string text;
    bool quoted = false;
};

using rows_of_cells = std::vector<std::vector<cell>>;

/// Whether a cell stands for a null: it has no quotes, and is empty, NULL, null, \N or `null`.
[[nodiscard]] bool is_null(const cell& one, const std::string& null);

/// Compares the first row with those below it, of which there may be any number. A text above a column of numbers, dates or the like is a name, a number above
/// numbers is a value; so is a date above dates. Years that follow each other are names above what are none, and so are 0, 1, 2 ... behind an empty cell, as
/// data frames number their columns. Names may be empty or there twice. Where all are texts, nothing tells them apart, and the first row has names.
[[nodiscard]] bool has_header(const rows_of_cells& rows, const std::string& null);

}  // namespace cli::infer

#endif  // SPATE_EXAMPLES_CLI_INFER_CSV_HEADER_HPP
