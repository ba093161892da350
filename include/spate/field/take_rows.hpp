// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_TAKE_ROWS_HPP
#define SPATE_FIELD_TAKE_ROWS_HPP

/// `take_rows`: some rows of a column, or of several, as a column of their own.

#include <cstddef>
#include <cstdint>
#include <span>

#include <spate/field/column.hpp>
#include <spate/field/detail/gather.hpp>
#include <spate/field/type.hpp>

namespace spate::inline v0 {

/// Which value is taken: row `row` of column number `source`.
using taken_row = detail::taken;

/// Value i of `out` is row rows[i].row of sources[rows[i].source], nulls too, in whichever order and as often as they are asked for. All are columns of the
/// type; `out` is none of them. Texts of one dictionary stay numbers of it. Requires that there are such columns and rows.
///
/// Allocates where `out` has to grow. Throws std::length_error for more than 2^31 - 1 bytes of texts. Cost: a nanosecond or so a value of fixed width, a copy
/// of the bytes of others. Thread safety: any number of threads, each into its own column.
inline void take_rows(const data_type& type, std::span<const column* const> sources, std::span<const taken_row> rows, column& out) {
    detail::gather(type, sources, rows.data(), rows.size(), out);
}
/// The same from one column, by its rows.
inline void take_rows(const data_type& type, const column& source, std::span<const taken_row> rows, column& out) {
    const column* const one = &source;
    detail::gather(type, {&one, 1}, rows.data(), rows.size(), out);
}

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_TAKE_ROWS_HPP
