// SPDX-License-Identifier: Apache-2.0
#include <spate/event/chosen_event.hpp>

#include <doctest/doctest.h>

using namespace spate;

TEST_CASE("event/chosen_event: an event is of no flow unless told otherwise") {
    constexpr chosen_event one{.type = 7};
    CHECK(one.type == 7);
    CHECK(one.flow == chosen_event::no_flow);
    CHECK(one.instance == 0);
    CHECK(one.step == 0);
}
