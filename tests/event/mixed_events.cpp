// SPDX-License-Identifier: Apache-2.0
#include <spate/event/mixed_events.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <spate/event/event_time.hpp>
#include <spate/field/boolean.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/date.hpp>
#include <spate/field/decimal.hpp>
#include <spate/field/depends_on.hpp>
#include <spate/field/foreign_key.hpp>
#include <spate/field/integer.hpp>
#include <spate/field/list.hpp>
#include <spate/field/normal.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/real.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/timestamp.hpp>
#include <spate/field/uuid.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>

#include "reference.hpp"

using namespace spate;

namespace {

mix_specification shop() {
    mix_specification mix{.name = "shop", .from = seed{42}};
    mix.common = {{"event_name", one_of({"a \"quoted\" name", "b"}, {0.9, 0.1})},
                  {"user_id", one_of({"u-1", "u-2", "u-3"})},
                  {"at", event_time(schedule{1767225600000000000, ratio{1000, 7}})},
                  {"event_id", uuid4()}};
    mix.types = {{"login", {6, 10}, {{"count", uniform_int(-5, 1000)}, {"ratio", uniform_real<float>(0, 1)}, {"user_id", sequence()}}},
                 {"purchase",
                  {3, 10},
                  {{"price", uniform_real(0.5, 99)},
                   {"note", nullable(one_of({"x", "some long text that takes more than one register, with a \n in it"}), 0.5)},
                   {"big", uniform_int<std::int64_t>(0, std::int64_t{1} << 60)},
                   {"level", nullable(uniform_int<std::uint8_t>(0, 255), 0.25)},
                   {"height", normal(170, 10)},
                   {"discount", decimal(-500, 99999, 2)},
                   {"balance", nullable(decimal(0, 999'999'999'999'999, 6), 0.2)},
                   {"due", dates("1999-12-31", "2030-01-01")},
                   {"ok", boolean(0.3)}}},
                 {"logout",
                  {1, 10},
                  {{"number", one_of<std::int32_t>({1, -2, 30000})},
                   {"when", timestamps("2020-01-01", "2030-01-01", 6)},
                   {"tick", timestamps({.start = "2020-01-01", .step = "1ms", .jitter = "900us", .places = 6})},
                   {"order", uuid7(1767225600000, 1000)},
                   {"i", sequence(7, 3)},
                   {"tags", list_of(one_of({"p", "q"}), 0, 3)},
                   {"by_name", erased_field{depends_on<"user_id">({{"u-1", uniform_int(1, 9)}}, uniform_int(100, 900))}},
                   {"nothing", nullable(uniform_int(1, 2), 1)}}}};
    mix.when = schedule{1767225600000000000, ratio{1000, 7}};
    return mix;
}

std::string expected_payload(const mix_specification& mix, std::uint32_t type, std::uint64_t event) {
    std::string line = reference::encoded(ndjson{}, reference::type_of(reference::fields_of(mix, type)), reference::row_of(mix, type, event));
    line.pop_back();
    return line;
}

}  // namespace

TEST_CASE("event/mixed_events: a payload is the line of the type's record, whose fields read the event's row of their slots") {
    const mix_specification mix = shop();
    const mixed_events events{mix};
    const type_chooser chooser{{{6, 10}, {3, 10}, {1, 10}}, type_selection::multinomial, detail::type_key(mix.from, mix.name)};
    for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{500}, (std::uint64_t{1} << 34) - 300}) {
        batch rows;
        events.fill(first, 300, rows);
        std::vector<chosen_event> chosen(300);
        chooser.choose(first, chosen);
        for (std::size_t i = 0; i < 300; ++i) {
            REQUIRE(rows.columns[3].text(i) == expected_payload(mix, chosen[i].type, first + i));
            REQUIRE(rows.columns[0].text(i) == mix.types[chosen[i].type].id);
            REQUIRE(rows.columns[2].text(i) == mix.types[chosen[i].type].id);
            REQUIRE(rows.columns[1].values<std::int64_t>()[i] == mix.when.time_of(first + i) / 1'000'000);
        }
    }
}

TEST_CASE("event/mixed_events: any partition, any start, and events one by one") {
    const mixed_events events{shop()};
    batch all, part;
    column payloads;
    events.fill(300, 1200, all);
    events.payloads(300, 1200, payloads);
    for (const std::size_t step : {1u, 7u, 9u, 100u, 513u})
        for (std::size_t done = 0; done < 1200; done += step) {
            const std::size_t count = std::min<std::size_t>(step, 1200 - done);
            events.fill(300 + done, count, part);
            for (std::size_t i = 0; i < count; ++i) {
                REQUIRE(part.columns[3].text(i) == all.columns[3].text(done + i));
                REQUIRE(payloads.text(done + i) == all.columns[3].text(done + i));
                REQUIRE(part.columns[0].text(i) == all.columns[0].text(done + i));
                REQUIRE(part.columns[2].text(i) == all.columns[2].text(done + i));
            }
        }
    const auto range = events | rows(2000);
    static_assert(std::random_access_iterator<decltype(range.begin())>);
    REQUIRE(range.size() == 2000);
    for (const std::uint64_t i : {310u, 311u, 1499u}) {
        const event_record one = events[i];
        CHECK(one.index == i);
        CHECK(one.serialized_payload == all.columns[3].text(i - 300));
        CHECK(one.event_type_id == all.columns[0].text(i - 300));
        CHECK(one.timestamp == shop().when.time_of(i));
        CHECK(one.arrival == one.timestamp);
        CHECK(range.begin()[static_cast<std::int64_t>(i)] == one);
    }
}

TEST_CASE("event/mixed_events: partition keys") {
    mix_specification mix = shop();
    const auto key_of = [&mix](std::string field, std::uint64_t i) {
        mix.partition_key = std::move(field);
        return mixed_events{mix}[i];
    };
    for (std::uint64_t i = 0; i < 60; ++i) {
        const event_record user = key_of("user_id", i);
        CHECK(user.serialized_payload.find("\"user_id\":\"" + user.partition_key + "\"") != std::string::npos);
        const event_record name = key_of("event_name", i);
        CHECK((name.partition_key == "b" || name.partition_key == "a \\\"quoted\\\" name"));
        const event_record level = key_of("level", i);
        if (level.event_type_id == "purchase" && level.serialized_payload.find("\"level\":null") == std::string::npos)
            CHECK(level.serialized_payload.find("\"level\":" + level.partition_key + ",") != std::string::npos);
        else
            CHECK(level.partition_key == level.event_type_id);
        const event_record tags = key_of("tags", i);
        if (tags.event_type_id == "logout")
            CHECK(tags.serialized_payload.find("\"tags\":" + tags.partition_key) != std::string::npos);
        else
            CHECK(tags.partition_key == tags.event_type_id);
    }
}

TEST_CASE("event/mixed_events: what cannot be is refused") {
    const auto problem = [](const std::function<void(mix_specification&)>& change) {
        mix_specification mix = shop();
        change(mix);
        try {
            const mixed_events made{mix};
            return std::string{};
        } catch (const config_error& error) {
            return error.parameter() + ": " + error.value() + " " + error.problem();
        }
    };
    CHECK(problem([](mix_specification&) {}).empty());
    CHECK(problem([](mix_specification& mix) { mix.types.clear(); }) == "event types:  are none");
    CHECK(problem([](mix_specification& mix) { mix.types.resize(100001, mix.types[0]); }) == "event types: 100001 are too many");
    CHECK(problem([](mix_specification& mix) { mix.types[1].id = ""; }) == "event type: 2 has no id");
    CHECK(problem([](mix_specification& mix) { mix.types[1].id = "login"; }) == "event type: \"login\" is there twice");
    CHECK(problem([](mix_specification& mix) {
              mix.types[1].fields.push_back({"ok", sequence()});
          }) == "event type \"purchase\": field: \"ok\" is there twice");
    CHECK(problem([](mix_specification& mix) { mix.common[2].name = ""; }) == "event type \"login\": field: 3 has no name");
    CHECK(problem([](mix_specification& mix) { mix.common[1].name = "person"; }) ==
          "event type \"logout\": field: \"by_name\" is made from \"user_id\", which is no field of the type");
    CHECK(problem([](mix_specification& mix) { mix.partition_key = "nobody"; }) == "partition key: \"nobody\" is a field of no event type");
    CHECK(problem([](mix_specification& mix) {
              for (event_type& one : mix.types) one.weight = ratio{0, 1};
          }) == "event types: weights:  all weights are 0");
    const mixed_events events{shop()};
    batch out;
    CHECK_THROWS_AS(events.fill((std::uint64_t{1} << 47) - 1, 2, out), config_error);
}

TEST_CASE("event/mixed_events: what becomes of events on their way") {
    mix_specification mix = shop();
    mix.partition_key = "user_id";
    const mixed_events still{mix};
    mix.arrival = {.late = {1, 10}, .out_of_order = {1, 10}, .duplicate = {1, 10}, .lost = {1, 10}, .duplicate_within = 700};
    const mixed_events events{mix};
    const arrival_plan plan{arrival_plan::key_of(mix.from, mix.name), mix.arrival};
    REQUIRE(events.type().size() == 6);
    batch rows, part;
    events.fill(1000, 2000, rows);
    column payloads;
    events.payloads(1000, 2000, payloads);
    std::size_t seen[5] = {};
    // The event's own time in its payload, in whose place all others are equal.
    const auto without_time = [](std::string text) {
        const std::size_t at = text.find("\"at\":\"");
        if (at != std::string::npos) text.erase(at, 30);
        return text;
    };
    for (std::size_t i = 0; i < 2000; ++i) {
        const arrived there = plan.at(1000 + i);
        ++seen[static_cast<std::size_t>(there.label)];
        const event_record got = events[1000 + i], own = still[there.event];
        REQUIRE(got.label == there.label);
        REQUIRE(rows.columns[5].text(i) == to_string(there.label));
        REQUIRE(got.arrival == mix.when.time_of(1000 + i));
        REQUIRE(rows.columns[4].values<std::int64_t>()[i] == got.arrival / 1'000'000);
        REQUIRE(got.event_type_id == own.event_type_id);
        REQUIRE(rows.columns[3].text(i) == got.serialized_payload);
        REQUIRE(rows.columns[2].text(i) == got.partition_key);
        REQUIRE(rows.columns[3].is_null(i) == (there.label == arrival_label::lost));
        REQUIRE(payloads.is_null(i) == rows.columns[3].is_null(i));
        if (there.label == arrival_label::lost) {
            REQUIRE(got.serialized_payload.empty());
            REQUIRE(got.partition_key == own.event_type_id);
            continue;
        }
        REQUIRE(got.partition_key == own.partition_key);
        REQUIRE(without_time(got.serialized_payload) == without_time(own.serialized_payload));
        if (there.label == arrival_label::duplicate) {
            const event_record first = events[there.event];
            REQUIRE(got.serialized_payload == first.serialized_payload);
            REQUIRE(got.timestamp == first.timestamp);
        } else {
            REQUIRE(got.timestamp == got.arrival - static_cast<std::int64_t>(there.delay));
        }
    }
    for (const std::size_t count : seen) CHECK(count > 100);

    // A lost event is a row of any format, which has no payload.
    CHECK_FALSE(still.type()[3].type.nullable);
    CHECK(events.type()[3].type.nullable);
    mix.arrival = {.lost = {1, 1}};
    const mixed_events lost{mix};
    lost.fill(0, 1, part);
    const std::string line = reference::encoded(ndjson{}, lost.type(), part);
    CHECK(line.find("\"serialized_payload\":null,\"arrival\":\"2026-01-01T00:00:00.000Z\",\"label\":\"lost\"}") != std::string::npos);
}

TEST_CASE("event/mixed_events: a common field that draws with a type's own is that type's") {
    const auto parents = schema(field<"id">(sequence()), field<"city">(one_of({"a", "b", "c", "d"}))) | rows(1000);
    mix_specification mix{.name = "orders"};
    mix.common = {{"city", foreign_key<"city">(parents, {.via = "customer"})}};
    mix.types = {{"first", {1, 1}, {{"customer", foreign_key<"id">(parents)}}},
                 {"second", {1, 1}, {{"pad", uuid4()}, {"customer", foreign_key<"id">(parents)}}}};
    const mixed_events events{mix};
    batch rows;
    events.fill(0, 600, rows);
    for (std::size_t i = 0; i < 600; ++i) {
        const std::string_view text = rows.columns[3].text(i);
        REQUIRE(text == events[i].serialized_payload);
        const auto customer = std::stoull(std::string{text.substr(text.find("\"customer\":") + 11)});
        REQUIRE(text.substr(9, 1) == std::string_view{parents[customer].get<"city">()});
    }
}

TEST_CASE("event/mixed_events: no delay puts an event before the first instant") {
    constexpr std::int64_t earliest = std::numeric_limits<std::int64_t>::min();
    mix_specification mix{.name = "old", .types = {{"only", {1, 1}, {{"at", event_time(schedule{}, 9)}}}}};
    mix.arrival = {.late = {1, 1}};
    mix.when = schedule{earliest};
    CHECK(mixed_events{mix}[0].timestamp == earliest);
    CHECK(mixed_events{mix}[0].serialized_payload == "{\"at\":\"1677-09-21T00:12:43.145224192Z\"}");
    mix.arrival = {.out_of_order = {1, 1}, .jitter = ~std::uint64_t{0}};
    mix.when = schedule{0};
    const mixed_events events{mix};
    for (std::uint64_t i = 0; i < 100; ++i) CHECK(events[i].timestamp <= events[i].arrival);
}

TEST_CASE("event/mixed_events: the fields of a flow's events") {
    mix_specification mix = shop();
    mix.common.push_back({"order_id", uniform_int<std::int64_t>(0, std::int64_t{1} << 40), row_source::instance});
    mix.common.push_back({"shown", nullable(uniform_int(0, 999), 0.5), row_source::instance});
    mix.common.push_back({"line", uuid4(), row_source::step});
    mix.common.push_back({"basket", list_of(uniform_int(0, 9), 1, 4), row_source::instance});
    mix.flows = {{.name = "order", .share = {1, 2}, .steps = {{.type = 0}, {.type = 1, .least_delay = 10'000'000, .most_delay = 20'000'000'000}}}};
    const mixed_events events{mix};
    const flow_plan plan{mix};
    batch rows;
    events.fill(20000, 3000, rows);
    std::vector<chosen_event> chosen(3000);
    plan.place(20000, chosen);
    std::size_t of_flows = 0;
    for (std::size_t i = 0; i < 3000; ++i) {
        const bool alone = chosen[i].flow == chosen_event::no_flow;
        of_flows += !alone;
        std::string expected;
        for (std::size_t j = 4; j < 8; ++j) {
            const std::uint64_t row = (alone ? 20000 + i : chosen[i].instance) * (j == 6 ? steps_per_instance : 1) + (alone || j != 6 ? 0 : chosen[i].step);
            const event_field& field = mix.common[j];
            column value;
            field.generator.fill({alone ? detail::slot_key(mix.from, mix.name, j) : detail::flow_key(mix.from, mix.name, "order", field.name), row, 1}, {},
                                 value);
            expected += ",\"" + field.name + "\":";
            append_json(expected, field.generator.type(), value, 0);
        }
        REQUIRE(rows.columns[3].text(i).find(expected) != std::string_view::npos);
        if (!alone) REQUIRE(rows.columns[0].text(i) == mix.types[chosen[i].type].id);
    }
    CHECK(of_flows > 1400);
    CHECK(of_flows < 1600);
}

TEST_CASE("event/mixed_events: a type that is rare, with many fields and many choices") {
    mix_specification mix = shop();
    std::vector<std::string> texts;
    for (int i = 0; i < 6000; ++i) texts.push_back("text number " + std::to_string(i));
    event_type rare{.id = "rare", .weight = {1, 1000}};
    for (int i = 0; i < 20; ++i) rare.fields.push_back({"n" + std::to_string(i), uniform_int(0, 1'000'000)});
    rare.fields.push_back({"text", one_of(texts)});
    rare.fields.push_back({"maybe", nullable(uuid4(), 0.5)});
    mix.types.push_back(rare);
    mix.partition_key = "text";
    const mixed_events events{mix};
    batch rows;
    std::size_t seen = 0;
    for (std::uint64_t first = 0; first < 20'000; first += 2000) {
        events.fill(first, 2000, rows);
        for (std::size_t i = 0; i < 2000; ++i) {
            if (rows.columns[0].text(i) != "rare") continue;
            ++seen;
            const std::string expected = expected_payload(mix, 3, first + i);
            REQUIRE(rows.columns[3].text(i) == expected);
            REQUIRE(expected.find("\"text\":\"" + std::string{rows.columns[2].text(i)} + "\"") != std::string::npos);
            REQUIRE(events[first + i].serialized_payload == expected);
        }
    }
    CHECK(seen > 5);
    CHECK(seen < 60);
}
