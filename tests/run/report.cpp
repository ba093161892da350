// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <ostream>
#include <string>
#include <system_error>

#include <spate/run/report.hpp>

TEST_CASE("run/report: only a failure is raised, with the offset that was reached") {
    spate::write_report report;
    report.first = 100;
    report.mark = 350;
    CHECK(report.bytes() == 250);
    for (const spate::run_end end : {spate::run_end::complete, spate::run_end::expired, spate::run_end::stopped}) {
        report.end = end;
        CHECK_NOTHROW(report.raise_failure("out"));
    }
    report.end = spate::run_end::failed;
    report.error = std::make_error_code(std::errc::no_space_on_device);
    try {
        report.raise_failure("out");
        FAIL("nothing was thrown");
    } catch (const spate::io_error& error) {
        CHECK(error.offset() == 350);
        CHECK(error.code() == std::errc::no_space_on_device);
        CHECK(std::string{error.what()}.starts_with("write out at offset 350: "));
    }
}
