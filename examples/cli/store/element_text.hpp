// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_STORE_ELEMENT_TEXT_HPP
#define SPATE_EXAMPLES_CLI_STORE_ELEMENT_TEXT_HPP

/// Elements of arrays as text.

#include <cstddef>
#include <span>
#include <string>

#include <spate/store/dtype.hpp>
#include <spate/store/npy_header.hpp>

namespace cli {

enum class row_format : unsigned char { ndjson, csv };

/// Appends a row as a line without its end. NDJSON: nested arrays of the axes behind the first, a plain number where there are none; complex numbers are
/// [real, imaginary], and what is no number is null. CSV: all elements of the row with commas between, complex ones as 1+2j. Reals have the fewest digits that
/// read back as the same number.
void put_row(std::string& to, spate::dtype type, const spate::array_shape& shape, std::span<const std::byte> row, row_format format);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_STORE_ELEMENT_TEXT_HPP
