// SPDX-License-Identifier: Apache-2.0
#include <spate/run/record_report.hpp>

#include <doctest/doctest.h>

#include <system_error>

using namespace spate;

TEST_CASE("run/record_report: rates, and failures as exceptions") {
    const record_progress now{.first = 5, .rows = 100, .length = 200, .bytes = 4000, .seconds = 2};
    CHECK(now.rows_per_second() == 50);
    CHECK(now.bytes_per_second() == 2000);
    CHECK(record_progress{}.rows_per_second() == 0);
    CHECK(record_progress{}.bytes_per_second() == 0);
    record_report report;
    CHECK_NOTHROW(report.raise_failure("rows.csv"));
    report.end = run_end::stopped;
    CHECK_NOTHROW(report.raise_failure("rows.csv"));
    report.end = run_end::failed;
    report.bytes = 77;
    report.error = std::make_error_code(std::errc::no_space_on_device);
    CHECK_THROWS_WITH_AS(report.raise_failure("rows.csv"), doctest::Contains("write rows.csv at offset 77"), io_error);
    try {
        report.raise_failure("rows.csv");
    } catch (const io_error& error) {
        CHECK((error.code() == std::errc::no_space_on_device));
        CHECK(error.offset() == 77);
    }
}
