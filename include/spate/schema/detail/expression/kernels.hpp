// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_EXPRESSION_KERNELS_HPP
#define SPATE_SCHEMA_DETAIL_EXPRESSION_KERNELS_HPP

/// The steps of expressions, each over a block of rows. Reals come out alike for any compiler and flags: one operation of IEEE 754 in each function, which is
/// not inlined, so that none is fused or reordered; its result is settled at once.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

#include <spate/core/hash.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/words.hpp>

namespace spate::inline v0::detail {

/// What a value of an expression is on the way: 64 bits for each row, texts besides, and a bit for each null.
struct alignas(64) expression_slot {
    std::uint64_t words[batch_rows];
    std::uint64_t nulls[batch_rows / 64];
    std::string_view texts[batch_rows];

    [[nodiscard]] std::int64_t* integers() noexcept { return reinterpret_cast<std::int64_t*>(words); }
    [[nodiscard]] double* reals() noexcept { return reinterpret_cast<double*>(words); }
    [[nodiscard]] bool null(std::size_t row) const noexcept { return (nulls[row / 64] >> row % 64 & 1) != 0; }
};

inline constexpr std::int64_t least_int64 = std::numeric_limits<std::int64_t>::min(), greatest_int64 = std::numeric_limits<std::int64_t>::max();

/// What is too large becomes the largest finite real of its sign, what is below 2^-1000 becomes 0 (some flags have subnormal results flushed), and 0 has no
/// sign.
[[nodiscard]] constexpr std::uint64_t settled(std::uint64_t bits) noexcept {
    const std::uint64_t exponent = bits >> 52 & 0x7ff;
    if (exponent == 0x7ff) return (bits & std::uint64_t{1} << 63) | 0x7fefffffffffffffu;
    return exponent < 23 ? 0 : bits;
}
[[nodiscard]] constexpr double settled(double value) noexcept { return std::bit_cast<double>(settled(std::bit_cast<std::uint64_t>(value))); }

inline void settle(expression_slot& a, std::size_t count) noexcept {
    for (std::size_t i = 0; i < count; ++i) a.words[i] = settled(a.words[i]);
}

[[gnu::noinline]] inline void add_reals(double* a, const double* b, std::size_t count) noexcept {
    for (std::size_t i = 0; i < count; ++i) a[i] = a[i] + b[i];
}
[[gnu::noinline]] inline void subtract_reals(double* a, const double* b, std::size_t count) noexcept {
    for (std::size_t i = 0; i < count; ++i) a[i] = a[i] - b[i];
}
[[gnu::noinline]] inline void multiply_reals(double* a, const double* b, std::size_t count) noexcept {
    for (std::size_t i = 0; i < count; ++i) a[i] = a[i] * b[i];
}
[[gnu::noinline]] inline void divide_reals(double* a, const double* b, std::size_t count) noexcept {
    for (std::size_t i = 0; i < count; ++i) a[i] = a[i] / b[i];
}
[[gnu::noinline]] inline void integers_to_reals(expression_slot& a, std::size_t count) noexcept {
    for (std::size_t i = 0; i < count; ++i) a.words[i] = std::bit_cast<std::uint64_t>(static_cast<double>(static_cast<std::int64_t>(a.words[i])));
}

[[nodiscard]] constexpr std::int64_t saturated_sum(std::int64_t a, std::int64_t b) noexcept {
    std::int64_t out = 0;
    return __builtin_add_overflow(a, b, &out) ? (b < 0 ? least_int64 : greatest_int64) : out;
}
[[nodiscard]] constexpr std::int64_t saturated_difference(std::int64_t a, std::int64_t b) noexcept {
    std::int64_t out = 0;
    return __builtin_sub_overflow(a, b, &out) ? (b > 0 ? least_int64 : greatest_int64) : out;
}
[[nodiscard]] constexpr std::int64_t saturated_product(std::int64_t a, std::int64_t b) noexcept {
    std::int64_t out = 0;
    return __builtin_mul_overflow(a, b, &out) ? ((a < 0) != (b < 0) ? least_int64 : greatest_int64) : out;
}
/// A settled real in units, as nearest_units; the largest or smallest integer where it has none.
[[nodiscard]] constexpr std::int64_t rounded_real(double value, std::int64_t factor) noexcept {
    const std::uint64_t sign = std::bit_cast<std::uint64_t>(value) >> 63;
    return nearest_units(value, static_cast<std::uint64_t>(factor), static_cast<std::uint64_t>(greatest_int64) + sign);
}
/// A float as a double. Some flags have subnormal floats read as 0, so that they are put together from their bits.
[[nodiscard]] constexpr double widened(float value) noexcept {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    if ((bits >> 23 & 0xff) != 0) return static_cast<double>(value);
    const double size = static_cast<double>(bits & 0x7fffff) * 0x1p-149;
    return bits >> 31 != 0 ? -size : size;
}
/// What is left of a / b, which is rounded towards zero: it has the sign of a. 0 for b = 0.
[[nodiscard]] constexpr std::int64_t remainder_of(std::int64_t a, std::int64_t b) noexcept { return b == 0 || b == -1 ? 0 : a % b; }

/// Units divided by a power of ten; halves away from zero, down, or up.
[[nodiscard]] constexpr std::int64_t rounded_quotient(std::int64_t units, std::int64_t by) noexcept {
    const std::int64_t quotient = units / by, left = units % by, size = left < 0 ? -left : left;
    return size >= by - size ? quotient + (units < 0 ? -1 : 1) : quotient;
}
[[nodiscard]] constexpr std::int64_t floor_quotient(std::int64_t units, std::int64_t by) noexcept { return units / by - (units % by < 0); }
[[nodiscard]] constexpr std::int64_t ceiling_quotient(std::int64_t units, std::int64_t by) noexcept { return units / by + (units % by > 0); }

/// The largest integer that is not above a settled real; that of the type where it has none.
[[nodiscard]] constexpr std::int64_t floor_of(double value) noexcept {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    const int exponent = static_cast<int>(bits >> 52 & 0x7ff) - 1023;
    const bool negative = bits >> 63 != 0;
    if (bits << 1 == 0) return 0;
    if (exponent < 0) return negative ? -1 : 0;
    if (exponent >= 63) return negative ? least_int64 : greatest_int64;
    const std::uint64_t mantissa = (bits & 0xfffffffffffffu) | std::uint64_t{1} << 52;
    const std::uint64_t whole = exponent <= 52 ? mantissa >> (52 - exponent) : mantissa << (exponent - 52);
    const bool exact = exponent >= 52 || whole << (52 - exponent) == mantissa;
    const auto size = static_cast<std::int64_t>(whole);
    return negative ? -size - (exact ? 0 : 1) : size;
}
[[nodiscard]] constexpr std::int64_t ceiling_of(double value) noexcept {
    const std::int64_t below = floor_of(std::bit_cast<double>(std::bit_cast<std::uint64_t>(value) ^ std::uint64_t{1} << 63));
    // No real is 2^63 - 1: its opposite was 2^63 or more.
    if (below == greatest_int64) return least_int64;
    return below == least_int64 ? greatest_int64 : -below;
}

template <class T, class Function>
void each_pair(T* a, const T* b, std::size_t count, const Function& f) noexcept {
    for (std::size_t i = 0; i < count; ++i) a[i] = f(a[i], b[i]);
}
template <class T, class Function>
void each_value(T* a, std::size_t count, const Function& f) noexcept {
    for (std::size_t i = 0; i < count; ++i) a[i] = f(a[i]);
}

/// 1 where a stands in relation to b. `Get(slot)` gives the values.
template <class Get>
void compare(unsigned char relation, expression_slot& a, expression_slot& b, std::size_t count, const Get& get) noexcept {
    const auto* const left = get(a);
    const auto* const right = get(b);
    const auto each = [&](const auto& holds) {
        for (std::size_t i = 0; i < count; ++i) a.words[i] = holds(left[i], right[i]) ? 1 : 0;
    };
    switch (relation) {
        case 0:
            return each([](const auto& x, const auto& y) { return x == y; });
        case 1:
            return each([](const auto& x, const auto& y) { return !(x == y); });
        case 2:
            return each([](const auto& x, const auto& y) { return x < y; });
        case 3:
            return each([](const auto& x, const auto& y) { return !(y < x); });
        case 4:
            return each([](const auto& x, const auto& y) { return y < x; });
        default:
            return each([](const auto& x, const auto& y) { return !(x < y); });
    }
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_EXPRESSION_KERNELS_HPP
