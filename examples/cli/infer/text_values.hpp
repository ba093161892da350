// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_INFER_TEXT_VALUES_HPP
#define SPATE_EXAMPLES_CLI_INFER_TEXT_VALUES_HPP

/// What a text stands for: numbers, dates, times, identifiers and addresses. Nothing here throws; all of it reads the whole text or refuses it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <spate/core/hash.hpp>

namespace cli::infer {

__extension__ typedef __int128 int128;

/// A whole number of 64 bits without blanks, a plus or leading zeros.
[[nodiscard]] std::optional<std::int64_t> integer_of(std::string_view text);

struct real_value {
    double value;
    /// Decimal places as written; -1 where there is an exponent or the number is none (NaN, Infinity).
    int places;
    /// All digits, without the point; set where there are at most 18.
    std::optional<std::int64_t> units;
};
/// A number with or without a point and an exponent; NaN, Infinity and inf too. Numbers with leading zeros are refused.
[[nodiscard]] std::optional<real_value> real_of(std::string_view text);

[[nodiscard]] std::optional<bool> boolean_of(std::string_view text);

/// 2026-08-01, as days since 1970-01-01.
[[nodiscard]] std::optional<std::int32_t> date_of(std::string_view text);

struct time_value {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    int128 nanoseconds;
    /// Decimal places of seconds as written, at most 9.
    int places;
};
/// 2026-08-01T07:46:38.208Z: a blank may stand for the T, an offset for the Z, or neither, which is taken for UTC.
[[nodiscard]] std::optional<time_value> time_of(std::string_view text);

/// The version of a UUID as RFC 9562 writes it, 0 for texts that are none.
[[nodiscard]] int uuid_version(std::string_view text);
/// The first 48 bits of a UUID: of version 7, milliseconds since 1970.
[[nodiscard]] std::uint64_t uuid_milliseconds(std::string_view text);
[[nodiscard]] bool is_email(std::string_view text);
[[nodiscard]] bool is_url(std::string_view text);
[[nodiscard]] bool is_ipv4(std::string_view text);
[[nodiscard]] bool is_ipv6(std::string_view text);

/// The place of the first byte that is not UTF-8, or npos.
[[nodiscard]] std::size_t first_invalid_utf8(std::string_view text);

/// The texts that specifications take. `places` is 0, 3, 6 or 9.
[[nodiscard]] std::string date_text(std::int64_t days);
[[nodiscard]] std::string time_text(int128 nanoseconds, int places);
/// 1234 with 2 places is 12.34.
[[nodiscard]] std::string decimal_text(std::int64_t units, int places);

}  // namespace cli::infer

#endif  // SPATE_EXAMPLES_CLI_INFER_TEXT_VALUES_HPP
