// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_DRAW_HPP
#define SPATE_FIELD_DETAIL_DRAW_HPP

/// A column's random words, handed on cell by cell.

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <spate/detail/config.hpp>
#include <spate/field/field.hpp>
#include <spate/field/words.hpp>

namespace spate::inline v0::detail {

/// Calls body(done, words, count) for parts of the rows, in order: `count` rows from the one `done` behind rows.first, with PerRow words for each. No cell of
/// words is made twice. No allocation.
template <std::size_t PerRow, class Body>
void draw(const field_rows& rows, const Body& body) {
    static_assert(batch_rows % PerRow == 0);
    constexpr std::size_t rows_of_cell = batch_rows / PerRow;
    alignas(64) std::uint64_t drawn[batch_rows];
    for (std::size_t done = 0; done < rows.count;) {
        const std::uint64_t first = rows.first + done;
        const std::size_t count = std::min(rows.count - done, rows_of_cell - static_cast<std::size_t>(first % rows_of_cell));
        words(rows.key, first * PerRow, {drawn, count * PerRow});
        body(done, drawn, count);
        done += count;
    }
}

/// Four cells: few cells are made twice where a part ends inside one, and half of the smallest L1 cache is left.
inline constexpr std::size_t words_at_once = 2048;

/// The same for a number of words that is known at run time: calls use(row, count, drawn) for parts of the rows in order: rows [row, row + count) of those
/// asked for, `per_row` words each at `drawn`. Requires 0 < per_row <= words_at_once.
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

/// A key for part `number` of what has the key `of`. With `of` fixed, different numbers give different keys.
[[nodiscard]] constexpr key128 numbered_key(const key128& of, std::uint64_t number) noexcept {
    return {mix(of.low ^ (number + 0x8cb92ba72f3d8dd7u)), mix(of.high + mix(number ^ 0xabc98388fb8fac03u))};
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_DRAW_HPP
