// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_AVRO_SCALARS_HPP
#define SPATE_FORMAT_DETAIL_AVRO_SCALARS_HPP

/// Whole numbers and decimals in Avro's binary encoding.
/// Source: Apache Avro 1.12.0 specification, "Binary Encoding" and "Decimal".

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <spate/detail/config.hpp>

namespace spate::inline v0::detail::avro_file {

/// The most that put_long takes, and as many bytes may be stored.
inline constexpr std::size_t longest_number = 10;

[[nodiscard]] constexpr std::uint64_t zigzag(std::int64_t value) noexcept {
    return static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
}

/// How many bytes a number takes that zigzag gave, if it is below 2^56.
[[nodiscard]] constexpr std::size_t short_size(std::uint64_t coded) noexcept {
    const auto bits = static_cast<std::size_t>(std::bit_width(coded | 1));
    return (bits * 9 + 64) >> 6;
}

/// The lower 56 bits, seven in each byte.
[[nodiscard]] constexpr std::uint64_t spread(std::uint64_t coded) noexcept {
    std::uint64_t x = (coded << 4 & 0x0fffffff00000000u) | (coded & 0x0fffffffu);
    x = (x << 2 & 0x3fff00003fff0000u) | (x & 0x00003fff00003fffu);
    return (x << 1 & 0x7f007f007f007f00u) | (x & 0x007f007f007f007fu);
}

/// A variable-length number, least bits first. Without a branch for numbers of up to 8 bytes.
SPATE_ALWAYS_INLINE char* put_coded(char* to, std::uint64_t coded) noexcept {
    constexpr std::uint64_t more = 0x8080808080808080u;
    std::uint64_t x = spread(coded);
    if (coded >> 56 == 0) [[likely]] {
        const std::size_t size = short_size(coded);
        x |= more & ((std::uint64_t{1} << (8 * size - 8)) - 1);
        std::memcpy(to, &x, 8);
        return to + size;
    }
    x |= more;
    std::memcpy(to, &x, 8);
    const std::uint64_t last = coded >> 63;
    to[8] = static_cast<char>((coded >> 56 & 0x7f) | last << 7);
    to[9] = static_cast<char>(last);
    return to + 9 + last;
}

SPATE_ALWAYS_INLINE char* put_long(char* to, std::int64_t value) noexcept { return put_coded(to, zigzag(value)); }

[[nodiscard]] constexpr std::size_t long_size(std::int64_t value) noexcept {
    const std::uint64_t coded = zigzag(value);
    return coded >> 56 == 0 ? short_size(coded) : 9 + static_cast<std::size_t>(coded >> 63);
}

/// Bytes with their length: two's complement, the highest first, as few as hold the number. At most 9 bytes.
SPATE_ALWAYS_INLINE char* put_decimal(char* to, std::int64_t units) noexcept {
    const auto size = static_cast<std::size_t>(std::bit_width(static_cast<std::uint64_t>(units ^ units >> 63))) / 8 + 1;
    const std::uint64_t bytes = __builtin_bswap64(static_cast<std::uint64_t>(units) << (64 - 8 * size));
    *to = static_cast<char>(2 * size);
    std::memcpy(to + 1, &bytes, 8);
    return to + 1 + size;
}

/// The same of a number without a sign. At most 10 bytes.
SPATE_ALWAYS_INLINE char* put_decimal(char* to, std::uint64_t units) noexcept {
    if (units >> 63 == 0) return put_decimal(to, static_cast<std::int64_t>(units));
    const std::uint64_t bytes = __builtin_bswap64(units);
    to[0] = 18;
    to[1] = 0;
    std::memcpy(to + 2, &bytes, 8);
    return to + 10;
}

}  // namespace spate::inline v0::detail::avro_file

#endif  // SPATE_FORMAT_DETAIL_AVRO_SCALARS_HPP
