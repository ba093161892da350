// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DEDUP_SCALED_TABLE_HPP
#define SPATE_DEDUP_SCALED_TABLE_HPP

/// Reference tables from histograms, at their own size and at others.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/dedup/detail/rows.hpp>
#include <spate/dedup/reference_table.hpp>

namespace spate::inline v0 {

/// A table, and what of the distribution that was asked for it does not show.
struct made_table {
    reference_table table;
    /// Rows of the distribution that were merged with others, because there was no whole content left of them or because rows were too many.
    std::size_t merged_rows = 0;
    /// Contents of the distribution in these rows.
    std::uint64_t merged_contents = 0;
};

namespace detail {

// What scale_rows works on: the rows as they were, and the contents that each keeps.
template <class Rows>
struct scaling {
    const Rows& rows;
    reference_totals from;
    std::uint64_t units, distinct;
    std::vector<std::uint64_t> kept;
    std::vector<bool> lost;

    // Hamilton's method: each row has the whole part of its quota, and the largest remainders one more. Returns the contents that
    // the lost rows share.
    std::uint64_t apportion() {
        uint128 lost_quota = 0;
        std::uint64_t given = 0;
        std::vector<std::pair<std::uint64_t, std::size_t>> remainders;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const uint128 quota = static_cast<uint128>(rows[i].contents) * units;
            kept[i] = 0;
            if (lost[i]) {
                lost_quota += quota;
                continue;
            }
            kept[i] = static_cast<std::uint64_t>(quota / from.units);
            given += kept[i];
            remainders.emplace_back(static_cast<std::uint64_t>(quota % from.units), i);
        }
        auto shared = lost_quota == 0 ? std::uint64_t{0} : std::max<std::uint64_t>(static_cast<std::uint64_t>((lost_quota + from.units / 2) / from.units), 1);
        shared = std::min(shared, distinct - given);
        shared = std::max<std::uint64_t>(shared, distinct - given - std::min<std::uint64_t>(distinct - given, remainders.size()));
        // Of equal remainders the less referenced row's counts first, which disturbs the number of units least.
        std::sort(remainders.begin(), remainders.end(), [](const auto& a, const auto& b) { return a > b; });
        for (std::size_t i = 0; i < distinct - given - shared; ++i) ++kept[remainders[i].second];
        return shared;
    }

    bool lose_empty_rows() {
        bool any = false;
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (!lost[i] && kept[i] == 0) lost[i] = any = true;
        return any;
    }

    // The shared contents have `left` references. Content j stands for the j-th part of the lost contents, in their order, and has references in
    // proportion to theirs (one for sure, and a share of the others), so that the tail keeps its shape.
    void append_shared(reference_rows& out, std::uint64_t left, std::uint64_t shared) const {
        uint128 weight = 0;
        std::uint64_t contents = 0;
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (lost[i]) weight += static_cast<uint128>(rows[i].references - 1) * rows[i].contents, contents += rows[i].contents;
        if (weight == 0) return append_evenly(out, left, shared);
        uint128 before = 0;                    // the weight of the lost rows before row i, times `shared`
        std::uint64_t passed = 0, handed = 0;  // their contents; the references given so far beyond one each
        std::size_t i = 0;
        for (std::uint64_t j = 1; j <= shared; ++j) {
            const uint128 border = static_cast<uint128>(j) * contents;  // in contents times `shared`
            for (; i < rows.size() && (!lost[i] || static_cast<uint128>(passed + rows[i].contents) * shared < border); ++i)
                if (lost[i]) before += static_cast<uint128>(rows[i].references - 1) * rows[i].contents * shared, passed += rows[i].contents;
            const uint128 reached = before + (border - static_cast<uint128>(passed) * shared) * (rows[i].references - 1);
            // Both factors may have 61 and 48 bits, so the product fits.
            const auto to = static_cast<std::uint64_t>(reached * (left - shared) / (weight * shared));
            out.push_back({1 + to - handed, 1});
            handed = to;
        }
    }
};

// Rows of another size: `units` in all, and round(units / ratio) contents. Requires normalized rows.
SPATE_WHEN_USED
[[nodiscard]] inline reference_rows scale_rows(const reference_rows& rows, std::uint64_t units, merged_rows& merged) {
    const reference_totals from = totals_of(rows);
    const uint128 doubled = (2 * static_cast<uint128>(units) * from.distinct + from.units) / (2 * static_cast<uint128>(from.units));
    scaling<reference_rows> work{rows,
                                 from,
                                 units,
                                 std::clamp<std::uint64_t>(static_cast<std::uint64_t>(doubled), 1, units),
                                 std::vector<std::uint64_t>(rows.size()),
                                 std::vector<bool>(rows.size())};
    std::uint64_t shared = work.apportion();
    while (work.lose_empty_rows()) shared = work.apportion();
    __extension__ using wide = __int128;
    wide left = static_cast<wide>(units);
    for (std::size_t i = 0; i < rows.size(); ++i) left -= static_cast<wide>(rows[i].references) * static_cast<wide>(work.kept[i]);
    // What rounding took too much or left over is settled by the shared contents; where they cannot, the most referenced join them.
    for (std::size_t i = 0; i < rows.size() && (left < static_cast<wide>(shared) || (shared == 0 && left != 0));) {
        if (work.kept[i] == 0) {
            ++i;
            continue;
        }
        --work.kept[i];
        ++shared;
        left += static_cast<wide>(rows[i].references);
    }
    reference_rows out;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        out.push_back({rows[i].references, work.kept[i]});
        if (work.lost[i]) ++merged.rows, merged.contents += rows[i].contents;
    }
    if (shared != 0) work.append_shared(out, static_cast<std::uint64_t>(left), shared);
    normalize(out);
    return out;
}

SPATE_WHEN_USED
[[nodiscard]] inline reference_rows checked_rows(std::span<const reference_row> given) {
    uint128 units = 0;
    reference_rows rows(given.begin(), given.end());
    for (const reference_row& row : rows) {
        units += static_cast<uint128>(row.references) * row.contents;
        if (row.references == 0 || row.contents == 0 || units > reference_table::max_units || static_cast<uint128>(row.references) * row.contents >> 64 != 0)
            (void)reference_table{std::span{&row, 1}};  // which says what is wrong with it, unless it is the sum
        if (units > reference_table::max_units)
            raise_config("histogram", std::to_string(rows.size()) + " rows", "have more than 2^48 units in all",
                         "describe a part of the data, or larger units");
    }
    if (rows.empty()) (void)reference_table{rows};
    normalize(rows);
    return rows;
}

// Cap, merge, and make the table of normalized rows.
SPATE_WHEN_USED
[[nodiscard]] inline made_table finished(reference_rows rows, std::uint64_t cap, const merged_rows& before = {}) {
    const reference_totals sum = totals_of(rows);
    check_cap(sum.units, sum.distinct, cap);
    if (rows.front().references > cap) cut_at_cap(rows, cap);
    const merged_rows merged = merge_to(rows, reference_table::max_rows);
    return {reference_table{rows}, before.rows + merged.rows, before.contents + merged.contents};
}

}  // namespace detail

/// The table of a histogram at its own size: exactly its rows. More than reference_table::max_rows are merged, those whose references agree in
/// their leading ten binary digits or so; the numbers of units and contents stay.
/// No content has more than `max_references` (counts above are cut, and the next most popular contents have the references instead).
/// Throws config_error as reference_table does, and for a maximum that cannot hold the units. Cost: that of sorting the rows.
SPATE_WHEN_USED
[[nodiscard]] inline made_table exact_table(std::span<const reference_row> rows, std::uint64_t max_references = unlimited) {
    return detail::finished(detail::checked_rows(rows), max_references);
}

/// The table of a histogram at another size: exactly `units` units and round(units / ratio) contents, at least one, where ratio is the histogram's.
/// Each row keeps its references and has contents by the method of largest remainders; rows that lose all contents share as many as they have
/// quotas, each with references in proportion to those that it stands for. What rounding leaves over or takes too much of the units
/// is settled there too.
/// Throws config_error for no units or more than 2^48, and as exact_table does. At its own size a histogram is exact_table's.
SPATE_WHEN_USED
[[nodiscard]] inline made_table scaled_table(std::span<const reference_row> rows, std::uint64_t units, std::uint64_t max_references = unlimited) {
    const detail::reference_rows all = detail::checked_rows(rows);
    if (units == 0 || units > reference_table::max_units)
        detail::raise_config("units", std::to_string(units), "is not from 1 to 2^48", "use a size of at least one unit, and groups of at most 2^48");
    detail::merged_rows merged;
    detail::reference_rows scaled = detail::scale_rows(all, units, merged);
    return detail::finished(std::move(scaled), max_references, merged);
}

}  // namespace spate::inline v0

#endif  // SPATE_DEDUP_SCALED_TABLE_HPP
