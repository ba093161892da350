// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_PROTOBUF_WIRE_HPP
#define SPATE_FORMAT_DETAIL_PROTOBUF_WIRE_HPP

/// Protocol Buffers' numbers. Source: protobuf.dev, Encoding.

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>

#include <spate/detail/varint.hpp>
#include <spate/field/column.hpp>
#include <spate/field/type.hpp>

namespace spate::inline v0::detail::protobuf_file {

enum wire_type : unsigned { wire_varint = 0, wire_64 = 1, wire_bytes = 2, wire_32 = 5 };

using detail::put_varint;
using detail::varint_size;
using detail::zigzag;

/// What is written of a number: of signed ones their zigzag form.
template <class Integer>
[[nodiscard]] constexpr std::uint64_t as_varint(Integer number) noexcept {
    if constexpr (std::is_signed_v<Integer>)
        return zigzag(number);
    else
        return number;
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
