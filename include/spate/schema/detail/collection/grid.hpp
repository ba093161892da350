// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_COLLECTION_GRID_HPP
#define SPATE_SCHEMA_DETAIL_COLLECTION_GRID_HPP

/// Floating-point numbers between two bounds of which neither is ever broken, on multiples of a power of two that are all of them such numbers.

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include <spate/core/key.hpp>
#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/field.hpp>
#include <spate/field/referred_rows.hpp>
#include <spate/field/type.hpp>

namespace spate::inline v0::detail {

/// The multiples first * 2^exponent ... last * 2^exponent, each of which is a Real without rounding.
struct real_grid {
    std::int64_t first = 0, last = 0;
    int exponent = 0;

    [[nodiscard]] bool empty() const noexcept { return first > last; }
    /// How many there are. Requires that it is not empty.
    [[nodiscard]] std::uint64_t size() const noexcept { return static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first) + 1; }
    [[nodiscard]] double value(std::int64_t i) const noexcept { return std::ldexp(static_cast<double>(i), exponent); }
};

/// Those of [low, high], in steps of the larger bound's neighbours: at most 2^25 of floats, 2^54 of doubles. Requires finite bounds.
template <std::floating_point Real>
[[nodiscard]] real_grid grid_of(double low, double high) noexcept {
    constexpr int digits = sizeof(Real) == 4 ? 24 : 53, least = sizeof(Real) == 4 ? -149 : -1074;
    const double size = std::fmax(std::fabs(low), std::fabs(high));
    int top = 0;
    if (size != 0) (void)std::frexp(size, &top);
    real_grid out;
    out.exponent = top - digits < least || size == 0 ? least : top - digits;
    // Scaling is exact but where the quotient is too small for a double: it is none of the multiples then.
    out.first = static_cast<std::int64_t>(std::ceil(std::ldexp(low, -out.exponent)));
    out.last = static_cast<std::int64_t>(std::floor(std::ldexp(high, -out.exponent)));
    if (out.value(out.first) < low) ++out.first;
    if (out.value(out.last) > high) --out.last;
    return out;
}

/// The value of the grid that a generator of integers names. Determinism: that of the integers; the product is exact.
template <std::floating_point Real, field_generator Integers>
    requires std::same_as<typename Integers::value_type, std::int64_t>
class grid_field : public number_field<Real> {
public:
    grid_field(Integers integers, int exponent) : integers_{std::move(integers)}, exponent_{exponent} {}

    void fill(const field_rows& rows, column& out) const {
        scratch<column> numbers;
        integers_.fill(rows, *numbers);
        scale(*numbers, rows.count, out);
    }
    /// The values of any rows.
    void fill_scattered(const key128& key, std::span<const std::uint64_t> rows, column& out) const
        requires scattered_field<Integers>
    {
        scratch<column> numbers;
        integers_.fill_scattered(key, rows, *numbers);
        scale(*numbers, rows.size(), out);
    }

private:
    void scale(const column& numbers, std::size_t count, column& out) const {
        out.start(this->type(), count);
        const auto* const from = numbers.template values<std::int64_t>();
        auto* const to = out.template values<Real>();
        // 2^-1074 * 2^53 and the like: two factors, since one of 2^-1074 is a subnormal number, which some modes of processors take for 0.
        if (exponent_ < -1000) {
            for (std::size_t i = 0; i < count; ++i) to[i] = static_cast<Real>(std::ldexp(static_cast<double>(from[i]), exponent_));
            return;
        }
        const double unit = std::ldexp(1.0, exponent_);
        for (std::size_t i = 0; i < count; ++i) to[i] = static_cast<Real>(static_cast<double>(from[i]) * unit);
    }

    Integers integers_;
    int exponent_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_COLLECTION_GRID_HPP
