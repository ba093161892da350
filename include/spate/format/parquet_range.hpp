// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_PARQUET_RANGE_HPP
#define SPATE_FORMAT_PARQUET_RANGE_HPP

/// What the statistics of a Parquet file say of a column, for those who keep it outside of the file.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace spate::inline v0 {

/// A leaf of the file's schema, over all row groups. Whole numbers of at most 64 bits (dates, timestamps and decimals in their units among them, booleans are
/// 0 and 1) are in `least` and `largest` as 8 bytes of a little-endian integer, signed or unsigned as the column; real numbers as the 8 bytes of a double;
/// texts as they are up to 132 bytes, of longer ones the first 128 at least, perhaps to the middle of a character. `known` is false where no row has a value,
/// and where the file's statistics have no least and largest value; see parquet. But texts of more than 64 bytes, which they leave out, are known here.
struct parquet_range {
    /// Which column of the table, and on the way to the leaf which member of each structure.
    std::size_t field = 0;
    std::vector<std::size_t> members = {};
    /// Whether it stands in a list or a vector: nothing is known then.
    bool repeated = false;
    std::uint64_t nulls = 0;
    bool known = false;
    std::string least = {}, largest = {};
    /// Whether some values are NaN, which `least` and `largest` do not tell.
    bool nan = false;
};

}  // namespace spate::inline v0

#endif  // SPATE_FORMAT_PARQUET_RANGE_HPP
