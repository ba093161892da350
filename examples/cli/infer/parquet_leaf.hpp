// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_INFER_PARQUET_LEAF_HPP
#define SPATE_EXAMPLES_CLI_INFER_PARQUET_LEAF_HPP

/// What the values of a Parquet column mean. Source: apache/parquet-format, LogicalTypes.md.

#include <cstddef>

#include "column_profile.hpp"
#include "parquet_pages.hpp"

namespace cli::infer {

/// Sets the profile's declared type, its places, and what a specification has no word for.
void describe(const parquet_node& node, column_profile& to);

/// Adds value `i` of a page. Throws run_failure for texts that are not UTF-8 and values of the wrong length.
void add_value(const parquet_node& node, const page_values& values, std::size_t i, column_profile& to, const parquet_place& place);

}  // namespace cli::infer

#endif  // SPATE_EXAMPLES_CLI_INFER_PARQUET_LEAF_HPP
