// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_COLLECTION_PRIMARY_VALUES_HPP
#define SPATE_SCHEMA_DETAIL_COLLECTION_PRIMARY_VALUES_HPP

/// The keys of a collection, each in one row only, and how many rows they suffice for.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/field/erased.hpp>
#include <spate/field/pattern.hpp>
#include <spate/field/sequence.hpp>
#include <spate/schema/collection.hpp>
#include <spate/schema/detail/collection/plain_values.hpp>
#include <spate/schema/detail/collection/value_rules.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/runtime_schema.hpp>

namespace spate::inline v0::detail {

struct primary_keys {
    erased_field values;
    std::uint64_t rows = runtime_schema::most_rows;
};

// How many steps of size `step` there are from one number to another, both of which count.
[[nodiscard]] constexpr std::uint64_t numbers_between(std::int64_t from, std::int64_t to, std::uint64_t step = 1) noexcept {
    const std::uint64_t distance = static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
    return std::min(distance / step, runtime_schema::most_rows - 1) + 1;
}

/// The keys of a primary field without a generator.
[[nodiscard]] inline primary_keys usual_keys(const collection_field& field) {
    if (is_text(field.type)) return {pattern("[0-9a-z]{12}")};
    const number_bounds<std::int64_t> bounds = integer_bounds(field);
    const bool low = given_number(field, "min") != nullptr;
    std::int64_t start = low ? bounds.low : 1;
    // Only a max below 1: as many as a table has rows, up to it.
    if (!low && bounds.high < 1) start = std::max(bounds.low, bounds.high + 1 - static_cast<std::int64_t>(runtime_schema::most_rows));
    return {sequence(start, 1), numbers_between(start, bounds.high)};
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_COLLECTION_PRIMARY_VALUES_HPP
