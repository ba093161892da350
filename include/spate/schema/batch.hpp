// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_BATCH_HPP
#define SPATE_SCHEMA_BATCH_HPP

/// Consecutive rows, column by column: what schemas fill and formats encode.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <spate/field/column.hpp>
#include <spate/field/type.hpp>

namespace spate::inline v0 {

/// The columns of a table, in order.
using record_type = std::vector<field_type>;

/// Rows first ... first + count - 1 of a table. Filled again for other rows, so that there is no allocation once it has grown.
struct batch {
    std::uint64_t first = 0;
    std::size_t count = 0;
    std::vector<column> columns;
};

/// A table whose rows are functions of their numbers: `fill(first, count, out)` makes rows [first, first + count), for any first and count, on any
/// thread. It allocates only where the batch has to grow.
template <class R>
concept record_source = std::copy_constructible<R> && requires(const R& table, std::uint64_t first, std::size_t count, batch& out) {
    { table.type() } -> std::convertible_to<record_type>;
    { table.size() } noexcept -> std::same_as<std::uint64_t>;
    table.fill(first, count, out);
};

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_BATCH_HPP
