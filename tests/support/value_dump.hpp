// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_VALUE_DUMP_HPP
#define SPATE_TESTS_SUPPORT_VALUE_DUMP_HPP

/// Rows as words between blanks, so simple that it needs no format's code: what readers of other formats are compared with.
///
/// | value | word |
/// |---|---|
/// | null | - |
/// | boolean | 0 or 1 |
/// | integer, decimal, date, timestamp | the column's integer |
/// | float16 ... float64 | its bits, as a whole number |
/// | uuid, text, binary, json, bits | x and two hexadecimal digits for each byte |
/// | list, vector | how many elements, then these |
/// | structure | s, then the members |
///
/// A table is a line of settings (key and value, in x form), a line for each column (c, its name in x form, its type), and a line for each row, which begins
/// with r. A type is: id, 1 if it is nullable, digits, places, size, how many children, and for each child its name in x form and its type.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/field/column.hpp>
#include <spate/field/type.hpp>
#include <spate/schema/batch.hpp>

namespace test {

constexpr const char* type_names[] = {"boolean", "int8",    "int16",    "int32",   "int64",   "uint8",   "uint16", "uint32",
                                      "uint64",  "float16", "bfloat16", "float32", "float64", "decimal", "date",   "timestamp",
                                      "uuid",    "text",    "binary",   "json",    "bits",    "list",    "vector", "structure"};

inline void dump_bytes(std::string_view bytes, std::string& out) {
    out += 'x';
    for (const char one : bytes) {
        out += "0123456789abcdef"[static_cast<unsigned char>(one) >> 4];
        out += "0123456789abcdef"[one & 15];
    }
}

inline void dump_type(const spate::data_type& type, std::string& out) {
    out += type_names[static_cast<int>(type.id)];
    for (const std::size_t number :
         {std::size_t{type.nullable}, std::size_t{type.digits}, std::size_t{type.places}, std::size_t{type.size}, type.children.size()})
        out += ' ' + std::to_string(number);
    for (std::size_t i = 0; i < type.children.size(); ++i) {
        out += ' ';
        dump_bytes(i < type.names.size() ? type.names[i] : std::string{}, out);
        out += ' ';
        dump_type(type.children[i], out);
    }
}

inline void dump_value(const spate::data_type& type, const spate::column& from, std::size_t row, std::string& out) {
    using spate::type_id;
    const auto integer = [&]<class Integer>(Integer) { out += std::to_string(from.values<Integer>()[row]); };
    const auto elements = [&](std::size_t first, std::size_t end) {
        out += std::to_string(end - first);
        for (std::size_t i = first; i < end; ++i) out += ' ', dump_value(type.children[0], from.child(0), i, out);
    };
    if (from.is_null(row)) {
        out += '-';
        return;
    }
    switch (type.id) {
        case type_id::boolean:
            out += from.boolean(row) ? '1' : '0';
            break;
        case type_id::int8:
            return integer(std::int8_t{});
        case type_id::int16:
            return integer(std::int16_t{});
        case type_id::int32:
        case type_id::date:
            return integer(std::int32_t{});
        case type_id::int64:
        case type_id::decimal:
        case type_id::timestamp:
            return integer(std::int64_t{});
        case type_id::uint8:
            return integer(std::uint8_t{});
        case type_id::uint16:
        case type_id::float16:
        case type_id::bfloat16:
            return integer(std::uint16_t{});
        case type_id::uint32:
        case type_id::float32:
            return integer(std::uint32_t{});
        case type_id::uint64:
        case type_id::float64:
            return integer(std::uint64_t{});
        case type_id::uuid:
            return dump_bytes({from.values<char>() + 16 * row, 16}, out);
        case type_id::bits:
            return dump_bytes({from.values<char>() + type.size / 8 * row, type.size / 8}, out);
        case type_id::text:
        case type_id::binary:
        case type_id::json:
            return dump_bytes(from.text(row), out);
        case type_id::list:
            return elements(static_cast<std::size_t>(from.offsets()[row]), static_cast<std::size_t>(from.offsets()[row + 1]));
        case type_id::vector:
            return elements(row * type.size, (row + 1) * type.size);
        case type_id::structure:
            out += 's';
            for (std::size_t i = 0; i < type.children.size(); ++i) out += ' ', dump_value(type.children[i], from.child(i), row, out);
            break;
    }
}

inline void dump_row(const spate::record_type& type, const spate::batch& rows, std::size_t row, std::string& out) {
    out += 'r';
    for (std::size_t i = 0; i < type.size(); ++i) out += ' ', dump_value(type[i].type, rows.columns[i], row, out);
    out += '\n';
}

/// What stands before the rows.
inline std::string dump_head(const std::vector<std::pair<std::string, std::string>>& settings, const spate::record_type& type) {
    std::string out = "settings";
    for (const auto& [key, value] : settings) {
        out += ' ' + key + ' ';
        dump_bytes(value, out);
    }
    for (const spate::field_type& field : type) {
        out += "\nc ";
        dump_bytes(field.name, out);
        out += ' ';
        dump_type(field.type, out);
    }
    return out + '\n';
}

}  // namespace test

#endif  // SPATE_TESTS_SUPPORT_VALUE_DUMP_HPP
