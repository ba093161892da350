// SPDX-License-Identifier: Apache-2.0
#include <spate/event/event_time.hpp>

#include <doctest/doctest.h>

#include <cstdint>

#include <spate/field/erased.hpp>

#include "../field/laws.hpp"

using namespace spate;

TEST_CASE("event/event_time: the schedule's instants in the places asked for, rounded down") {
    const schedule when{-1'500'000'001, ratio{1, 1}};
    column out;
    const auto value = [&](std::uint8_t places, std::uint64_t row) {
        event_time(when, places).fill({{1, 2}, row, 1}, out);
        return out.values<std::int64_t>()[0];
    };
    CHECK(value(0, 0) == -2);
    CHECK(value(3, 0) == -1501);
    CHECK(value(6, 0) == -1'500'001);
    CHECK(value(9, 0) == -1'500'000'001);
    CHECK(value(3, 2) == 499);
    CHECK(event_time(when, 6).type() == data_type{.id = type_id::timestamp, .places = 6});
    CHECK(erased_field{event_time(when)}.point().how == point_rule::kind::event_time);
    CHECK_THROWS_AS((void)event_time(when, 4), config_error);
}

TEST_CASE("event/event_time: any partition of rows") { laws::check_partition(event_time(schedule{1767225600000000000, ratio{1000, 7}})); }
