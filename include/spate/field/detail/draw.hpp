// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_DRAW_HPP
#define SPATE_FIELD_DETAIL_DRAW_HPP

/// The random words of many rows, a part at a time in a buffer on the stack.

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <spate/detail/config.hpp>
#include <spate/field/field.hpp>
#include <spate/field/words.hpp>

namespace spate::inline v0::detail {

/// Four cells: few cells are made twice where a part ends inside one, and half of the smallest L1 cache is left.
inline constexpr std::size_t words_at_once = 2048;

/// Calls use(row, count, drawn) for parts of the rows in order: rows [row, row + count) of those asked for, `per_row` words each at `drawn`.
/// Requires 0 < per_row <= words_at_once.
template <class Use>
SPATE_ALWAYS_INLINE void draw_rows(const field_rows& rows, std::size_t per_row, const Use& use) {
    alignas(64) std::uint64_t drawn[words_at_once];
    const std::size_t at_once = words_at_once / per_row;
    for (std::size_t row = 0; row < rows.count; row += at_once) {
        const std::size_t count = std::min(rows.count - row, at_once);
        words(rows.key, (rows.first + row) * per_row, {drawn, count * per_row});
        use(row, count, static_cast<const std::uint64_t*>(drawn));
    }
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_DRAW_HPP
