// SPDX-License-Identifier: Apache-2.0
#include <spate/run/event_stream_stats.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <system_error>

#include <spate/core/hash.hpp>
#include <spate/run/detail/log_histogram.hpp>

using namespace spate;

TEST_CASE("run/event_stream_stats: rates, and what is behind") {
    event_stream_stats stats;
    CHECK(stats.rate() == 0);
    stats.events = 500, stats.scheduled = 700, stats.seconds = 2;
    CHECK(stats.rate() == 250);
    CHECK(stats.behind() == 200);
    stats.events = 701;
    CHECK(stats.behind() == 0);
    CHECK_NOTHROW(stats.raise_failure("out"));
    stats.end = run_end::failed, stats.error = std::make_error_code(std::errc::broken_pipe);
    CHECK_THROWS_AS(stats.raise_failure("out"), io_error);
}

TEST_CASE("run/event_stream_stats: percentiles are within 1/32, small ones and the greatest exact") {
    detail::log_histogram times;
    CHECK(times.percentile(500) == 0);
    for (std::uint64_t k = 1; k <= 1000; ++k) times.add(k * 1'000'003);
    for (const std::uint64_t p : {1u, 500u, 900u, 990u}) {
        const std::uint64_t exact = p * 1'000'003, found = times.percentile(p);
        CHECK(found >= exact);
        CHECK(found <= exact + exact / 32);
    }
    CHECK(times.percentile(1000) == 1'000'003'000);
    CHECK(times.greatest() == 1'000'003'000);
    CHECK(times.total() == 1000);
    detail::log_histogram small;
    for (std::uint64_t k = 0; k < 10; ++k) small.add(k, 7);
    CHECK(small.percentile(500) == 4);
    CHECK(small.percentile(100) == 0);
    for (int shift = 0; shift < 64; ++shift) {
        detail::log_histogram one;
        const std::uint64_t value = mix(static_cast<std::uint64_t>(shift)) >> shift;
        one.add(value);
        REQUIRE(one.percentile(500) == value);  // never beyond the greatest
        one.add(~std::uint64_t{0});
        REQUIRE(one.percentile(500) >= value);
        REQUIRE(one.percentile(500) - value <= value / 32);
    }
}
