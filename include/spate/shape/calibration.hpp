// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SHAPE_CALIBRATION_HPP
#define SPATE_SHAPE_CALIBRATION_HPP

/// From a ratio to a layout and back: how many bytes a codec makes of a unit with so many literals, as measured with the real codecs.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <spate/core/cell_shape.hpp>
#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/ratio.hpp>
#include <spate/core/size.hpp>
#include <spate/shape/codec.hpp>

namespace spate::inline v0 {

/// How a unit is laid out: its shape, and how many of its bytes are literals. With none at all it is zero; with as many as it has bytes, random.
struct unit_layout {
    cell_shape shape;
    std::uint32_t literals;
};

/// What one codec makes of units of one size. Tables are frozen: a better one has a new name.
struct calibration_table {
    std::uint32_t unit;
    std::uint16_t segment, grain, stagger;
    /// By how many bytes the largest compressed unit seen exceeded the mean, where matches were no shorter than `shortest_match`.
    std::uint16_t above;
    /// For each of nodes(segment) literals in a segment: what the segment takes beyond its literals, on the average, in 1/32 of a byte. (A string, which
    /// compilers read ten times faster than a list of numbers.)
    const char16_t* overhead;

    /// Codecs overlook some of the matches that are shorter.
    static constexpr std::uint32_t shortest_match = 128;

    /// The numbers of literals at which a segment is measured: 17, then every fourth in segments up to 1024; in larger ones every 8th up to 512, then every
    /// 32nd.
    [[nodiscard]] static constexpr std::uint32_t node(std::uint32_t segment, std::size_t i) noexcept {
        const auto number = static_cast<std::uint32_t>(i);
        if (i == 0) return cell_shape::fewest_literals;
        return segment <= 1024 ? 16 + 4 * number : i < 63 ? 16 + 8 * number : 32 * number - 1472;
    }
    [[nodiscard]] static constexpr std::size_t nodes(std::uint32_t segment) noexcept {
        return segment <= 1024 ? (segment - 16 + 3) / 4 + 1 : (segment + 1472 + 31) / 32 + 1;
    }

    [[nodiscard]] constexpr cell_shape shape() const noexcept {
        return {segment, static_cast<std::uint32_t>(std::countr_zero(unit / segment)), grain, stagger};
    }
    /// The mean compressed size of a unit with so many literals, in 1/256 of a byte. Requires fewest_literals for each segment.
    [[nodiscard]] constexpr std::uint64_t size_of(std::uint32_t literals) const noexcept {
        const std::uint64_t share = (std::uint64_t{literals} << 16) * segment / unit;
        std::size_t i = 0;
        while (i + 2 < nodes(segment) && std::uint64_t{node(segment, i + 1)} << 16 <= share) ++i;
        const std::uint64_t from = std::uint64_t{node(segment, i)} << 16, width = node(segment, i + 1) - node(segment, i);
        const std::uint64_t begin = size_at(i) << 11, end = size_at(i + 1) << 11;
        const std::uint64_t way = share - from;  // of width
        return (begin * ((width << 16) - way) + end * way) / (width << 16) * (unit / segment) >> 8;
    }
    /// The literals with which the mean size is `size` (in 1/256 of a byte), or as near to it as the table reaches. Sizes grow with the literals but for
    /// small steps back: of several numbers, the largest.
    [[nodiscard]] constexpr std::uint32_t literals_for(std::uint64_t size) const noexcept {
        const std::uint64_t wanted = (size << 8) / (unit / segment);
        std::size_t i = nodes(segment) - 2;
        while (i > 0 && size_at(i) << 11 > wanted) --i;
        const std::uint64_t begin = size_at(i) << 11, end = size_at(i + 1) << 11;
        std::uint64_t share = std::uint64_t{node(segment, i)} << 16;
        if (end > begin) share += (std::uint64_t{node(segment, i + 1) - node(segment, i)} << 16) * (std::clamp(wanted, begin, end) - begin) / (end - begin);
        return static_cast<std::uint32_t>((share * (unit / segment) + (1u << 15)) >> 16);
    }
    [[nodiscard]] constexpr std::uint64_t smallest() const noexcept { return size_of(fewest()); }
    [[nodiscard]] constexpr std::uint32_t fewest() const noexcept { return unit / segment * cell_shape::fewest_literals; }

private:
    // The size of one segment, in 1/32 of a byte.
    [[nodiscard]] constexpr std::uint64_t size_at(std::size_t i) const noexcept { return 32 * std::uint64_t{node(segment, i)} + overhead[i]; }
};

/// The tables of one codec and level: for units that are powers of two, in order. A larger unit than the last is laid out like several of the last.
/// Where there are two for a unit, the first has the smaller segments and does not reach as far.
struct calibration {
    /// "lz4-v1", "zstd-3-v1".
    std::string_view name;
    std::span<const calibration_table> tables;

    static constexpr std::uint64_t largest_unit = std::uint64_t{64} << 20;

    /// The table for units that compress to `size` (in 1/256 of a byte, on the average): the first that reaches so far, else the one that reaches farthest;
    /// null for units that are no power of two, or too small or large.
    [[nodiscard]] constexpr const calibration_table* table_for(std::uint64_t unit, std::uint64_t size) const noexcept {
        if (!std::has_single_bit(unit) || unit > largest_unit || tables.empty()) return nullptr;
        const std::uint64_t in_table = std::min<std::uint64_t>(unit, tables.back().unit);
        const calibration_table* found = nullptr;
        for (const calibration_table& one : tables) {
            if (one.unit != in_table) continue;
            found = &one;
            if (one.smallest() <= size / (unit / in_table)) break;
        }
        return found;
    }
};

namespace detail {
#include <spate/shape/detail/lz4_v1.inc>
#include <spate/shape/detail/snappy_v1.inc>
#include <spate/shape/detail/zlib_v1.inc>
#include <spate/shape/detail/zstd_v1.inc>
}  // namespace detail

/// The library's own tables for a codec; those of lz4 for `codec::neutral`. Throws config_error for a level that has none.
SPATE_WHEN_USED
[[nodiscard]] inline const calibration& calibration_of(const codec& of) {
    using enum codec::family;
    switch (of.kind()) {
        case zstd:
            if (of.level() == 1) return detail::zstd_1_v1;
            if (of.level() == 3) return detail::zstd_3_v1;
            detail::raise_config("codec", of.text(), "is not a level that is calibrated", "use zstd:1 or zstd:3");
        case zlib:
            if (of.level() == 1) return detail::zlib_1_v1;
            if (of.level() == 6) return detail::zlib_6_v1;
            detail::raise_config("codec", of.text(), "is not a level that is calibrated", "use zlib:1 or zlib:6");
        case snappy:
            return detail::snappy_v1;
        default:
            return detail::lz4_v1;
    }
}

}  // namespace spate::inline v0

#endif  // SPATE_SHAPE_CALIBRATION_HPP
