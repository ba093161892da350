// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SIMD_WORDS_HPP
#define SPATE_SIMD_WORDS_HPP

/// `u64x8`: eight 64-bit lanes, as the kernels of every instruction set see them (kernels::<isa>::u64x8 and its operations).
/// The logical width is part of the bytes' definition; how many registers carry it is not.

#include <cstddef>
#include <cstdint>

#include <spate/detail/config.hpp>

namespace spate::inline v0::kernels {

// 64 bytes of ones, then 64 of zeros: 64 bytes from anywhere in it are a mask.
alignas(64) inline constexpr std::uint64_t ones_and_zeros[16] = {~std::uint64_t{0}, ~std::uint64_t{0}, ~std::uint64_t{0}, ~std::uint64_t{0},
                                                                 ~std::uint64_t{0}, ~std::uint64_t{0}, ~std::uint64_t{0}, ~std::uint64_t{0}};

}  // namespace spate::inline v0::kernels

#define SPATE_KERNEL <spate/simd/words.inc>
#include <spate/simd/foreach_isa.inc>

#endif  // SPATE_SIMD_WORDS_HPP
