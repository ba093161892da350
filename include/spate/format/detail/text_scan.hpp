// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_TEXT_SCAN_HPP
#define SPATE_FORMAT_DETAIL_TEXT_SCAN_HPP

/// Copies of short texts, and the search for characters that a format has to escape or to quote. Both read, and the copy stores, up to 31 bytes
/// behind a text's end, which columns and their fragments have.

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace spate::inline v0::detail {

// Sixteen bytes; every machine that the library knows has registers of that size.
using text_lanes = unsigned char __attribute__((vector_size(16)));

[[nodiscard]] inline text_lanes load_lanes(const char* from) noexcept {
    text_lanes lanes;
    std::memcpy(&lanes, from, sizeof lanes);
    return lanes;
}

[[nodiscard]] inline bool any_lane(text_lanes found) noexcept {
    std::uint64_t halves[2];
    std::memcpy(halves, &found, sizeof found);
    return (halves[0] | halves[1]) != 0;
}

// Lanes of a last part that lie within the text.
[[nodiscard]] inline text_lanes lanes_below(std::size_t count) noexcept {
    constexpr text_lanes places = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    return reinterpret_cast<text_lanes>(places < static_cast<unsigned char>(count));
}

// `found(lanes)` is not 0 where a character is one of those that are looked for.
template <class Found>
[[nodiscard]] bool has_any(const char* text, std::size_t bytes, const Found& found) noexcept {
    text_lanes seen{};
    std::size_t i = 0;
    for (; i + 16 <= bytes; i += 16) seen |= found(load_lanes(text + i));
    if (i < bytes) seen |= found(load_lanes(text + i)) & lanes_below(bytes - i);
    return any_lane(seen);
}

/// Whether JSON has to escape one of the characters: a control character, a quote or a backslash.
[[nodiscard]] inline bool has_json_escape(const char* text, std::size_t bytes) noexcept {
    return has_any(text, bytes, [](text_lanes lanes) noexcept { return reinterpret_cast<text_lanes>((lanes < 0x20) | (lanes == '"') | (lanes == '\\')); });
}

/// Whether one of the characters is the delimiter, a quote or the end of a line.
[[nodiscard]] inline bool has_csv_special(const char* text, std::size_t bytes, char delimiter) noexcept {
    const auto other = static_cast<unsigned char>(delimiter);
    return has_any(text, bytes, [other](text_lanes lanes) noexcept {
        return reinterpret_cast<text_lanes>((lanes == other) | (lanes == '"') | (lanes == '\n') | (lanes == '\r'));
    });
}

/// Copies a text, and up to 31 bytes more.
inline void copy_text(char* to, const char* from, std::size_t bytes) noexcept {
    std::memcpy(to, from, 32);
    for (std::size_t i = 32; i < bytes; i += 32) std::memcpy(to + i, from + i, 32);
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_FORMAT_DETAIL_TEXT_SCAN_HPP
