// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_USUAL_BYTES_HPP
#define SPATE_FORMAT_DETAIL_USUAL_BYTES_HPP

/// How large rows are, before any has been made.

#include <cstddef>

#include <spate/field/type.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0::detail {

/// The bytes of one value; of texts and lists, whose sizes are not known, a guess.
[[nodiscard]] inline std::size_t usual_bytes(const data_type& type) {
    constexpr std::size_t text = 32, elements = 8;
    std::size_t bytes = width_of(type.id);
    if (type.id == type_id::bits) bytes = type.size / 8;
    if (is_text_like(type.id)) bytes = text;
    for (const data_type& child : type.children) bytes += usual_bytes(child);
    return type.id == type_id::vector ? bytes * type.size : type.id == type_id::list ? bytes * elements : bytes;
}

/// The bytes of a row.
[[nodiscard]] inline std::size_t usual_bytes(const record_type& type) {
    std::size_t bytes = 0;
    for (const field_type& field : type) bytes += usual_bytes(field.type);
    return bytes;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_FORMAT_DETAIL_USUAL_BYTES_HPP
