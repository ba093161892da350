// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_DETAIL_CASE_VALUES_HPP
#define SPATE_SCHEMA_DETAIL_CASE_VALUES_HPP

/// What stands before the cases of depends_on in specifications.

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <spate/field/depends_on.hpp>
#include <spate/rng/fixed_math.hpp>

namespace spate::inline v0::detail {

[[nodiscard]] inline std::vector<std::string_view> parts_of(std::string_view key) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = key.find('|');
        parts.push_back(key.substr(0, end));
        if (end == std::string_view::npos) return parts;
        key.remove_prefix(end + 1);
    }
}

// From -2^63 to 2^64 - 1.
[[nodiscard]] inline std::optional<rng::detail::int128> integer_of(std::string_view text) {
    std::int64_t number = 0;
    std::uint64_t natural = 0;
    const char* const end = text.data() + text.size();
    const auto is_read = [&](auto& into) {
        const auto read = std::from_chars(text.data(), end, into);
        return read.ec == std::errc{} && read.ptr == end;
    };
    if (is_read(number)) return number;
    return is_read(natural) ? std::optional<rng::detail::int128>{natural} : std::nullopt;
}

// 5, or 0..17.
[[nodiscard]] inline std::optional<case_value> integers_of_case(std::string_view text) {
    const std::size_t dots = text.find("..");
    const std::optional<rng::detail::int128> first = integer_of(text.substr(0, dots));
    if (dots == std::string_view::npos || !first) return first ? std::optional<case_value>{case_value::range(*first, *first)} : std::nullopt;
    const std::optional<rng::detail::int128> last = integer_of(text.substr(dots + 2));
    if (!last) return {};
    return case_value::range(*first, *last);
}

/// The values of each case, which has | between them. Cases that are all integers and ranges of them choose by an integer, true and false by a boolean,
/// others by a text. Throws config_error for a range of none.
[[nodiscard]] inline std::vector<std::vector<case_value>> case_values(const std::vector<std::string>& keys) {
    bool numbers = true, truths = true;
    for (const std::string& key : keys)
        for (const std::string_view part : parts_of(key)) {
            truths = truths && (part == "true" || part == "false");
            numbers = numbers && integers_of_case(part).has_value();
        }
    std::vector<std::vector<case_value>> out;
    for (const std::string& key : keys) {
        out.emplace_back();
        for (const std::string_view part : parts_of(key))
            out.back().push_back(truths ? case_value{part == "true"} : numbers ? *integers_of_case(part) : case_value{part});
    }
    return out;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_SCHEMA_DETAIL_CASE_VALUES_HPP
