// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_JSON_DIALECT_HPP
#define SPATE_FORMAT_DETAIL_JSON_DIALECT_HPP

/// How the values of a row are written in JSON; see fragments.hpp.

#include <cstddef>
#include <string>
#include <string_view>

#include <spate/detail/json_text.hpp>
#include <spate/field/column.hpp>
#include <spate/field/json_value.hpp>
#include <spate/field/type.hpp>
#include <spate/format/detail/text_scan.hpp>

namespace spate::inline v0::detail {

struct json_dialect {
    static constexpr std::string_view null = "null";
    json_bits bits = json_bits::base64;

    [[nodiscard]] static constexpr char quote_of(type_id id) noexcept { return is_quoted(id) ? '"' : '\0'; }
    static char* put_scalar(char* to, const data_type& type, const column& from, std::size_t row) noexcept { return detail::put_scalar(to, type, from, row); }
    [[nodiscard]] static bool is_plain(bool promised, const char* texts, std::size_t bytes) noexcept { return promised || !has_json_escape(texts, bytes); }
    [[nodiscard]] static constexpr std::size_t text_bound(std::size_t bytes) noexcept { return json_text_bound(bytes) + 32; }
    static char* put_text(char* to, std::string_view text, bool plain) noexcept {
        if (!plain) return put_json_text(to, text);
        *to = '"';
        copy_text(to + 1, text.data(), text.size());
        to[text.size() + 1] = '"';
        return to + text.size() + 2;
    }
    void append(std::string& out, const data_type& type, const column& from, std::size_t row) const { append_json(out, type, from, row, bits); }
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_FORMAT_DETAIL_JSON_DIALECT_HPP
