// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_HASH_HPP
#define SPATE_TESTS_SUPPORT_HASH_HPP

/// A quick hash of bytes that has nothing in common with the library's, for telling contents apart.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace test {

/// 64 bits of hash: four lanes of multiply and rotate. Requires a size that is a multiple of 32, or copes with the rest bytewise.
inline std::uint64_t hash(std::span<const std::byte> bytes) {
    std::uint64_t lane[4] = {0x8b8b8b8b12345671u, 0x1f3d5b79a2c4e6f1u, 0xc0ffee1234567891u, 0x0123456789abcdefu};
    std::size_t at = 0;
    for (; at + 32 <= bytes.size(); at += 32)
        for (std::size_t i = 0; i < 4; ++i) {
            std::uint64_t word;
            std::memcpy(&word, bytes.data() + at + 8 * i, 8);
            lane[i] = std::rotl((lane[i] ^ word) * 0x9fb21c651e98df25u, 29) + 0x165667b19e3779f9u;
        }
    std::uint64_t sum = bytes.size();
    for (; at < bytes.size(); ++at) sum = (sum ^ std::to_integer<std::uint64_t>(bytes[at])) * 0x100000001b3u;
    for (const std::uint64_t one : lane) {
        sum = (sum ^ one) * 0xff51afd7ed558ccdu;
        sum ^= sum >> 32;
    }
    return sum * 0xc4ceb9fe1a85ec53u ^ (sum >> 29);
}

}  // namespace test

#endif  // SPATE_TESTS_SUPPORT_HASH_HPP
