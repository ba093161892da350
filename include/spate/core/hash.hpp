// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_CORE_HASH_HPP
#define SPATE_CORE_HASH_HPP

/// Small integer hashes: a bijective mixer, a folded product, and a hash of names.

#include <cstdint>
#include <string_view>

namespace spate::inline v0 {

__extension__ typedef unsigned __int128 uint128;

/// A bijection of 64-bit words in which every input bit changes every output bit about half of the time.
/// Source: the finaliser of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014), with
/// Stafford's thirteenth set of constants.
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t z) noexcept {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/// Both halves of the 128-bit product, folded. Not a bijection.
[[nodiscard]] constexpr std::uint64_t fold_product(std::uint64_t a, std::uint64_t b) noexcept {
    const uint128 product = static_cast<uint128>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

/// The upper half of a 128-bit product: maps a 64-bit word onto [0, n) in order.
[[nodiscard]] constexpr std::uint64_t scale(std::uint64_t word, std::uint64_t n) noexcept {
    return static_cast<std::uint64_t>((static_cast<uint128>(word) * n) >> 64);
}

/// A 64-bit hash of a name, for keys that hang on names.
[[nodiscard]] constexpr std::uint64_t hash_name(std::string_view name) noexcept {
    std::uint64_t hash = 0x243f6a8885a308d3u ^ name.size();
    for (const char letter : name) hash = mix(hash ^ static_cast<unsigned char>(letter)) + 0x9e3779b97f4a7c15u;
    return mix(hash);
}

}  // namespace spate::inline v0

#endif  // SPATE_CORE_HASH_HPP
