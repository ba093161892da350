// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_INFER_PARQUET_LEAF_HPP
#define SPATE_EXAMPLES_CLI_INFER_PARQUET_LEAF_HPP

/// What the values of a Parquet column mean. Source: apache/parquet-format, LogicalTypes.md.

#include <cstddef>

#include <spate/delta/detail/parquet/pages.hpp>

#include "column_profile.hpp"

namespace cli::infer {

using namespace spate::detail::parquet_input;

/// Sets the profile's declared type, its places, and what a specification has no word for.
void describe(const parquet_node& node, column_profile& to);

/// Adds value `i` of a page. Throws parquet_error for texts that are not UTF-8 and values of the wrong length.
void add_value(const parquet_node& node, const page_values& values, std::size_t i, column_profile& to, const parquet_place& place);

}  // namespace cli::infer

#endif  // SPATE_EXAMPLES_CLI_INFER_PARQUET_LEAF_HPP
