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
#include <spate/detail/varint.hpp>

namespace spate::inline v0::detail::avro_file {

/// The most that put_long takes, and as many bytes may be stored.
inline constexpr std::size_t longest_number = longest_varint;

SPATE_ALWAYS_INLINE char* put_long(char* to, std::int64_t value) noexcept { return put_varint(to, zigzag(value)); }

[[nodiscard]] constexpr std::size_t long_size(std::int64_t value) noexcept { return varint_size(zigzag(value)); }

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
