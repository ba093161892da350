// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_CORE_SIZE_HPP
#define SPATE_CORE_SIZE_HPP

/// Sizes in bytes: literals (4_KiB), reading ("1.5GiB", "10GB", "unlimited") and writing.

#include <cstdint>
#include <string>
#include <string_view>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>

namespace spate::inline v0 {

inline namespace literals {
consteval std::uint64_t operator""_KiB(unsigned long long n) { return n << 10; }
consteval std::uint64_t operator""_MiB(unsigned long long n) { return n << 20; }
consteval std::uint64_t operator""_GiB(unsigned long long n) { return n << 30; }
consteval std::uint64_t operator""_TiB(unsigned long long n) { return n << 40; }
consteval std::uint64_t operator""_PiB(unsigned long long n) { return n << 50; }
consteval std::uint64_t operator""_EiB(unsigned long long n) { return n << 60; }
}  // namespace literals

/// Reads "4096", "4KiB", "1.5GiB", "10GB", "64k" (= KiB, as storage tools mean it) or "unlimited". Units are B, k/K/M/G/T/P/E
/// alone (powers of 1024), kB/KB ... EB (powers of 1000) and KiB ... EiB (powers of 1024); a blank before the unit is allowed.
/// Throws config_error, which names `parameter`, for anything else, for fractions of a byte, and beyond 2^64 - 2.
SPATE_WHEN_USED
[[nodiscard]] inline std::uint64_t parse_size(std::string_view text, std::string_view parameter = "size") {
    const auto fail = [&](std::string_view problem) {
        detail::raise_config(parameter, "\"" + std::string{text} + "\"", problem, "write it like 4096, 4KiB, 1.5GiB or 10GB");
    };
    if (text == "unlimited") return unlimited;
    std::size_t at = 0;
    uint128 digits = 0;
    std::uint64_t divisor = 1;
    bool decimals = false, any = false;
    for (; at < text.size(); ++at) {
        const char letter = text[at];
        if (letter >= '0' && letter <= '9') {
            if (digits > ~std::uint64_t{0} || divisor > 1'000'000'000'000'000'000u) fail("has too many digits");
            digits = digits * 10 + static_cast<unsigned>(letter - '0');
            if (decimals) divisor *= 10;
            any = true;
        } else if (letter == '.' && !decimals && any) {
            decimals = true;
        } else {
            break;
        }
    }
    if (!any || (decimals && divisor == 1)) fail("is not a size");
    if (at + 1 < text.size() && text[at] == ' ') ++at;
    std::string_view unit = text.substr(at);
    std::uint64_t factor = 1;
    if (!unit.empty() && unit != "B") {
        const std::size_t power = std::string_view{"KMGTPE"}.find(unit[0] == 'k' ? 'K' : unit[0]);
        unit.remove_prefix(1);
        if (power == std::string_view::npos || (!unit.empty() && unit != "B" && unit != "iB")) fail("has an unknown unit");
        for (std::size_t i = 0; i <= power; ++i) factor *= unit == "B" ? 1000 : 1024;
    }
    if (digits > ~std::uint64_t{0}) fail("has too many digits");
    const uint128 scaled = digits * factor;
    if (scaled % divisor != 0) fail("is not a whole number of bytes");
    if (scaled / divisor >= unlimited) fail("is more than 2^64 - 2 bytes");
    return static_cast<std::uint64_t>(scaled / divisor);
}

/// Writes a size so that people can read it: "512 B", "4 KiB", "1.5 GiB", "unlimited". Rounded to three digits or so.
SPATE_WHEN_USED
[[nodiscard]] inline std::string format_size(std::uint64_t bytes) {
    if (bytes == unlimited) return "unlimited";
    static constexpr const char* units[] = {" B", " KiB", " MiB", " GiB", " TiB", " PiB", " EiB"};
    unsigned power = 0;
    while (power < 6 && bytes >> (10 * (power + 1)) != 0) ++power;
    if (power == 0) return std::to_string(bytes) + units[0];
    const std::uint64_t one = std::uint64_t{1} << (10 * power);
    const auto hundredths = static_cast<std::uint64_t>((static_cast<uint128>(bytes) * 100 + one / 2) / one);
    std::string out = std::to_string(hundredths / 100);
    if (hundredths % 100 != 0) {
        out += '.';
        out += static_cast<char>('0' + hundredths / 10 % 10);
        if (hundredths % 10 != 0) out += static_cast<char>('0' + hundredths % 10);
    }
    return out + units[power];
}

}  // namespace spate::inline v0

#endif  // SPATE_CORE_SIZE_HPP
