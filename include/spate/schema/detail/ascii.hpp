// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_ASCII_HPP
#define SPATE_SCHEMA_DETAIL_ASCII_HPP

/// Texts for names of users, domains and files, made of names of people.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace spate::inline v0::detail {

// Each changes a text in place, which never becomes longer, and returns its new length.

inline std::size_t make_lower(char* text, std::size_t size) noexcept {
    for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(text[i] + (text[i] >= 'A' && text[i] <= 'Z' ? 'a' - 'A' : 0));
    return size;
}
inline std::size_t make_upper(char* text, std::size_t size) noexcept {
    for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(text[i] - (text[i] >= 'a' && text[i] <= 'z' ? 'a' - 'A' : 0));
    return size;
}

// What stands for the letters U+00C0 to U+017F.
inline constexpr std::string_view without_accents =
    "A|A|A|A|A|A|AE|C|E|E|E|E|I|I|I|I|D|N|O|O|O|O|O|x|O|U|U|U|U|Y|Th|ss|a|a|a|a|a|a|ae|c|e|e|e|e|i|i|i|i|d|n|o|o|o|"
    "o|o||o|u|u|u|u|y|th|y|A|a|A|a|A|a|C|c|C|c|C|c|C|c|D|d|D|d|E|e|E|e|E|e|E|e|E|e|G|g|G|g|G|g|G|g|H|h|H|h|I|i|I|i|"
    "I|i|I|i|I|i|IJ|ij|J|j|K|k|k|L|l|L|l|L|l|L|l|L|l|N|n|N|n|N|n|n|N|n|O|o|O|o|O|o|OE|oe|R|r|R|r|R|r|S|s|S|s|S|s|S|"
    "s|T|t|T|t|T|t|U|u|U|u|U|u|U|u|U|u|U|u|W|w|Y|y|Y|Z|z|Z|z|Z|z|s";

inline constexpr auto begins_without_accents = [] {
    std::array<std::uint16_t, 0x180 - 0xc0 + 1> out{};
    std::size_t next = 1;
    for (std::size_t i = 0; i < without_accents.size(); ++i)
        if (without_accents[i] == '|') out[next++] = static_cast<std::uint16_t>(i + 1);
    out[next] = static_cast<std::uint16_t>(without_accents.size() + 1);
    return out;
}();

/// Latin letters without their accents; what else is not ASCII is left out.
inline std::size_t make_ascii(char* text, std::size_t size) noexcept {
    std::size_t end = 0;
    for (std::size_t i = 0; i < size; ++i) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead < 0x80) {
            text[end++] = text[i];
        } else if (lead >= 0xc3 && lead <= 0xc5 && i + 1 < size && (static_cast<unsigned char>(text[i + 1]) & 0xc0) == 0x80) {
            // Two bytes for at most two.
            const std::size_t letter = static_cast<std::size_t>(lead & 31) * 64 + (static_cast<unsigned char>(text[++i]) & 63) - 0xc0;
            for (std::size_t k = begins_without_accents[letter]; k + 1 < begins_without_accents[letter + 1]; ++k) text[end++] = without_accents[k];
        }
    }
    return end;
}

/// Runs of whatever is neither letter nor digit of ASCII become one -, none at the ends.
inline std::size_t make_words(char* text, std::size_t size) noexcept {
    std::size_t end = 0;
    bool gap = false;
    for (std::size_t i = 0; i < size; ++i) {
        const char letter = text[i];
        const bool kept = (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
        if (kept && gap && end != 0) text[end++] = '-';
        gap = !kept;
        if (kept) text[end++] = letter;
    }
    return end;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_ASCII_HPP
