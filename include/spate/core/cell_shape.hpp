// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_CORE_CELL_SHAPE_HPP
#define SPATE_CORE_CELL_SHAPE_HPP

/// How a compressible unit is laid out, as shapers ask it of engines.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include <spate/core/concepts.hpp>

namespace spate::inline v0 {

/// A unit of 2^`log2_segments` segments of `segment` bytes. Each segment begins with literals and goes on with one match to its end: every byte is
/// the one `distance(literals)` before it. The literals of a unit are dealt out to its segments evenly, but for the stagger; they are
/// taken from the base's cell of the same index, those of each segment from the next multiple of 256 bytes on.
struct cell_shape {
    /// A power of two from 512 to 4096.
    std::uint32_t segment = 4096;
    std::uint32_t log2_segments = 0;
    /// What distances are multiples of, where there are enough literals: 64 or 32.
    std::uint32_t grain = 64;
    /// By about how many literals neighbouring segments differ at the most. Where they are alike, so are their distances, and zstd tries the last
    /// distances before it searches: it then finds a match some bytes late, how many hanging on each byte of length.
    std::uint32_t stagger = 128;

    /// Every segment needs this many: random bytes enough that no two of a stream are ever the same.
    static constexpr std::uint32_t fewest_literals = 17;

    [[nodiscard]] constexpr std::uint64_t unit() const noexcept { return std::uint64_t{segment} << log2_segments; }

    /// The literals of segment `number` of a unit that has `of_unit` in all.
    [[nodiscard, gnu::always_inline]] constexpr std::size_t literals(std::uint64_t number, std::uint64_t of_unit) const noexcept {
        const std::uint64_t even = ((number + 1) * of_unit >> log2_segments) - (number * of_unit >> log2_segments);
        if (log2_segments == 0) return static_cast<std::size_t>(even);
        const std::uint64_t share = of_unit >> log2_segments, above = share - fewest_literals, below = segment - share;
        // The sum over a unit is 0. Short segments are many, and differ in more ways.
        constexpr std::int64_t of_two[2] = {-1, 1}, of_four[4] = {-3, 1, -1, 3}, of_eight[8] = {-7, 1, -3, 5, -5, 3, -1, 7};
        if (segment < 4096 && log2_segments >= 3) {
            const std::uint64_t step = std::min({std::uint64_t{stagger}, above / 7, (below == 0 ? 0 : below - 1) / 7});
            return static_cast<std::size_t>(static_cast<std::int64_t>(even) + static_cast<std::int64_t>(step) * of_eight[number % 8]);
        }
        const auto half = static_cast<std::int64_t>(std::min({std::uint64_t{stagger}, above / 4, below / 2}) / 2);
        return static_cast<std::size_t>(static_cast<std::int64_t>(even) + half * (log2_segments == 1 ? of_two[number % 2] : of_four[number % 4]));
    }

    /// How far a match reaches back: to one of the first literals, since some codecs look at those that follow more and more sparsely. Where
    /// there are enough literals it is a multiple of whole lines, which are cheap to copy. Two sectors of 512 bytes within the segment would be
    /// equal if they were a multiple of the distance apart, which is avoided. Requires literals >= fewest_literals.
    [[nodiscard]] constexpr std::size_t distance(std::size_t literals) const noexcept {
        for (std::size_t step = grain; step >= 32; step /= 2)
            if (const std::size_t found = multiple_below(literals, step); found != 0) return found;
        return (literals - 1) | 1;
    }

private:
    // The largest multiple of `step` up to `literals`, or the one below it, of which no multiple is 512, 1024, ... within the segment; or 0.
    [[nodiscard]] constexpr std::size_t multiple_below(std::size_t literals, std::size_t step) const noexcept {
        const std::size_t sectors = segment / 512;
        const int bits = std::countr_zero(step);  // a division by what is not known early would take as long as the copying
        std::size_t count = literals >> bits;
        const int twos = std::min(std::countr_zero(count), 9 - bits);
        if (count >> twos >= sectors) return count * step;
        count = count % 2 == 0 && count != 0 ? count - 1 : 0;
        return count >= sectors ? count * step : 0;
    }
};

/// The first `bytes` bytes of cell `index`, to be written at `out`; its first segment is number `segment` of a unit that has `literals` literals.
/// Requires that every segment has at least cell_shape::fewest_literals.
struct shaped_request {
    std::uint64_t index;
    std::byte* out;
    std::uint32_t bytes, segment, literals;
};

/// A source that can make cells in a shape at once, faster than their literals are made and repeated in turn.
template <class S>
concept shapeable_source = cell_source<S> && requires(const S& source, std::span<const shaped_request> requests, const cell_shape& shape) {
    { source.make_shaped(requests, shape) } noexcept;
};

}  // namespace spate::inline v0

#endif  // SPATE_CORE_CELL_SHAPE_HPP
