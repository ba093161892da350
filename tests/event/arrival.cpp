// SPDX-License-Identifier: Apache-2.0
#include <spate/event/arrival.hpp>

#include <doctest/doctest.h>

#include <string_view>

using namespace spate;

TEST_CASE("event/arrival: labels have names, and options say whether anything happens") {
    CHECK(to_string(arrival_label::on_time) == "on_time");
    CHECK(to_string(arrival_label::late) == "late");
    CHECK(to_string(arrival_label::out_of_order) == "out_of_order");
    CHECK(to_string(arrival_label::duplicate) == "duplicate");
    CHECK(to_string(arrival_label::lost) == "lost");
    CHECK_FALSE(arrival_options{}.any());
    CHECK(arrival_options{.late = 0.1}.any());
    CHECK(arrival_options{.out_of_order = 0.1}.any());
    CHECK(arrival_options{.duplicate = 0.1}.any());
    CHECK(arrival_options{.lost = 0.1}.any());
}
