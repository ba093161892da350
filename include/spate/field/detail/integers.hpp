// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_INTEGERS_HPP
#define SPATE_FIELD_DETAIL_INTEGERS_HPP

/// Integers of columns whose type is known at run time.

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <spate/field/column.hpp>
#include <spate/field/type.hpp>

namespace spate::inline v0::detail {

[[nodiscard]] constexpr bool is_integer(type_id id) noexcept { return id >= type_id::int8 && id <= type_id::uint64; }

/// A value of a column of integers; those above 2^63 - 1 are that.
[[nodiscard]] inline std::int64_t integer_of(const column& from, std::size_t row) noexcept {
    switch (from.id()) {
        case type_id::int8:
            return from.values<std::int8_t>()[row];
        case type_id::int16:
            return from.values<std::int16_t>()[row];
        case type_id::int32:
            return from.values<std::int32_t>()[row];
        case type_id::uint8:
            return from.values<std::uint8_t>()[row];
        case type_id::uint16:
            return from.values<std::uint16_t>()[row];
        case type_id::uint32:
            return from.values<std::uint32_t>()[row];
        case type_id::uint64:
            return static_cast<std::int64_t>(std::min(from.values<std::uint64_t>()[row], ~std::uint64_t{0} >> 1));
        default:
            return from.values<std::int64_t>()[row];
    }
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_INTEGERS_HPP
