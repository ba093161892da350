// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_HTTP_DECODED_BASE64_HPP
#define SPATE_TESTS_HTTP_DECODED_BASE64_HPP

#include <cstdint>
#include <string>
#include <string_view>

namespace fake {

// Bit by bit, from RFC 4648.
[[nodiscard]] inline std::string decoded_base64(std::string_view text) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char letter : text.substr(0, text.find('='))) {
        bits = bits << 6 | static_cast<std::uint32_t>(letters.find(letter));
        if ((count += 6) >= 8) out += static_cast<char>(bits >> (count -= 8) & 255u);
    }
    return out;
}

}  // namespace fake

#endif  // SPATE_TESTS_HTTP_DECODED_BASE64_HPP
