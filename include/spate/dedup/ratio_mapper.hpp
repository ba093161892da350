// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DEDUP_RATIO_MAPPER_HPP
#define SPATE_DEDUP_RATIO_MAPPER_HPP

/// Maps the units of a stream to contents so that the deduplication ratio is exact.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/core/key.hpp>
#include <spate/core/ratio.hpp>
#include <spate/rng/permutation.hpp>

namespace spate::inline v0 {

/// The units are taken in groups of G. Contents are numbered on from group to group: whole groups 0 to k - 1 hold the contents
/// below round(k G / ratio), all N units those below round(N / ratio), and at least one. Inside a group, positions are
/// permuted; the first ranks are the group's contents, each once, and the others repeat them in turn, so that reference counts
/// within a group differ by at most one. A group whose share of contents is none repeats the last content before it.
///
/// Determinism: a pure function of (units, ratio, group, key, position), in integers; an endless stream has the same contents as a
/// finite one in all groups that the finite one fills. Cost: constant per unit, about 5 ns in a row and 30 ns alone; the state is
/// some 200 bytes whatever the size. Thread safety: a value.
class ratio_mapper {
public:
    /// `units` may be `unlimited`. Throws config_error for a ratio below 1, no units, or a group of none or of more than 2^48.
    ratio_mapper(std::uint64_t units, ratio asked, std::uint64_t group, const key128& key)
        : ratio_{asked}, units_{units}, key_{key}, group_{std::max<std::uint64_t>(std::min(group, units), 1)}, whole_{group_.value()}, last_{1} {
        if (!asked.at_least_one()) detail::raise_config("dedup", asked.text(), "is below 1", "use a ratio of 1 or more, like 1.5 or 3/2");
        if (units == 0) detail::raise_config("size", "0", "leaves no unit to deduplicate", "use a size of at least one byte");
        if (group == 0 || (group > max_group && units > max_group))
            detail::raise_config("group", std::to_string(group), "is not from 1 to 2^48 units", "use 65536, or the number of units for one group");
        if (units != unlimited) {
            distinct_ = std::max<std::uint64_t>(ratio_.divide(units), 1);
            const auto [groups, rest] = group_.divide(units);
            whole_groups_ = groups;
            if (rest != 0) last_ = permutation{rest};
        }
    }

    static constexpr std::uint64_t max_group = std::uint64_t{1} << 48;

    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return units_; }
    [[nodiscard]] constexpr std::uint64_t distinct() const noexcept { return distinct_; }
    [[nodiscard]] constexpr std::uint64_t group() const noexcept { return group_.value(); }
    /// How many groups are whole; `unlimited` in an endless stream.
    [[nodiscard]] constexpr std::uint64_t whole_groups() const noexcept { return whole_groups_; }

    /// The same map under another key.
    [[nodiscard]] ratio_mapper with_key(const key128& key) const noexcept {
        ratio_mapper other = *this;
        other.key_ = key;
        return other;
    }

    /// The content at one position. Requires position < size().
    [[nodiscard]] std::uint64_t operator()(std::uint64_t position) const noexcept {
        std::uint64_t id;
        map(position, {&id, 1});
        return id;
    }

    /// The contents at positions first, first + 1, ...
    void map(std::uint64_t first, std::span<std::uint64_t> ids) const noexcept { map(first, ids, {}); }

    /// The same, and the number of each reference among those of its content in the group, from 0. Requires as many numbers as ids, or none.
    void map(std::uint64_t first, std::span<std::uint64_t> ids, std::span<std::uint64_t> numbers) const noexcept {
        auto [number, within] = group_.divide(first);
        while (!ids.empty()) {
            const permutation& order = number == whole_groups_ ? last_ : whole_;
            const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(ids.size(), order.size() - within));
            const std::uint64_t begin = contents_before(number), end = contents_before(number + 1);
            const key128 key{mix(key_.low ^ number), mix(key_.high + number)};
            order.map(key, within, ids.first(count));
            if (!numbers.empty()) {
                const divisor by{std::max<std::uint64_t>(end - begin, 1)};
                for (std::size_t i = 0; i < count; ++i) numbers[i] = by.divide(ids[i]).quotient;
                numbers = numbers.subspan(count);
            }
            if (end == begin) {
                std::fill_n(ids.begin(), count, std::max<std::uint64_t>(begin, 1) - 1);
            } else {
                repeat(ids.first(count), begin, end - begin);
            }
            ids = ids.subspan(count);
            within = 0;
            ++number;
        }
    }

    /// How many contents the first groups hold. Requires that they are in the stream; the rest behind the last whole group counts as one.
    [[nodiscard]] std::uint64_t contents_before(std::uint64_t groups) const noexcept {
        return groups > whole_groups_ || (groups == whole_groups_ && groups * group_.value() == units_) ? distinct_ : ratio_.divide(groups * group_.value());
    }

private:
    // From ranks to contents. Few are divided by the machine, which costs less than to prepare for many.
    static void repeat(std::span<std::uint64_t> ranks, std::uint64_t begin, std::uint64_t contents) noexcept {
        if (ranks.size() < 8) {
            for (std::uint64_t& rank : ranks) rank = begin + (rank < contents ? rank : rank % contents);
        } else {
            const divisor by{contents};
            for (std::uint64_t& rank : ranks) rank = begin + by.divide(rank).remainder;
        }
    }

    ratio ratio_;
    std::uint64_t units_;
    key128 key_;
    divisor group_;
    permutation whole_, last_;
    std::uint64_t whole_groups_ = unlimited;
    std::uint64_t distinct_ = unlimited;
};

static_assert(index_mapper<ratio_mapper>);

}  // namespace spate::inline v0

#endif  // SPATE_DEDUP_RATIO_MAPPER_HPP
