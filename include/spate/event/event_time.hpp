// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_EVENT_TIME_HPP
#define SPATE_EVENT_EVENT_TIME_HPP

/// `event_time(schedule)`: a field that says when its event happened.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <spate/detail/scratch.hpp>
#include <spate/event/schedule.hpp>
#include <spate/field/column.hpp>
#include <spate/field/field.hpp>
#include <spate/field/timestamp.hpp>
#include <spate/field/type.hpp>

namespace spate::inline v0 {

/// The instant of event i of a schedule, rounded down to so many places. Made by event_time.
///
/// Determinism: of the schedule and i. Cost: that of the schedule. Thread safety: a value.
class event_time_field : public number_field<std::int64_t, type_id::timestamp> {
public:
    event_time_field(schedule when, std::uint8_t places) : when_{std::move(when)}, unit_{detail::timestamp_unit_of(places).nanoseconds}, places_{places} {}

    [[nodiscard]] data_type type() const { return {.id = type_id::timestamp, .places = places_}; }
    void fill(const field_rows& rows, column& out) const {
        out.start(type(), rows.count);
        auto* const values = out.values<std::int64_t>();
        when_.times(rows.first, {values, rows.count});
        const auto unit = static_cast<std::int64_t>(unit_);
        for (std::size_t i = 0; i < rows.count; ++i) values[i] = values[i] / unit - (values[i] % unit < 0);
    }

private:
    schedule when_;
    std::uint64_t unit_;
    std::uint8_t places_;
};

/// When an event happens, as a timestamp. Throws config_error for other places than 0, 3, 6 and 9.
[[nodiscard]] inline event_time_field event_time(schedule when, std::uint8_t places = 3) { return {std::move(when), places}; }

static_assert(field_generator<event_time_field>);

}  // namespace spate::inline v0

#endif  // SPATE_EVENT_EVENT_TIME_HPP
