// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DETAIL_VARINT_HPP
#define SPATE_DETAIL_VARINT_HPP

/// Numbers in as many bytes as they need, seven bits in each, the lowest first. Source: protobuf.dev, Encoding; Apache Avro 1.12.0 specification, "Binary
/// Encoding".

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <spate/detail/config.hpp>

namespace spate::inline v0::detail {

/// The most that put_varint takes, and as many bytes may be stored.
inline constexpr std::size_t longest_varint = 10;

/// Signed numbers so that those near 0 are short: 0, -1, 1, -2 become 0, 1, 2, 3.
[[nodiscard]] constexpr std::uint64_t zigzag(std::int64_t number) noexcept {
    return static_cast<std::uint64_t>(number) << 1 ^ static_cast<std::uint64_t>(number >> 63);
}

/// From 1 to 10 bytes.
[[nodiscard]] constexpr std::uint32_t varint_size(std::uint64_t number) noexcept {
    return (static_cast<std::uint32_t>(std::bit_width(number | 1)) * 9 + 64) / 64;
}

/// Writes a number; returns the end of it. Without a branch for numbers of up to 8 bytes: all groups of 7 bits are spread at once, in halves of 28 bits, then
/// 14, then 7.
SPATE_ALWAYS_INLINE char* put_varint(char* to, std::uint64_t number) noexcept {
    constexpr std::uint64_t more = 0x8080808080808080u;
    const std::uint64_t low = number & 0x00ffffffffffffffu;
    const std::uint64_t halves = (low & 0x00fffffff0000000u) << 4 | (low & 0x0fffffffu);
    const std::uint64_t quarters = (halves & 0x0fffc0000fffc000u) << 2 | (halves & 0x00003fff00003fffu);
    const std::uint64_t groups = (quarters & 0x3f803f803f803f80u) << 1 | (quarters & 0x007f007f007f007fu);
    if (number == low) [[likely]] {
        const std::uint32_t size = varint_size(number);
        const std::uint64_t word = groups | (more & ((std::uint64_t{1} << (8 * size - 8)) - 1));
        std::memcpy(to, &word, 8);
        return to + size;
    }
    const std::uint64_t word = groups | more;
    std::memcpy(to, &word, 8);
    const std::uint64_t high = number >> 56;
    to[8] = static_cast<char>(high);
    to[9] = 1;
    return to + 9 + (high >> 7);
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_DETAIL_VARINT_HPP
