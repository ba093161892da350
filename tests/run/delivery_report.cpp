// SPDX-License-Identifier: Apache-2.0
#include <spate/run/delivery_report.hpp>

#include <doctest/doctest.h>

#include <exception>
#include <stdexcept>

using namespace spate;

TEST_CASE("the lag is what is due or sent and not acknowledged, the rate what is acknowledged") {
    delivery_progress now;
    now.begin = 100;
    now.next = 300;
    now.sent = 400;
    now.due = 450;
    now.seconds = 2;
    CHECK(now.lag() == 150);
    CHECK(now.rate() == 100.0);
    now.due = 0;
    CHECK(now.lag() == 100);
    now.next = 500;
    CHECK(now.lag() == 0);
    now.seconds = 0;
    CHECK(now.rate() == 0.0);
}

TEST_CASE("a report throws what went wrong") {
    delivery_report report;
    CHECK_NOTHROW(report.raise_failure());
    report.failure = std::make_exception_ptr(std::runtime_error{"gone"});
    CHECK_THROWS_WITH(report.raise_failure(), "gone");
}
