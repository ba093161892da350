// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DEDUP_DETAIL_ROWS_HPP
#define SPATE_DEDUP_DETAIL_ROWS_HPP

/// What the makers of reference tables do with rows: sort, cut at a number of references, merge until they are few.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/dedup/reference_table.hpp>

namespace spate::inline v0::detail {

using reference_rows = std::vector<reference_row>;

// The most referenced first; equal ones added up, empty ones left out. Requires sums below 2^64.
SPATE_WHEN_USED
inline void normalize(reference_rows& rows) {
    std::sort(rows.begin(), rows.end(), [](const reference_row& a, const reference_row& b) { return a.references > b.references; });
    std::size_t kept = 0;
    for (const reference_row& row : rows) {
        if (row.contents == 0) continue;
        if (kept != 0 && rows[kept - 1].references == row.references)
            rows[kept - 1].contents += row.contents;
        else
            rows[kept++] = row;
    }
    rows.resize(kept);
}

// Rows of a distribution that its table does not show, and the contents in them.
struct merged_rows {
    std::size_t rows = 0;
    std::uint64_t contents = 0;
};

struct reference_totals {
    std::uint64_t units = 0, distinct = 0;
};
SPATE_WHEN_USED
[[nodiscard]] inline reference_totals totals_of(const reference_rows& rows) noexcept {
    reference_totals sum;
    for (const reference_row& row : rows) sum.units += row.references * row.contents, sum.distinct += row.contents;
    return sum;
}

// `units` spread evenly over `contents`, which is at most two rows. Requires 0 < contents <= units.
SPATE_WHEN_USED
inline void append_evenly(reference_rows& rows, std::uint64_t units, std::uint64_t contents) {
    rows.push_back({units / contents + 1, units % contents});
    rows.push_back({units / contents, contents - units % contents});
}

SPATE_WHEN_USED
inline void check_cap(std::uint64_t units, std::uint64_t distinct, std::uint64_t cap) {
    if (cap >= units || static_cast<uint128>(cap) * distinct >= units) return;
    raise_config("max_references", std::to_string(cap), "cannot hold " + std::to_string(units) + " units in " + std::to_string(distinct) + " contents",
                 "use at least " + std::to_string((units + distinct - 1) / distinct) + ", or a smaller ratio");
}

// Cuts counts above the cap, and hands what they had to the contents that come next in popularity, each up to the cap. Keeps both totals.
// Requires normalized rows and a cap that can hold them.
SPATE_WHEN_USED
inline void cut_at_cap(reference_rows& rows, std::uint64_t cap) {
    reference_rows cut;
    std::uint64_t surplus = 0;
    for (const reference_row& row : rows) {
        if (row.references >= cap) {
            surplus += (row.references - cap) * row.contents;
            cut.push_back({cap, row.contents});
            continue;
        }
        const std::uint64_t room = cap - row.references;
        const std::uint64_t filled = std::min(surplus / room, row.contents);
        surplus -= filled * room;
        cut.push_back({cap, filled});
        const std::uint64_t partly = filled < row.contents && surplus != 0 ? 1 : 0;
        if (partly != 0) cut.push_back({row.references + std::exchange(surplus, 0), 1});
        cut.push_back({row.references, row.contents - filled - partly});
    }
    normalize(cut);
    rows = std::move(cut);
}

// Merges rows whose references agree in their leading binary digits, as few as needed for `limit` rows; both totals stay, and no count
// leaves the range of the counts that it is merged with. Requires normalized rows and limit >= 1600.
SPATE_WHEN_USED
inline merged_rows merge_to(reference_rows& rows, std::size_t limit) {
    merged_rows merged;
    const reference_rows before = rows;
    for (int digits = 11; rows.size() > limit; --digits) {
        rows.clear();
        merged = {};
        for (std::size_t i = 0; i < before.size();) {
            const auto drop = std::max(0, static_cast<int>(std::bit_width(before[i].references)) - digits);
            std::size_t behind = i;
            reference_totals sum;
            for (; behind < before.size() && before[behind].references >> drop == before[i].references >> drop; ++behind) {
                sum.units += before[behind].references * before[behind].contents;
                sum.distinct += before[behind].contents;
            }
            if (behind - i > 2) {
                append_evenly(rows, sum.units, sum.distinct);
                merged.rows += behind - i;
                merged.contents += sum.distinct;
            } else {
                rows.insert(rows.end(), before.begin() + static_cast<std::ptrdiff_t>(i), before.begin() + static_cast<std::ptrdiff_t>(behind));
            }
            i = behind;
        }
        normalize(rows);
    }
    return merged;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_DEDUP_DETAIL_ROWS_HPP
