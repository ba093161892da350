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

/// How many words are drawn together: four cells, so that few cells are made twice where a part ends inside one, and half of the smallest L1 cache is left.
inline constexpr std::size_t words_at_once = 2048;

/// Calls body(done, words, count) for parts of the rows, in order: `count` rows from the one `done` behind rows.first, with PerRow words for each. No cell of
/// words is made twice. No allocation.
template <std::size_t PerRow, class Body>
SPATE_ALWAYS_INLINE void draw(const field_rows& rows, const Body& body) {
    static_assert(words_at_once % PerRow == 0);
    constexpr std::size_t at_once = words_at_once / PerRow;
    alignas(64) std::uint64_t drawn[words_at_once];
    for (std::size_t done = 0; done < rows.count;) {
        const std::uint64_t first = rows.first + done;
        const std::size_t count = std::min(rows.count - done, at_once - static_cast<std::size_t>(first % at_once));
        words(rows.key, first * PerRow, {drawn, count * PerRow});
        body(done, static_cast<const std::uint64_t*>(drawn), count);
        done += count;
    }
}

/// A key for part `number` of what has the key `of`. With `of` fixed, different numbers give different keys.
[[nodiscard]] constexpr key128 numbered_key(const key128& of, std::uint64_t number) noexcept {
    return {mix(of.low ^ (number + 0x8cb92ba72f3d8dd7u)), mix(of.high + mix(number ^ 0xabc98388fb8fac03u))};
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_DRAW_HPP
