// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_DETAIL_KEPT_ROWS_HPP
#define SPATE_STORE_DETAIL_KEPT_ROWS_HPP

/// The rows of an array that are not dropped: their numbers, and where they stand in the file.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <spate/store/manifest.hpp>

namespace spate::inline v0::detail {

/// Counts rows without the dropped ones. Cost: a binary search over the runs of dropped rows.
class kept_rows {
public:
    kept_rows() = default;
    explicit kept_rows(const std::vector<row_run>& dropped) {
        std::uint64_t before = 0;
        for (const row_run& run : dropped) {
            runs_.push_back({run.first - before, run.first, run.count});
            before += run.count;
        }
        dropped_ = before;
    }

    [[nodiscard]] bool all() const noexcept { return runs_.empty(); }
    [[nodiscard]] std::uint64_t dropped() const noexcept { return dropped_; }
    /// The place in the file of the kept row of this number.
    [[nodiscard]] std::uint64_t place(std::uint64_t row) const noexcept {
        if (runs_.empty()) return row;
        const auto after = std::upper_bound(runs_.begin(), runs_.end(), row, [](std::uint64_t number, const hole& one) { return number < one.kept_before; });
        return after == runs_.begin() ? row : row - after[-1].kept_before + after[-1].first + after[-1].count;
    }
    /// Calls use(place, count) for runs of kept rows that stand one behind the other in the file: rows [first, first + count) in order.
    template <class Use>
    void each_run(std::uint64_t first, std::uint64_t count, const Use& use) const {
        while (count != 0) {
            const auto after =
                std::upper_bound(runs_.begin(), runs_.end(), first, [](std::uint64_t number, const hole& one) { return number < one.kept_before; });
            const std::uint64_t here = after == runs_.end() ? count : std::min(count, after->kept_before - first);
            use(place(first), here);
            first += here;
            count -= here;
        }
    }

private:
    struct hole {
        std::uint64_t kept_before, first, count;
    };
    std::vector<hole> runs_;
    std::uint64_t dropped_ = 0;
};

/// Dropped rows with others, given by their places in any order, added.
[[nodiscard]] inline std::vector<row_run> merged_runs(const std::vector<row_run>& runs, std::vector<std::uint64_t> places) {
    std::vector<row_run> all = runs;
    for (const std::uint64_t place : places) all.push_back({place, 1});
    std::sort(all.begin(), all.end(), [](const row_run& a, const row_run& b) { return a.first < b.first; });
    std::vector<row_run> out;
    for (const row_run& run : all) {
        if (!out.empty() && run.first <= out.back().first + out.back().count)
            out.back().count = std::max(out.back().count, run.first + run.count - out.back().first);
        else
            out.push_back(run);
    }
    return out;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_STORE_DETAIL_KEPT_ROWS_HPP
