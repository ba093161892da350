// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_BINARY_ROWS_LAYOUT_HPP
#define SPATE_FORMAT_DETAIL_BINARY_ROWS_LAYOUT_HPP

/// Where values stand in a row of the binary format, and the schema in its header.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/detail/json_text.hpp>
#include <spate/field/type.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0::detail::binary_file {

/// To a multiple of a power of two.
[[nodiscard]] constexpr std::size_t aligned(std::size_t at, std::size_t to) noexcept { return (at + to - 1) & ~(to - 1); }

/// The name of a type in the header.
[[nodiscard]] constexpr std::string_view type_name(type_id id) noexcept {
    constexpr std::string_view names[] = {"boolean", "int8",    "int16",    "int32",   "int64",   "uint8",   "uint16", "uint32",
                                          "uint64",  "float16", "bfloat16", "float32", "float64", "decimal", "date",   "timestamp",
                                          "uuid",    "text",    "binary",   "json",    "bits",    "list",    "vector", "structure"};
    return names[static_cast<std::size_t>(id)];
}

/// A type and where its values stand. Fixed ones have as many bytes in every row.
struct node {
    explicit node(const data_type& of) : type{of} {
        for (const data_type& child : of.children) {
            children.emplace_back(child);
            null_bits += child.nullable;
        }
        switch (of.id) {
            case type_id::text:
            case type_id::binary:
            case type_id::json:
            case type_id::list:
            case type_id::structure:
                return;
            case type_id::vector:
                fixed = children[0].fixed && !of.children[0].nullable;
                bytes = children[0].bytes * of.size;
                alignment = children[0].alignment;
                return;
            case type_id::boolean:
                bytes = 1;
                break;
            case type_id::bits:
                bytes = of.size / 8;
                break;
            case type_id::uuid:
                bytes = 16;
                break;
            default:
                bytes = alignment = width_of(of.id);
        }
        fixed = true;
    }

    data_type type;
    bool fixed = false;
    std::size_t bytes = 0, alignment = 1;
    std::vector<node> children;
    /// How many of a structure's members may be null.
    std::size_t null_bits = 0;
};

/// A column: its type, and where its values stand in a row if they are fixed; and its bit among the null bits, if it has one.
struct place {
    node of;
    std::size_t index, offset, bit;
};

/// Where the values of all columns stand in a row.
struct row_places {
    explicit row_places(const record_type& type) {
        std::size_t bits = 0;
        for (const field_type& field : type) bits += field.type.nullable;
        std::size_t at = 4 + (bits + 7) / 8, bit = 0;
        gaps.push_back({4, at - 4});
        columns.reserve(type.size());
        for (std::size_t i = 0; i < type.size(); ++i) {
            place one{node{type[i].type}, i, 0, bit};
            bit += type[i].type.nullable;
            if (one.of.fixed) {
                one.offset = aligned(at, one.of.alignment);
                if (one.offset != at) gaps.push_back({at, one.offset - at});
                at = one.offset + one.of.bytes;
            }
            columns.push_back(std::move(one));
        }
        fixed_end = at;
    }

    std::vector<place> columns;
    std::vector<std::pair<std::size_t, std::size_t>> gaps;  // offsets and lengths of what no fixed value fills, behind the row's size
    std::size_t fixed_end = 0;
};

inline void put_type(const data_type& type, std::string& out);

inline void put_fields(const std::vector<std::string>& names, const std::vector<data_type>& types, std::string& out) {
    out += "\"fields\":[";
    for (std::size_t i = 0; i < types.size(); ++i) {
        out += (i == 0 ? "{\"name\":" : ",{\"name\":") + json_text(names[i]) + ",";
        put_type(types[i], out);
        out += "}";
    }
    out += "]";
}

// The members of the object that describes a type.
inline void put_type(const data_type& type, std::string& out) {
    out.append("\"type\":\"").append(type_name(type.id)).append("\"");
    if (type.nullable) out += ",\"nullable\":true";
    if (type.id == type_id::decimal) out += ",\"digits\":" + std::to_string(type.digits);
    if (type.id == type_id::decimal || type.id == type_id::timestamp) out += ",\"places\":" + std::to_string(type.places);
    if (type.id == type_id::bits || type.id == type_id::vector) out += ",\"size\":" + std::to_string(type.size);
    if (type.id == type_id::structure) {
        out += ",";
        put_fields(type.names, type.children, out);
    } else if (!type.children.empty()) {
        out += ",\"element\":{";
        put_type(type.children[0], out);
        out += "}";
    }
}

/// The schema as the header has it.
[[nodiscard]] inline std::string schema_text(const record_type& type) {
    std::vector<std::string> names;
    std::vector<data_type> types;
    for (const field_type& field : type) {
        names.push_back(field.name);
        types.push_back(field.type);
    }
    std::string out = "{";
    put_fields(names, types, out);
    return out + "}";
}

}  // namespace spate::inline v0::detail::binary_file

#endif  // SPATE_FORMAT_DETAIL_BINARY_ROWS_LAYOUT_HPP
