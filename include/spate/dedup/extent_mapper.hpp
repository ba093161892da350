// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DEDUP_EXTENT_MAPPER_HPP
#define SPATE_DEDUP_EXTENT_MAPPER_HPP

/// The mapper of `duplicated`: by ratio or by table, decided at run time.

#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include <spate/core/concepts.hpp>
#include <spate/core/key.hpp>
#include <spate/dedup/ratio_mapper.hpp>
#include <spate/dedup/table_mapper.hpp>

namespace spate::inline v0 {

/// A ratio_mapper or a table_mapper. What it maps are extents: runs of units that are repeated as a whole (single units, unless asked otherwise).
///
/// Determinism and cost: those of the mapper inside; one branch per call. Thread safety: a value.
class extent_mapper {
public:
    explicit extent_mapper(ratio_mapper map) noexcept : ratio_{std::move(map)} {}
    explicit extent_mapper(table_mapper map) noexcept : table_{std::move(map)} {}

    [[nodiscard]] std::uint64_t size() const noexcept { return by_ratio() ? by_ratio()->size() : by_table()->size(); }
    [[nodiscard]] std::uint64_t distinct() const noexcept { return by_ratio() ? by_ratio()->distinct() : by_table()->distinct(); }
    [[nodiscard]] std::uint64_t group() const noexcept { return by_ratio() ? by_ratio()->group() : by_table()->group(); }

    /// The mapper inside if it is one by ratio, or null.
    [[nodiscard]] const ratio_mapper* by_ratio() const noexcept { return ratio_ ? &*ratio_ : nullptr; }
    /// The mapper inside if it is one by table, or null.
    [[nodiscard]] const table_mapper* by_table() const noexcept { return table_ ? &*table_ : nullptr; }

    /// The contents that the first groups hold. Requires that they are in the stream; the rest behind the last whole group counts as a group.
    [[nodiscard]] std::uint64_t contents_before(std::uint64_t groups) const noexcept {
        if (const ratio_mapper* map = by_ratio()) return map->contents_before(groups);
        return groups > by_table()->whole_groups() ? by_table()->distinct() : groups * by_table()->whole().distinct();
    }

    /// The same map under another key.
    [[nodiscard]] extent_mapper with_key(const key128& key) const noexcept {
        return by_ratio() ? extent_mapper{by_ratio()->with_key(key)} : extent_mapper{by_table()->with_key(key)};
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
        if (const ratio_mapper* map = by_ratio())
            map->map(first, ids, numbers);
        else
            by_table()->map(first, ids, numbers);
    }

private:
    // One of them. (A variant says it better, and takes a fifth of the whole library's compile time.)
    std::optional<ratio_mapper> ratio_;
    std::optional<table_mapper> table_;
};

static_assert(index_mapper<extent_mapper>);

}  // namespace spate::inline v0

#endif  // SPATE_DEDUP_EXTENT_MAPPER_HPP
