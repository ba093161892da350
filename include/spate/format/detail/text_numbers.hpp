// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_TEXT_NUMBERS_HPP
#define SPATE_FORMAT_DETAIL_TEXT_NUMBERS_HPP

/// Values as text, by tables of digits. All writers return the end of what they wrote, and may store up to 16 bytes past it.

#include <array>
#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

namespace spate::inline v0::detail {

inline constexpr auto four_digits = [] {
    std::array<char, 40000> out{};
    for (std::size_t i = 0; i < 10000; ++i) {
        out[4 * i] = static_cast<char>('0' + i / 1000);
        out[4 * i + 1] = static_cast<char>('0' + i / 100 % 10);
        out[4 * i + 2] = static_cast<char>('0' + i / 10 % 10);
        out[4 * i + 3] = static_cast<char>('0' + i % 10);
    }
    return out;
}();

inline constexpr auto powers_of_ten = [] {
    std::array<std::uint64_t, 20> out{};
    std::uint64_t power = 1;
    for (std::uint64_t& one : out) one = std::exchange(power, power * 10);
    return out;
}();

// Exactly 2, 4 or 8 digits, with leading zeros. Require that the number has no more.
inline void put_2(char* to, std::uint32_t number) noexcept { std::memcpy(to, four_digits.data() + 4 * number + 2, 2); }
inline void put_4(char* to, std::uint32_t number) noexcept { std::memcpy(to, four_digits.data() + 4 * number, 4); }
inline void put_8(char* to, std::uint32_t number) noexcept {
    put_4(to, number / 10000);
    put_4(to + 4, number % 10000);
}

inline char* put_unsigned(char* to, std::uint64_t number) noexcept {
    if (number < 100000000) {
        const auto small = static_cast<std::uint32_t>(number);
        char digits[8];
        put_8(digits, small);
        std::uint64_t word;
        std::memcpy(&word, digits, 8);
        // The first character that is no zero: the lowest byte that is not 0x30. The last always counts.
        const int skip = std::countr_zero((word ^ 0x3030303030303030u) | std::uint64_t{1} << 56) / 8;
        word >>= 8 * skip;
        std::memcpy(to, &word, 8);
        return to + 8 - skip;
    }
    to = put_unsigned(to, number / 100000000);
    put_8(to, static_cast<std::uint32_t>(number % 100000000));
    return to + 8;
}
inline char* put_signed(char* to, std::int64_t number) noexcept {
    *to = '-';
    const auto bits = static_cast<std::uint64_t>(number);
    return put_unsigned(to + (number < 0), number < 0 ? 0 - bits : bits);
}

// Exactly `count` digits, with leading zeros. Requires number < 10^count and count <= 18.
inline char* put_padded(char* to, std::uint64_t number, unsigned count) noexcept {
    char digits[24];
    put_8(digits, static_cast<std::uint32_t>(number / 10000000000000000u));
    put_8(digits + 8, static_cast<std::uint32_t>(number / 100000000 % 100000000));
    put_8(digits + 16, static_cast<std::uint32_t>(number % 100000000));
    std::memcpy(to, digits + 24 - count, count);
    return to + count;
}

inline char* put_decimal(char* to, std::int64_t units, unsigned places) noexcept {
    *to = '-';
    to += units < 0;
    const std::uint64_t size = units < 0 ? 0 - static_cast<std::uint64_t>(units) : static_cast<std::uint64_t>(units);
    if (places == 0) return put_unsigned(to, size);
    if (places == 2) {
        to = put_unsigned(to, size / 100);
        *to = '.';
        put_2(to + 1, static_cast<std::uint32_t>(size % 100));
        return to + 3;
    }
    to = put_unsigned(to, size / powers_of_ten[places]);
    *to++ = '.';
    return put_padded(to, size % powers_of_ten[places], places);
}

/// 2026-08-01. Source: Howard Hinnant, chrono-Compatible Low-Level Date Algorithms (days to civil). Requires years 0 to 9999.
inline char* put_date(char* to, std::int64_t days) noexcept {
    const std::int64_t shifted = days + 719468;
    const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    const auto of_era = static_cast<std::uint32_t>(shifted - era * 146097);
    const std::uint32_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const std::uint32_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::uint32_t month_from_march = (5 * of_year + 2) / 153;
    const std::uint32_t day = of_year - (153 * month_from_march + 2) / 5 + 1;
    const std::uint32_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    const auto year = static_cast<std::uint32_t>(static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2));
    put_4(to, year);
    to[4] = '-';
    put_2(to + 5, month);
    to[7] = '-';
    put_2(to + 8, day);
    return to + 10;
}

/// 2026-08-01T07:46:38.208Z, with as many decimal places as asked for. A run of times mostly falls on one day, whose text is kept.
class timestamp_writer {
public:
    explicit timestamp_writer(unsigned places) noexcept : places_{places}, per_second_{powers_of_ten[places]}, per_day_{per_second_ * 86400} {}

    char* put(char* to, std::int64_t time) noexcept {
        std::int64_t day = time / static_cast<std::int64_t>(per_day_);
        if (day * static_cast<std::int64_t>(per_day_) > time) --day;
        if (day != day_) {
            put_date(date_, day);
            day_ = day;
        }
        const auto within = static_cast<std::uint64_t>(time - day * static_cast<std::int64_t>(per_day_));
        const auto seconds = static_cast<std::uint32_t>(within / per_second_);
        std::memcpy(to, date_, 10);
        to[10] = 'T';
        put_2(to + 11, seconds / 3600);
        to[13] = ':';
        put_2(to + 14, seconds / 60 % 60);
        to[16] = ':';
        put_2(to + 17, seconds % 60);
        to += 19;
        if (places_ != 0) {
            *to++ = '.';
            to = put_padded(to, within % per_second_, places_);
        }
        *to = 'Z';
        return to + 1;
    }

private:
    unsigned places_;
    std::uint64_t per_second_, per_day_;
    std::int64_t day_ = std::int64_t{1} << 62;
    char date_[16] = {};
};

// Eight hexadecimal digits of four bytes, in the order of the bytes, as a word.
[[nodiscard]] constexpr std::uint64_t hexadecimal(std::uint32_t bytes) noexcept {
    std::uint64_t spread = bytes;
    spread = (spread | spread << 16) & 0x0000ffff0000ffffu;
    spread = (spread | spread << 8) & 0x00ff00ff00ff00ffu;
    const std::uint64_t nibbles = (spread >> 4 | spread << 8) & 0x0f0f0f0f0f0f0f0fu;
    const std::uint64_t above_nine = (nibbles + 0x0606060606060606u) >> 4 & 0x0101010101010101u;
    return nibbles + 0x3030303030303030u + above_nine * 39;
}

/// 16 bytes as 6fd31d40-dac2-479a-ae64-fc1801f96c9a.
inline char* put_uuid(char* to, const std::byte* bytes) noexcept {
    std::uint32_t parts[4];
    std::memcpy(parts, bytes, 16);
    const std::uint64_t digits[4] = {hexadecimal(parts[0]), hexadecimal(parts[1]), hexadecimal(parts[2]), hexadecimal(parts[3])};
    std::memcpy(to, &digits[0], 8);
    to[8] = to[13] = to[18] = to[23] = '-';
    std::memcpy(to + 9, &digits[1], 4);
    const std::uint64_t second = digits[1] >> 32, fourth = digits[2] >> 32;
    std::memcpy(to + 14, &second, 4);
    std::memcpy(to + 19, &digits[2], 4);
    std::memcpy(to + 24, &fourth, 4);
    std::memcpy(to + 28, &digits[3], 8);
    return to + 36;
}

// The shortest digits that read back as the same number; NaN and infinities are null to JSON, which has none.
template <class Real>
char* put_real(char* to, Real number) noexcept {
    return std::to_chars(to, to + 32, number).ptr;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_FORMAT_DETAIL_TEXT_NUMBERS_HPP
