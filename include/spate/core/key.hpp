// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_CORE_KEY_HPP
#define SPATE_CORE_KEY_HPP

/// The 128-bit key of a random stream, and how it is derived from a seed and from what the stream is for.

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include <spate/core/hash.hpp>
#include <spate/core/seed.hpp>

namespace spate::inline v0 {

/// Names one stream of an engine. Two streams with different keys have nothing in common.
struct key128 {
    std::uint64_t low;
    std::uint64_t high;
    friend constexpr bool operator==(const key128&, const key128&) = default;
};

/// The key of the stream that `purpose` and `numbers` name under a seed.
///
/// Determinism: a pure function of its arguments. With purpose and numbers fixed, different seeds always give different keys,
/// and with the seed fixed so do different last numbers; anything else collides with probability 2^-128. Neighbouring seeds
/// give unrelated keys. Cost: a few nanoseconds per argument; constant when the arguments are.
[[nodiscard]] constexpr key128 derive_key(seed from, std::uint64_t purpose, std::initializer_list<std::uint64_t> numbers = {}) noexcept {
    key128 key{mix(mix(from.value + 0x9e3779b97f4a7c15u) ^ purpose), mix(mix(from.value ^ 0xd1b54a32d192ed03u) + mix(purpose))};
    for (const std::uint64_t number : numbers) {
        key.low = mix(key.low ^ (number + 0x8cb92ba72f3d8dd7u));
        key.high = mix(key.high + mix(number ^ 0xabc98388fb8fac03u) + 0x2545f4914f6cdd1du);
    }
    return key;
}

/// The same, for a purpose that has a name.
[[nodiscard]] constexpr key128 derive_key(seed from, std::string_view purpose, std::initializer_list<std::uint64_t> numbers = {}) noexcept {
    return derive_key(from, hash_name(purpose), numbers);
}

/// A seed of its own for part `part` of something that has the seed `from`: parts of one seed differ, and no part of one seed is a
/// part of a neighbouring one.
[[nodiscard]] constexpr seed seed_of_part(seed from, std::uint64_t part) noexcept {
    constexpr std::uint64_t purpose = hash_name("part");
    return seed{derive_key(from, purpose, {part}).low};
}

}  // namespace spate::inline v0

#endif  // SPATE_CORE_KEY_HPP
