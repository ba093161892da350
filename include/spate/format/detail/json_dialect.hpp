// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_JSON_DIALECT_HPP
#define SPATE_FORMAT_DETAIL_JSON_DIALECT_HPP

/// How the values of a row are written in JSON; see fragments.hpp.

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

#include <spate/field/column.hpp>
#include <spate/field/type.hpp>
#include <spate/format/detail/json_text.hpp>
#include <spate/format/detail/json_values.hpp>

namespace spate::inline v0 {

namespace detail {

struct json_dialect {
    static constexpr std::string_view null = "null";
    static constexpr char quote = '"';
    [[nodiscard]] static constexpr std::size_t text_bound(std::size_t bytes) noexcept { return json_text_bound(bytes) + 16; }
    static char* put_text(char* to, std::string_view text, bool plain) noexcept {
        if (!plain) return put_json_text(to, text);
        *to = '"';
        std::memcpy(to + 1, text.data(), text.size());
        to[text.size() + 1] = '"';
        return to + text.size() + 2;
    }
    static void append(std::string& out, const data_type& type, const column& from, std::size_t row) { append_json(out, type, from, row); }
};

}  // namespace detail

}  // namespace spate::inline v0

#endif  // SPATE_FORMAT_DETAIL_JSON_DIALECT_HPP
