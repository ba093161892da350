// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DETAIL_JSON_TEXT_HPP
#define SPATE_DETAIL_JSON_TEXT_HPP

/// Texts as JSON strings.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace spate::inline v0::detail {

/// How many bytes a text can take at most as a JSON string, with its quotes.
[[nodiscard]] constexpr std::size_t json_text_bound(std::size_t bytes) noexcept { return 6 * bytes + 2; }

// Whether one of eight bytes is a control character, a quote or a backslash. Bytes from 0x80 on are not.
[[nodiscard]] constexpr bool needs_escape(std::uint64_t eight) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
    const std::uint64_t quote = eight ^ ones * '"', backslash = eight ^ ones * '\\';
    const std::uint64_t found = (eight - ones * 0x20) | (quote - ones) | (backslash - ones);
    return (found & ~eight & high) != 0;
}

/// Writes `text` between quotes, escaped as RFC 8259 demands and no further. Requires room for json_text_bound(text.size()) bytes and 16 more. Texts are taken
/// for UTF-8 and are not checked.
inline char* put_json_text(char* to, std::string_view text) noexcept {
    *to++ = '"';
    const char* from = text.data();
    const char* const end = from + text.size();
    while (end - from >= 8) {
        std::uint64_t eight;
        std::memcpy(&eight, from, 8);
        if (needs_escape(eight)) break;
        std::memcpy(to, &eight, 8);
        from += 8;
        to += 8;
    }
    for (; from != end; ++from) {
        const auto letter = static_cast<unsigned char>(*from);
        if (letter >= 0x20 && letter != '"' && letter != '\\') {
            *to++ = *from;
            continue;
        }
        *to++ = '\\';
        switch (letter) {
            case '"':
            case '\\':
                *to++ = *from;
                break;
            case '\b':
                *to++ = 'b';
                break;
            case '\f':
                *to++ = 'f';
                break;
            case '\n':
                *to++ = 'n';
                break;
            case '\r':
                *to++ = 'r';
                break;
            case '\t':
                *to++ = 't';
                break;
            default:
                std::memcpy(to, "u00", 3);
                to[3] = "0123456789abcdef"[letter >> 4];
                to[4] = "0123456789abcdef"[letter & 15];
                to += 5;
        }
    }
    *to = '"';
    return to + 1;
}

[[nodiscard]] inline std::string json_text(std::string_view text) {
    std::string out(json_text_bound(text.size()) + 16, '\0');
    out.resize(static_cast<std::size_t>(put_json_text(out.data(), text) - out.data()));
    return out;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_DETAIL_JSON_TEXT_HPP
