// SPDX-License-Identifier: Apache-2.0
#include <spate/telemetry/service_load.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <spate/core/error.hpp>

#include "statistics.hpp"

using namespace spate;

namespace {

constexpr double pi = 3.14159265358979323846;

telemetry_options plain(std::uint32_t services = 4) {
    telemetry_options options{.from = seed{11}, .services = usual_services(services)};
    options.anomaly_rate = {0, 1};
    return options;
}

bool equal(const service_moment& a, const service_moment& b) {
    return a.anomaly == b.anomaly && a.load == b.load && a.cpu == b.cpu && a.memory == b.memory && a.latency == b.latency && a.requests == b.requests &&
           a.errors == b.errors && a.started == b.started && a.error_rate == b.error_rate;
}

// Of a sine with `cycles` periods in `values`, about the mean: by correlation. Seasons of whole cycles are orthogonal to each other and to the mean.
struct season {
    double amplitude, phase;  // as a share of the mean; in turns, of the first value
};
season season_of(const std::vector<double>& values, double cycles) {
    double sine = 0, cosine = 0, mean = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double angle = 2 * pi * cycles * static_cast<double>(i) / static_cast<double>(values.size());
        sine += values[i] * std::sin(angle), cosine += values[i] * std::cos(angle), mean += values[i];
    }
    return {2 * std::hypot(sine, cosine) / mean, std::atan2(cosine, sine) / (2 * pi)};
}

}  // namespace

TEST_CASE("telemetry/service_load: a walk sees what each interval alone is") {
    telemetry_options options = plain(3);
    options.anomaly_rate = {1, 5};
    options.restart = 700 * options.interval;
    const service_load load{options};
    for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{123'457}, (std::uint64_t{1} << 33) + 5})
        for (std::uint32_t service = 0; service < 3; ++service) {
            service_load::walk walk{load, service, first};
            std::size_t differ = 0;
            for (std::uint64_t i = 0; i < 3000; ++i, walk.next()) {
                differ += !equal(walk.now(), load.at(service, first + i));
                differ += walk.arrivals() != service_load::walk(load, service, first + i).arrivals();
                differ += walk.now().anomaly != load.anomalies().at(service, first + i);
            }
            CHECK(differ == 0);
        }
}

TEST_CASE("telemetry/service_load: seasons are recovered from two weeks of noisy loads") {
    telemetry_options options = plain();
    options.interval = 60'000'000'000;
    options.growth = {0, 1};
    telemetry_options quiet = options;
    quiet.noise = {0, 1};
    const service_load noisy{options}, exact{quiet};
    constexpr std::uint64_t days = 14, of_day = 1440;
    std::vector<double> phases;
    for (std::uint32_t service = 0; service < 4; ++service) {
        CAPTURE(service);
        std::vector<double> with, without;
        for (service_load::walk walk{noisy, service, 0}; walk.interval() < days * of_day; walk.next()) with.push_back(walk.now().load / 65536.0);
        for (service_load::walk walk{exact, service, 0}; walk.interval() < days * of_day; walk.next()) without.push_back(walk.now().load / 65536.0);
        CHECK(test::mean_of(without) == doctest::Approx(1).epsilon(0.001));
        const season day = season_of(without, days), week = season_of(without, days / 7.0);
        CHECK(day.amplitude > 0.225);
        CHECK(day.amplitude < 0.375);
        CHECK(week.amplitude > 0.075);
        CHECK(week.amplitude < 0.125);
        // 2025 began on a Wednesday: the day's highest load at 14:00, the week's 12 hours after its begin, each by a sixteenth of a turn.
        CHECK(std::abs(std::remainder(day.phase + 14.0 / 24 - 0.25, 1)) < 0.0626);
        CHECK(std::abs(std::remainder(week.phase + 12.0 / 168 - 0.25, 1)) < 0.0626);
        const service_season truth = noisy.season(service);
        constexpr double day_length = 86'400e9;
        CHECK(day.amplitude == doctest::Approx(truth.daily * 0x1p-20).epsilon(0.001));
        CHECK(week.amplitude == doctest::Approx(truth.weekly * 0x1p-20).epsilon(0.001));
        CHECK(std::abs(std::remainder(day.phase + static_cast<double>(truth.daily_peak) / day_length - 0.25, 1)) < 0.001);
        // 2025 began six days after a Thursday.
        CHECK(std::abs(std::remainder(week.phase + (static_cast<double>(truth.weekly_peak) / day_length - 6) / 7 - 0.25, 1)) < 0.001);
        // Nothing else is in it.
        double left = 0;
        for (std::size_t i = 0; i < without.size(); ++i) {
            const double turn = static_cast<double>(i) / of_day;
            left = std::max(left, std::abs(without[i] - 1 - day.amplitude * std::sin(2 * pi * (turn + day.phase)) -
                                           week.amplitude * std::sin(2 * pi * (turn / 7 + week.phase))));
        }
        CHECK(left < 0.003);
        const season day_found = season_of(with, days), week_found = season_of(with, days / 7.0);
        CHECK(day_found.amplitude == doctest::Approx(day.amplitude).epsilon(0.01));
        CHECK(week_found.amplitude == doctest::Approx(week.amplitude).epsilon(0.02));
        CHECK(std::abs(day_found.phase - day.phase) < 0.002);
        CHECK(std::abs(week_found.phase - week.phase) < 0.005);
        phases.push_back(day.phase);
    }
    std::sort(phases.begin(), phases.end());
    CHECK(phases.back() - phases.front() > 0.005);
}

TEST_CASE("telemetry/service_load: noise is Gaussian, with the deviation that was asked for") {
    telemetry_options options = plain();
    telemetry_options quiet = options;
    quiet.noise = {0, 1};
    const service_load noisy{options}, exact{quiet};
    constexpr std::size_t values = 1'000'000;
    std::vector<double> noise;
    service_load::walk with{noisy, 1, 777}, without{exact, 1, 777};
    // Units of a load's 2^-16 are spread, so that they do not show as steps.
    for (std::size_t i = 0; i < 2 * values + 2; ++i, with.next(), without.next())
        noise.push_back((with.now().load + 0.5 * (1 - 0x1p-20)) / (without.now().load + 0.5) - 1);
    std::vector<double> every_second, products, far;
    for (std::size_t i = 0; i < values; ++i) {
        every_second.push_back(noise[2 * i]);
        products.push_back(noise[i] * noise[i + 1]);
        far.push_back(noise[i] * noise[i + 2]);
    }
    const double deviation = test::deviation_of(every_second);
    CHECK(std::abs(test::mean_of(every_second)) < 4 * 0.04 / 1000);
    CHECK(deviation == doctest::Approx(0.04).epsilon(0.003));
    CHECK(test::distance_from_normal(every_second, 0, 0.04) < 1.63 / 1000);  // Kolmogorov and Smirnov at 1 %
    CHECK(test::mean_of(products) / (deviation * deviation) == doctest::Approx(-0.5).epsilon(0.02));
    CHECK(std::abs(test::mean_of(far) / (deviation * deviation)) < 0.005);
}

TEST_CASE("telemetry/service_load: growth is what a year adds, up to five times") {
    telemetry_options options = plain(1);
    options.interval = 3'600'000'000'000;
    options.noise = {0, 1};
    options.growth = 2.0;
    const service_load load{options};
    const auto week_from = [&](std::uint64_t day) {
        double sum = 0;
        for (std::uint64_t hour = 0; hour < 168; ++hour) sum += load.load(0, day * 24 + hour) / 65536.0;
        return sum / 168;
    };
    CHECK(week_from(0) == doctest::Approx(1 + 2 * 3.5 / 365).epsilon(0.001));
    CHECK(week_from(365) == doctest::Approx(3 + 2 * 3.5 / 365).epsilon(0.001));
    CHECK(week_from(735) == doctest::Approx(5).epsilon(0.001));
    CHECK(week_from(20'000) == doctest::Approx(5).epsilon(0.001));
}

TEST_CASE("telemetry/service_load: counters never fall but at restarts, and grow by the load") {
    for (const std::uint64_t interval : {std::uint64_t{1'000}, std::uint64_t{1'000'000'000}, std::uint64_t{21'600'000'000'000}})
        for (const bool extreme : {false, true}) {
            CAPTURE(interval);
            CAPTURE(extreme);
            telemetry_options options = plain(2);
            options.interval = interval;
            options.anomaly_rate = extreme ? ratio{1, 1} : ratio{1, 50};
            options.restart = 5000 * interval;
            for (service_profile& one : options.services) one.requests *= interval == 1'000 ? 10'000 : 1;
            if (extreme) options.noise = {1, 10}, options.daily = {1, 2}, options.weekly = {1, 5};
            const service_load load{options};
            std::size_t falls = 0, wrong = 0, restarts = 0, still = 0;
            double requests = 0, loads = 0;
            service_load::walk walk{load, 1, 40'000'000};
            service_moment before = walk.now();
            for (std::size_t i = 0; i < 60'000; ++i) {
                walk.next();
                const service_moment now = walk.now();
                const bool restarted = now.started != before.started;
                restarts += restarted;
                if (restarted) wrong += now.started != walk.interval() || now.requests != walk.arrivals();
                if (!restarted) falls += now.requests < before.requests || now.errors < before.errors;
                if (!restarted) wrong += now.requests - before.requests != walk.arrivals();
                const double expected = static_cast<double>(options.services[1].requests) * static_cast<double>(interval) * 1e-9 * now.load / 65536;
                wrong += std::abs(static_cast<double>(walk.arrivals()) - expected) > 1 + expected * 0.01;
                wrong += now.errors > now.requests;
                still += now.load == 0;
                requests += static_cast<double>(walk.arrivals()), loads += expected;
                before = now;
            }
            CHECK(falls == 0);
            CHECK(wrong == 0);
            CHECK(still == 0);
            CHECK(restarts >= 11);
            CHECK(restarts <= 13);
            CHECK(requests == doctest::Approx(loads).epsilon(0.01));
        }
}

TEST_CASE("telemetry/service_load: an anomaly shows in what its name says") {
    telemetry_options options = plain(4);
    options.anomaly_rate = {1, 10};
    telemetry_options calm_options = plain(4);
    const service_load load{options}, calm{calm_options};
    for (std::uint32_t service = 0; service < 4; ++service) {
        CAPTURE(service);
        std::vector<double> added[anomaly_kinds], slower[anomaly_kinds], memory[anomaly_kinds], errors[anomaly_kinds], rates[anomaly_kinds];
        service_load::walk walk{load, service, 1000}, other{calm, service, 1000};
        std::uint64_t errors_before = walk.now().errors;
        for (std::size_t i = 0; i < 50'000; ++i) {
            walk.next(), other.next();
            const service_moment now = walk.now(), usual = other.now();
            const auto kind = static_cast<std::size_t>(now.anomaly);
            added[kind].push_back((static_cast<double>(now.load) - usual.load) / 65536);
            slower[kind].push_back(static_cast<double>(now.latency) / static_cast<double>(usual.latency));
            memory[kind].push_back(static_cast<double>(now.memory) - usual.memory);
            errors[kind].push_back(static_cast<double>(now.errors - std::min(errors_before, now.errors)) /
                                   static_cast<double>(std::max<std::uint64_t>(walk.arrivals(), 1)));
            rates[kind].push_back(now.error_rate * 1e-6);
            errors_before = now.errors;
        }
        const auto of = [](anomaly_kind kind) { return static_cast<std::size_t>(kind); };
        CHECK(std::abs(test::mean_of(added[of(anomaly_kind::none)])) < 0.0001);
        CHECK(test::mean_of(added[of(anomaly_kind::spike)]) == doctest::Approx(1.5).epsilon(0.001));
        CHECK(test::mean_of(added[of(anomaly_kind::drop)]) < -0.3);
        CHECK(test::mean_of(slower[of(anomaly_kind::none)]) == doctest::Approx(1).epsilon(0.001));
        CHECK(test::mean_of(slower[of(anomaly_kind::latency_storm)]) == doctest::Approx(8).epsilon(0.001));
        CHECK(test::mean_of(slower[of(anomaly_kind::spike)]) > 1.4);
        CHECK(test::mean_of(memory[of(anomaly_kind::level_shift)]) == doctest::Approx(1500).epsilon(0.001));
        CHECK(test::mean_of(errors[of(anomaly_kind::none)]) < 0.01);
        CHECK(test::mean_of(errors[of(anomaly_kind::error_burst)]) > 0.08);
        for (const anomaly_kind kind : {anomaly_kind::none, anomaly_kind::error_burst})
            CHECK(test::mean_of(errors[of(kind)]) == doctest::Approx(test::mean_of(rates[of(kind)])).epsilon(0.03));
    }
}

TEST_CASE("telemetry/service_load: latency and processor rise with the load") {
    const service_load load{plain(4)};
    for (std::uint32_t service = 0; service < 4; ++service) {
        std::vector<double> loads, processor, latencies, memory;
        service_load::walk walk{load, service, 0};
        for (std::size_t i = 0; i < 86'400; ++i, walk.next()) {
            const service_moment now = walk.now();
            loads.push_back(now.load), processor.push_back(now.cpu), latencies.push_back(static_cast<double>(now.latency)), memory.push_back(now.memory);
        }
        CHECK(test::correlation_of(loads, processor) > 0.98);
        CHECK(test::correlation_of(loads, latencies) > 0.75);
        CHECK(test::correlation_of(loads, memory) > 0.85);
    }
}
