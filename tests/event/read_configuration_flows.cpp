// SPDX-License-Identifier: Apache-2.0
// Rates, flows, sessions and change streams in configurations.
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <string>

#include <spate/event/read_configuration.hpp>
#include <spate/schema/yaml.hpp>

using namespace spate;

namespace {

event_configuration read(const std::string& text, const std::string& file = "c.yaml") { return read_configuration(parse_yaml(text, file), file); }

std::string refused(const std::string& text) {
    try {
        (void)read(text);
    } catch (const specification_error& error) {
        return error.what();
    }
    return "";
}

constexpr std::int64_t second = 1'000'000'000, begin = 1'735'689'600 * second;
const std::string types = "event_types:\n  - {event_type_id: order.placed, weight: 0.5}\n  - {event_type_id: order.paid, weight: 0.5}\n";

}  // namespace

TEST_CASE("event/read_configuration: rates of any shape") {
    const auto count = [](const std::string& rate, std::int64_t seconds) {
        return read("rate: " + rate + "\n").mix.when.count_before(begin + seconds * second);
    };
    CHECK(count("50", 10) == 500);
    CHECK(count("{rate: 50}", 10) == 500);
    CHECK(count("{shape: ramp, from: 0, to: 100, over: 10s}", 10) == 500);
    CHECK(count("{shape: sine, mean: 100, amplitude: 50, period: 10s}", 10) == 1000);
    CHECK(count("{shape: bursts, base: 10, burst: 100, length: 1s, period: 10s}", 10) == 190);
    CHECK(count("[{shape: bursts, base: 0, burst: 100, length: 1s, period: 10s}, 10]", 10) == 200);
    CHECK(count("{shape: steps, steps: [{at: 0s, rate: 10}, {at: 5s, rate: 20}]}", 10) == 150);
    CHECK(count("{shape: steps, steps: [{rate: 10}, {at: 5s, rate: 0}], repeat_after: 10s}", 20) == 100);
    const std::uint64_t day = count("{shape: diurnal, mean: 10, amplitude: 5}", 86'400),
                        week = count("{shape: weekly, mean: 10, amplitude: 5, peak: 60h}", 604'800);
    CHECK(day >= 863'900);
    CHECK(day <= 864'100);
    CHECK(week >= 6'047'000);
    CHECK(week <= 6'049'000);
    const event_configuration random = read("rate: {shape: poisson, rate: 50}\nseed: 3\n");
    CHECK(random.mix.when.is_poisson());
    CHECK(random.rate_name == "poisson");
    CHECK(random.rate == ratio{50, 1});
    CHECK(read("rate: {shape: diurnal, mean: 10, amplitude: 5, poisson: true}\n").mix.when.is_poisson());
    CHECK(read("rate: [{shape: diurnal, mean: 10, amplitude: 5}, 5]\n").rate_name == "diurnal + constant");
}

TEST_CASE("event/read_configuration: rates of a file, which is found beside the configuration") {
    std::ofstream{"configuration_load.csv"} << "time,rate\n2026-01-01T00:00:00Z,10\n2026-01-01T00:00:05Z,20\n";
    const event_configuration made = read("rate: {shape: file, path: configuration_load.csv}\n");
    CHECK(made.mix.when.start() == 1'767'225'600 * second);
    CHECK(made.has_start);
    CHECK(made.mix.when.count_before(made.mix.when.start() + 10 * second) == 150);
    CHECK(read("rate: {shape: file, path: configuration_load.csv}\nstart_time: 2025-01-01\n").mix.when.start() == begin);
    std::remove("configuration_load.csv");
    CHECK(refused("rate: {shape: file, path: none.csv}\n") ==
          "c.yaml:1:27: rate: path: \"none.csv\" cannot be read: No such file or directory; give a path that is relative to the configuration");
}

TEST_CASE("event/read_configuration: what is wrong with a rate") {
    CHECK(refused("rate: fast\n") == "c.yaml:1:7: rate: \"fast\" is a text; write a map, like {shape: diurnal, mean: 1000, amplitude: 500}");
    CHECK(refused("rate: []\n") == "c.yaml:1:7: rate: is an empty list; give a number or a shape");
    const event_configuration faster =
        read_configuration(parse_yaml("rate: {shape: poisson, rate: 10}\n" + types, "c.yaml"), "c.yaml", {.rate = ratio{2000, 1}});
    CHECK(faster.rate_name == "poisson");
    CHECK(faster.rate == ratio{2000, 1});
    CHECK(refused("rate: {shape: sine}\n") ==
          "c.yaml:1:7: rate: needs \"mean\"; add a number of events a second, like mean: 1000\n"
          "c.yaml:1:7: rate: needs \"amplitude\"; add a number of events a second, like amplitude: 1000\n"
          "c.yaml:1:7: rate: needs \"period\"; add a length of time, like period: 1h");
    CHECK(refused("rate: -1\n") == "c.yaml:1:7: rate: -1 is no rate; give 0 to 1000000000 events a second");
    CHECK(refused("rate: {shape: sin, mean: 1}\n") == "c.yaml:1:15: rate: shape: \"sin\" is not known; did you mean \"sine\"?");
    CHECK(refused("rate: {shape: sine, mean: 1, amplitude: 2, period: 1h}\n") ==
          "c.yaml:1:41: rate: amplitude: 2 is more than the mean 1; give at most the mean, since no rate is below 0");
    CHECK(refused("rate: {shape: ramp, form: 1, from: 1, to: 2, over: 5s}\n") == "c.yaml:1:21: rate: unknown key \"form\"; did you mean \"from\"?");
    CHECK(refused("rate: {shape: ramp, from: 1, to: 2}\n") == "c.yaml:1:7: rate: needs \"over\"; add a length of time, like over: 10min");
    CHECK(refused("rate: 5\nstreaming_config: {total_rows_per_second: 5}\n") ==
          "c.yaml:1:7: rate: is given besides streaming_config: total_rows_per_second; give one of them");
}

TEST_CASE("event/read_configuration: flows are steps of event types") {
    const event_configuration made = read(
        types +
        "flows:\n  - name: checkout\n    share: 0.25\n    steps: [order.placed, {event: order.paid, after: [1s, 5min]}, {event: order.paid, after: 30s}]\n");
    REQUIRE(made.mix.flows.size() == 1);
    CHECK(made.mix.flows[0].name == "checkout");
    CHECK(made.mix.flows[0].share == ratio{1, 4});
    REQUIRE(made.mix.flows[0].steps.size() == 3);
    CHECK(made.mix.flows[0].steps[0].type == 0);
    CHECK(made.mix.flows[0].steps[1].type == 1);
    CHECK(made.mix.flows[0].steps[1].least_delay == 1'000'000'000);
    CHECK(made.mix.flows[0].steps[1].most_delay == 300'000'000'000);
    CHECK(made.mix.flows[0].steps[2].least_delay == 0);
    CHECK(made.mix.flows[0].steps[2].most_delay == 30'000'000'000);
}

TEST_CASE("event/read_configuration: sessions and change streams") {
    const event_configuration made = read(types +
                                          "sessions:\n  - name: visit\n    share: 0.2\n    delay: [1s, 10s]\n    most_steps: 8\n    start: look\n    states:\n"
                                          "      buy: {event: order.paid}\n      look: {event: order.placed, next: {look: 3, buy: 1}, end: 1}\n"
                                          "change_streams:\n  - name: customers\n    share: 0.2\n    key: id\n    updates: [0, 3]\n    delay: [1s, 1min]\n"
                                          "    fields: {id: {type: sequence, start: 1}, city: {type: city}}\n");
    REQUIRE(made.mix.flows.size() == 2);
    CHECK(made.mix.flows[0].name == "visit");
    CHECK(made.mix.flows[0].steps.size() == 8);
    REQUIRE(made.mix.types.size() == 3);
    CHECK(made.mix.types[2].id == "customers");
    // Changes have their share among the events, and their fields.
    const mixed_events events = made.events();
    std::map<std::string, std::size_t> seen;
    std::string change;
    for (std::uint64_t i = 500'000; i < 510'000; ++i) {
        const event_record one = events[i];
        ++seen[one.event_type_id];
        if (one.event_type_id == "customers") change = one.serialized_payload;
    }
    CHECK(seen["customers"] > 1800);
    CHECK(seen["customers"] < 2200);
    CHECK(change.find("\"op\":\"") != std::string::npos);
}

TEST_CASE("event/read_configuration: what is wrong with flows, sessions and change streams") {
    CHECK(
        refused(types + "flows: 5\n") ==
        "c.yaml:4:8: flows: 5 is an integer; give a list, like [{name: checkout, share: 0.1, steps: [order.placed, {event: order.paid, after: [1s, 5min]}]}]");
    CHECK(refused(
              types +
              "flows:\n  - {name: a, share: 2, steps: [order.plced]}\n  - {share: 0.1, stps: []}\n  - {name: a, steps: [{event: order.paid, after: 1s}]}\n") ==
          "c.yaml:5:22: flow \"a\": share: 2 is no share; give a number from 0 to 1, like 0.01\n"
          "c.yaml:5:33: flow \"a\": event: \"order.plced\" is no event type; did you mean \"order.placed\"?\n"
          "c.yaml:6:5: flows, element 2: has no name; add one, like name: checkout\n"
          "c.yaml:6:18: flows, element 2: unknown key \"stps\"; did you mean \"steps\"?\n"
          "c.yaml:6:5: flows, element 2: has no steps; give a list, like [order.placed, {event: order.paid, after: [1s, 5min]}]\n"
          "c.yaml:7:12: flow \"a\": is there twice; give one of them another name\n"
          "c.yaml:7:50: flow \"a\": step 1: after: is given for the first step; leave it out: nothing comes before it");
    CHECK(refused(types + "flows:\n  - {name: a, steps: [order.placed, {event: order.paid, after: [5s, 1s]}]}\n") ==
          "c.yaml:5:64: flow \"a\": step 2: after: 5s is longer than 1s; give the shorter one first");
    CHECK(refused(types + "sessions:\n  - {name: v, states: {a: {event: order.paid, next: {c: 1}}, b: {next: {a: -1}}}}\n") ==
          "c.yaml:5:57: session \"v\": state \"a\": next: \"c\" is no state; did you mean \"a\"?\n"
          "c.yaml:5:65: session \"v\": state \"b\": has no event; add the event_type_id of one, like event: page.view\n"
          "c.yaml:5:76: session \"v\": state \"b\": next: a: -1 is no weight; give a number from 0 on, like 0.5 or 3");
    CHECK(refused(types + "change_streams:\n  - {name: order.paid, updates: few, fields: {id: {type: sequenc}}}\n") ==
          "c.yaml:5:5: change stream \"order.paid\": has no key; add the name of the field that does not change, like key: id\n"
          "c.yaml:5:33: change stream \"order.paid\": updates: is no number, and no pair of them; give the fewest and the most, like [0, 8]\n"
          "c.yaml:5:58: change stream \"order.paid\": field \"id\": unknown type \"sequenc\"; did you mean \"sequence\"?\n"
          "c.yaml:5:12: change stream \"order.paid\": is the event_type_id of an event type, too; give one of them another name");
    CHECK(refused(types + "change_streams:\n  - {name: c, key: idd, fields: {id: {type: sequence}, city: {type: city}}}\n") ==
          "c.yaml:5:20: change stream \"c\": key: \"idd\" is none of its fields; did you mean \"id\"?");
}

TEST_CASE("event/read_configuration: references to fields of earlier events") {
    const std::string text =
        "event_types:\n  - {event_type_id: order, weight: 1, fields: {id: {type: uuid}}}\n"
        "  - {event_type_id: review, weight: 1, fields: {order_id: {type: reference, event: order, field: id}, stars: {type: int, range: [1, 5]}}}\n";
    const mixed_events events = read("selection: exact\n" + text).events();
    std::set<std::string> orders;
    std::size_t reviews = 0;
    for (std::uint64_t i = 0; i < 2000; ++i) {
        const event_record one = events[i];
        if (one.event_type_id == "order") orders.insert(one.serialized_payload.substr(7, 36));
        if (one.event_type_id != "review" || orders.empty()) continue;
        ++reviews;
        CHECK(one.serialized_payload.starts_with("{\"order_id\":\""));
        CHECK(orders.count(one.serialized_payload.substr(13, 36)) == 1);
    }
    CHECK(reviews > 900);
    CHECK(refused("common_fields: {x: {type: reference, event: a, field: y}}\nevent_types: [{event_type_id: a}]\n") ==
          "c.yaml:1:27: common_fields: field \"x\": type reference is for the fields of an event type, and not inside others; move the field there");
    CHECK(refused("selection: exact\nevent_types:\n  - {event_type_id: a, fields: {x: {type: reference, evnt: a}}}\n") ==
          "c.yaml:3:54: event type \"a\": field \"x\": unknown key \"evnt\"; did you mean \"event\"?\n"
          "c.yaml:3:36: event type \"a\": field \"x\": type reference needs \"event\"; write it like {type: reference, event: order.placed, field: order_id}\n"
          "c.yaml:3:36: event type \"a\": field \"x\": type reference needs \"field\"; write it like {type: reference, event: order.placed, field: order_id}");
    CHECK(refused("selection: exact\nevent_types:\n  - {event_type_id: a, fields: {x: {type: reference, event: b, field: id}}}\n")
              .starts_with("c.yaml:3:3: reference \"a.x\""));
}

TEST_CASE("event/read_configuration: the event's time where it would be another's is refused") {
    const std::string types = "event_types:\n  - {event_type_id: a, fields: {t: {type: timestamp";
    CHECK(refused(types + ", rows: instance}}}\n") ==
          "c.yaml:2:43: event type \"a\": field \"t\": type timestamp without begin and end is the event's time, another one in each event of an instance, for "
          "which rows: event stands; add begin and end");
    const std::string inside = "common_fields:\n  s: {type: struct, fields: {t: {type: timestamp}}}\nevent_types: [{event_type_id: a}]\n";
    CHECK(refused(inside).empty());
    CHECK(refused(inside + "arrival: {lost: 0.1}\n").empty());
    CHECK(refused(inside + "arrival: {late: 0.1}\n") ==
          "c.yaml:2:40: common_fields: field \"s.t\": type timestamp without begin and end is the event's time, which a struct does not have where arrival "
          "delays "
          "events; add begin and end");
    CHECK(refused("event_types: [{event_type_id: a}]\nchange_streams:\n  - {name: c, key: id, fields: {id: {type: sequence}, t: {type: timestamp}}}\n") ==
          "c.yaml:3:65: change stream \"c\": field \"t\": type timestamp without begin and end is the event's time, and these are the fields of a table's row; "
          "add "
          "begin and end");
}
