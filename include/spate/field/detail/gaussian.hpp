// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_GAUSSIAN_HPP
#define SPATE_FIELD_DETAIL_GAUSSIAN_HPP

/// Gaussian components of vectors in integers of 16 bits, 32 in a line of 64 bytes, so that they are the same whatever computes them.
///
/// A component is the sum of four uniform numbers of 13 bits (Irwin and Hall), bent by an odd polynomial that was fitted so that the sum's distribution
/// function becomes the normal one: standard deviation 4700, kurtosis 3.000, at most 4.9 deviations, and nowhere further than 0.0006 from the normal
/// distribution function. Component i of a line is lane 2 i for i < 16 and lane 2 (i - 16) + 1 beyond: so floats are made from them without shuffles.

#include <bit>
#include <cstddef>
#include <cstdint>

#include <spate/core/hash.hpp>
#include <spate/field/half.hpp>
#include <spate/simd/dispatch.hpp>
#include <spate/simd/words.hpp>

#define SPATE_KERNEL <spate/field/detail/gaussian.inc>
#include <spate/simd/foreach_isa.inc>

namespace spate::inline v0::detail {

inline constexpr simd::kernel_table<void (*)(const std::byte*, std::int16_t*, std::size_t) noexcept> gaussian_components{SPATE_KERNELS(gaussian_components)};
inline constexpr simd::kernel_table<void (*)(const std::int16_t*, std::int16_t*, std::size_t, std::int16_t, std::int16_t) noexcept> gaussian_around{
    SPATE_KERNELS(gaussian_around)};
inline constexpr simd::kernel_table<std::uint64_t (*)(const std::int16_t*, std::size_t) noexcept> gaussian_squares{SPATE_KERNELS(gaussian_squares)};
inline constexpr simd::kernel_table<void (*)(const std::int16_t*, float*, std::size_t, float) noexcept> gaussian_floats{SPATE_KERNELS(gaussian_floats)};
inline constexpr simd::kernel_table<void (*)(const std::int16_t*, std::int8_t*, std::size_t) noexcept> gaussian_int8s{SPATE_KERNELS(gaussian_int8s)};
inline constexpr simd::kernel_table<void (*)(const float*, std::uint16_t*, std::size_t) noexcept> gaussian_float16s{SPATE_KERNELS(gaussian_float16s)},
    gaussian_bfloat16s{SPATE_KERNELS(gaussian_bfloat16s)};

/// Where component i stands.
[[nodiscard]] constexpr std::size_t gaussian_place(std::size_t i) noexcept { return i / 32 * 32 + i % 16 * 2 + i % 32 / 16; }

/// The signs of a line of components: that of component i in bit i.
[[nodiscard]] inline std::uint32_t gaussian_signs(const std::int16_t* line) noexcept {
    std::uint32_t signs = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        std::uint64_t four;
        __builtin_memcpy(&four, line + 4 * i, sizeof four);
        // Of components 2 i, 16 + 2 i, 2 i + 1 and 17 + 2 i.
        four = four >> 15 & 0x0001000100010001u;
        signs |= static_cast<std::uint32_t>(four | four >> 31) << 2 * i;
    }
    return signs;
}

/// 1 / sqrt(squares), within 2^-24. Requires 0 < squares < 2^44.
[[nodiscard]] inline float gaussian_scale(std::uint64_t squares) noexcept {
    const uint128 wanted = (static_cast<uint128>(1) << 100) / squares;
    // The guess may be off by what a compiler's flags allow; the root that is left is the same.
    auto root = static_cast<std::uint64_t>(__builtin_sqrt(static_cast<double>(wanted)));
    while (static_cast<uint128>(root) * root > wanted) --root;
    while (static_cast<uint128>(root + 1) * (root + 1) <= wanted) ++root;
    return static_cast<float>(root) * 0x1p-50f;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_GAUSSIAN_HPP
