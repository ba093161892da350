// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_JSON_VALUE_HPP
#define SPATE_FIELD_JSON_VALUE_HPP

/// `append_json(text, type, column, row)`: one value of any column as JSON.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <spate/detail/json_text.hpp>
#include <spate/field/column.hpp>
#include <spate/field/type.hpp>
#include <spate/field/value_text.hpp>

namespace spate::inline v0 {

namespace detail {

/// Whether a scalar's text stands between quotes in JSON.
[[nodiscard]] constexpr bool is_quoted(type_id id) noexcept { return id == type_id::date || id == type_id::timestamp || id == type_id::uuid; }

// Appends bytes as standard base64 (RFC 4648, section 4).
inline void append_base64(std::string& out, std::string_view bytes) {
    constexpr const char* letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t three = 0;
        for (std::size_t k = 0; k < 3; ++k) three = three << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
        const char four[4] = {letters[three >> 18], letters[three >> 12 & 63], i + 1 < bytes.size() ? letters[three >> 6 & 63] : '=',
                              i + 2 < bytes.size() ? letters[three & 63] : '='};
        out.append(four, 4);
    }
}

// Appends a text as a JSON string.
inline void append_json_text(std::string& out, std::string_view text) {
    const std::size_t size = out.size();
    out.resize(size + json_text_bound(text.size()) + 16);
    out.resize(static_cast<std::size_t>(put_json_text(out.data() + size, text) - out.data()));
}

}  // namespace detail

/// How bits stand in JSON: as a text of base64, or as a list of their bytes, numbers from 0 to 255.
enum class json_bits : unsigned char { base64, bytes };

inline void append_json(std::string& out, const data_type& type, const column& from, std::size_t row, json_bits bits = json_bits::base64);

namespace detail {

// Appends bytes as numbers with commas between them.
inline void append_bytes(std::string& out, const std::uint8_t* bytes, std::size_t count) {
    constexpr std::size_t longest = 20 + 1;
    const std::size_t size = out.size();
    out.resize(size + count * 4 + longest);
    char* to = out.data() + size;
    for (std::size_t i = 0; i < count; ++i) {
        *to = ',';
        to = put_unsigned(to + (i != 0), bytes[i]);
    }
    out.resize(static_cast<std::size_t>(to - out.data()));
}

// Elements [first, last) of a list, with commas between them.
inline void append_elements(std::string& out, const data_type& type, const column& from, std::size_t first, std::size_t last, json_bits bits) {
    if (from.nulls() == 0 && (width_of(type.id) != 0 || type.id == type_id::boolean) && !is_quoted(type.id)) {
        constexpr std::size_t longest = 24 + 1, slack = 24;
        const std::size_t size = out.size();
        out.resize(size + (last - first) * longest + slack);
        char* to = out.data() + size;
        for (std::size_t i = first; i < last; ++i) {
            *to = ',';
            to = put_scalar(to + (i != first), type, from, i);
        }
        out.resize(static_cast<std::size_t>(to - out.data()));
        return;
    }
    for (std::size_t i = first; i < last; ++i) {
        if (i != first) out += ',';
        append_json(out, type, from, i, bits);
    }
}

}  // namespace detail

/// Appends the value of a row as JSON (RFC 8259), as NDJSON has it: nulls as null, numbers exactly (reals as the shortest digits that read back as the same
/// number, NaN and infinities as null, decimals with all their places), dates, times and UUIDs as texts, binary values as texts of base64 (RFC 4648), bits so
/// or as `bits` says, lists and vectors as arrays, structures as objects, JSON as it is. No blanks. Requires row < from.size(). Throws std::bad_alloc.
inline void append_json(std::string& out, const data_type& type, const column& from, std::size_t row, json_bits bits) {
    if (from.is_null(row)) {
        out += "null";
        return;
    }
    switch (type.id) {
        case type_id::text:
            detail::append_json_text(out, from.text(row));
            return;
        case type_id::json:
            out += from.text(row);
            return;
        case type_id::binary:
        case type_id::bits: {
            const std::size_t bytes = type.size / 8;
            if (type.id == type_id::bits && bits == json_bits::bytes) {
                out += '[';
                detail::append_bytes(out, from.values<std::uint8_t>() + row * bytes, bytes);
                out += ']';
                return;
            }
            out += '"';
            detail::append_base64(out, type.id == type_id::binary ? from.text(row) : std::string_view{from.values<char>() + row * bytes, bytes});
            out += '"';
            return;
        }
        case type_id::list:
        case type_id::vector: {
            const auto [first, last] = type.id == type_id::list
                                           ? std::pair{static_cast<std::size_t>(from.offsets()[row]), static_cast<std::size_t>(from.offsets()[row + 1])}
                                           : std::pair{row * type.size, (row + 1) * type.size};
            out += '[';
            detail::append_elements(out, type.children[0], from.child(0), first, last, bits);
            out += ']';
            return;
        }
        case type_id::structure:
            out += '{';
            for (std::size_t i = 0; i < type.children.size(); ++i) {
                out += i == 0 ? "" : ",";
                detail::append_json_text(out, type.names[i]);
                out += ':';
                append_json(out, type.children[i], from.child(i), row, bits);
            }
            out += '}';
            return;
        default: {
            char text[64];
            text[0] = '"';
            const bool quoted = detail::is_quoted(type.id);
            char* end = detail::put_scalar(text + quoted, type, from, row);
            if (quoted) *end++ = '"';
            out.append(text, static_cast<std::size_t>(end - text));
        }
    }
}

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_JSON_VALUE_HPP
