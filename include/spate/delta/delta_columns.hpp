// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DELTA_COLUMNS_HPP
#define SPATE_DELTA_DELTA_COLUMNS_HPP

/// Columns as the files of a Delta table hold them.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/detail/text_numbers.hpp>
#include <spate/field/column.hpp>
#include <spate/field/type.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0 {

/// The type that a file has for a type of a table: text for uuid, which Delta does not know, and for json; all others stay, nested ones with what is in them.
/// Throws config_error naming `column` for uint64, which has no number in Delta that all readers take.
[[nodiscard]] inline data_type delta_column_type(data_type type, const std::string& column) {
    if (type.id == type_id::uint64)
        detail::raise_config(column, "uint64", "has no type in Delta tables that readers agree on", "use int64, or an unsigned number of 32 bits or fewer");
    if (type.id == type_id::uuid || type.id == type_id::json) type.id = type_id::text;
    for (std::size_t i = 0; i < type.children.size(); ++i)
        type.children[i] = delta_column_type(std::move(type.children[i]), column + '.' + (i < type.names.size() ? type.names[i] : "element"));
    return type;
}
/// The same for all columns of a table.
[[nodiscard]] inline record_type delta_columns(record_type table) {
    for (field_type& field : table) field.type = delta_column_type(std::move(field.type), field.name);
    return table;
}

namespace detail {

[[nodiscard]] inline bool has_uuid(const data_type& type) noexcept {
    if (type.id == type_id::uuid) return true;
    for (const data_type& child : type.children)
        if (has_uuid(child)) return true;
    return false;
}

// UUIDs as texts in lower case.
inline void uuids_to_texts(column& values) {
    constexpr std::size_t length = 36;
    column texts;
    const std::size_t rows = values.size();
    texts.start({.id = type_id::text}, rows, rows * length + 64);
    char* to = texts.values<char>();
    for (std::size_t i = 0; i < rows; ++i) {
        to = put_uuid(to, values.values<std::byte>() + 16 * i);
        texts.offsets()[i + 1] = column_offset((i + 1) * length);
    }
    if (values.nulls() != 0) {
        std::memcpy(texts.make_validity(), values.validity(), (rows + 63) / 64 * 8);
        texts.set_nulls(values.nulls());
    }
    texts.set_plain(true);
    values = std::move(texts);
}

}  // namespace detail

/// Makes a column of a table what delta_column_type says, in place. Cost: nothing but for UUIDs, which are written out.
inline void to_delta_column(const data_type& type, column& values) {
    if (type.id == type_id::uuid) {
        detail::uuids_to_texts(values);
    } else if (type.id == type_id::json) {
        values.set_id(type_id::text);
    } else if (detail::has_uuid(type)) {
        for (std::size_t i = 0; i < type.children.size(); ++i) to_delta_column(type.children[i], values.child(i));
    }
}

}  // namespace spate::inline v0

#endif  // SPATE_DELTA_DELTA_COLUMNS_HPP
