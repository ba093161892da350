// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_ASCII_HPP
#define SPATE_SCHEMA_DETAIL_ASCII_HPP

/// Texts for names of users, domains and files, made of names of people.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace spate::inline v0::detail {

inline void make_lower(std::string& text) noexcept {
    for (char& letter : text)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
}
inline void make_upper(std::string& text) noexcept {
    for (char& letter : text)
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
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
inline void make_ascii(std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead < 0x80) {
            out += text[i];
        } else if (lead >= 0xc3 && lead <= 0xc5 && i + 1 < text.size() && (static_cast<unsigned char>(text[i + 1]) & 0xc0) == 0x80) {
            const std::size_t letter = static_cast<std::size_t>(lead & 31) * 64 + (static_cast<unsigned char>(text[++i]) & 63) - 0xc0;
            out += without_accents.substr(begins_without_accents[letter], std::size_t{begins_without_accents[letter + 1]} - begins_without_accents[letter] - 1);
        }
    }
    text = std::move(out);
}

/// Runs of whatever is neither letter nor digit of ASCII become one -, none at the ends.
inline void make_words(std::string& text) {
    std::size_t size = 0;
    bool gap = false;
    for (const char letter : text) {
        const bool kept = (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
        if (kept && gap && size != 0) text[size++] = '-';
        gap = !kept;
        if (kept) text[size++] = letter;
    }
    text.resize(size);
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_ASCII_HPP
