// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SHAPE_LAYOUT_HPP
#define SPATE_SHAPE_LAYOUT_HPP

/// What is asked of compression, and the layout of a unit that gives it.

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <string>

#include <spate/core/error.hpp>
#include <spate/core/ratio.hpp>
#include <spate/core/size.hpp>
#include <spate/shape/calibration.hpp>
#include <spate/shape/codec.hpp>

namespace spate::inline v0 {

/// How well a stream shall compress, with which codec, in units of which size.
struct compression {
    /// Bytes of a unit per compressed byte, 1 or more; 1 leaves the stream as it is.
    spate::ratio ratio = {};
    spate::codec codec = spate::codec::neutral;
    /// What is compressed by itself: a power of two from 512 to 64 MiB.
    std::uint64_t unit = 4096;
    /// Tables of the user's own, which must outlive the call; null for the library's.
    const spate::calibration* tables = nullptr;
};

namespace detail {

SPATE_WHEN_USED
[[nodiscard]] inline std::string codec_name(const compression& asked) { return asked.tables != nullptr ? std::string{asked.tables->name} : asked.codec.text(); }

SPATE_WHEN_USED
[[nodiscard]] inline const calibration_table& table_for(const calibration& tables, std::uint64_t unit, std::uint64_t size) {
    const calibration_table* const found = tables.table_for(unit, size);
    if (found == nullptr) {
        const bool fits = unit >= 512 && unit <= calibration::largest_unit;
        if (fits && std::has_single_bit(unit) && !tables.tables.empty())
            raise_config("compress-unit", std::to_string(unit), "has no table in " + std::string{tables.name},
                         "use " + std::to_string(tables.tables.front().unit) + " or more");
        raise_config("compress-unit", std::to_string(unit), fits ? "is not a power of two" : "is not from 512 to 64 MiB",
                     "use " + (fits         ? std::to_string(std::bit_floor(unit)) + " or " + std::to_string(std::bit_ceil(unit))
                               : unit < 512 ? std::string{"512"}
                                            : "64MiB"));
    }
    return *found;
}

// "95.25": so much can be asked for; rounded down.
SPATE_WHEN_USED
[[nodiscard]] inline std::string ratio_below(std::uint64_t unit, std::uint64_t smallest) {
    const std::uint64_t hundredths = unit * 256 * 100 / smallest;
    char text[32];
    std::snprintf(text, sizeof text, "%g", static_cast<double>(hundredths) / 100);
    return text;
}

/// The literals with which units compress to `size`, in 1/256 of a byte on the average, scaled to units larger than the table's.
SPATE_WHEN_USED
[[nodiscard]] inline unit_layout layout_for_size(const calibration_table& table, std::uint64_t unit, std::uint64_t size) {
    cell_shape shape = table.shape();
    const auto times = static_cast<std::uint32_t>(std::countr_zero(unit / table.unit));
    shape.log2_segments += times;
    return {shape, table.literals_for(size >> times) << times};
}

// The layout for the ratio asked in a stream that has units of the ratio `hardest` too, all of one shape.
SPATE_WHEN_USED
[[nodiscard]] inline unit_layout layout_beside(const compression& asked, const spate::ratio& hardest) {
    const bool neutral = asked.tables == nullptr && asked.codec.kind() == codec::family::neutral;
    const calibration& tables = asked.tables != nullptr ? *asked.tables : calibration_of(asked.codec);
    const bool below = !asked.ratio.at_least_one();
    const std::uint64_t size = below ? 0 : asked.ratio.divide(asked.unit * 256);
    const calibration_table& table = table_for(tables, asked.unit, hardest.at_least_one() ? hardest.divide(asked.unit * 256) : 0);
    const std::uint64_t times = asked.unit / table.unit;
    std::uint64_t smallest = table.smallest() * times;
    if (neutral) smallest = std::max(smallest, table_for(calibration_of(codec::zstd), asked.unit, size).smallest() * times);
    if (size < smallest)
        raise_config("compress", asked.ratio.text(),
                     below ? "is below 1"
                           : "is more than " + (neutral ? std::string{"lz4 and zstd reach"} : codec_name(asked) + " reaches") + " in units of " +
                                 format_size(asked.unit) + " whose sectors all differ",
                     "use a ratio from 1 to " + ratio_below(asked.unit, smallest));
    unit_layout found = layout_for_size(table, asked.unit, size);
    if (asked.ratio == spate::ratio{})
        found.literals = static_cast<std::uint32_t>(asked.unit);
    else if (neutral) {
        const unit_layout other = layout_for_size(table_for(calibration_of(codec::zstd), asked.unit, size), asked.unit, size);
        found.literals = found.literals / 2 + other.literals / 2 + (found.literals & other.literals & 1);
    }
    return found;
}

}  // namespace detail

/// The layout whose units compress by the ratio asked, on the average. Between lz4 and zstd for codec::neutral.
/// Throws config_error for a ratio below 1 or beyond what the codec can reach in units whose sectors of 512 bytes all differ, for a unit that
/// is no power of two from 512 to 64 MiB, and for levels that are not calibrated.
SPATE_WHEN_USED
[[nodiscard]] inline unit_layout layout_for(const compression& asked) { return detail::layout_beside(asked, asked.ratio); }

/// The layout whose units compress to at most `bytes` bytes each, and to hardly less. Takes the unit, codec and tables asked for; lz4 for
/// codec::neutral. Throws config_error where no layout does, and as layout_for does.
SPATE_WHEN_USED
[[nodiscard]] inline unit_layout layout_that_fits(std::uint64_t bytes, const compression& asked) {
    const calibration_table& table = detail::table_for(asked.tables != nullptr ? *asked.tables : calibration_of(asked.codec), asked.unit, bytes * 256);
    const std::uint64_t times = asked.unit / table.unit, above = 256 * times * table.above;
    const std::uint64_t least = (table.smallest() * times + above + 255) / 256, most = (table.size_of(table.unit) * times + above + 255) / 256;
    if (bytes < least)
        detail::raise_config("fits", std::to_string(bytes),
                             "is less than " + detail::codec_name(asked) + " makes of a unit of " + format_size(asked.unit) + " whose sectors all differ",
                             "use " + std::to_string(least) + " or more");
    if (bytes >= most) return {detail::layout_for_size(table, asked.unit, 0).shape, static_cast<std::uint32_t>(asked.unit)};
    unit_layout found = detail::layout_for_size(table, asked.unit, bytes * 256 - above);
    const std::uint32_t segments = std::uint32_t{1} << found.shape.log2_segments;
    found.literals = std::min(found.literals, segments * (found.shape.segment - calibration_table::shortest_match));
    return found;
}

}  // namespace spate::inline v0

#endif  // SPATE_SHAPE_LAYOUT_HPP
