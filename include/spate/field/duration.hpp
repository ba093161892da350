// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DURATION_HPP
#define SPATE_FIELD_DURATION_HPP

/// `duration`: "250ms", "1.5h" or std::chrono::milliseconds{250}.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/field/detail/quoted.hpp>

namespace spate::inline v0 {

/// A length of time from 0 to a hundred years, in nanoseconds.
class duration {
public:
    constexpr duration() noexcept = default;

    /// From a number and a unit: ns, us, ms, s, min, h or d. The number may have decimal places, as far as it is a whole number of nanoseconds. Throws
    /// config_error.
    duration(std::string_view text) : nanoseconds_{parse(text)} {}           // NOLINT(google-explicit-constructor): {.step = "1s"} is how it is written
    duration(const char* text) : duration(std::string_view{text}) {}         // NOLINT(google-explicit-constructor)
    duration(const std::string& text) : duration(std::string_view{text}) {}  // NOLINT(google-explicit-constructor)

    /// From a std::chrono::duration of integers, whose header is not needed for this. Parts of a nanosecond are cut off.
    template <class Chrono>
        requires std::integral<typename Chrono::rep> && requires { Chrono::period::num; }
    duration(const Chrono& given) {  // NOLINT(google-explicit-constructor)
        const auto count = static_cast<std::int64_t>(given.count());
        constexpr auto unit = static_cast<std::int64_t>(Chrono::period::num), part = static_cast<std::int64_t>(Chrono::period::den);
        if (count < 0 || count / part > longest / 1'000'000'000 / unit) refuse(std::to_string(count));
        if constexpr (part <= 1'000'000'000)
            nanoseconds_ = static_cast<std::uint64_t>(count) * static_cast<std::uint64_t>(unit * (1'000'000'000 / part));
        else
            nanoseconds_ = static_cast<std::uint64_t>(count / (part / 1'000'000'000));
    }

    [[nodiscard]] constexpr std::uint64_t nanoseconds() const noexcept { return nanoseconds_; }
    friend constexpr bool operator==(const duration&, const duration&) = default;

private:
    static constexpr std::int64_t longest = std::int64_t{36525} * 86400 * 1'000'000'000;

    [[noreturn]] static void refuse(std::string_view given) {
        detail::raise_config("duration", given, "is not a length of time from 0 to 36525d",
                             "write a number and a unit: ns, us, ms, s, min, h or d, as in 250ms");
    }

    static std::uint64_t parse(std::string_view text) {
        struct unit {
            std::string_view name;
            std::uint64_t nanoseconds;
        };
        constexpr unit units[] = {
            {"ns", 1}, {"us", 1000}, {"ms", 1'000'000}, {"s", 1'000'000'000}, {"min", 60'000'000'000}, {"h", 3'600'000'000'000}, {"d", 86'400'000'000'000}};
        const std::string shown = detail::quoted(text);
        std::uint64_t number = 0, parts = 1;
        std::size_t at = 0, digits = 0;
        bool decimals = false;
        for (; at < text.size() && ((text[at] >= '0' && text[at] <= '9') || (text[at] == '.' && !decimals && digits != 0)); ++at) {
            if (text[at] == '.') {
                decimals = true;
                continue;
            }
            if (++digits > 18) refuse(shown);
            number = number * 10 + static_cast<std::uint64_t>(text[at] - '0');
            if (decimals) parts *= 10;
        }
        if (digits == 0 || text[at - 1] == '.') refuse(shown);
        while (at < text.size() && text[at] == ' ') ++at;
        for (const unit& one : units)
            if (one.name == text.substr(at)) {
                const uint128 product = static_cast<uint128>(number) * one.nanoseconds;
                if (product / parts > static_cast<std::uint64_t>(longest)) refuse(shown);
                if (product % parts != 0) detail::raise_config("duration", shown, "is no whole number of nanoseconds", "leave out decimal places");
                return static_cast<std::uint64_t>(product / parts);
            }
        refuse(shown);
    }

    std::uint64_t nanoseconds_ = 0;
};

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_DURATION_HPP
