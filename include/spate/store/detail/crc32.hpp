// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_DETAIL_CRC32_HPP
#define SPATE_STORE_DETAIL_CRC32_HPP

/// The checksum of ZIP archives: CRC-32 of ISO 3309.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace spate::inline v0::detail {

// Of a byte with 0 to 7 bytes of zeros behind it.
inline constexpr auto crc32_tables = [] {
    std::array<std::array<std::uint32_t, 256>, 8> out{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ (value & 1u ? 0xedb88320u : 0u);
        out[0][i] = value;
    }
    for (std::size_t k = 1; k < 8; ++k)
        for (std::size_t i = 0; i < 256; ++i) out[k][i] = out[k - 1][i] >> 8 ^ out[0][out[k - 1][i] & 255u];
    return out;
}();

/// Goes on from the checksum of the bytes before, 0 at first. Cost: eight bytes at a time by tables. Source: Kounavis and Berry, A Systematic Approach to
/// Building High Performance Software-Based CRC Generators (2005).
[[nodiscard]] inline std::uint32_t crc32(std::uint32_t before, std::span<const std::byte> bytes) noexcept {
    const auto& table = crc32_tables;
    std::uint32_t value = ~before;
    const std::byte* at = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= 8; left -= 8, at += 8) {
        std::uint32_t low, high;
        std::memcpy(&low, at, 4);
        std::memcpy(&high, at + 4, 4);
        low ^= value;
        value = table[7][low & 255u] ^ table[6][low >> 8 & 255u] ^ table[5][low >> 16 & 255u] ^ table[4][low >> 24] ^ table[3][high & 255u] ^
                table[2][high >> 8 & 255u] ^ table[1][high >> 16 & 255u] ^ table[0][high >> 24];
    }
    for (; left != 0; --left, ++at) value = value >> 8 ^ table[0][(value ^ static_cast<std::uint32_t>(*at)) & 255u];
    return ~value;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_STORE_DETAIL_CRC32_HPP
