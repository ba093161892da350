// SPDX-License-Identifier: Apache-2.0
#include <spate/event/placed_event.hpp>

#include <doctest/doctest.h>

#include <vector>

#include <spate/event/mixed_events.hpp>
#include <spate/field/integer.hpp>

using namespace spate;

TEST_CASE("event/placed_event: what stands at a place is what the event's record says, from any start") {
    mix_specification mix{.name = "placed", .from = seed{3}};
    mix.types = {{"a", {2, 3}, {{"x", uniform_int(0, 9)}}}, {"b", {1, 3}, {{"y", uniform_int(0, 9)}}}};
    mix.arrival = {.late = {1, 5}, .out_of_order = {1, 10}, .duplicate = {1, 10}, .lost = {1, 10}, .mean_delay = 1'000'000'000};
    const mixed_events events{mix};
    std::vector<placed_event> all(3000);
    events.places(1000, all);
    std::size_t repeated = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const event_record expected = events[1000 + i];
        CHECK(all[i].place == expected.index);
        CHECK(mix.types[all[i].chosen.type].id == expected.event_type_id);
        CHECK(all[i].timestamp == expected.timestamp);
        CHECK(all[i].arrival == expected.arrival);
        CHECK(all[i].label == expected.label);
        CHECK((all[i].event == all[i].place) == (all[i].label != arrival_label::duplicate));
        repeated += all[i].event != all[i].place;
        placed_event alone;
        if (i % 97 == 0) {
            events.places(1000 + i, {&alone, 1});
            CHECK(alone.event == all[i].event);
            CHECK(alone.timestamp == all[i].timestamp);
        }
    }
    CHECK(repeated > 200);
    CHECK_THROWS(events.places(mixed_events::most_events, all));
}
