// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_WALL_CLOCK_HPP
#define SPATE_FIELD_WALL_CLOCK_HPP

/// `wall_clock()`: the time at which rows are made.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <string>

#include <spate/core/error.hpp>
#include <spate/field/column.hpp>
#include <spate/field/field.hpp>

namespace spate::inline v0 {

/// The system's time at which a batch is made, the same for all of its rows. Made by `wall_clock`.
///
/// Determinism: none. It is the one generator that stands outside the laws of equality: a row that is made again has another time, so such a column cannot be
/// verified by making it again, nor resumed. For end-to-end latencies. Cost: one question to the clock a batch. Thread safety: a value.
class wall_clock_field : public number_field<std::int64_t, type_id::timestamp> {
public:
    explicit wall_clock_field(std::uint8_t places) noexcept : places_{places} {}

    [[nodiscard]] data_type type() const { return {.id = type_id::timestamp, .places = places_}; }

    void fill(const field_rows& rows, column& out) const {
        out.start(type(), rows.count);
        std::timespec now{};
        static_cast<void>(std::timespec_get(&now, TIME_UTC));
        std::int64_t per_second = 1;
        for (int i = 0; i < places_; ++i) per_second *= 10;
        const std::int64_t time = static_cast<std::int64_t>(now.tv_sec) * per_second + static_cast<std::int64_t>(now.tv_nsec) / (1'000'000'000 / per_second);
        std::fill_n(out.values<std::int64_t>(), rows.count, time);
    }

private:
    std::uint8_t places_;
};

/// With 0, 3, 6 or 9 decimal places of seconds; throws config_error for others.
[[nodiscard]] inline wall_clock_field wall_clock(std::uint8_t places = 3) {
    if (places > 9 || places % 3 != 0) detail::raise_config("places", std::to_string(places), "is not 0, 3, 6 or 9", "use one of these");
    return wall_clock_field{places};
}

static_assert(field_generator<wall_clock_field>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_WALL_CLOCK_HPP
