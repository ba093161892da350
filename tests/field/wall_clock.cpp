// SPDX-License-Identifier: Apache-2.0
#include <spate/field/wall_clock.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "../rng/statistics.hpp"
#include "laws.hpp"

using namespace spate;

TEST_CASE("field/wall_clock: all rows of a batch have the time at which it is made") {
    const auto now = [] { return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count(); };
    std::int64_t per_second = 1;
    for (const unsigned places : {0u, 3u, 6u, 9u}) {
        const std::int64_t unit = 1'000'000'000 / per_second, before = now() / unit;
        column out;
        const wall_clock_field of = wall_clock(static_cast<std::uint8_t>(places));
        of.fill({laws::some_key, 7, 600}, out);
        laws::check_column(of.type(), out, 600);
        for (std::size_t row = 0; row < 600; ++row) {
            REQUIRE(of.value(out, row) == of.value(out, 0));
            REQUIRE(of.value(out, row) >= before);
        }
        CHECK(of.value(out, 0) <= now() / unit);
        per_second *= 1000;
    }
}

TEST_CASE("field/wall_clock: refusals") {
    statistics::check_refused([] { return wall_clock(4); }, "places");
    statistics::check_refused([] { return wall_clock(12); }, "places");
}
