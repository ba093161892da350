// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_DRAW_HPP
#define SPATE_FIELD_DETAIL_DRAW_HPP

/// A column's random words, handed on cell by cell.

#include <algorithm>
#include <cstddef>
#include <cstdint>

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

/// A key for part `number` of what has the key `of`. With `of` fixed, different numbers give different keys.
[[nodiscard]] constexpr key128 numbered_key(const key128& of, std::uint64_t number) noexcept {
    return {mix(of.low ^ (number + 0x8cb92ba72f3d8dd7u)), mix(of.high + mix(number ^ 0xabc98388fb8fac03u))};
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_DRAW_HPP
