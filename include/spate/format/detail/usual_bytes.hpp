// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_USUAL_BYTES_HPP
#define SPATE_FORMAT_DETAIL_USUAL_BYTES_HPP

/// How large rows are, before any has been made.

#include <algorithm>
#include <cstddef>

#include <spate/field/type.hpp>
#include <spate/field/words.hpp>
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

/// Whole batches of rows, of some 4 MiB and at most 8192: enough for a thread to be busy with, and little memory.
[[nodiscard]] inline std::size_t usual_block_rows(const record_type& type) {
    constexpr std::size_t most = 8192, wanted_bytes = std::size_t{4} << 20;
    return std::clamp(wanted_bytes / std::max<std::size_t>(1, usual_bytes(type)) / batch_rows * batch_rows, batch_rows, most);
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_FORMAT_DETAIL_USUAL_BYTES_HPP
