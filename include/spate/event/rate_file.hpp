// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_RATE_FILE_HPP
#define SPATE_EVENT_RATE_FILE_HPP

/// `read_rates("load.csv").shape()`: the rates of a real day, from a file, to be replayed.

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/ratio.hpp>
#include <spate/event/rate.hpp>
#include <spate/field/timestamp.hpp>

namespace spate::inline v0 {

/// What a file of rates says.
struct rate_file {
    /// The first line's instant in nanoseconds since 1970, where lines have instants.
    std::optional<std::int64_t> start = {};
    /// Offsets are from the first instant on, or from 0 seconds.
    std::vector<rate_step> steps = {};

    /// The shape; see step_rate.
    [[nodiscard]] rate_shape shape(std::uint64_t repeat_after = 0) const { return step_rate(steps, repeat_after); }
};

namespace detail {

/// One line of a file of rates: a time and a rate, both as texts.
class rate_line {
public:
    rate_line(std::string_view text, std::string where) : text_{text}, line_{text}, where_{std::move(where)} {
        if (take('{'))
            read_object();
        else
            read_row();
        if (!text_.empty()) bad();
    }

    std::string_view time, rate;
    bool is_instant = false;

    [[noreturn]] void bad() const {
        raise_config(where_, "\"" + std::string{line_.substr(0, 60)} + "\"", "is not a time and a rate",
                     "write lines like 60,1500 or 2026-08-01T07:46:00Z,1500 or {\"seconds\": 60, \"rate\": 1500} or {\"time\": \"2026-08-01T07:46:00Z\", "
                     "\"rate\": 1500}");
    }

    /// Nanoseconds since 1970.
    [[nodiscard]] std::int64_t instant() const { return timestamp_of(time, where_, timestamp_unit_of(9)); }
    [[nodiscard]] std::uint64_t nanoseconds() const {
        const auto [whole, billionths] = decimal(time);
        if (whole > 1'000'000'000) raise_config(where_, std::string{time}, "is too late", "give at most 1000000000 seconds");
        return whole * 1'000'000'000 + billionths;
    }
    /// With as many decimals as a ratio holds.
    [[nodiscard]] ratio events() const {
        auto [whole, decimals] = decimal(rate);
        if (whole > rate_shape::most_rate) raise_config(where_, std::string{rate}, "is more than a stream can have", "give at most 1000000000 events a second");
        for (std::uint64_t unit = 1'000'000'000;; unit /= 10, decimals /= 10) {
            const std::uint64_t all = whole * unit + decimals;
            if (all >> 32 == 0 || unit == 1) return {all, unit};
        }
    }

private:
    struct parts {
        std::uint64_t whole, billionths;
    };

    [[nodiscard]] parts decimal(std::string_view number) const {
        const std::size_t dot = std::min(number.find('.'), number.size());
        const std::string_view places = number.substr(std::min(dot + 1, number.size()));
        const auto value_of = [&](std::string_view digits, std::size_t length) {
            std::uint64_t value = 0;
            for (std::size_t k = 0; k < length; ++k) value = value * 10 + (k < digits.size() ? static_cast<std::uint64_t>(digits[k] - '0') : 0);
            return value;
        };
        const bool is_number = dot > 0 && dot <= 12 && (dot == number.size() || !places.empty()) &&
                               number.find_first_not_of("0123456789") == (dot == number.size() ? std::string_view::npos : dot) &&
                               places.find_first_not_of("0123456789") == std::string_view::npos;
        if (!is_number) raise_config(where_, "\"" + std::string{number} + "\"", "is not a number from 0 on", "write it like 1500 or 0.25");
        return {value_of(number, dot), value_of(places, 9)};
    }

    void skip_blanks() noexcept {
        while (!text_.empty() && (text_.front() == ' ' || text_.front() == '\t')) text_.remove_prefix(1);
    }
    bool take(char letter) noexcept {
        skip_blanks();
        const bool there = !text_.empty() && text_.front() == letter;
        if (there) text_.remove_prefix(1);
        if (there) skip_blanks();
        return there;
    }
    std::string_view until(std::string_view ends) noexcept {
        const std::size_t end = std::min(text_.find_first_of(ends), text_.size());
        std::string_view found = text_.substr(0, end);
        text_.remove_prefix(end);
        while (!found.empty() && (found.back() == ' ' || found.back() == '\t')) found.remove_suffix(1);
        return found;
    }
    std::string_view quoted_or(std::string_view ends) {
        if (!take('"')) return until(ends);
        const std::string_view found = until("\"");
        if (!take('"')) bad();
        return found;
    }

    void read_row() {
        time = quoted_or(",");
        is_instant = time.find('-') != std::string_view::npos;
        if (!take(',')) bad();
        rate = quoted_or(",");
        skip_blanks();
    }
    void read_object() {
        do {
            const std::string_view name = quoted_or(":");
            if (!take(':')) bad();
            const std::string_view value = quoted_or(",}");
            if (name == "rate")
                rate = value;
            else if (name == "seconds" || name == "time")
                time = value, is_instant = name == "time";
            else
                raise_config(where_, "\"" + std::string{name} + "\"", "is not known here", "name the members seconds or time, and rate");
        } while (take(','));
        if (!take('}') || time.empty() || rate.empty()) bad();
    }

    // What is not read yet, and all of it.
    std::string_view text_, line_;
    std::string where_;
};

}  // namespace detail

/// Reads rates from lines of CSV or NDJSON: the seconds since the beginning or an instant (RFC 3339), from which on there is a rate in events a second:
///
///     seconds,rate                          {"time": "2026-08-01T07:46:00Z", "rate": 1500}
///     0,1500                                {"time": "2026-08-01T07:47:00Z", "rate": 1800.5}
///     60,1800.5
///
/// A first line that begins with a letter is a heading; empty lines count for nothing. Decimals beyond the ninth, and those of rates that a ratio cannot hold,
/// are dropped. `name` is what errors call the text. Throws config_error, with the line, for anything else, times that do not grow, and no line at all.
[[nodiscard]] inline rate_file parse_rates(std::string_view text, std::string_view name = "rates") {
    rate_file out;
    bool is_first = true;
    for (std::uint64_t number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
        if (line.empty()) continue;
        const bool is_heading = is_first && ((line[0] >= 'a' && line[0] <= 'z') || (line[0] >= 'A' && line[0] <= 'Z'));
        is_first = false;
        if (is_heading) continue;
        const std::string where = std::string{name} + ", line " + std::to_string(number);
        const detail::rate_line read{line, where};
        if (!out.steps.empty() && read.is_instant != out.start.has_value())
            detail::raise_config(where, std::string{read.time}, "is not the same kind of time as in the lines before", "give seconds, or instants, throughout");
        std::uint64_t offset = 0;
        bool is_later = true;
        if (read.is_instant) {
            const std::int64_t instant = read.instant();
            if (out.steps.empty()) out.start = instant;
            is_later = instant >= *out.start;
            offset = static_cast<std::uint64_t>(instant) - static_cast<std::uint64_t>(*out.start);
        } else {
            offset = read.nanoseconds();
        }
        if (!is_later || (!out.steps.empty() && offset <= out.steps.back().offset))
            detail::raise_config(where, std::string{read.time}, "is not after the time in the line before", "give each line a later time");
        out.steps.push_back({offset, read.events()});
    }
    if (out.steps.empty()) detail::raise_config(name, "", "has no rates", "give lines like 0,1500");
    return out;
}

/// The same from a file. Throws io_error where it cannot be read.
[[nodiscard]] inline rate_file read_rates(const std::string& path) {
    std::string text;
    std::FILE* const file = std::fopen(path.c_str(), "rbe");
    int error = file == nullptr ? errno : 0;
    if (file != nullptr) {
        char part[4096];
        for (std::size_t got = 0; (got = std::fread(part, 1, sizeof part, file)) != 0;) text.append(part, got);
        if (std::ferror(file) != 0) error = errno;
        std::fclose(file);
    }
    if (error != 0) detail::raise(io_error{std::error_code{error, std::generic_category()}, "read", path, text.size()});
    return parse_rates(text, path);
}

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_RATE_FILE_HPP
