// SPDX-License-Identifier: Apache-2.0
#include <spate/event/event_type.hpp>

#include <doctest/doctest.h>

#include <spate/field/sequence.hpp>

using namespace spate;

TEST_CASE("event/event_type: types weigh the same and fields read the event's row unless told otherwise") {
    const event_type one{.id = "login", .fields = {{"n", sequence()}}};
    CHECK(one.weight == ratio{1, 1});
    CHECK(one.fields[0].rows == row_source::event);
    CHECK(one.fields[0].generator.type().id == type_id::int64);
    CHECK(event_type{.id = "empty"}.fields.empty());
    CHECK(steps_per_instance == 64);
}
