// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_TYPE_HPP
#define SPATE_FIELD_TYPE_HPP

/// What a column holds: the types of all fields, as formats see them.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace spate::inline v0 {

/// The kinds of values. In a column they are laid out as in Arrow; the width of the fixed ones is `width_of`.
enum class type_id : unsigned char {
    boolean,  // a bit each, the first in the least significant one
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
    float16,
    bfloat16,
    float32,
    float64,
    decimal,    // an int64, in units of 10^-places; `digits` decimal digits in all, at most 18
    date,       // an int32, days since 1970-01-01
    timestamp,  // an int64, in units of 10^-places seconds since 1970-01-01T00:00:00Z; places is 0, 3, 6 or 9
    uuid,       // 16 bytes, in the order of the text
    text,       // UTF-8
    binary,
    json,      // text that is a JSON value
    bits,      // `size` bits, a multiple of 8, in size / 8 bytes
    list,      // any number of children[0]
    vector,    // `size` of children[0]
    structure  // one of each of the children
};

/// The type of a column, and whether it may hold nulls.
struct data_type {
    type_id id = type_id::int64;
    std::uint8_t digits = 0;
    std::uint8_t places = 0;
    bool nullable = false;
    std::uint32_t size = 0;
    std::vector<data_type> children = {};
    /// Of a structure's children.
    std::vector<std::string> names = {};

    friend bool operator==(const data_type&, const data_type&) = default;
};

/// A column's name and its type.
struct field_type {
    std::string name;
    data_type type;

    friend bool operator==(const field_type&, const field_type&) = default;
};

/// The bytes of one value; 0 for those whose size is not fixed by the kind alone: booleans and bits, texts, lists, vectors and structures.
[[nodiscard]] constexpr std::size_t width_of(type_id id) noexcept {
    switch (id) {
        case type_id::int8:
        case type_id::uint8:
            return 1;
        case type_id::int16:
        case type_id::uint16:
        case type_id::float16:
        case type_id::bfloat16:
            return 2;
        case type_id::int32:
        case type_id::uint32:
        case type_id::float32:
        case type_id::date:
            return 4;
        case type_id::int64:
        case type_id::uint64:
        case type_id::float64:
        case type_id::decimal:
        case type_id::timestamp:
            return 8;
        case type_id::uuid:
            return 16;
        default:
            return 0;
    }
}

/// Whether values are bytes of any number, with offsets.
[[nodiscard]] constexpr bool is_text_like(type_id id) noexcept { return id == type_id::text || id == type_id::binary || id == type_id::json; }

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_TYPE_HPP
