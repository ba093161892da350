// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DETAIL_UTF8_HPP
#define SPATE_DETAIL_UTF8_HPP

/// UTF-8 in what users give, and which characters a format takes as they are.

#include <cstddef>
#include <string_view>

namespace spate::inline v0::detail {

/// The bytes of the character that begins at `at`, or 0 where there is none: cut, overlong, a surrogate or beyond U+10FFFF (RFC 3629, section 4).
[[nodiscard]] inline std::size_t utf8_length(std::string_view text, std::size_t at) noexcept {
    const auto byte = [&](std::size_t i) -> unsigned { return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u; };
    const unsigned first = byte(0);
    if (at >= text.size()) return 0;
    if (first < 0x80) return 1;
    if (first < 0xc2 || first > 0xf4) return 0;
    const std::size_t length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte(i) & 0xc0) != 0x80) return 0;
    const unsigned second = byte(1);
    if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) || (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f)) return 0;
    return length;
}

/// Whether a text has only characters that column::plain() stands for.
[[nodiscard]] constexpr bool is_plain(std::string_view text) noexcept {
    for (const char letter : text) {
        const bool alphanumeric = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
        if (!alphanumeric && std::string_view{" ._:/+-@#()?"}.find(letter) == std::string_view::npos) return false;
    }
    return true;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_DETAIL_UTF8_HPP
