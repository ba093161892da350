// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_HTTP_RETRY_AFTER_HPP
#define SPATE_HTTP_RETRY_AFTER_HPP

/// How long a server asks to wait.

#include <charconv>
#include <chrono>
#include <cstdint>
#include <string_view>

#include <spate/http/http_request.hpp>

namespace spate::inline v0 {

/// What the header Retry-After says, as seconds or as a date such as "Wed, 21 Oct 2015 07:28:00 GMT"; at most a day, and 0 where it says nothing that is
/// understood. Source: RFC 9110, 10.2.3 and 5.6.7, without the two obsolete forms of dates.
[[nodiscard]] inline std::chrono::milliseconds retry_after(const http_response& response,
                                                           std::chrono::system_clock::time_point now = std::chrono::system_clock::now()) {
    using namespace std::chrono;
    constexpr std::int64_t day = 86'400;
    const std::string_view text = response.header("retry-after");
    const auto number = [](std::string_view digits, std::int64_t most) {
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (error == std::errc::result_out_of_range) return most;
        return error != std::errc{} || end != digits.data() + digits.size() || value < 0 ? std::int64_t{-1} : value < most ? value : most;
    };
    if (text.empty()) return {};
    if (text.size() != 29) {
        const std::int64_t waited = number(text, day);
        return waited < 0 ? milliseconds{0} : milliseconds{waited * 1000};
    }
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const std::size_t month = months.find(text.substr(8, 3));
    const std::int64_t parts[] = {number(text.substr(5, 2), 31), number(text.substr(12, 4), 9999), number(text.substr(17, 2), 23),
                                  number(text.substr(20, 2), 59), number(text.substr(23, 2), 60)};
    for (const std::int64_t part : parts)
        if (part < 0) return {};
    if (month == std::string_view::npos || month % 3 != 0 || !text.ends_with(" GMT")) return {};
    const year_month_day date{year{static_cast<int>(parts[1])}, std::chrono::month{static_cast<unsigned>(month / 3 + 1)},
                              std::chrono::day{static_cast<unsigned>(parts[0])}};
    if (!date.ok()) return {};
    const auto then = sys_days{date}.time_since_epoch() + hours{parts[2]} + minutes{parts[3]} + seconds{parts[4]};
    const milliseconds wait = duration_cast<milliseconds>(then - now.time_since_epoch());
    return wait < milliseconds{0} ? milliseconds{0} : wait > seconds{day} ? milliseconds{day * 1000} : wait;
}

}  // namespace spate::inline v0

#endif  // SPATE_HTTP_RETRY_AFTER_HPP
