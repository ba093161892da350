// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_DISTINCT_VALUES_HPP
#define SPATE_FIELD_DETAIL_DISTINCT_VALUES_HPP

/// Values of columns that are compared, and those that differ.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include <spate/field/column.hpp>
#include <spate/field/detail/gather.hpp>
#include <spate/field/type.hpp>

namespace spate::inline v0::detail {

/// Whether values of a type can be compared by same_value.
[[nodiscard]] constexpr bool is_comparable(type_id id) noexcept { return id != type_id::list && id != type_id::vector && id != type_id::structure; }

/// Whether row i of one column and row k of another hold the same bits, or both a null. Requires a comparable type.
[[nodiscard]] inline bool same_value(const data_type& type, const column& a, std::size_t i, const column& b, std::size_t k) noexcept {
    if (a.is_null(i) || b.is_null(k)) return a.is_null(i) && b.is_null(k);
    if (type.id == type_id::boolean) return a.boolean(i) == b.boolean(k);
    if (is_text_like(type.id)) {
        const bool shared = a.dictionary() != nullptr && a.dictionary() == b.dictionary();
        return (shared && a.values<std::uint32_t>()[i] == b.values<std::uint32_t>()[k]) || a.text(i) == b.text(k);
    }
    const std::size_t width = type.id == type_id::bits ? type.size / 8 : width_of(type.id);
    return std::memcmp(a.values<std::byte>() + i * width, b.values<std::byte>() + k * width, width) == 0;
}

/// Adds those of `count` values, the first of which is `from`, that `out` does not have yet from its element `begin` on, until it has `wanted` from there.
/// Returns whether it has. Cost: a comparison for each value and each that is there.
[[nodiscard]] inline bool take_distinct(const data_type& type, const std::vector<column>& sources, taken from, std::size_t count, std::size_t begin,
                                        std::size_t wanted, std::vector<taken>& out) {
    for (std::size_t i = 0; i < count && out.size() - begin < wanted; ++i, ++from.row) {
        const auto same = [&](const taken& one) { return same_value(type, sources[one.source], one.row, sources[from.source], from.row); };
        if (std::none_of(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(), same)) out.push_back(from);
    }
    return out.size() - begin == wanted;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_DISTINCT_VALUES_HPP
