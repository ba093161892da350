// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_SEQUENCE_HPP
#define SPATE_FIELD_SEQUENCE_HPP

/// `sequence(1)`: 1, 2, 3, ...

#include <cstddef>
#include <cstdint>
#include <span>

#include <spate/core/key.hpp>
#include <spate/field/column.hpp>
#include <spate/field/field.hpp>
#include <spate/field/point_rule.hpp>

namespace spate::inline v0 {

/// start + row * step; beyond 2^63 it goes on from the lowest number. Determinism: of the row alone, not of the seed. Cost: a fraction of a nanosecond.
struct sequence_field : number_field<std::int64_t> {
    std::int64_t start = 0, step = 1;

    void fill(const field_rows& rows, column& out) const {
        out.start(type(), rows.count);
        auto* const values = out.values<std::uint64_t>();
        const auto from = static_cast<std::uint64_t>(start) + rows.first * static_cast<std::uint64_t>(step);
        for (std::size_t i = 0; i < rows.count; ++i) values[i] = from + i * static_cast<std::uint64_t>(step);
    }
    /// The values of any rows.
    void fill_scattered(const key128&, std::span<const std::uint64_t> rows, column& out) const {
        out.start(type(), rows.size());
        auto* const values = out.values<std::uint64_t>();
        for (std::size_t i = 0; i < rows.size(); ++i) values[i] = static_cast<std::uint64_t>(start) + rows[i] * static_cast<std::uint64_t>(step);
    }

    /// How one row's value is made.
    [[nodiscard]] point_rule point() const noexcept {
        return {.how = point_rule::kind::sequence, .base = static_cast<std::uint64_t>(start), .span = static_cast<std::uint64_t>(step)};
    }

    friend bool operator==(const sequence_field&, const sequence_field&) = default;
};

/// start, start + step, start + 2 step ... as int64: the numbers from 0 on unless told otherwise.
[[nodiscard]] constexpr sequence_field sequence(std::int64_t start = 0, std::int64_t step = 1) noexcept { return {{}, start, step}; }

static_assert(scattered_field<sequence_field>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_SEQUENCE_HPP
