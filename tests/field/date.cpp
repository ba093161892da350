// SPDX-License-Identifier: Apache-2.0
#include <spate/field/date.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "../rng/statistics.hpp"
#include "laws.hpp"

using namespace spate;

TEST_CASE("field/date: a range is uniform, with both ends") {
    std::vector<std::uint64_t> counts(31);
    for (const std::int32_t day : laws::values(dates("1969-12-20", "1970-01-19"), 1'000'000)) {
        REQUIRE((day >= -12 && day <= 18));
        ++counts[static_cast<std::size_t>(day + 12)];
    }
    CHECK(statistics::chi_square(counts, std::vector<double>(31, 1e6 / 31)) < 4);
    CHECK(laws::values(dates("2000-02-29", "2000-02-29"), 2) == std::vector<std::int32_t>{11016, 11016});
    for (const std::int32_t day : laws::values(dates("0001-01-01", "9999-12-31"), 10'000)) REQUIRE((day >= -719162 && day <= 2932896));
}

TEST_CASE("field/date: steps, several rows a day, and the last day") {
    using values = std::vector<std::int32_t>;
    CHECK(laws::values(dates({.start = "1970-01-01"}), 3) == values{0, 1, 2});
    CHECK(laws::values(dates({.start = "1969-12-31", .step_days = 7, .rows_a_day = 2}), 5, 1) == values{-1, 6, 6, 13, 13});
    CHECK(laws::values(dates({.start = "9999-12-30"}), 4) == values{2932895, 2932896, 2932896, 2932896});
    CHECK(laws::values(dates({.start = "1970-01-01", .step_days = 0xffffffff}), 2, (std::uint64_t{1} << 48) - 2) == values{2932896, 2932896});
}

TEST_CASE("field/date: any partition of rows") {
    laws::check_partition(dates("2026-01-01", "2026-12-31"));
    laws::check_partition(dates({.start = "2026-01-01", .step_days = 2, .rows_a_day = 100}));
}

TEST_CASE("field/date: refusals") {
    for (const char* const text : {"", "2026-02-30", "2026-01-01T00:00:00Z", "26-01-01", "2026/01/01", "0000-12-31", "2026-01-011"})
        statistics::check_refused([text] { return dates(text, "2027-01-01"); }, "from");
    statistics::check_refused([] { return dates("2026-01-02", "2026-01-01"); }, "to");
    statistics::check_refused([] { return dates({.start = ""}); }, "start");
    statistics::check_refused([] { return dates({.start = "2026-01-01", .step_days = 0}); }, "step_days");
    statistics::check_refused([] { return dates({.start = "2026-01-01", .rows_a_day = 0}); }, "rows_a_day");
}
