// SPDX-License-Identifier: Apache-2.0
#include "text_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include <spate/detail/utf8.hpp>

namespace cli::infer {
namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_letter(char letter) { return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z'); }
int hex_of(char letter) {
    if (is_digit(letter)) return letter - '0';
    const char small = static_cast<char>(letter | 0x20);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

// The number in the digits at [at, at + count), or -1.
int digits_at(std::string_view text, std::size_t at, std::size_t count) {
    int value = 0;
    if (at + count > text.size()) return -1;
    for (std::size_t i = at; i < at + count; ++i) {
        if (!is_digit(text[i])) return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool is_host(std::string_view text) {
    return !text.empty() && text.size() <= 253 && text.find('.') != std::string_view::npos && text.front() != '.' && text.back() != '.' &&
           text.find("..") == std::string_view::npos &&
           std::all_of(text.begin(), text.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.'; });
}

}  // namespace

std::optional<std::int64_t> integer_of(std::string_view text) {
    const std::size_t sign = !text.empty() && text[0] == '-';
    if (text.size() == sign || (text.size() > sign + 1 && text[sign] == '0')) return {};
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return value;
}

std::optional<real_value> real_of(std::string_view text) {
    const std::size_t sign = !text.empty() && text[0] == '-';
    const std::string_view rest = text.substr(sign);
    if (rest.empty()) return {};
    if (!is_digit(rest[0])) {
        constexpr double infinite = std::numeric_limits<double>::infinity();
        if (rest == "Infinity" || rest == "inf") return real_value{sign != 0 ? -infinite : infinite, -1, {}};
        if (sign == 0 && (rest == "NaN" || rest == "nan")) return real_value{std::numeric_limits<double>::quiet_NaN(), -1, {}};
        if (rest[0] != '.') return {};
    }
    if (rest.size() > 1 && rest[0] == '0' && is_digit(rest[1])) return {};
    real_value out{0, 0, {}};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out.value);
    if (end != text.data() + text.size()) return {};
    if (error == std::errc::result_out_of_range) out.value = std::strtod(std::string{text}.c_str(), nullptr);
    std::int64_t units = 0;
    int digits = 0;
    bool point = false;
    for (const char letter : rest) {
        if (letter == '.') {
            point = true;
        } else if (!is_digit(letter)) {
            out.places = -1;
            return out;
        } else {
            digits += digits != 0 || letter != '0';
            out.places += point;
            if (digits <= 18) units = units * 10 + (letter - '0');
        }
    }
    if (digits <= 18 && out.places <= 18) out.units = sign != 0 ? -units : units;
    return out;
}

std::optional<bool> boolean_of(std::string_view text) {
    if (text == "true" || text == "True" || text == "TRUE") return true;
    if (text == "false" || text == "False" || text == "FALSE") return false;
    return {};
}

std::optional<std::int32_t> date_of(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
    const int year = digits_at(text, 0, 4), month = digits_at(text, 5, 2), day = digits_at(text, 8, 2);
    if (year < 1 || month < 1 || day < 1) return {};
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return {};
    return static_cast<std::int32_t>(std::chrono::sys_days{date}.time_since_epoch().count());
}

std::optional<time_value> time_of(std::string_view text) {
    if (text.size() < 19 || (text[10] != 'T' && text[10] != ' ' && text[10] != 't') || text[13] != ':' || text[16] != ':') return {};
    const std::optional<std::int32_t> days = date_of(text.substr(0, 10));
    const int hour = digits_at(text, 11, 2), minute = digits_at(text, 14, 2), second = digits_at(text, 17, 2);
    if (!days || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return {};
    std::int64_t seconds = std::int64_t{*days} * 86400 + hour * 3600 + minute * 60 + second;
    std::size_t at = 19;
    int places = 0;
    std::int64_t parts = 0;
    if (at < text.size() && text[at] == '.') {
        for (++at; at < text.size() && is_digit(text[at]); ++at) {
            if (++places > 9) return {};
            parts = parts * 10 + (text[at] - '0');
        }
        if (places == 0) return {};
        for (int i = places; i < 9; ++i) parts *= 10;
    }
    const std::string_view zone = text.substr(at);
    if (zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') && zone[3] == ':') {
        const int hours = digits_at(zone, 1, 2), minutes = digits_at(zone, 4, 2);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return {};
        seconds -= (zone[0] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    } else if (!zone.empty() && zone != "Z" && zone != "z") {
        return {};
    }
    return time_value{static_cast<int128>(seconds) * 1'000'000'000 + parts, places};
}

int uuid_version(std::string_view text) {
    if (text.size() != 36) return 0;
    for (std::size_t i = 0; i < 36; ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != '-' : hex_of(text[i]) < 0) return 0;
    }
    const int version = hex_of(text[14]);
    return version == 0 ? 15 : version;
}

std::uint64_t uuid_milliseconds(std::string_view text) {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < 13; ++i)
        if (text[i] != '-') out = out << 4 | static_cast<std::uint64_t>(hex_of(text[i]));
    return out;
}

bool is_email(std::string_view text) {
    const std::size_t at = text.find('@');
    if (at == std::string_view::npos || at == 0 || at > 64) return false;
    return is_host(text.substr(at + 1)) && std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), [](char c) {
               return is_letter(c) || is_digit(c) || std::string_view{".!#$%&'*+/=?^_`{|}~-"}.find(c) != std::string_view::npos;
           });
}

bool is_url(std::string_view text) {
    for (const std::string_view scheme : {"http://", "https://", "ftp://"})
        if (text.starts_with(scheme))
            return text.size() > scheme.size() &&
                   std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != '"' && c != '<' && c != '>'; });
    return false;
}

bool is_ipv4(std::string_view text) {
    int parts = 0;
    while (true) {
        const std::size_t end = std::min(text.find('.'), text.size());
        const int number = end >= 1 && end <= 3 ? digits_at(text, 0, end) : -1;
        if (number < 0 || number > 255 || (end > 1 && text[0] == '0')) return false;
        ++parts;
        if (end == text.size()) return parts == 4;
        text.remove_prefix(end + 1);
    }
}

bool is_ipv6(std::string_view text) {
    if (text.size() < 2 || text.size() > 39) return false;
    const std::size_t gap = text.find("::");
    if (gap != std::string_view::npos && text.find("::", gap + 1) != std::string_view::npos) return false;
    int groups = 0, digits = 0, colons = 0;
    for (const char letter : text) {
        if (letter == ':') {
            ++colons;
            digits = 0;
        } else if (hex_of(letter) < 0 || ++digits > 4) {
            return false;
        } else {
            groups += digits == 1;
        }
    }
    return gap != std::string_view::npos ? groups < 8 && colons <= 8 : groups == 8 && colons == 7;
}

std::size_t first_invalid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            ++at;
            continue;
        }
        const std::size_t length = spate::detail::utf8_length(text, at);
        if (length == 0) return at;
        at += length;
    }
    return std::string_view::npos;
}

std::string date_text(std::int64_t days) {
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
    char text[48];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return text;
}

std::string time_text(int128 nanoseconds, int places) {
    constexpr int128 per_second = 1'000'000'000;
    int128 parts = nanoseconds % per_second;
    if (parts < 0) parts += per_second;
    const auto seconds = static_cast<std::int64_t>((nanoseconds - parts) / per_second);
    const std::int64_t of_day = (seconds % 86400 + 86400) % 86400;
    char text[48];
    std::snprintf(text, sizeof text, "T%02d:%02d:%02d.%09d", static_cast<int>(of_day / 3600), static_cast<int>(of_day / 60 % 60), static_cast<int>(of_day % 60),
                  static_cast<int>(parts));
    return date_text((seconds - of_day) / 86400) + std::string{text}.substr(0, static_cast<std::size_t>(places == 0 ? 9 : 10 + places)) + "Z";
}

std::string decimal_text(std::int64_t units, int places) {
    std::string digits = std::to_string(units < 0 ? 0 - static_cast<std::uint64_t>(units) : static_cast<std::uint64_t>(units));
    const auto wanted = static_cast<std::size_t>(places) + 1;
    if (digits.size() < wanted) digits.insert(0, wanted - digits.size(), '0');
    if (places > 0) digits.insert(digits.size() - static_cast<std::size_t>(places), ".");
    return (units < 0 ? "-" : "") + digits;
}

}  // namespace cli::infer
