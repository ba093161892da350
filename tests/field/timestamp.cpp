// SPDX-License-Identifier: Apache-2.0
#include <spate/field/timestamp.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "../rng/statistics.hpp"
#include "laws.hpp"

using namespace spate;

namespace {

std::int64_t first_of(const char* start, std::uint8_t places) { return laws::values(timestamps({.start = start, .step = "1s", .places = places}), 1)[0]; }

}  // namespace

TEST_CASE("field/timestamp: instants are read as RFC 3339 has them") {
    CHECK(first_of("1970-01-01T00:00:00Z", 3) == 0);
    CHECK(first_of("2026-08-01T07:46:38.208Z", 3) == 1'785'570'398'208);
    CHECK(first_of("2026-08-01T09:46:38.208+02:00", 3) == 1'785'570'398'208);
    CHECK(first_of("2026-08-01t07:46:38.208000000z", 3) == 1'785'570'398'208);
    CHECK(first_of("2026-08-01 01:16:38-06:30", 0) == 1'785'570'398);
    CHECK(first_of("2000-02-29", 0) == 951'782'400);
    CHECK(first_of("0001-01-01T00:00:00Z", 6) == -62'135'596'800'000'000);
    CHECK(first_of("9999-12-31T23:59:59.999999Z", 6) == 253'402'300'799'999'999);
    CHECK(first_of("1969-12-31T23:59:59.999999999Z", 9) == -1);
}

TEST_CASE("field/timestamp: every day of the calendar follows the one before") {
    std::int64_t days = detail::first_day;
    constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int year = 1; year <= 9999; ++year)
        for (unsigned month = 1; month <= 12; ++month)
            for (unsigned day = 1; day <= static_cast<unsigned>(lengths[month - 1] + (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)));
                 ++day)
                if (detail::days_of(year, month, day) != days++) FAIL(year);
    CHECK(days == detail::last_day + 1);
}

TEST_CASE("field/timestamp: steps and rates are exact, far out too") {
    using values = std::vector<std::int64_t>;
    CHECK(laws::values(timestamps({.start = "1970-01-01T00:00:01Z", .step = "1.5s"}), 3) == values{1000, 2500, 4000});
    CHECK(laws::values(timestamps({.start = "1970-01-01", .step = "0.4ms"}), 6) == values{0, 0, 0, 1, 1, 2});
    CHECK(laws::values(timestamps({.start = "1970-01-01", .rate = {3, 1}, .places = 0}), 7) == values{0, 0, 0, 1, 1, 1, 2});
    CHECK(laws::values(timestamps({.start = "1970-01-01", .step = std::chrono::milliseconds{20}, .places = 9}), 2) == values{0, 20'000'000});
    const std::uint64_t far = (std::uint64_t{1} << 48) - 5;
    const auto rated = laws::values(timestamps({.start = "1970-01-01", .rate = {999'999'937, 3}, .places = 6}), 5, far);
    for (std::size_t i = 0; i < 5; ++i) CHECK(rated[i] == static_cast<std::int64_t>(static_cast<uint128>(far + i) * 3'000'000 / 999'999'937));
}

TEST_CASE("field/timestamp: jitter is uniform, and keeps the order where it is no longer than a step") {
    const auto all = laws::values(timestamps({.start = "2026-01-01", .step = "10ms", .jitter = "10ms"}), 1'000'000);
    const std::int64_t start = first_of("2026-01-01", 3);
    std::vector<std::uint64_t> counts(10);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::int64_t later = all[i] - start - static_cast<std::int64_t>(10 * i);
        REQUIRE((later >= 0 && later < 10));
        ++counts[static_cast<std::size_t>(later)];
    }
    CHECK(statistics::chi_square(counts, std::vector<double>(10, 1e5)) < 4);
}

TEST_CASE("field/timestamp: ranges are uniform, with both ends") {
    const auto all = laws::values(timestamps("1969-12-31T23:59:59.99Z", "1970-01-01T00:00:00.01Z"), 1'000'000);
    std::vector<std::uint64_t> counts(20);
    for (const std::int64_t one : all) {
        REQUIRE((one >= -10 && one < 10));
        ++counts[static_cast<std::size_t>(one + 10)];
    }
    CHECK(statistics::chi_square(counts, std::vector<double>(20, 5e4)) < 4);
    for (const std::int64_t one : laws::values(timestamps("0001-01-01", "9999-12-31", 6), 10'000))
        REQUIRE((one >= -62'135'596'800'000'000 && one < 253'402'300'799'999'999));
    CHECK(timestamps("2026-01-01", "2027-01-01", 9).type() == data_type{.id = type_id::timestamp, .places = 9});
}

TEST_CASE("field/timestamp: beyond the last instant time stands still") {
    const auto all = laws::values(timestamps({.start = "9999-12-31T23:59:58Z", .step = "1s", .jitter = "100d", .places = 0}), 100);
    for (const std::int64_t one : all) REQUIRE(one <= 253'402'300'799);
    CHECK(all[99] == 253'402'300'799);
    const auto wide = laws::values(timestamps({.start = "1677-12-31", .step = "36525d", .jitter = "36525d", .places = 9}), 100);
    for (std::size_t i = 9; i < 100; ++i) REQUIRE(wide[i] == std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("field/timestamp: any partition of rows") {
    laws::check_partition(timestamps({.start = "2026-01-01", .step = "0.7ms"}));
    laws::check_partition(timestamps({.start = "2026-01-01", .rate = {1000, 7}, .jitter = "5s", .places = 6}));
    laws::check_partition(timestamps("2026-01-01", "2027-01-01"));
}

TEST_CASE("field/timestamp: refusals") {
    for (const char* const text : {"",
                                   "2026",
                                   "2026-1-01",
                                   "2026-13-01",
                                   "2026-00-01",
                                   "2026-02-29",
                                   "2100-02-29",
                                   "2026-04-31",
                                   "0000-01-01",
                                   "2026-01-01T",
                                   "2026-01-01T24:00:00Z",
                                   "2026-01-01T00:60:00Z",
                                   "2026-01-01T00:00:60Z",
                                   "2026-01-01T00:00:00",
                                   "2026-01-01T00:00:00.Z",
                                   "2026-01-01T00:00:00.1234567890Z",
                                   "2026-01-01T00:00Z",
                                   "2026-01-01T00:00:00+2:00",
                                   "2026-01-01T00:00:00+24:00",
                                   "2026-01-01T00:00:00Zz",
                                   "0001-01-01T00:00:00+01:00",
                                   "9999-12-31T23:00:00-02:00",
                                   "2026-01-01T00:00:00.0001Z"}) {
        CAPTURE(text);
        statistics::check_refused([text] { return timestamps({.start = text, .step = "1s"}); }, "start");
    }
    statistics::check_refused([] { return timestamps({.start = "1600-01-01", .step = "1s", .places = 9}); }, "start");
    statistics::check_refused([] { return timestamps({.start = "2026-01-01"}); }, "step");
    statistics::check_refused([] { return timestamps({.start = "2026-01-01", .step = "1s", .rate = {1, 1}}); }, "step");
    statistics::check_refused([] { return timestamps({.start = "2026-01-01", .step = "1s", .jitter = "1us"}); }, "jitter");
    statistics::check_refused([] { return timestamps({.start = "2026-01-01", .step = "1s", .places = 4}); }, "places");
    statistics::check_refused([] { return timestamps("2026-01-01", "2026-01-01"); }, "to");
    statistics::check_refused([] { return timestamps("x", "2026-01-01"); }, "from");
}
