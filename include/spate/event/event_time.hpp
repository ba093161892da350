// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_EVENT_TIME_HPP
#define SPATE_EVENT_EVENT_TIME_HPP

/// `event_time(schedule)`: a field that says when the event happened.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/event/schedule.hpp>
#include <spate/field/column.hpp>
#include <spate/field/field.hpp>
#include <spate/field/point_rule.hpp>
#include <spate/field/type.hpp>
#include <spate/field/words.hpp>

namespace spate::inline v0 {

/// The instant of the row's event, in units of 10^-places seconds, rounded down. In a mix of events it is the event's own timestamp, that of the mix's
/// schedule; elsewhere that of the schedule given. Determinism: of the schedule and the row. Cost: the schedule's. Thread safety: a value.
class event_time_field : public number_field<std::int64_t, type_id::timestamp> {
public:
    /// As `event_time`, which see.
    event_time_field(schedule when, std::uint8_t places) : when_{std::make_shared<const schedule>(std::move(when))}, places_{places} {
        if (places != 0 && places != 3 && places != 6 && places != 9)
            detail::raise_config("places", std::to_string(places), "is not 0, 3, 6 or 9", "use one of these");
    }

    [[nodiscard]] data_type type() const { return {.id = type_id::timestamp, .places = places_}; }

    void fill(const field_rows& rows, column& out) const {
        out.start(type(), rows.count);
        auto* const values = out.values<std::int64_t>();
        when_->times(rows.first, {values, rows.count});
        const std::int64_t unit = places_ == 9 ? 1 : places_ == 6 ? 1000 : places_ == 3 ? 1'000'000 : 1'000'000'000;
        for (std::size_t i = 0; i < rows.count; ++i) values[i] = values[i] / unit - (values[i] % unit < 0);
    }
    /// How one row's value is made.
    [[nodiscard]] static point_rule point() noexcept { return {.how = point_rule::kind::event_time}; }

private:
    std::shared_ptr<const schedule> when_;
    std::uint8_t places_;
};

/// When each event of a schedule happens, with so many decimal places of seconds. Throws config_error where they are not 0, 3, 6 or 9.
[[nodiscard]] inline event_time_field event_time(schedule when, std::uint8_t places = 3) { return {std::move(when), places}; }

static_assert(field_generator<event_time_field>);

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_EVENT_TIME_HPP
