// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DECIMAL_HPP
#define SPATE_FIELD_DECIMAL_HPP

/// `decimal("0.99", "999.99")`: all decimals of a range, equally likely; `rounded(normal(30, 10), 2)`: decimals of any distribution.

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/field/column.hpp>
#include <spate/field/field.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/point_rule.hpp>
#include <spate/field/type.hpp>

namespace spate::inline v0 {

namespace detail {

[[nodiscard]] constexpr std::int64_t power_of_ten(int exponent) noexcept {
    std::int64_t power = 1;
    for (int i = 0; i < exponent; ++i) power *= 10;
    return power;
}

inline constexpr int most_digits = 18;

/// A number as units of 10^-places, with as many places as were written.
struct decimal_text {
    std::int64_t units = 0;
    int places = 0;

    /// The units of 10^-wanted. Throws config_error where they do not fit into 18 digits. Requires wanted >= places.
    [[nodiscard]] constexpr std::int64_t in_units_of(int wanted, std::string_view parameter) const {
        const std::int64_t factor = power_of_ten(wanted - places), size = units < 0 ? -units : units;
        if (size > (power_of_ten(most_digits) - 1) / factor)
            raise_config(parameter, std::to_string(units) + "e-" + std::to_string(places), "has more than 18 digits with " + std::to_string(wanted) + " places",
                         "give fewer places or a smaller number");
        return units * factor;
    }
};

/// Reads "12", "-0.99". Throws config_error.
constexpr decimal_text parse_decimal(std::string_view text, std::string_view parameter) {
    decimal_text read;
    int digits = 0;
    bool point = false, wrong = false;
    const bool negative = !text.empty() && text[0] == '-';
    for (std::size_t i = negative; i < text.size(); ++i) {
        if (text[i] >= '0' && text[i] <= '9' && digits < most_digits) {
            read.units = read.units * 10 + (text[i] - '0');
            digits += digits != 0 || text[i] != '0' || point;
            read.places += point;
        } else if (text[i] == '.' && !point && i > negative && i + 1 < text.size()) {
            point = true;
        } else {
            wrong = true;
        }
    }
    if (wrong || text.size() == negative)
        raise_config(parameter, "\"" + std::string{text} + "\"", "is not a decimal of at most 18 digits", "write it like 1234.56 or -0.5");
    if (negative) read.units = -read.units;
    return read;
}

constexpr void check_places(int places) {
    if (places < 0 || places > most_digits) raise_config("decimal: places", std::to_string(places), "is not a number of decimals", "give 0 to 18");
}

[[nodiscard]] constexpr std::uint8_t check_digits(int digits, int least) {
    if (digits < least || digits > most_digits || digits < 1)
        raise_config("decimal: digits", std::to_string(digits), "is not a number of digits that values fit into",
                     "give " + std::to_string(least < 1 ? 1 : least) + " to 18");
    return static_cast<std::uint8_t>(digits);
}

/// The nearest integer to number * factor, exactly, halves away from zero; what is larger than `limit` becomes it, what is no number becomes 0. Requires
/// factor <= 10^18 and limit < 2^63.
[[nodiscard]] constexpr std::int64_t nearest_units(double number, std::uint64_t factor, std::uint64_t limit) noexcept {
    const auto bits = std::bit_cast<std::uint64_t>(number);
    const auto biased = static_cast<int>(bits >> 52 & 0x7ff);
    const std::uint64_t fraction = bits & 0xfffffffffffffu;
    const int down = 1075 - biased;
    if (biased == 0 || (biased == 0x7ff && fraction != 0)) return 0;
    std::uint64_t size = limit;
    if (down > 0) {
        const uint128 product = static_cast<uint128>(fraction | std::uint64_t{1} << 52) * factor;  // below 2^113
        const uint128 nearest = down > 114 ? 0 : (product + (static_cast<uint128>(1) << (down - 1))) >> down;
        if (nearest < limit) size = static_cast<std::uint64_t>(nearest);
    } else if (down > -12) {
        const uint128 whole = static_cast<uint128>(fraction | std::uint64_t{1} << 52) << -down;  // below 2^64
        if (whole <= limit / factor) size = static_cast<std::uint64_t>(whole) * factor;
    }
    return static_cast<std::int64_t>(bits >> 63 != 0 ? 0 - size : size);
}

}  // namespace detail

/// Decimals from `low` to `high`, both included, in units of 10^-places, all equally likely. Words, determinism and cost are those of uniform_int. A value as
/// C++ is its number of units: 12.34 is 1234.
class decimal_field : public number_field<std::int64_t, type_id::decimal> {
public:
    /// Throws config_error when high < low, places is not from 0 to 18, or a bound has more than 18 digits.
    constexpr decimal_field(std::int64_t low, std::int64_t high, int places) : units_{low, high} {
        detail::check_places(places);
        int digits = std::max(1, places);
        for (const std::int64_t bound : {low, high}) {
            constexpr std::int64_t limit = detail::power_of_ten(detail::most_digits);
            if (bound <= -limit || bound >= limit)
                detail::raise_config("decimal", std::to_string(bound), "has more than 18 digits", "give bounds in units of 10^-places, below 10^18");
            const std::int64_t size = bound < 0 ? -bound : bound;
            while (digits < detail::most_digits && size >= detail::power_of_ten(digits)) ++digits;
        }
        places_ = static_cast<std::uint8_t>(places);
        digits_ = static_cast<std::uint8_t>(digits);
    }

    /// The same values in a column that has room for more digits, as one declared DECIMAL(digits, places). Throws config_error when the bounds do not fit.
    [[nodiscard]] constexpr decimal_field with_digits(int digits) const {
        decimal_field other = *this;
        other.digits_ = detail::check_digits(digits, digits_);
        return other;
    }

    [[nodiscard]] constexpr std::int64_t low() const noexcept { return units_.low(); }
    [[nodiscard]] constexpr std::int64_t high() const noexcept { return units_.high(); }
    [[nodiscard]] constexpr std::size_t words_per_row() const noexcept { return units_.words_per_row(); }
    [[nodiscard]] data_type type() const { return {.id = type_id::decimal, .digits = digits_, .places = places_}; }

    void fill(const field_rows& rows, column& out) const {
        units_.fill(rows, out);
        out.set_id(type_id::decimal);
    }
    /// How one row's value is made.
    [[nodiscard]] point_rule point() const noexcept { return units_.point(); }

    friend constexpr bool operator==(const decimal_field&, const decimal_field&) = default;

private:
    uniform_int_field<std::int64_t> units_;
    std::uint8_t places_ = 0, digits_ = 0;
};

/// All decimals of a range, both bounds included. Bounds in units of 10^-places: decimal(99, 99'999, 2) is 0.99 to 999.99.
[[nodiscard]] constexpr decimal_field decimal(std::int64_t low, std::int64_t high, int places) { return {low, high, places}; }

/// The same, bounds as they are written, with as many places as the one that has more: decimal("1", "999.99"). Throws config_error for what is not a decimal.
[[nodiscard]] constexpr decimal_field decimal(std::string_view low, std::string_view high) {
    const detail::decimal_text from = detail::parse_decimal(low, "decimal: low"), to = detail::parse_decimal(high, "decimal: high");
    const int places = std::max(from.places, to.places);
    return {from.in_units_of(places, "decimal: low"), to.in_units_of(places, "decimal: high"), places};
}

/// Real numbers rounded to decimals: the nearest of each, exactly, halves away from zero. What has too many digits becomes the largest decimal of its sign;
/// what is not a number becomes 0.
///
/// Words and determinism are those of the numbers. Cost: a few nanoseconds a value besides theirs; no allocation. Thread safety: a value.
template <field_generator Reals>
    requires(std::same_as<typename Reals::value_type, double> || std::same_as<typename Reals::value_type, float>)
class rounded_field : public number_field<std::int64_t, type_id::decimal> {
public:
    /// Throws config_error when places is not from 0 to 18, or digits not from 1 to 18 and at least places.
    constexpr rounded_field(Reals reals, int places, int digits) : reals_{std::move(reals)} {
        detail::check_places(places);
        digits_ = detail::check_digits(digits, places);
        places_ = static_cast<std::uint8_t>(places);
    }

    [[nodiscard]] data_type type() const { return {.id = type_id::decimal, .digits = digits_, .places = places_}; }

    void fill(const field_rows& rows, column& out) const {
        using real = typename Reals::value_type;
        reals_.fill(rows, out);
        // In place: from the last on where the decimals are wider, so that none is written over a number that is still to be read.
        out.value_buffer().reserve(rows.count * sizeof(std::int64_t), rows.count * sizeof(real));
        out.start(type(), rows.count);
        std::byte* const bytes = out.value_buffer().data();
        const auto factor = static_cast<std::uint64_t>(detail::power_of_ten(places_)), limit = static_cast<std::uint64_t>(detail::power_of_ten(digits_)) - 1;
        for (std::size_t i = rows.count; i-- > 0;) {
            real number;
            std::memcpy(&number, bytes + i * sizeof(real), sizeof(real));
            const std::int64_t units = detail::nearest_units(static_cast<double>(number), factor, limit);
            std::memcpy(bytes + i * sizeof(units), &units, sizeof(units));
        }
    }

    friend constexpr bool operator==(const rounded_field& a, const rounded_field& b) noexcept
        requires std::equality_comparable<Reals>
    {
        return a.reals_ == b.reals_ && a.places_ == b.places_ && a.digits_ == b.digits_;
    }

private:
    Reals reals_;
    std::uint8_t places_ = 0, digits_ = 0;
};

/// A column of type DECIMAL(digits, places) whose values are those of a generator of floats or doubles, rounded.
template <class Reals>
[[nodiscard]] constexpr rounded_field<Reals> rounded(Reals reals, int places, int digits = detail::most_digits) {
    return {std::move(reals), places, digits};
}

static_assert(field_generator<decimal_field>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_DECIMAL_HPP
