// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_CSV_DIALECT_HPP
#define SPATE_FORMAT_DETAIL_CSV_DIALECT_HPP

/// How the values of a row are written in CSV; see fragments.hpp.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include <spate/detail/text_floats.hpp>
#include <spate/detail/text_numbers.hpp>
#include <spate/field/column.hpp>
#include <spate/field/half.hpp>
#include <spate/field/json_value.hpp>
#include <spate/field/type.hpp>
#include <spate/format/detail/text_scan.hpp>

namespace spate::inline v0::detail {

/// A real; NaN and infinities as most readers know them.
template <class Real>
char* put_csv_real(char* to, Real number) noexcept {
    if (is_finite(number)) return put_real(to, number);
    const auto bits = std::bit_cast<std::uint64_t>(static_cast<double>(number));
    if ((bits & 0xfffffffffffffu) != 0) {
        std::memcpy(to, "NaN", 3);
        return to + 3;
    }
    *to = '-';
    to += bits >> 63;
    std::memcpy(to, "Infinity", 8);
    return to + 8;
}

struct csv_dialect {
    std::string null;
    char delimiter = ',';
    bool quote_all = false;
    /// Whether an empty text is written as "", to tell it from a null or from an empty line.
    bool quote_empty = true;
    json_bits bits = json_bits::base64;
    /// Where nested values are put together.
    std::string json = {};

    [[nodiscard]] char quote_of(type_id) const noexcept { return quote_all ? '"' : '\0'; }
    static char* put_scalar(char* to, const data_type& type, const column& from, std::size_t row) noexcept {
        switch (type.id) {
            case type_id::float16:
                return put_csv_real(to, float_of_half(from.values<std::uint16_t>()[row]));
            case type_id::bfloat16:
                return put_csv_real(to, float_of_bfloat16(from.values<std::uint16_t>()[row]));
            case type_id::float32:
                return put_csv_real(to, from.values<float>()[row]);
            case type_id::float64:
                return put_csv_real(to, from.values<double>()[row]);
            default:
                return detail::put_scalar(to, type, from, row);
        }
    }
    /// The characters of column::plain hold no quote and no line end, but they may hold the delimiter.
    [[nodiscard]] bool is_plain(bool promised, const char* texts, std::size_t bytes) const noexcept {
        constexpr std::string_view promised_signs = " ._:/+-@#()?";
        if (promised && promised_signs.find(delimiter) == std::string_view::npos) return true;
        return !has_csv_special(texts, bytes, delimiter);
    }
    [[nodiscard]] static constexpr std::size_t text_bound(std::size_t bytes) noexcept { return 2 * bytes + 2 + 32; }
    /// Quotes a text that holds a special character, that begins or ends with a blank, or that would be taken for a null.
    char* put_text(char* to, std::string_view text, bool plain) const noexcept {
        const bool special = !plain && has_csv_special(text.data(), text.size(), delimiter);
        if (!special) {
            const bool quoted = quote_all || (text.empty() ? quote_empty : is_blank(text.front()) || is_blank(text.back()) || text == null);
            *to = '"';
            to += quoted;
            copy_text(to, text.data(), text.size());
            to += text.size();
            *to = '"';
            return to + quoted;
        }
        *to++ = '"';
        for (const char letter : text) {
            *to++ = letter;
            *to = '"';
            to += letter == '"';
        }
        *to = '"';
        return to + 1;
    }
    /// Binary values as base64, nested ones as JSON, within a text of CSV.
    void append(std::string& out, const data_type& type, const column& from, std::size_t row) {
        json.clear();
        std::size_t begin = 0, cut = 0;
        if (is_text_like(type.id) && type.id != type_id::binary)
            json = from.text(row);
        else
            append_json(json, type, from, row, bits);
        if (type.id == type_id::binary || (type.id == type_id::bits && bits == json_bits::base64)) begin = 1, cut = 2;  // the quotes of a JSON text
        const std::size_t size = json.size() - cut, before = out.size();
        json.append(64, '\0');
        out.resize(before + text_bound(size));
        out.resize(static_cast<std::size_t>(put_text(out.data() + before, {json.data() + begin, size}, false) - out.data()));
    }

private:
    [[nodiscard]] static constexpr bool is_blank(char letter) noexcept { return letter == ' ' || letter == '\t'; }
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_FORMAT_DETAIL_CSV_DIALECT_HPP
