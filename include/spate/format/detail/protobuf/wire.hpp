// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_PROTOBUF_WIRE_HPP
#define SPATE_FORMAT_DETAIL_PROTOBUF_WIRE_HPP

/// Protocol Buffers' numbers. Source: protobuf.dev, Encoding.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>

#include <spate/detail/config.hpp>
#include <spate/field/column.hpp>
#include <spate/field/type.hpp>

namespace spate::inline v0::detail::protobuf_file {

enum wire_type : unsigned { wire_varint = 0, wire_64 = 1, wire_bytes = 2, wire_32 = 5 };

/// Signed numbers so that those near 0 are short: 0, -1, 1, -2 become 0, 1, 2, 3.
[[nodiscard]] constexpr std::uint64_t zigzag(std::int64_t number) noexcept {
    return static_cast<std::uint64_t>(number) << 1 ^ static_cast<std::uint64_t>(number >> 63);
}

/// What is written of a number: of signed ones their zigzag form.
template <class Integer>
[[nodiscard]] constexpr std::uint64_t as_varint(Integer number) noexcept {
    if constexpr (std::is_signed_v<Integer>)
        return zigzag(number);
    else
        return number;
}

/// From 1 to 10 bytes, a byte for each 7 bits.
[[nodiscard]] constexpr std::uint32_t varint_size(std::uint64_t number) noexcept {
    return (static_cast<std::uint32_t>(std::bit_width(number | 1)) * 9 + 64) / 64;
}

/// Writes a number; returns the end of it. May store up to 10 bytes in all. All groups of 7 bits are spread at once: in halves of 28 bits, then 14, then 7.
SPATE_ALWAYS_INLINE char* put_varint(char* to, std::uint64_t number) noexcept {
    constexpr std::uint64_t more = 0x8080808080808080u;
    const std::uint64_t low = number & 0x00ffffffffffffffu;
    const std::uint64_t halves = (low & 0x00fffffff0000000u) << 4 | (low & 0x0fffffffu);
    const std::uint64_t quarters = (halves & 0x0fffc0000fffc000u) << 2 | (halves & 0x00003fff00003fffu);
    const std::uint64_t groups = (quarters & 0x3f803f803f803f80u) << 1 | (quarters & 0x007f007f007f007fu);
    if (number == low) {
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

/// What stands before a field's value: its number and how the value is written.
[[nodiscard]] inline std::string tag(std::uint32_t number, wire_type wire) {
    char bytes[16];
    return {bytes, put_varint(bytes, std::uint64_t{number} << 3 | wire)};
}

/// Calls `use` with a function that gives the number of a row as it is written in a varint. Requires is_varint(id).
template <class Use>
decltype(auto) with_varints(type_id id, const column& from, const Use& use) {
    const auto integers = [&]<class Integer>(Integer) {
        const Integer* const values = from.values<Integer>();
        return use([values](std::size_t row) noexcept { return as_varint(values[row]); });
    };
    switch (id) {
        case type_id::int8:
            return integers(std::int8_t{});
        case type_id::int16:
            return integers(std::int16_t{});
        case type_id::int32:
        case type_id::date:
            return integers(std::int32_t{});
        case type_id::uint8:
            return integers(std::uint8_t{});
        case type_id::uint16:
            return integers(std::uint16_t{});
        case type_id::uint32:
            return integers(std::uint32_t{});
        case type_id::uint64:
            return integers(std::uint64_t{});
        case type_id::boolean:
            return use([&from](std::size_t row) noexcept -> std::uint64_t { return from.boolean(row); });
        default:
            return integers(std::int64_t{});
    }
}
[[nodiscard]] constexpr bool is_varint(type_id id) noexcept { return id <= type_id::uint64 || id == type_id::date || id == type_id::timestamp; }
[[nodiscard]] constexpr bool is_half(type_id id) noexcept { return id == type_id::float16 || id == type_id::bfloat16; }
[[nodiscard]] constexpr bool is_real(type_id id) noexcept { return is_half(id) || id == type_id::float32 || id == type_id::float64; }

[[nodiscard]] constexpr wire_type wire_of(type_id id) noexcept {
    return is_varint(id) ? wire_varint : id == type_id::float64 ? wire_64 : is_real(id) ? wire_32 : wire_bytes;
}

}  // namespace spate::inline v0::detail::protobuf_file

#endif  // SPATE_FORMAT_DETAIL_PROTOBUF_WIRE_HPP
