// SPDX-License-Identifier: Apache-2.0
#include <spate/telemetry/telemetry_options.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <functional>
#include <string>

#include <spate/core/error.hpp>
#include <spate/telemetry/detail/check_options.hpp>

using namespace spate;

namespace {
// The parameter that is refused, or "".
std::string refused(const std::function<void(telemetry_options&)>& change) {
    telemetry_options options{.services = usual_services(2)};
    change(options);
    try {
        detail::check_options(options);
    } catch (const config_error& error) {
        return std::string{error.parameter()};
    }
    return "";
}
}  // namespace

TEST_CASE("telemetry/telemetry_options: defaults are fine") {
    CHECK(refused([](telemetry_options&) {}).empty());
    const telemetry_options options{.services = usual_services(4)};
    CHECK(options.anomaly_rate == ratio{1, 50});
    CHECK(detail::telemetry_intervals(options) == (0x7fffffffffffffffu - 1'735'689'600'000'000'000u) / 1'000'000'000);
}

TEST_CASE("telemetry/telemetry_options: intervals end where told, and where the time does") {
    telemetry_options options{.services = usual_services(4)};
    options.intervals = 86'400;
    CHECK(detail::telemetry_intervals(options) == 86'400);
    options.intervals = unlimited;
    options.interval = 86'400'000'000'000;
    CHECK(detail::telemetry_intervals(options) == 86'662);  // days up to 2262-04-11
    options.interval = 1000;
    options.begin = 0;
    CHECK(detail::telemetry_intervals(options) == std::uint64_t{1} << 40);
}

TEST_CASE("telemetry/telemetry_options: each option that makes no sense is named") {
    CHECK(refused([](telemetry_options& o) { o.services.clear(); }) == "services");
    CHECK(refused([](telemetry_options& o) { o.services[1].name = ""; }) == "services[1].name");
    CHECK(refused([](telemetry_options& o) { o.services[1].hosts = 0; }) == "services[1].hosts");
    CHECK(refused([](telemetry_options& o) { o.services[0].requests = 10'000'001; }) == "services[0].requests");
    CHECK(refused([](telemetry_options& o) { o.services[0].latency = 0; }) == "services[0].latency");
    CHECK(refused([](telemetry_options& o) { o.services[0].errors = 500'001; }) == "services[0].errors");
    CHECK(refused([](telemetry_options& o) { o.services[0].cpu = 9001; }) == "services[0].cpu");
    CHECK(refused([](telemetry_options& o) { o.services[0].memory = 9501; }) == "services[0].memory");
    CHECK(refused([](telemetry_options& o) { o.begin = -1; }) == "begin");
    CHECK(refused([](telemetry_options& o) { o.interval = 999; }) == "interval");
    CHECK(refused([](telemetry_options& o) { o.interval = 86'400'000'000'001; }) == "interval");
    CHECK(refused([](telemetry_options& o) { o.anomaly_rate = 1.01; }) == "anomaly_rate");
    CHECK(refused([](telemetry_options& o) { o.noise = 0.11; }) == "noise");
    CHECK(refused([](telemetry_options& o) { o.daily = 0.65; }) == "daily and weekly");
    CHECK(refused([](telemetry_options& o) { o.weekly = 2.0; }) == "daily and weekly");
    CHECK(refused([](telemetry_options& o) { o.growth = 101.0; }) == "growth");
    CHECK(refused([](telemetry_options& o) { o.restart = 0; }) == "restart");
}
