// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_PERMUTED_HPP
#define SPATE_FIELD_PERMUTED_HPP

/// `permuted_int(1000)`: 0 to 999 in random order, then all of them again in another.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>

#include <spate/core/error.hpp>
#include <spate/core/key.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/draw.hpp>
#include <spate/field/field.hpp>
#include <spate/rng/permutation.hpp>

namespace spate::inline v0 {

/// The integers of [start, start + count) without repeats: each occurs once in any `count` rows that begin at a multiple of count, in an order of its own
/// for each such round. A primary key in random order is one with as many rows as numbers.
///
/// Draws no words: row i is where rng/permutation sends i % count under a key made of the column's and of i / count. Up to count = 3 there are only
/// rotations among the orders. Determinism: of (count, start, key, row), in integers. Cost: about 2 ns a value in batches, 10 ns beyond 2^32 numbers or
/// in short rounds, 30 ns alone; no allocation. Thread safety: a value.
class permuted_int_field : public number_field<std::int64_t> {
public:
    /// Throws config_error when count is 0 or the last number is above 2^63 - 1.
    constexpr explicit permuted_int_field(std::uint64_t count, std::int64_t start = 0) : order_{check(count, start)}, start_{start} {}

    [[nodiscard]] constexpr std::uint64_t count() const noexcept { return order_.size(); }
    [[nodiscard]] constexpr std::int64_t start() const noexcept { return start_; }

    /// The value of one row, without a column.
    [[nodiscard]] constexpr std::int64_t at(const key128& key, std::uint64_t row) const noexcept {
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(start_) + order_(detail::numbered_key(key, row / count()), row % count()));
    }

    void fill(const field_rows& rows, column& out) const {
        out.start(type(), rows.count);
        auto* const values = out.values<std::uint64_t>();
        std::uint64_t round = rows.first / count(), place = rows.first % count();
        for (std::size_t done = 0; done < rows.count; place = 0, ++round) {
            const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(rows.count - done, count() - place));
            order_.map(detail::numbered_key(rows.key, round), place, {values + done, part});
            done += part;
        }
        const auto from = static_cast<std::uint64_t>(start_);
        for (std::size_t i = 0; i < rows.count; ++i) values[i] += from;
    }
    /// The values of any rows. Cost: that of values alone.
    void fill_scattered(const key128& key, std::span<const std::uint64_t> rows, column& out) const {
        out.start(type(), rows.size());
        auto* const values = out.values<std::int64_t>();
        const key128 first_round = detail::numbered_key(key, 0);
        for (std::size_t i = 0; i < rows.size(); ++i)
            values[i] = rows[i] < count() ? static_cast<std::int64_t>(static_cast<std::uint64_t>(start_) + order_(first_round, rows[i])) : at(key, rows[i]);
    }

    friend constexpr bool operator==(const permuted_int_field& a, const permuted_int_field& b) noexcept {
        return a.count() == b.count() && a.start_ == b.start_;
    }

private:
    static constexpr std::uint64_t check(std::uint64_t count, std::int64_t start) {
        const std::uint64_t room = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) - static_cast<std::uint64_t>(start);
        if (count == 0) detail::raise_config("permuted_int: count", "0", "is no number of values", "give a number from 1 on");
        if (count - 1 > room)
            detail::raise_config("permuted_int: count", std::to_string(count), "goes beyond 2^63 - 1 from " + std::to_string(start), "give fewer");
        // The kernels' products need a square root below 2^32.
        if (count > std::uint64_t{1} << 63) detail::raise_config("permuted_int: count", std::to_string(count), "is above 2^63", "give fewer");
        return count;
    }

    permutation order_;
    std::int64_t start_;
};

/// start ... start + count - 1 in random order, each once in `count` rows. Throws config_error when count is 0 or the last number is above 2^63 - 1.
[[nodiscard]] constexpr permuted_int_field permuted_int(std::uint64_t count, std::int64_t start = 0) { return permuted_int_field{count, start}; }

static_assert(scattered_field<permuted_int_field>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_PERMUTED_HPP
