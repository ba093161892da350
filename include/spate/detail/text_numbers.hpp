// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DETAIL_TEXT_NUMBERS_HPP
#define SPATE_DETAIL_TEXT_NUMBERS_HPP

/// Values as text, by tables of digits. All writers return the end of what they wrote, and may store up to 24 bytes past it.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <utility>

#include <spate/detail/config.hpp>

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

// Exactly 2 or 4 digits, with leading zeros. Require that the number has no more.
inline void put_2(char* to, std::uint32_t number) noexcept { std::memcpy(to, four_digits.data() + 4 * number + 2, 2); }
inline void put_4(char* to, std::uint32_t number) noexcept { std::memcpy(to, four_digits.data() + 4 * number, 4); }
// Eight digits, with leading zeros, as a word whose lowest byte is the first: both halves, then all quarters, then all eighths at once. Requires number < 10^8.
// Source: Paul Khuong, How to print integers really fast (2017).
[[nodiscard]] constexpr std::uint64_t digits_8(std::uint32_t number) noexcept {
    const std::uint64_t fours = number / 10000 | std::uint64_t{number % 10000} << 32;
    const std::uint64_t hundreds = (fours * 10486 >> 20) & 0x0000007f0000007fu;
    const std::uint64_t twos = hundreds | (fours - hundreds * 100) << 16;
    const std::uint64_t tens = (twos * 103 >> 10) & 0x000f000f000f000fu;
    return (tens | (twos - tens * 10) << 8) + 0x3030303030303030u;
}

inline void put_8(char* to, std::uint32_t number) noexcept {
    const std::uint64_t word = digits_8(number);
    std::memcpy(to, &word, 8);
}

inline char* put_below_10_8(char* to, std::uint32_t number) noexcept {
    const std::uint64_t word = digits_8(number);
    // The first character that is no zero: the lowest byte that is not 0x30. The last always counts.
    const int skipped = std::countr_zero((word ^ 0x3030303030303030u) | std::uint64_t{1} << 56) & 56;
    const std::uint64_t shifted = word >> skipped;
    std::memcpy(to, &shifted, 8);
    return to + 8 - skipped / 8;
}

// Numbers from 10^8 on.
[[gnu::noinline]] inline char* put_large(char* to, std::uint64_t number) noexcept {
    constexpr std::uint64_t limit = 100000000;
    std::uint64_t above = number / limit;
    if (above >= limit) {
        to = put_below_10_8(to, static_cast<std::uint32_t>(above / limit));
        above %= limit;
        put_8(to, static_cast<std::uint32_t>(above));
        to += 8;
    } else {
        to = put_below_10_8(to, static_cast<std::uint32_t>(above));
    }
    put_8(to, static_cast<std::uint32_t>(number % limit));
    return to + 8;
}
SPATE_ALWAYS_INLINE char* put_unsigned(char* to, std::uint64_t number) noexcept {
    if (number < 100000000) return put_below_10_8(to, static_cast<std::uint32_t>(number));
    return put_large(to, number);
}
SPATE_ALWAYS_INLINE char* put_signed(char* to, std::int64_t number) noexcept {
    *to = '-';
    const auto bits = static_cast<std::uint64_t>(number);
    return put_unsigned(to + (number < 0), number < 0 ? 0 - bits : bits);
}

// Exactly Count digits, with leading zeros. Requires number < 10^Count.
template <unsigned Count>
char* put_padded(char* to, std::uint32_t number) noexcept {
    static_assert(Count == 3 || Count == 6 || Count == 9);
    constexpr auto below = static_cast<std::uint32_t>(powers_of_ten[Count - 3]);
    std::memcpy(to, four_digits.data() + 4 * (number / below) + 1, 3);
    if constexpr (Count > 3) put_padded<Count - 3>(to + 3, number % below);
    return to + Count;
}

SPATE_ALWAYS_INLINE char* put_hundredths(char* to, std::int64_t units) noexcept {
    *to = '-';
    to += units < 0;
    const std::uint64_t size = units < 0 ? 0 - static_cast<std::uint64_t>(units) : static_cast<std::uint64_t>(units);
    if (size >= 100000000) {
        to = put_unsigned(to, size / 100);
        *to = '.';
        put_2(to + 1, static_cast<std::uint32_t>(size % 100));
        return to + 3;
    }
    // Of eight digits the first that is no zero begins, but at the latest the one before the point; the last two stand behind it.
    const std::uint64_t word = digits_8(static_cast<std::uint32_t>(size));
    const int skipped = std::countr_zero((word ^ 0x3030303030303030u) | std::uint64_t{1} << 40) & 56;
    const std::uint64_t shifted = word >> skipped;
    const auto places = static_cast<std::uint16_t>(word >> 48);
    std::memcpy(to, &shifted, 8);
    to += 6 - skipped / 8;
    *to = '.';
    std::memcpy(to + 1, &places, 2);
    return to + 3;
}

/// A number of units of 10^-places, with all its places. Requires places <= 18.
inline char* put_decimal(char* to, std::int64_t units, unsigned places) noexcept {
    *to = '-';
    to += units < 0;
    const std::uint64_t size = units < 0 ? 0 - static_cast<std::uint64_t>(units) : static_cast<std::uint64_t>(units);
    if (places == 0) return put_unsigned(to, size);
    if (size < 100000000 && places < 8) {
        // As put_hundredths.
        const std::uint64_t word = digits_8(static_cast<std::uint32_t>(size));
        const int skipped = std::countr_zero((word ^ 0x3030303030303030u) | std::uint64_t{1} << 8 * (7 - places)) & 56;
        const std::uint64_t shifted = word >> skipped, rest = word >> 8 * (8 - places);
        std::memcpy(to, &shifted, 8);
        to += 8 - places - static_cast<unsigned>(skipped) / 8;
        *to = '.';
        std::memcpy(to + 1, &rest, 8);
        return to + 1 + places;
    }
    // The digits as of a whole number, of which the last ones give way to the point; leading zeros where there are too few.
    char digits[64];
    std::memset(digits, '0', sizeof digits);
    char* const end = put_unsigned(digits + 24, size);
    const auto written = static_cast<std::size_t>(end - digits) - 24;
    const std::size_t whole = written > places ? written - places : 1;
    std::memcpy(to, end - places - whole, 24);
    to[whole] = '.';
    std::memcpy(to + whole + 1, end - places, 18);
    return to + whole + 1 + places;
}

// "-03-01" for the first of March and so on to the last of February, each in eight bytes.
inline constexpr auto days_from_march = [] {
    constexpr unsigned lengths[] = {31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 29};
    std::array<char, 8 * 366> out{};
    std::size_t at = 0;
    for (unsigned i = 0; i < 12; ++i)
        for (unsigned day = 1; day <= lengths[i]; ++day, at += 8) {
            const unsigned month = i < 10 ? i + 3 : i - 9;
            const char text[8] = {'-', static_cast<char>('0' + month / 10), static_cast<char>('0' + month % 10),
                                  '-', static_cast<char>('0' + day / 10),   static_cast<char>('0' + day % 10)};
            for (std::size_t k = 0; k < 8; ++k) out[at + k] = text[k];
        }
    return out;
}();

/// 2026-08-01. Source: Neri and Schneider, Euclidean affine functions and their application to calendar algorithms (2022). Requires years 0 to 9999.
SPATE_ALWAYS_INLINE char* put_date(char* to, std::int64_t days) noexcept {
    std::uint64_t of_century = 0;
    std::uint32_t years = 0;
    if (const std::int64_t late = days + 25508; late >= 0 && late < 73049) {
        // From the first of March 1900 on, up to the 29th of February 2100 that is none, years have 365.25 days.
        of_century = std::uint64_t{2939745} * (4 * static_cast<std::uint32_t>(late) + 3);
        years = 1900;
    } else {
        const auto quarters = static_cast<std::uint32_t>(4 * (days + 719468 + 146097) + 3);  // of days, since the first of March 400 years before year 0
        of_century = std::uint64_t{2939745} * (quarters % 146097 | 3);
        years = 100 * (quarters / 146097) - 400;
    }
    const auto of_year = static_cast<std::uint32_t>(of_century) / 2939745 / 4;
    put_4(to, years + static_cast<std::uint32_t>(of_century >> 32) + (of_year >= 306 ? 1 : 0));
    std::memcpy(to + 4, days_from_march.data() + 8 * of_year, 8);
    return to + 10;
}

/// 2026-08-01T07:46:38.208Z, with Places decimal places: 0, 3, 6 or 9. A run of times mostly falls on one day, whose text is kept.
template <unsigned Places>
class timestamp_writer {
public:
    char* put(char* to, std::int64_t time) noexcept {
        if (time < begin_ || time > last_) change_day(time);
        const std::uint64_t within = static_cast<std::uint64_t>(time) - origin_;
        const auto seconds = static_cast<std::uint32_t>(within / per_second);
        const std::uint32_t minutes = seconds / 60;
        std::memcpy(to, date_, 16);
        put_2(to + 11, minutes / 60);
        to[13] = ':';
        put_2(to + 14, minutes % 60);
        to[16] = ':';
        put_2(to + 17, seconds % 60);
        to += 19;
        if constexpr (Places != 0) {
            *to++ = '.';
            to = put_padded<Places>(to, static_cast<std::uint32_t>(within % per_second));
        }
        *to = 'Z';
        return to + 1;
    }

private:
    static constexpr std::uint64_t per_second = powers_of_ten[Places], per_day = per_second * 86400;

    // The first and the last day that an int64 can name are not whole.
    [[gnu::noinline]] void change_day(std::int64_t time) noexcept {
        std::int64_t day = time / static_cast<std::int64_t>(per_day);
        if (day * static_cast<std::int64_t>(per_day) > time) --day;
        put_date(date_, day);
        date_[10] = 'T';
        origin_ = static_cast<std::uint64_t>(day) * per_day;
        begin_ = static_cast<std::int64_t>(origin_);
        if (begin_ > time) begin_ = std::numeric_limits<std::int64_t>::min();
        last_ = static_cast<std::int64_t>(origin_ + per_day - 1);
        if (last_ < time) last_ = std::numeric_limits<std::int64_t>::max();
    }

    std::int64_t begin_ = 0, last_ = per_day - 1;
    std::uint64_t origin_ = 0;
    char date_[17] = "1970-01-01T00:00";
};

inline char* put_timestamp(char* to, std::int64_t time, unsigned places) noexcept {
    switch (places) {
        case 0:
            return timestamp_writer<0>{}.put(to, time);
        case 3:
            return timestamp_writer<3>{}.put(to, time);
        case 6:
            return timestamp_writer<6>{}.put(to, time);
        default:
            return timestamp_writer<9>{}.put(to, time);
    }
}

/// 16 bytes as 6fd31d40-dac2-479a-ae64-fc1801f96c9a.
inline char* put_uuid(char* to, const std::byte* bytes) noexcept {
    using lanes = unsigned char __attribute__((vector_size(16)));
    lanes values;
    std::memcpy(&values, bytes, 16);
    const lanes upper = values >> 4, lower = values & 15;
    char digits[32];
    lanes half = __builtin_shufflevector(upper, lower, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    half += '0' + (reinterpret_cast<lanes>(half > 9) & ('a' - '9' - 1));
    std::memcpy(digits, &half, 16);
    half = __builtin_shufflevector(upper, lower, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    half += '0' + (reinterpret_cast<lanes>(half > 9) & ('a' - '9' - 1));
    std::memcpy(digits + 16, &half, 16);
    std::memcpy(to, digits, 8);
    std::memcpy(to + 9, digits + 8, 4);
    std::memcpy(to + 14, digits + 12, 4);
    std::memcpy(to + 19, digits + 16, 4);
    std::memcpy(to + 24, digits + 20, 12);
    to[8] = to[13] = to[18] = to[23] = '-';
    return to + 36;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_DETAIL_TEXT_NUMBERS_HPP
