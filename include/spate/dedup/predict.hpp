// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DEDUP_PREDICT_HPP
#define SPATE_DEDUP_PREDICT_HPP

/// What a deduplicator of fixed blocks will find, before anything is written.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/seed.hpp>
#include <spate/dedup/detail/id_set.hpp>
#include <spate/dedup/duplication.hpp>

namespace spate::inline v0 {

/// Blocks, and how many of them are different.
struct predicted_units {
    std::uint64_t units, unique;

    /// Units per unique unit; 1 for none.
    [[nodiscard]] double ratio() const noexcept { return unique == 0 ? 1.0 : static_cast<double>(units) / static_cast<double>(unique); }
    friend constexpr bool operator==(const predicted_units&, const predicted_units&) = default;
};

namespace detail {

// References whose numbers agree modulo `period` are rotated by whole blocks against each other, so that their blocks are the same:
// a content with n references counts min(n, period) times.
SPATE_WHEN_USED
[[nodiscard]] inline std::uint64_t classes_of(const reference_table& table, std::uint64_t period) noexcept {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < table.rows(); ++i) sum += table.row(i).contents * std::min(table.row(i).references, period);
    return sum;
}

// The same for `units` spread evenly over `contents`. Requires contents > 0.
[[nodiscard]] inline std::uint64_t classes_of(std::uint64_t units, std::uint64_t contents, std::uint64_t period) noexcept {
    const std::uint64_t each = units / contents, more = units % contents;
    return (contents - more) * std::min(each, period) + more * std::min(each + 1, period);
}

SPATE_WHEN_USED
[[nodiscard]] inline std::uint64_t classes_of(const ratio_mapper& map, ratio by, std::uint64_t period) noexcept {
    if (period == 1) return map.distinct();
    const std::uint64_t group = map.group(), groups = map.whole_groups(), rest = map.size() - groups * group;
    const std::uint64_t in_groups = groups == 0 ? 0 : std::max<std::uint64_t>(map.contents_before(groups), 1), in_rest = map.distinct() - in_groups;
    const auto least = static_cast<std::uint64_t>(static_cast<uint128>(group) * by.denominator() / by.numerator());
    std::uint64_t sum = 0;
    if (groups == 1) {
        sum = classes_of(group, in_groups, period);
    } else if (groups != 0 && least == 0) {
        sum = in_groups * std::min(group, period);  // every content has a group to itself, or several of the same size
    } else if (groups != 0) {
        // Each group has `least` contents or one more.
        const std::uint64_t larger = in_groups - groups * least;
        sum = (groups - larger) * classes_of(group, least, period) + (larger != 0 ? larger * classes_of(group, least + 1, period) : 0);
    }
    if (rest == 0) return sum;
    if (in_rest != 0) return sum + classes_of(rest, in_rest, period);
    // The rest repeats the last content, which has the fewest references of its group.
    const std::uint64_t own = std::max<std::uint64_t>(in_groups - (groups == 1 ? 0 : map.contents_before(groups - 1)), 1);
    const std::uint64_t before = least == 0 && groups != 1 ? group : group / own;
    return sum + std::min(std::max(rest, before), period) - std::min(before, period);
}

SPATE_WHEN_USED
inline void require_finite(std::uint64_t size) {
    if (size == unlimited) raise_config("size", "unlimited", "has no number of units", "predict a finite size, like the group's");
}

}  // namespace detail

/// Exactly what a deduplicator finds that compares aligned blocks of `block` bytes, in a stream of `size` bytes over a base whose sectors of 512 bytes
/// are all different; nothing where it does not follow: for blocks that are no multiple of 512, or do not divide the extent (unless nothing is
/// duplicate). A shift of s makes min(n, block / gcd(s, block)) different copies of a content with n references in a group.
/// Throws config_error as plan_duplication does, and for an unlimited size. Cost: that of the plan, and of a pass over the table's rows.
SPATE_WHEN_USED
[[nodiscard]] inline std::optional<predicted_units> predict_blocks(const duplication& asked, std::uint64_t size, std::uint64_t block) {
    detail::require_finite(size);
    const duplication_plan plan = plan_duplication(asked, size, seed{0});
    if (block == 0 || block % 512 != 0) return std::nullopt;
    const std::uint64_t extent = asked.extent(), extents = size / extent;
    const bool fresh_rest = plan.rest_is_new || size % extent < block;
    if (extents == 0 || (plan.map.distinct() == extents && fresh_rest)) return predicted_units{size / block, size / block};
    if (extent % block != 0) return std::nullopt;
    const std::uint64_t period = asked.shift == 0 ? 1 : block / std::gcd(asked.shift, block);
    std::uint64_t classes = 0;
    if (const ratio_mapper* map = plan.map.by_ratio()) {
        classes = detail::classes_of(*map, mapped_ratio(asked), period);
    } else {
        const table_mapper& table = *plan.map.by_table();
        classes = table.whole_groups() * detail::classes_of(table.whole(), period) + (table.last() != nullptr ? detail::classes_of(*table.last(), period) : 0);
    }
    return predicted_units{size / block, classes * (extent / block) + (plan.rest_is_new ? size % extent / block : 0)};
}

/// The same for blocks of the unit itself, which is always predicted.
SPATE_WHEN_USED
[[nodiscard]] inline predicted_units predict(const duplication& asked, std::uint64_t size) { return *predict_blocks(asked, size, asked.unit); }

/// What is found after units [first, last) of a stream were overwritten with the next version of it: the unique units outside, and those inside, which
/// have nothing in common with them. Nothing with a shift.
/// Throws config_error as plan_duplication does, for an unlimited size, and for a range that is not within the whole units.
/// Cost: groups that are wholly inside or outside cost nothing; of those that are cut, at most two, every position is mapped (some 5 ns each) and marked
/// in bitmaps of the group's contents.
SPATE_WHEN_USED
[[nodiscard]] inline std::optional<predicted_units> predict_rewrite(const duplication& asked, std::uint64_t size, seed origin, std::uint64_t first,
                                                                    std::uint64_t last) {
    detail::require_finite(size);
    const duplication_plan plan = plan_duplication(asked, size, origin);
    const std::uint64_t units = size / asked.unit, run = asked.run, extents = size / asked.extent();
    if (first > last || last > units)
        detail::raise_config("range", std::to_string(first) + " to " + std::to_string(last), "is not within the " + std::to_string(units) + " units",
                             "give the first unit, and the one behind the last");
    if (asked.shift != 0) return std::nullopt;
    if (extents == 0) return predicted_units{units, units};
    const std::uint64_t first_extent = std::min(first / run, extents), behind_first = std::min((first + run - 1) / run, extents);
    const std::uint64_t last_extent = std::min(last / run, extents), behind_last = std::min((last + run - 1) / run, extents);
    detail::id_set<extent_mapper> inside{plan.map}, outside{plan.map};
    if (behind_first < last_extent) inside.add(behind_first, last_extent);
    if (first != last) {
        outside.add(0, first_extent);
        outside.add(behind_last, extents);
    } else {
        outside.add(0, extents);
    }
    // Extents that the range cuts, and what follows the last one, belong to both sides in parts.
    const auto add_parts = [&](std::uint64_t id, std::uint64_t begin, std::uint64_t end) {
        const std::uint64_t from = std::clamp(first, begin, end), to = std::clamp(last, begin, end);
        outside.add_part(id, 0, from - begin);
        inside.add_part(id, from - begin, to - begin);
        outside.add_part(id, to - begin, end - begin);
    };
    if (first != last) {
        if (first % run != 0 && first / run < extents) add_parts(plan.map(first / run), first / run * run, first / run * run + run);
        if (last % run != 0 && last / run < extents && (last / run != first / run || first % run == 0))
            add_parts(plan.map(last / run), last / run * run, last / run * run + run);
    }
    if (units > extents * run) add_parts(plan.map.distinct() - (plan.rest_is_new ? 0 : 1), extents * run, units);
    return predicted_units{units, inside.units(run) + outside.units(run)};
}

}  // namespace spate::inline v0

#endif  // SPATE_DEDUP_PREDICT_HPP
