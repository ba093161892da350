// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_TIMESTAMP_HPP
#define SPATE_FIELD_TIMESTAMP_HPP

/// `timestamps({.start = "2026-01-01T00:00:00Z", .step = "1s"})`: instants in steps, at a rate, or anywhere in a range.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/ratio.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/draw.hpp>
#include <spate/field/detail/instant.hpp>
#include <spate/field/detail/quoted.hpp>
#include <spate/field/detail/steps.hpp>
#include <spate/field/duration.hpp>
#include <spate/field/field.hpp>
#include <spate/field/point_rule.hpp>

namespace spate::inline v0 {

/// A row's time is start + row * step, or start + row / rate, rounded down to the unit; and with a jitter, later by less than that.
struct timestamp_options {
    /// As in RFC 3339: 2026-08-01T07:46:38.208Z, 2026-08-01T09:46:38+02:00, or a date, which is its midnight in UTC. Years 0001 to 9999.
    std::string_view start;
    /// Give one of both: the time from a row to the next, or rows a second.
    duration step = {};
    ratio rate = {0, 1};
    /// Uniform from 0 up to this, this left out; a multiple of the unit. Rows stay in the order of time where it is no longer than a step.
    duration jitter = {};
    /// Decimal places of seconds: 0, 3, 6 or 9.
    std::uint8_t places = 3;
};

namespace detail {

struct timestamp_unit {
    std::uint64_t per_second, nanoseconds;
    std::int64_t first, last;
};
SPATE_WHEN_USED
[[nodiscard]] inline timestamp_unit timestamp_unit_of(unsigned places) {
    if (places != 0 && places != 3 && places != 6 && places != 9) raise_config("places", std::to_string(places), "is not 0, 3, 6 or 9", "use one of these");
    const std::uint64_t per_second = places == 0 ? 1 : places == 3 ? 1000 : places == 6 ? 1'000'000 : 1'000'000'000;
    const auto scale_of = static_cast<std::int64_t>(per_second);
    if (places == 9) return {per_second, 1, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
    return {per_second, 1'000'000'000 / per_second, first_day * 86400 * scale_of, (last_day + 1) * 86400 * scale_of - 1};
}

/// In units since 1970.
SPATE_WHEN_USED
[[nodiscard]] inline std::int64_t timestamp_of(std::string_view text, std::string_view parameter, const timestamp_unit& unit) {
    const instant given = instant_parser{text, parameter}.time();
    if (given.nanoseconds % unit.nanoseconds != 0)
        raise_config(parameter, quoted(text), "has more decimal places than the column", "give more places, or leave decimals out");
    // The units of nanoseconds are those of years 1677 to 2262, of which the seconds at both ends are not whole.
    if (unit.nanoseconds == 1 && (given.seconds < unit.first / 1'000'000'000 || given.seconds >= unit.last / 1'000'000'000))
        raise_config(parameter, quoted(text), "lies outside the years 1677 to 2262, which 64 bits hold in nanoseconds", "use 6 places or fewer");
    return given.seconds * static_cast<std::int64_t>(unit.per_second) + static_cast<std::int64_t>(given.nanoseconds / unit.nanoseconds);
}

}  // namespace detail

/// Instants: int64, in units of 10^-places seconds since 1970. Made by `timestamps`.
///
/// Determinism: row i depends on i and, where there is jitter or a range, on word i of the column; in integers, exactly. Times beyond the year 9999 (with nine
/// places: beyond what 64 bits hold) are its last instant. Cost: a nanosecond a row. Thread safety: a value.
class timestamp_field : public number_field<std::int64_t, type_id::timestamp> {
public:
    /// As `timestamps`, which see. A time is start + floor(row * numerator / denominator) + a number below `scatter`, all in units, and at most start + most.
    timestamp_field(std::int64_t start, std::uint64_t numerator, std::uint64_t denominator, std::uint64_t scatter, std::uint64_t most,
                    std::uint8_t places) noexcept
        : start_{static_cast<std::uint64_t>(start)}, numerator_{numerator}, denominator_{denominator}, scatter_{scatter}, most_{most}, places_{places} {}

    [[nodiscard]] data_type type() const { return {.id = type_id::timestamp, .places = places_}; }

    void fill(const field_rows& rows, column& out) const {
        out.start(type(), rows.count);
        auto* const values = out.values<std::uint64_t>();
        detail::fraction_steps steps{numerator_, denominator_, most_, rows.first};
        if (scatter_ == 0) {
            for (std::size_t i = 0; i < rows.count; ++i) values[i] = start_ + steps.next();
            return;
        }
        detail::draw<1>(rows, [&](std::size_t row, const std::uint64_t* drawn, std::size_t count) {
            for (std::size_t i = 0; i < count; ++i) {
                const std::uint64_t step = steps.next(), later = scale(drawn[i], scatter_);
                values[row + i] = start_ + (most_ - step > later ? step + later : most_);
            }
        });
    }

    /// How one row's value is made.
    [[nodiscard]] point_rule point() const noexcept {
        return {.how = point_rule::kind::instants,
                .words = static_cast<unsigned char>(scatter_ == 0 ? 0 : 1),
                .base = start_,
                .numerator = numerator_,
                .denominator = denominator_,
                .most = most_,
                .scatter = scatter_};
    }

private:
    std::uint64_t start_, numerator_, denominator_, scatter_, most_;
    std::uint8_t places_;
};

/// Instants in steps or at a rate. Throws config_error where the start is no instant or has more decimal places than asked for, where neither a step nor a rate
/// is given or both are, and where the jitter is no multiple of the unit.
SPATE_WHEN_USED
[[nodiscard]] inline timestamp_field timestamps(const timestamp_options& given) {
    const detail::timestamp_unit unit = detail::timestamp_unit_of(given.places);
    const std::int64_t start = detail::timestamp_of(given.start, "start", unit);
    const bool stepping = given.step != duration{}, rated = given.rate.numerator() != 0;
    if (stepping == rated) detail::raise_config("step", "", stepping ? "and rate are both given" : "and rate are both missing", "give one of them");
    if (given.jitter.nanoseconds() % unit.nanoseconds != 0)
        detail::raise_config("jitter", std::to_string(given.jitter.nanoseconds()) + "ns", "is no multiple of the column's unit",
                             "give more places, or round it");
    const std::uint64_t numerator = stepping ? given.step.nanoseconds() : unit.per_second * given.rate.denominator(),
                        denominator = stepping ? unit.nanoseconds : given.rate.numerator();
    return {start,
            numerator,
            denominator,
            given.jitter.nanoseconds() / unit.nanoseconds,
            static_cast<std::uint64_t>(unit.last) - static_cast<std::uint64_t>(start),
            given.places};
}

/// Instants anywhere from `from` up to `to`, which is left out, all equally likely. Throws config_error where they are none or not in order.
SPATE_WHEN_USED
[[nodiscard]] inline timestamp_field timestamps(std::string_view from, std::string_view to, std::uint8_t places = 3) {
    const detail::timestamp_unit unit = detail::timestamp_unit_of(places);
    const std::int64_t first = detail::timestamp_of(from, "from", unit), end = detail::timestamp_of(to, "to", unit);
    if (end <= first) detail::raise_config("to", detail::quoted(to), "is not after from", "give the earlier instant first");
    const std::uint64_t span = static_cast<std::uint64_t>(end) - static_cast<std::uint64_t>(first);
    return {first, 0, 1, span, span, places};
}

static_assert(field_generator<timestamp_field>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_TIMESTAMP_HPP
