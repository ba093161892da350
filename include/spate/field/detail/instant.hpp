// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_INSTANT_HPP
#define SPATE_FIELD_DETAIL_INSTANT_HPP

/// Dates and times as users write them (RFC 3339), as numbers.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <spate/core/error.hpp>
#include <spate/field/detail/quoted.hpp>

namespace spate::inline v0::detail {

/// Days since 1970-01-01. Source: Howard Hinnant, chrono-Compatible Low-Level Date Algorithms (days from civil). Requires a date of the Gregorian calendar.
[[nodiscard]] constexpr std::int64_t days_of(std::int64_t year, unsigned month, unsigned day) noexcept {
    year -= month <= 2;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const auto of_era = static_cast<std::uint32_t>(year - era * 400);
    const std::uint32_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + static_cast<std::int64_t>(of_era * 365 + of_era / 4 - of_era / 100 + of_year) - 719468;
}

inline constexpr std::int64_t first_day = days_of(1, 1, 1), last_day = days_of(9999, 12, 31);

struct instant {
    std::int64_t seconds = 0;
    std::uint32_t nanoseconds = 0;
};

class instant_parser {
public:
    instant_parser(std::string_view text, std::string_view parameter) : text_{text}, parameter_{parameter} {}

    /// 2026-08-01. Throws config_error.
    std::int64_t date() {
        is_date_ = true;
        const std::int64_t days = read_date();
        if (at_ != text_.size()) bad();
        return days;
    }

    /// 2026-08-01T07:46:38.208Z, with up to nine decimal places and Z or an offset; a date alone is its midnight in UTC. Throws config_error.
    instant time() {
        const std::int64_t days = read_date();
        if (at_ == text_.size()) return {days * 86400, 0};
        if (!take('T') && !take('t') && !take(' ')) bad();
        const unsigned hour = number(2), minute = colon(), second = colon();
        if (hour > 23 || minute > 59 || second > 59) fail("has no such time of day (leap seconds are none)", "give 00:00:00 to 23:59:59");
        std::uint32_t nanoseconds = 0;
        if (take('.')) {
            const std::size_t first = at_;
            std::uint32_t unit = 1'000'000'000;
            while (at_ < text_.size() && is_digit(text_[at_])) {
                unit /= 10;
                if (unit == 0) fail("has more than nine decimal places", "leave some out");
                nanoseconds += unit * static_cast<std::uint32_t>(text_[at_++] - '0');
            }
            if (at_ == first) bad();
        }
        std::int64_t offset = 0;
        if (!take('Z') && !take('z')) {
            const bool west = take('-');
            if (!west && !take('+')) fail("has no time zone", "end it with Z, or with an offset like +02:00");
            const unsigned hours = number(2), minutes = colon();
            if (hours > 23 || minutes > 59) fail("has no such offset", "give -23:59 to +23:59");
            offset = (west ? -1 : 1) * static_cast<std::int64_t>(hours * 3600 + minutes * 60);
        }
        if (at_ != text_.size()) bad();
        const std::int64_t seconds = days * 86400 + hour * 3600 + minute * 60 + second - offset;
        if (seconds < first_day * 86400 || seconds >= (last_day + 1) * 86400) fail("lies outside the years 0001 to 9999 in UTC", "give a time within them");
        return {seconds, nanoseconds};
    }

private:
    [[noreturn]] void fail(std::string_view problem, std::string_view remedy) const { raise_config(parameter_, quoted(text_), problem, remedy); }
    [[noreturn]] void bad() const {
        if (is_date_) fail("is not a date", "write it like 2026-08-01");
        fail("is not a time", "write it like 2026-08-01T07:46:38.208Z");
    }
    static bool is_digit(char letter) noexcept { return letter >= '0' && letter <= '9'; }

    bool take(char letter) noexcept {
        const bool there = at_ < text_.size() && text_[at_] == letter;
        at_ += there;
        return there;
    }
    unsigned number(std::size_t digits) {
        unsigned value = 0;
        for (std::size_t i = 0; i < digits; ++i, ++at_) {
            if (at_ >= text_.size() || !is_digit(text_[at_])) bad();
            value = value * 10 + static_cast<unsigned>(text_[at_] - '0');
        }
        return value;
    }
    unsigned colon() {
        if (!take(':')) bad();
        return number(2);
    }
    unsigned dash() {
        if (!take('-')) bad();
        return number(2);
    }
    std::int64_t read_date() {
        const unsigned year = number(4), month = dash(), day = dash();
        constexpr unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        if (year == 0) fail("lies before the year 0001", "give a year from 0001 to 9999");
        if (month == 0 || month > 12) fail("has no such month", "give 01 to 12");
        if (day == 0 || day > days[month - 1] + (month == 2 && leap)) fail("has no such day in its month", "give a day of the calendar");
        return days_of(year, month, day);
    }

    std::string_view text_, parameter_;
    std::size_t at_ = 0;
    bool is_date_ = false;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_INSTANT_HPP
