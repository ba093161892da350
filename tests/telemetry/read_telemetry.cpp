// SPDX-License-Identifier: Apache-2.0
#include <spate/telemetry/read_telemetry.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/problems.hpp>

using namespace spate;
using node = specification_node;

namespace {

constexpr std::int64_t second = 1'000'000'000, year_2025 = 1'735'689'600 * second;

std::vector<std::string> problems_of(const node& root) {
    try {
        (void)read_telemetry(root, "t.yaml");
    } catch (const specification_error& error) {
        return error.messages();
    }
    return {};
}
std::string problem_of(const node& root) {
    const std::vector<std::string> all = problems_of(root);
    return all.size() == 1 ? all[0] : std::to_string(all.size()) + " problems";
}
std::string refused_instant(const char* text) {
    try {
        (void)parse_instant(text, "from");
    } catch (const config_error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("telemetry/read_telemetry: what is not configured is as it is without a configuration") {
    for (const telemetry_configuration& one :
         {usual_telemetry(), read_telemetry(node{}), read_telemetry(node::map()), read_telemetry(node::map({{"to", nullptr}}))}) {
        CHECK(one.options.from == seed{0});
        CHECK(one.options.begin == year_2025);
        CHECK(one.options.interval == 1'000'000'000);
        CHECK(one.options.intervals == unlimited);
        CHECK(!one.end);
        CHECK(one.options.anomaly_rate == ratio{1, 50});
        CHECK(one.options.names == field_naming::ecs);
        CHECK(one.options.services.size() == 4);
        CHECK(one.options.services[1].name == usual_services(4)[1].name);
        CHECK(one.kind == telemetry_kind::metrics);
        CHECK(one.index.empty());
        CHECK(one.operation == bulk_operation::create);
    }
}

TEST_CASE("telemetry/read_telemetry: every key") {
    const telemetry_configuration all = read_telemetry(node::map({{"seed", node::number("18446744073709551615")},
                                                                  {"from", "2026-01-01T01:00:00+01:00"},
                                                                  {"to", "2026-01-02"},
                                                                  {"interval", "250ms"},
                                                                  {"services", node::sequence({"web", "api"})},
                                                                  {"anomaly_rate", 0.125},
                                                                  {"naming", "otel"},
                                                                  {"kind", "traces"},
                                                                  {"data_stream", "traces-web-default"}}));
    CHECK(all.options.from == seed{18446744073709551615u});
    CHECK(all.options.begin == year_2025 + 365 * 86400 * second);
    CHECK(all.options.interval == 250'000'000);
    CHECK(all.options.intervals == 4 * 86400);
    CHECK(all.end == year_2025 + 366 * 86400 * second);
    CHECK(all.options.anomaly_rate == ratio{1, 8});
    CHECK(all.options.names == field_naming::otel);
    CHECK(all.options.data_stream == "traces-web-default");
    REQUIRE(all.options.services.size() == 2);
    CHECK(all.options.services[0].name == "web");
    CHECK(all.options.services[1].name == "api");
    CHECK(all.options.services[1].requests == usual_services(2)[1].requests);
    CHECK(all.kind == telemetry_kind::traces);
    CHECK(all.index == "traces-web-default");
    CHECK(all.operation == bulk_operation::create);

    const telemetry_configuration other =
        read_telemetry(node::map({{"index", "logs"}, {"kind", "logs"}, {"naming", "ecs"}, {"services", 7}, {"days", 3}, {"interval", "7s"}}));
    CHECK(other.index == "logs");
    CHECK(other.operation == bulk_operation::index);
    CHECK(other.kind == telemetry_kind::logs);
    CHECK(other.options.services.size() == 7);
    CHECK(other.end == year_2025 + 3 * 86400 * second);
    CHECK(other.options.intervals == 37029);  // 259200 / 7 = 37028.57
}

TEST_CASE("telemetry/read_telemetry: the profile of a service") {
    const node profile = node::map({{"name", "pay"},
                                    {"version", node::number("2.10")},
                                    {"environment", "staging"},
                                    {"hosts", 5},
                                    {"requests", 12},
                                    {"latency", "1.5ms"},
                                    {"errors", 0.000125},
                                    {"cpu", 0.25},
                                    {"memory", 0.95}});
    const telemetry_configuration made = read_telemetry(node::map({{"services", node::sequence({profile, node::map({{"name", "other"}})})}}));
    REQUIRE(made.options.services.size() == 2);
    const service_profile& one = made.options.services[0];
    CHECK(one.name == "pay");
    CHECK(one.version == "2.10");
    CHECK(one.environment == "staging");
    CHECK(one.hosts == 5);
    CHECK(one.requests == 12);
    CHECK(one.latency == 1500);
    CHECK(one.errors == 125);
    CHECK(one.cpu == 2500);
    CHECK(one.memory == 9500);
    CHECK(made.options.services[1].name == "other");
    CHECK(made.options.services[1].memory == usual_services(2)[1].memory);
}

TEST_CASE("telemetry/read_telemetry: how loads and anomalies go") {
    const telemetry_options made = read_telemetry(node::map({{"daily", 0.25},
                                                             {"weekly", 0},
                                                             {"growth", 2},
                                                             {"noise", 0.05},
                                                             {"restart", "1h"},
                                                             {"detail", "full"},
                                                             {"histogram", true},
                                                             {"anomaly_weights", node::map({{"drop", 2}, {"error_burst", 0.5}})}}))
                                       .options;
    CHECK(made.daily == ratio{1, 4});
    CHECK(made.weekly == ratio{0, 1});
    CHECK(made.growth == ratio{2, 1});
    CHECK(made.noise == ratio{1, 20});
    CHECK(made.restart == 3'600'000'000'000);
    CHECK(made.detail == document_detail::full);
    CHECK(made.histogram);
    CHECK(made.anomaly_weights == std::vector<ratio>{{0, 1}, {2, 1}, {0, 1}, {0, 1}, {1, 2}});
}

TEST_CASE("telemetry/read_telemetry: what is wrong is told in one sentence each") {
    const auto of = [](const char* key, const node& value) { return problem_of(node::map({{key, value}})); };
    CHECK(problem_of(node::sequence()) == "t.yaml: the configuration is a list; write a map, like interval: 1s");
    CHECK(of("servces", 4) == "t.yaml: unknown key \"servces\"; did you mean \"services\"?");
    CHECK(of("seed", -1) == "t.yaml: seed: -1 is no whole number from 0 to 18446744073709551615; give one, like 0");
    CHECK(of("from", 2025) == "t.yaml: from: 2025 is an integer; give an instant, like 2025-01-01T00:00:00Z");
    CHECK(of("from", "2025-13-01") == "t.yaml: from: \"2025-13-01\" has no such month; give 01 to 12");
    CHECK(of("from", "1969-12-31") == "t.yaml: from: \"1969-12-31\" is before 1970; give a later instant");
    CHECK(of("to", "2262-05-01") == "t.yaml: to: \"2262-05-01\" is not from 1678 to 2261, which 64 bits hold in nanoseconds; give another year");
    CHECK(of("to", "2024-12-31") == "t.yaml: to: \"2024-12-31\" is not after from; give a later instant");
    CHECK(problem_of(node::map({{"to", "2026-01-01"}, {"days", 5}})) == "t.yaml: days: does not go with to; leave one of them out");
    CHECK(problem_of(node::map({{"from", "2250-01-01"}, {"days", 20000}})) == "t.yaml: days: 20000 reach beyond the year 2262; give fewer");
    CHECK(of("days", 0) == "t.yaml: days: 0 is no whole number from 1 to 36500; give one, like 90");
    CHECK(of("interval", 5) == "t.yaml: interval: 5 is an integer; give a number and a unit, like 250ms, 1s or 5min");
    CHECK(of("interval", "5 parsecs") ==
          "t.yaml: interval: \"5 parsecs\" is not a length of time from 0 to 36525d; write a number and a unit: ns, us, ms, s, min, h or d, as in 250ms");
    CHECK(of("interval", "2d") == "t.yaml: interval: \"2d\" is not from 1ms to 1d in whole milliseconds; give a number and a unit, like 250ms, 1s or 5min");
    CHECK(of("interval", "1.5ms") == "t.yaml: interval: \"1.5ms\" is no whole number of milliseconds; give one, like 250ms");
    CHECK(of("anomaly_rate", 1.5) == "t.yaml: anomaly_rate: 1.5 is no share from 0 to 1; give one, like 0.02");
    CHECK(of("anomaly_rate", "much") == "t.yaml: anomaly_rate: \"much\" is no share from 0 to 1; give one, like 0.02");
    CHECK(of("naming", "ecss") == "t.yaml: naming: \"ecss\" is not one of its values; did you mean \"ecs\"?");
    CHECK(of("kind", "events") == "t.yaml: kind: \"events\" is not one of its values; use one of: metrics, logs, traces");
    CHECK(of("services", 0) == "t.yaml: services: 0 is no whole number from 1 to 100000; give one, like 4");
    CHECK(of("services", node::sequence()) ==
          "t.yaml: services: are none, or more than 100000; give how many, or a list of names, or of maps like {name: checkout, requests: 300}");
    CHECK(of("services", "web") == "t.yaml: services: \"web\" is a text; give how many, or a list of names, or of maps like {name: checkout, requests: 300}");
    CHECK(of("services", node::sequence({"a", 5})) == "t.yaml: service 2: 5 is an integer; give a name, or a map with one");
    CHECK(of("services", node::sequence({"a", "b", "a"})) == "t.yaml: service \"a\": is there twice; give one of them another name");
    CHECK(of("index", "My Index") == "t.yaml: index: \"My Index\" has capital letters, which Elasticsearch refuses; use small ones");
    CHECK(of("data_stream", "") == "t.yaml: data_stream: \"\" is empty; give a text, or leave it out");
    CHECK(of("data_stream", true) == "t.yaml: data_stream: is a boolean; give a text");
    CHECK(problem_of(node::map({{"data_stream", "a"}, {"index", "b"}})) == "t.yaml: index: does not go with data_stream; leave one of them out");

    CHECK(of("daily", 0.8) == "t.yaml: daily: 0.8 is no share from 0 to 0.7; give one, like 0.3");
    CHECK(of("growth", -1) == "t.yaml: growth: -1 is no number from 0 to 100; give one, like 0.5");
    CHECK(of("histogram", 1) == "t.yaml: histogram: 1 is an integer; give true or false");
    CHECK(of("detail", "more") == "t.yaml: detail: \"more\" is not one of its values; use one of: lean, usual, full");
    CHECK(of("anomaly_weights", 5) == "t.yaml: anomaly_weights: 5 is an integer; give a map, like {spike: 2, drop: 1}");
    CHECK(of("anomaly_weights", node::map({{"spikes", 1}, {"drop", 1}})) == "t.yaml: anomaly_weights: unknown key \"spikes\"; did you mean \"spike\"?");
    CHECK(of("anomaly_weights", node::map({{"spike", 0}})) == "t.yaml: anomaly_weights: are all 0 or below 1/65536; give a weight above 0 to one of the kinds");
    CHECK(problem_of(node::map({{"daily", 0.5}, {"weekly", 0.5}})) ==
          "t.yaml: daily and weekly: 0.5 and 0.5 are above 0.7 together; give smaller ones, or the load could fall below 0");

    const auto profile = [&](const char* key, const node& value) { return of("services", node::sequence({node::map({{"name", "x"}, {key, value}})})); };
    CHECK(of("services", node::sequence({node::map({{"hosts", 3}})})) == "t.yaml: service 1: has no name; give one, like {name: checkout}");
    CHECK(profile("host", 3) == "t.yaml: service \"x\": unknown key \"host\"; did you mean \"hosts\"?");
    CHECK(profile("hosts", 0) == "t.yaml: service \"x\": hosts: 0 is no whole number from 1 to 10000; give one, like 2");
    CHECK(profile("latency", "1ns") ==
          "t.yaml: service \"x\": latency: \"1ns\" is not from 1us to 100s in whole microseconds; give a number and a unit, like 250ms, 1s or 5min");
    CHECK(profile("errors", 2) == "t.yaml: service \"x\": errors: 2 is no share from 0 to 0.5; give one, like 0.0015");
    CHECK(profile("version", node::sequence()) == "t.yaml: service \"x\": version: is a list; give a text");
}

TEST_CASE("telemetry/read_telemetry: all that is wrong is told at once") {
    const std::vector<std::string> all = problems_of(
        node::map({{"sed", 1}, {"interval", "0s"}, {"services", node::sequence({node::map({{"nam", "a"}, {"cpu", -1}}), "b", nullptr})}, {"kind", 5}}));
    CHECK(all.size() == 7);  // sed, interval, kind, nam, no name, cpu, null
}

TEST_CASE("telemetry/read_telemetry: instants and the intervals between them") {
    CHECK(parse_instant("2025-01-01", "from") == year_2025);
    CHECK(parse_instant("2025-01-01T00:00:00.250Z", "from") == year_2025 + second / 4);
    CHECK(refused_instant("yesterday") == "from: \"yesterday\" is not a time; write it like 2026-08-01T07:46:38.208Z");
    CHECK(refused_instant("2025-01-01T00:00:00.0001Z") == "from: \"2025-01-01T00:00:00.0001Z\" is no whole number of milliseconds; give three places");
    CHECK(intervals_between(5, 5, 10) == 0);
    CHECK(intervals_between(5, 6, 10) == 1);
    CHECK(intervals_between(5, 15, 10) == 1);
    CHECK(intervals_between(-5, 6, 10) == 2);
}
