// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_VALUE_TEXT_HPP
#define SPATE_FIELD_VALUE_TEXT_HPP

/// `value_text(type, column, row)`: a value as formats write it, without quotes.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include <spate/detail/text_floats.hpp>
#include <spate/detail/text_numbers.hpp>
#include <spate/field/column.hpp>
#include <spate/field/half.hpp>
#include <spate/field/type.hpp>

namespace spate::inline v0 {

namespace detail {

// Finite by its bits: -ffast-math takes every number for finite.
[[nodiscard]] inline bool is_finite(double number) noexcept { return (std::bit_cast<std::uint64_t>(number) >> 52 & 0x7ff) != 0x7ff; }
[[nodiscard]] inline bool is_finite(float number) noexcept { return (std::bit_cast<std::uint32_t>(number) >> 23 & 0xff) != 0xff; }

template <class Real>
char* put_json_real(char* to, Real number) noexcept {
    if (is_finite(number)) return put_real(to, number);
    std::memcpy(to, "null", 4);
    return to + 4;
}

inline char* put_json_boolean(char* to, bool value) noexcept {
    std::memcpy(to, value ? "true\0\0\0" : "false\0\0", 8);
    return to + (value ? 4 : 5);
}

/// The text of a value of fixed width, without quotes. Requires room for 48 bytes.
inline char* put_scalar(char* to, const data_type& type, const column& from, std::size_t row) noexcept {
    switch (type.id) {
        case type_id::boolean:
            return put_json_boolean(to, from.boolean(row));
        case type_id::int8:
            return put_signed(to, from.values<std::int8_t>()[row]);
        case type_id::int16:
            return put_signed(to, from.values<std::int16_t>()[row]);
        case type_id::int32:
            return put_signed(to, from.values<std::int32_t>()[row]);
        case type_id::int64:
            return put_signed(to, from.values<std::int64_t>()[row]);
        case type_id::uint8:
            return put_unsigned(to, from.values<std::uint8_t>()[row]);
        case type_id::uint16:
            return put_unsigned(to, from.values<std::uint16_t>()[row]);
        case type_id::uint32:
            return put_unsigned(to, from.values<std::uint32_t>()[row]);
        case type_id::uint64:
            return put_unsigned(to, from.values<std::uint64_t>()[row]);
        case type_id::float16:
            return put_json_real(to, float_of_half(from.values<std::uint16_t>()[row]));
        case type_id::bfloat16:
            return put_json_real(to, float_of_bfloat16(from.values<std::uint16_t>()[row]));
        case type_id::float32:
            return put_json_real(to, from.values<float>()[row]);
        case type_id::float64:
            return put_json_real(to, from.values<double>()[row]);
        case type_id::decimal:
            return put_decimal(to, from.values<std::int64_t>()[row], type.places);
        case type_id::date:
            return put_date(to, from.values<std::int32_t>()[row]);
        case type_id::timestamp:
            return put_timestamp(to, from.values<std::int64_t>()[row], type.places);
        case type_id::uuid:
            return put_uuid(to, from.values<std::byte>() + 16 * row);
        default:
            return to;
    }
}

}  // namespace detail

/// Whether values of a type have a text: all but binaries, bits, lists, vectors and structures.
[[nodiscard]] constexpr bool has_value_text(type_id id) noexcept {
    return id == type_id::boolean || id == type_id::text || id == type_id::json || width_of(id) != 0;
}

/// A value as NDJSON has it, but without quotes and escapes: reals by the shortest digits that read back as the same number (null if they are not finite),
/// decimals with all their places, dates and times by ISO 8601 in UTC. Requires has_value_text, and that it is no null.
[[nodiscard]] inline std::string value_text(const data_type& type, const column& from, std::size_t row) {
    if (is_text_like(type.id)) return std::string{from.text(row)};
    char text[64];
    return {text, detail::put_scalar(text, type, from, row)};
}

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_VALUE_TEXT_HPP
