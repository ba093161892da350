// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_HALF_HPP
#define SPATE_FIELD_HALF_HPP

/// Numbers of 16 bits, IEEE 754 binary16 and bfloat16, as their bits; and the float nearest to a double.

#include <bit>
#include <cstdint>

namespace spate::inline v0 {

/// The nearest float, ties to even; too large ones are infinity. NaN stays one. In integers: a conversion gives 0 for subnormal floats where the processor
/// flushes them, as -ffast-math has it do. Cost: some 2 ns.
[[nodiscard]] constexpr float float_of_double(double number) noexcept {
    const auto bits = std::bit_cast<std::uint64_t>(number);
    const std::uint64_t size = bits & 0x7fffffffffffffffu;
    const auto sign = static_cast<std::uint32_t>(bits >> 32) & 0x80000000u;
    std::uint32_t made = 0;
    if (size > 0x7ff0000000000000u) {
        made = 0x7fc00000u;
    } else if (size >= 0x47effffff0000000u) {
        made = 0x7f800000u;
    } else if (size >= 0x3810000000000000u) {
        const std::uint64_t rounded = size + 0xfffffffu + (size >> 29 & 1u);
        made = static_cast<std::uint32_t>((rounded - 0x3800000000000000u) >> 29);
    } else if (size >= 0x3690000000000000u) {
        // From 2^-150 to 2^-126, in units of 2^-149.
        const std::uint64_t shift = 926 - (size >> 52), mantissa = (size & 0xfffffffffffffu) | 0x10000000000000u;
        const std::uint64_t kept = mantissa >> shift, rest = mantissa & ((std::uint64_t{1} << shift) - 1), half = std::uint64_t{1} << (shift - 1);
        made = static_cast<std::uint32_t>(kept + (rest > half || (rest == half && (kept & 1u) != 0)));
    }
    return std::bit_cast<float>(sign | made);
}

/// The nearest binary16, ties to even; beyond 65504 infinity. NaN stays one.
[[nodiscard]] constexpr std::uint16_t half_of_float(float number) noexcept {
    const auto bits = std::bit_cast<std::uint32_t>(number);
    const std::uint32_t sign = bits >> 16 & 0x8000u, size = bits & 0x7fffffffu;
    if (size > 0x7f800000u) return static_cast<std::uint16_t>(sign | 0x7e00u);
    if (size >= 0x47800000u) return static_cast<std::uint16_t>(sign | 0x7c00u);
    // Below 2^-14 the mantissa is shifted further, so that the exponent is that of subnormal numbers.
    if (size < 0x38800000u) {
        if (size < 0x33000000u) return static_cast<std::uint16_t>(sign);
        const std::uint32_t shift = 126 - (size >> 23), mantissa = (size & 0x7fffffu) | 0x800000u;
        const std::uint32_t kept = mantissa >> shift, rest = mantissa & ((1u << shift) - 1), half = 1u << (shift - 1);
        return static_cast<std::uint16_t>(sign | (kept + (rest > half || (rest == half && (kept & 1u) != 0))));
    }
    const std::uint32_t rounded = size + 0xfffu + (size >> 13 & 1u);
    return static_cast<std::uint16_t>(sign | ((rounded - 0x38000000u) >> 13));
}

[[nodiscard]] constexpr float float_of_half(std::uint16_t half) noexcept {
    const std::uint32_t sign = (half & 0x8000u) << 16, exponent = half >> 10 & 31u, mantissa = half & 0x3ffu;
    if (exponent == 31) return std::bit_cast<float>(sign | 0x7f800000u | mantissa << 13);
    if (exponent != 0) return std::bit_cast<float>(sign | (exponent + 112) << 23 | mantissa << 13);
    const float size = static_cast<float>(mantissa) * 0x1p-24f;
    return std::bit_cast<float>(sign | std::bit_cast<std::uint32_t>(size));
}

/// The nearest bfloat16, ties to even. NaN stays one.
[[nodiscard]] constexpr std::uint16_t bfloat16_of_float(float number) noexcept {
    const auto bits = std::bit_cast<std::uint32_t>(number);
    if ((bits & 0x7fffffffu) > 0x7f800000u) return static_cast<std::uint16_t>(bits >> 16 | 0x40u);
    return static_cast<std::uint16_t>((bits + 0x7fffu + (bits >> 16 & 1u)) >> 16);
}

[[nodiscard]] constexpr float float_of_bfloat16(std::uint16_t bits) noexcept { return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16); }

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_HALF_HPP
