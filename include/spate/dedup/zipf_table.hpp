// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DEDUP_ZIPF_TABLE_HPP
#define SPATE_DEDUP_ZIPF_TABLE_HPP

/// Reference tables of a ratio: uniform, and with a popularity that falls with the rank (Zipf).

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/core/ratio.hpp>
#include <spate/dedup/detail/power.hpp>
#include <spate/dedup/detail/rows.hpp>
#include <spate/dedup/reference_table.hpp>

namespace spate::inline v0 {

namespace detail {

__extension__ typedef __int128 zipf_log;

SPATE_WHEN_USED
[[nodiscard]] inline std::uint64_t contents_for(std::uint64_t units, ratio asked) {
    if (!asked.at_least_one()) raise_config("dedup", asked.text(), "is below 1", "use a ratio of 1 or more, like 1.5 or 3/2");
    if (units == 0 || units > reference_table::max_units)
        raise_config("units", std::to_string(units), "is not from 1 to 2^48", "use a size of at least one unit, and groups of at most 2^48");
    return std::max<std::uint64_t>(asked.divide(units), 1);
}

// An exponent in Q48, at most 64. Looks at the bits, since -ffast-math folds comparisons with NaN.
SPATE_WHEN_USED
[[nodiscard]] inline std::uint64_t zipf_exponent(double exponent) {
    const auto bits = std::bit_cast<std::uint64_t>(exponent);
    const auto biased = static_cast<int>(bits >> 52 & 0x7ff);
    if (biased == 0x7ff || bits >> 63 != 0 || biased < 1023 - 20)
        raise_config("zipf",
                     biased != 0x7ff   ? std::to_string(exponent)
                     : bits << 12 != 0 ? "NaN"
                                       : "infinity",
                     "is not an exponent", "give a number above 0, like 1.1; for equal counts leave the popularity out");
    if (biased >= 1023 + 6) return std::uint64_t{64} << 48;
    const std::uint64_t mantissa = (bits & 0xfffffffffffffu) | std::uint64_t{1} << 52;
    const int down = 1075 - 48 - biased;
    return down <= 0 ? mantissa << -down : mantissa >> down;
}

// The counts that a table may have: all below 2^digits, and above those with `digits` leading binary digits, up to `most`.
template <class Number>
struct zipf_counts {
    std::vector<Number> values, logs;  // from 2 on; log2 in Q56

    zipf_counts(int digits, std::uint64_t most) {
        for (std::uint64_t value = 2; value < most; value += std::uint64_t{1} << std::max(0, static_cast<int>(std::bit_width(value)) - digits))
            values.push_back(value);
        if (most > 1) values.push_back(most);
        for (const std::uint64_t value : values) logs.push_back(log2_q56(value));
    }
};

// With references A k^-s for rank k, at least 1 and at most the last of the counts, rounded down to one of them: how many contents have
// at least each count, for A = 2^scale. Returns the units in all, or more than `limit` as soon as they are.
SPATE_WHEN_USED
inline uint128 zipf_units(const zipf_counts<std::uint64_t>& counts, zipf_log scale, std::uint64_t exponent, std::uint64_t distinct, uint128 limit,
                          std::vector<std::uint64_t>& contents) {
    uint128 units = distinct;
    std::uint64_t at_least = distinct;
    contents.clear();
    for (std::size_t i = 0; i < counts.values.size() && units <= limit; ++i) {
        const zipf_log above = scale - counts.logs[i];
        if (above < 0) break;
        // A k^-s >= count where k <= (A / count)^(1/s).
        const uint128 log_rank = (static_cast<uint128>(above) << 48) / exponent;
        if (log_rank >> 56 < 49) at_least = std::min(at_least, exp2_q56(static_cast<std::uint64_t>(log_rank)));
        contents.push_back(at_least);
        units += static_cast<uint128>(at_least) * (counts.values[i] - (i == 0 ? 1 : counts.values[i - 1]));
    }
    return units;
}

}  // namespace detail

/// The table of a ratio whose counts differ by at most one: round(units / ratio) contents, at least one.
/// Throws config_error for a ratio below 1, no units or more than 2^48, and a maximum that cannot hold the ratio.
SPATE_WHEN_USED
[[nodiscard]] inline reference_table uniform_table(std::uint64_t units, ratio asked, std::uint64_t max_references = unlimited) {
    const std::uint64_t contents = detail::contents_for(units, asked);
    detail::check_cap(units, contents, max_references);
    detail::reference_rows rows;
    detail::append_evenly(rows, units, contents);
    detail::normalize(rows);
    return reference_table{rows};
}

/// The table of a ratio whose contents are popular by Zipf's law: round(units / ratio) contents, at least one; the k-th has references in
/// proportion to k^-exponent, but at least one and at most `max_references`. Counts of 256 and more are rounded down to eight leading
/// binary digits (fewer where that is needed for 2,600 rows), and what that leaves is given to the first content, then to the next.
/// Determinism: the same table on every compiler, with every flag. Cost: some milliseconds.
/// Throws config_error for a ratio below 1, no units or more than 2^48, an exponent that is not a number above 0 (above 64 is as 64;
/// below 2^-20 is refused), and a maximum that cannot hold the ratio.
SPATE_WHEN_USED
[[nodiscard]] inline reference_table zipf_table(std::uint64_t units, ratio asked, double exponent, std::uint64_t max_references = unlimited) {
    const std::uint64_t distinct = detail::contents_for(units, asked), s = detail::zipf_exponent(exponent);
    detail::check_cap(units, distinct, max_references);
    const std::uint64_t most = std::min(max_references, units - distinct + 1);
    for (int digits = 8;; --digits) {
        const detail::zipf_counts<std::uint64_t> counts{digits, most};
        std::vector<std::uint64_t> contents;
        // The largest scale that needs no more than the units there are. From the upper bound on, all contents have the most references.
        detail::zipf_log low = 0, high = ((static_cast<detail::zipf_log>(s) * 49) << 8) + (static_cast<detail::zipf_log>(49) << 56);
        while (high - low > 1) {
            const detail::zipf_log middle = low + (high - low) / 2;
            (detail::zipf_units(counts, middle, s, distinct, units, contents) <= units ? low : high) = middle;
        }
        std::uint64_t left = units - static_cast<std::uint64_t>(detail::zipf_units(counts, low, s, distinct, units, contents));
        detail::reference_rows rows;
        std::uint64_t behind = distinct;
        for (std::size_t i = 0; i < contents.size(); ++i) {
            rows.push_back({i == 0 ? 1 : counts.values[i - 1], behind - contents[i]});
            behind = contents[i];
        }
        rows.push_back({contents.empty() ? 1 : counts.values[contents.size() - 1], behind});
        detail::normalize(rows);
        if (left != 0) {
            // As a first content with all of it, which is then cut at the maximum.
            --rows.front().contents;
            rows.push_back({rows.front().references + left, 1});
            detail::normalize(rows);
            if (rows.front().references > max_references) detail::cut_at_cap(rows, max_references);
        }
        if (rows.size() <= reference_table::max_rows) return reference_table{rows};
    }
}

}  // namespace spate::inline v0

#endif  // SPATE_DEDUP_ZIPF_TABLE_HPP
