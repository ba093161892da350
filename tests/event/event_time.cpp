// SPDX-License-Identifier: Apache-2.0
#include <spate/event/event_time.hpp>

#include <doctest/doctest.h>

#include <cstdint>

#include "../field/laws.hpp"

using namespace spate;

TEST_CASE("event/event_time: the schedule's instants, rounded down to the places") {
    const schedule when{1'500'000'000, {3, 1}};
    const auto at = [&](std::uint64_t row, std::uint8_t places) {
        column out;
        event_time(when, places).fill({{}, row, 1}, out);
        return out.values<std::int64_t>()[0];
    };
    CHECK(at(0, 9) == 1'500'000'000);
    CHECK(at(1, 9) == 1'833'333'333);
    CHECK(at(1, 6) == 1'833'333);
    CHECK(at(1, 3) == 1833);
    CHECK(at(1, 0) == 1);
    CHECK(at(3'000'000, 3) == 1'000'001'500);
    column out;
    event_time(schedule{-1'000'000'001, {1, 1}}).fill({{}, 0, 2}, out);
    CHECK(out.values<std::int64_t>()[0] == -1001);
    CHECK(out.values<std::int64_t>()[1] == -1);
    CHECK(event_time(when).type() == data_type{.id = type_id::timestamp, .places = 3});
    CHECK_THROWS_AS((void)event_time(when, 4), config_error);
}

TEST_CASE("event/event_time: is the same for any way to part rows") { laws::check_partition(event_time(schedule{0, {1000, 7}}, 9)); }
