// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DEDUP_DETAIL_POWER_HPP
#define SPATE_DEDUP_DETAIL_POWER_HPP

/// Logarithms and powers of two in integers, digit by digit, for tables that must be the same on every compiler. Slow, and short.
/// "Qn" means that an integer counts units of 2^-n.

#include <array>
#include <bit>
#include <cstdint>

#include <spate/core/hash.hpp>

namespace spate::inline v0::detail {

// log2(value) in Q56, rounded down; within 2^-54. Requires value > 0.
[[nodiscard]] constexpr std::uint64_t log2_q56(std::uint64_t value) noexcept {
    const auto zeros = static_cast<unsigned>(std::countl_zero(value));
    std::uint64_t square = value << zeros, log = 63 - zeros;
    for (int digit = 0; digit < 56; ++digit) {
        // Squaring doubles the logarithm, whose next digit is whether the square has reached 2.
        const uint128 wide = static_cast<uint128>(square) * square;
        const bool two = wide >> 127 != 0;
        log = log << 1 | (two ? 1u : 0u);
        square = static_cast<std::uint64_t>(wide >> (two ? 64 : 63));
    }
    return log;
}

// 2^(1/2), 2^(1/4), ... 2^(2^-56) in Q63.
inline constexpr std::array<std::uint64_t, 56> roots_of_two = [] {
    std::array<std::uint64_t, 56> roots{};
    uint128 radicand = static_cast<uint128>(1) << 127;
    for (std::uint64_t& root : roots) {
        for (int bit = 63; bit >= 0; --bit) {
            const std::uint64_t tried = root | std::uint64_t{1} << bit;
            if (static_cast<uint128>(tried) * tried <= radicand) root = tried;
        }
        radicand = static_cast<uint128>(root) << 63;
    }
    return roots;
}();

// 2^exponent, rounded down, for an exponent in Q56. Requires exponent < 2^62 (that is, 64 in value).
[[nodiscard]] constexpr std::uint64_t exp2_q56(std::uint64_t exponent) noexcept {
    std::uint64_t power = std::uint64_t{1} << 63;
    for (unsigned digit = 0; digit < 56; ++digit)
        if (exponent >> (55 - digit) & 1) power = static_cast<std::uint64_t>(static_cast<uint128>(power) * roots_of_two[digit] >> 63);
    return power >> (63 - (exponent >> 56));
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_DEDUP_DETAIL_POWER_HPP
