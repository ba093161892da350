// SPDX-License-Identifier: Apache-2.0
#include <spate/event/event_configuration.hpp>

#include <doctest/doctest.h>

#include <string>

#include <spate/field/choice.hpp>

using namespace spate;

TEST_CASE("event/event_configuration: events are those of the mix; without types there are none") {
    event_configuration made;
    std::string message;
    try {
        (void)made.events();
    } catch (const config_error& error) {
        message = error.what();
    }
    CHECK(message == "event_types: is missing, so that there is nothing to make; add a list, like [{event_type_id: user.login, weight: 1}]");
    made.mix.types = {{.id = "a", .fields = {{"x", one_of({"y"})}}}};
    made.mix.when = schedule{1'000'000'000, {2, 1}};
    const mixed_events events = made.events();
    CHECK(events[3].event_type_id == "a");
    CHECK(events[3].timestamp == 2'500'000'000);
    CHECK(events[3].serialized_payload == R"({"x":"y"})");
    CHECK(to_string(generation_mode::batch) == "batch");
    CHECK(to_string(made.mode) == "streaming");
}

TEST_CASE("event/event_configuration: times with and without a zone") {
    CHECK(parse_event_time("2025-01-01T00:00:00Z", "start_time") == 1'735'689'600'000'000'000);
    CHECK(parse_event_time("2025-01-01 00:00:00", "start_time") == 1'735'689'600'000'000'000);
    CHECK(parse_event_time("2025-01-01T02:00:00+02:00", "start_time") == 1'735'689'600'000'000'000);
    CHECK(parse_event_time("2025-01-01", "start_time") == 1'735'689'600'000'000'000);
    CHECK_THROWS_AS((void)parse_event_time("soon", "start_time"), config_error);
}
