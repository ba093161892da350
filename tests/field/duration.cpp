// SPDX-License-Identifier: Apache-2.0
#include <spate/field/duration.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <cstdint>
#include <string>

#include "../rng/statistics.hpp"

using namespace spate;
using namespace std::chrono_literals;

TEST_CASE("field/duration: numbers and units") {
    CHECK(duration{}.nanoseconds() == 0);
    CHECK(duration{"7ns"}.nanoseconds() == 7);
    CHECK(duration{"2 us"}.nanoseconds() == 2000);
    CHECK(duration{"0.25ms"}.nanoseconds() == 250'000);
    CHECK(duration{"1.5s"}.nanoseconds() == 1'500'000'000);
    CHECK(duration{"90min"} == duration{"1.5h"});
    CHECK(duration{std::string{"36525d"}}.nanoseconds() == std::uint64_t{3'155'760'000} * 1'000'000'000);
    CHECK(duration{"0.000000001s"}.nanoseconds() == 1);
}

TEST_CASE("field/duration: from std::chrono") {
    CHECK(duration{250ms} == duration{"250ms"});
    CHECK(duration{std::chrono::hours{36}} == duration{"1.5d"});
    CHECK(duration{std::chrono::duration<int, std::pico>{2999}}.nanoseconds() == 2);
    statistics::check_refused([] { return duration{-1s}; }, "duration");
    statistics::check_refused([] { return duration{std::chrono::hours{36525 * 24 + 24}}; }, "duration");
}

TEST_CASE("field/duration: refusals") {
    for (const char* const text :
         {"", "5", "ms", "1.s", ".5s", "1.5.0s", "-1s", "1e3s", "5 parsec", "36526d", "99999999999999999999s", "0.0000000001s", "1.5ns", "1s "})
        statistics::check_refused([text] { return duration{text}; }, "duration");
}
