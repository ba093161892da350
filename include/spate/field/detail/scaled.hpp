// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_SCALED_HPP
#define SPATE_FIELD_DETAIL_SCALED_HPP

/// Positive numbers of any size in integers, for distributions whose values span many orders of magnitude.

#include <bit>
#include <cstdint>

#include <spate/core/hash.hpp>
#include <spate/rng/fixed_math.hpp>

namespace spate::inline v0::detail {

using rng::detail::int128;

/// mantissa * 2^exponent; the mantissa's highest bit is set, or it is 0. Operations lose what is below the mantissa's last bit: never more than 2^-63 of
/// the result, always downwards, so that larger factors never give smaller products.
struct scaled {
    std::uint64_t mantissa = 0;
    int exponent = 0;

    constexpr scaled() noexcept = default;
    constexpr scaled(std::uint64_t number, int power) noexcept {
        if (number == 0) return;
        const int zeros = std::countl_zero(number);
        mantissa = number << zeros, exponent = power - zeros;
    }
    /// Requires a positive number that decode() has let through.
    constexpr explicit scaled(const rng::detail::decoded& number) noexcept : scaled{number.mantissa, number.exponent} {}

    friend constexpr bool operator==(const scaled&, const scaled&) = default;
};

[[nodiscard]] constexpr scaled scaled_of(uint128 number, int power) noexcept {
    const auto upper = static_cast<std::uint64_t>(number >> 64);
    if (upper == 0) return {static_cast<std::uint64_t>(number), power};
    const int zeros = std::countl_zero(upper);
    return {static_cast<std::uint64_t>((number << zeros) >> 64), power + 64 - zeros};
}

[[nodiscard]] constexpr scaled operator*(const scaled& a, const scaled& b) noexcept {
    return scaled_of(static_cast<uint128>(a.mantissa) * b.mantissa, a.exponent + b.exponent);
}

[[nodiscard]] constexpr scaled operator+(const scaled& a, const scaled& b) noexcept {
    if (a.mantissa == 0 || b.mantissa == 0) return a.mantissa == 0 ? b : a;
    const bool swap = a.exponent < b.exponent;
    const scaled& larger = swap ? b : a;
    const scaled& smaller = swap ? a : b;
    const int down = larger.exponent - smaller.exponent;
    const uint128 more = down > 63 ? 0 : (static_cast<uint128>(smaller.mantissa) << 63) >> down;
    return scaled_of((static_cast<uint128>(larger.mantissa) << 63) + more, larger.exponent - 63);
}

/// a / b. Requires b > 0.
[[nodiscard]] constexpr scaled operator/(const scaled& a, const scaled& b) noexcept {
    return scaled_of((static_cast<uint128>(a.mantissa) << 64) / b.mantissa, a.exponent - b.exponent - 64);
}

/// 2^exponent for an exponent in Q57, of at most 2^30 in value.
[[nodiscard]] constexpr scaled scaled_exp2(int128 exponent) noexcept {
    const auto whole = static_cast<int>(exponent >> 57);
    return {rng::detail::exp2_of_fraction(static_cast<std::uint64_t>(exponent) & ((std::uint64_t{1} << 57) - 1)), whole - 63};
}

/// log2 of a number above 0, in Q57.
[[nodiscard]] constexpr int128 scaled_log2(const scaled& number) noexcept {
    return (static_cast<int128>(number.exponent + 63) << 57) + static_cast<int128>((rng::detail::log2_of_fraction(number.mantissa << 1) + 32) >> 6);
}

/// x * factor in the units of x, towards 0. Requires a product below 2^126 units.
[[nodiscard]] constexpr int128 multiplied(std::int64_t x, const scaled& factor) noexcept {
    const bool negative = x < 0;
    const uint128 product = static_cast<uint128>(negative ? -static_cast<std::uint64_t>(x) : static_cast<std::uint64_t>(x)) * factor.mantissa;
    const int down = -factor.exponent;
    const auto size = static_cast<int128>(down > 127 ? 0 : down >= 0 ? product >> down : product << -down);
    return negative ? -size : size;
}

/// The number in Q`point`, downwards. Requires that it fits.
[[nodiscard]] constexpr int128 fixed_of(const scaled& number, int point) noexcept {
    const int up = number.exponent + point;
    return up >= 0 ? static_cast<int128>(number.mantissa) << up : up > -64 ? static_cast<int128>(number.mantissa >> -up) : 0;
}

/// The nearest double, halves up; below 2^-960 0 and above 2^960 that, so that no flag's treatment of subnormal numbers and infinities can be seen.
[[nodiscard]] constexpr double real_of(const scaled& number) noexcept {
    if (number.mantissa == 0 || number.exponent < -960 - 63) return 0;
    if (number.exponent > 960 - 64) return rng::detail::power_of_two(960);
    // Without its last bits first, since it might not fit any more when it is rounded.
    const std::uint64_t rounded = ((number.mantissa >> 10) + 1) >> 1;
    return static_cast<double>(static_cast<std::int64_t>(rounded)) * rng::detail::power_of_two(number.exponent + 11);
}

/// log2 e, a little below.
inline constexpr scaled log2_e{0xb8aa3b295c17f0bbu, -63};

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_SCALED_HPP
