// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SIMD_AES_HPP
#define SPATE_SIMD_AES_HPP

/// Rounds of AES (FIPS 197) on whatever the machine has for them, and the choice of it.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include <spate/detail/config.hpp>
#include <spate/simd/isa.hpp>

#if SPATE_IS_AARCH64() && defined(__linux__)
#include <sys/auxv.h>
#endif

namespace spate::inline v0::simd {

/// What carries out the rounds: a table, the AES instructions of x86 on one block or on two, or those of ARM. All give the same bytes.
enum class aes_unit : unsigned char { table, x86, x86_wide, arm };

inline constexpr std::size_t aes_unit_count = 4;

[[nodiscard]] constexpr std::string_view name(aes_unit unit) noexcept {
    constexpr std::array<std::string_view, aes_unit_count> names{"table", "x86", "x86_wide", "arm"};
    return names[static_cast<std::size_t>(unit)];
}

namespace detail {

#if SPATE_IS_X86_64()
// Only for a processor with AVX2, which has this leaf. (clang 16 does not know the name in __builtin_cpu_supports.)
[[nodiscard]] inline bool has_wide_aes() noexcept {
    std::uint32_t a = 7, b = 0, c = 0, d = 0;
    asm volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    return (c >> 9 & 1) != 0;
}
#endif

[[nodiscard]] inline aes_unit find_aes_unit(isa which) noexcept {
#if SPATE_IS_X86_64()
    if (which == isa::scalar || __builtin_cpu_supports("aes") == 0) return aes_unit::table;
    if (which == isa::sse2) return aes_unit::x86;
    static const bool wide = has_wide_aes();
    return wide ? aes_unit::x86_wide : aes_unit::x86;
#elif SPATE_IS_AARCH64()
#if defined(__linux__)
    static const bool present = (getauxval(AT_HWCAP) & (1u << 3)) != 0;
#else
    constexpr bool present = true;
#endif
    return which == isa::neon && present ? aes_unit::arm : aes_unit::table;
#else
    static_cast<void>(which);
    return aes_unit::table;
#endif
}

[[nodiscard]] constexpr std::uint8_t aes_double(std::uint8_t x) noexcept { return static_cast<std::uint8_t>((x << 1) ^ (x & 0x80 ? 0x1b : 0)); }

// Entry x: the column {2 s, s, s, 3 s} that the substituted byte s of x contributes. The bytes run through the field by a generator
// (3) and its inverse, so that each meets its own inverse.
[[nodiscard]] constexpr std::array<std::uint32_t, 256> make_aes_table() noexcept {
    std::array<std::uint32_t, 256> table{};
    std::uint8_t element = 1, inverse = 1;
    for (int i = 0; i < 256; ++i) {
        const std::uint8_t at = i == 255 ? std::uint8_t{0} : element, b = i == 255 ? std::uint8_t{0} : inverse;
        const auto s = static_cast<std::uint8_t>(b ^ std::rotl(b, 1) ^ std::rotl(b, 2) ^ std::rotl(b, 3) ^ std::rotl(b, 4) ^ 0x63);
        const std::uint32_t twice = aes_double(s);
        table[at] = twice | std::uint32_t{s} << 8 | std::uint32_t{s} << 16 | (twice ^ s) << 24;
        element = static_cast<std::uint8_t>(element ^ aes_double(element));
        // Division by 3.
        inverse = static_cast<std::uint8_t>(inverse ^ (inverse << 1));
        inverse = static_cast<std::uint8_t>(inverse ^ (inverse << 2));
        inverse = static_cast<std::uint8_t>(inverse ^ (inverse << 4));
        if (inverse & 0x80) inverse ^= 0x09;
    }
    return table;
}

inline constexpr std::array<std::uint32_t, 256> aes_table = make_aes_table();

}  // namespace detail

/// The unit that goes with an instruction set on this machine.
[[nodiscard]] inline aes_unit aes_unit_for(isa which) noexcept { return detail::find_aes_unit(which); }

}  // namespace spate::inline v0::simd

#endif  // SPATE_SIMD_AES_HPP
