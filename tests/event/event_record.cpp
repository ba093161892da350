// SPDX-License-Identifier: Apache-2.0
#include <spate/event/event_record.hpp>

#include <doctest/doctest.h>

using namespace spate;

TEST_CASE("event/event_record: records are equal where all of their parts are") {
    const event_record one{7, "login", 1, "u-1", "{}", 2, arrival_label::late};
    event_record other = one;
    CHECK(one == other);
    other.label = arrival_label::on_time;
    CHECK(one != other);
    CHECK(event_record{}.label == arrival_label::on_time);
}
