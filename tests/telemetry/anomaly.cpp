// SPDX-License-Identifier: Apache-2.0
#include <spate/telemetry/anomaly.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/telemetry/service.hpp>

using namespace spate;

namespace {
telemetry_options with_rate(ratio rate, std::uint32_t services = 3) {
    telemetry_options options{.from = seed{7}, .services = usual_services(services)};
    options.anomaly_rate = rate;
    return options;
}
}  // namespace

TEST_CASE("telemetry/anomaly: the share is exact in each 1,000 windows of a service") {
    for (const ratio rate : {ratio{1, 50}, ratio{0, 1}, ratio{1, 1}, ratio{337, 1000}, ratio{1, 2000}, ratio{1, 3}, ratio{999, 1000}}) {
        CAPTURE(rate.value());
        const anomaly_plan plan{with_rate(rate)};
        for (std::uint32_t service = 0; service < 3; ++service) {
            std::uint64_t all = 0;
            for (std::uint64_t block = 0; block < 12; ++block) {
                std::uint64_t found = 0;
                for (std::uint64_t window = block * 1000; window < block * 1000 + 1000; ++window)
                    found += plan.in_window(service, window) != anomaly_kind::none;
                all += found;
                CHECK(all == (block + 1) * 1000 * rate.numerator() / rate.denominator());
                if (1000 * rate.numerator() % rate.denominator() == 0) CHECK(found == 1000 * rate.numerator() / rate.denominator());
            }
        }
    }
}

TEST_CASE("telemetry/anomaly: a window is ten intervals, however it is asked for") {
    const anomaly_plan plan{with_rate({1, 10})};
    std::vector<anomaly_kind> many(997);
    for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{3}, (std::uint64_t{1} << 40) - 1000}) {
        plan.at(1, first, many);
        std::size_t differ = 0;
        for (std::size_t i = 0; i < many.size(); ++i) differ += many[i] != plan.at(1, first + i) || many[i] != plan.in_window(1, (first + i) / 10);
        CHECK(differ == 0);
    }
}

TEST_CASE("telemetry/anomaly: those before a window are counted without a walk") {
    for (const ratio rate : {ratio{1, 50}, ratio{2, 3}, ratio{1, 1700}, ratio{1, 1}}) {
        const anomaly_plan plan{with_rate(rate)};
        std::array<std::uint64_t, anomaly_kinds> counted{};
        std::size_t differ = 0;
        for (std::uint64_t interval = 0; interval < 60'000; ++interval) {
            if (interval % 7 == 0)
                for (std::size_t kind = 0; kind < anomaly_kinds; ++kind)
                    differ += plan.moment_of(2, interval).intervals_before(static_cast<anomaly_kind>(kind)) != counted[kind];
            ++counted[static_cast<std::size_t>(plan.at(2, interval))];
        }
        CHECK(differ == 0);
    }
}

TEST_CASE("telemetry/anomaly: kinds have their shares") {
    telemetry_options options = with_rate({1, 1});
    options.anomaly_weights = {2.0, 1.0, 0.0, 0.5, 0.5};
    const anomaly_plan plan{options};
    std::array<std::uint64_t, anomaly_kinds> found{};
    for (std::uint64_t window = 0; window < 4096; ++window) ++found[static_cast<std::size_t>(plan.in_window(0, window))];
    CHECK(found == std::array<std::uint64_t, anomaly_kinds>{0, 2048, 1024, 0, 512, 512});
}

TEST_CASE("telemetry/anomaly: windows are anywhere in their part, and differ by service and seed") {
    telemetry_options options = with_rate({1, 50}, 2);
    const anomaly_plan plan{options};
    options.from = seed{8};
    const anomaly_plan other{options};
    std::array<double, 50> places{};
    std::size_t same_service = 0, same_seed = 0;
    constexpr std::uint64_t windows = 500'000;
    for (std::uint64_t window = 0; window < windows; ++window) {
        if (plan.in_window(0, window) == anomaly_kind::none) continue;
        ++places[window % 50];
        same_service += plan.in_window(1, window) != anomaly_kind::none;
        same_seed += other.in_window(0, window) != anomaly_kind::none;
    }
    double square = 0;
    for (const double count : places) square += (count - 200) * (count - 200) / 200;
    CHECK(square < 90);  // 49 degrees of freedom
    CHECK(same_service > 120);
    CHECK(same_service < 280);
    CHECK(same_seed > 120);
    CHECK(same_seed < 280);
}

TEST_CASE("telemetry/anomaly: refuses what makes no sense") {
    telemetry_options options = with_rate({3, 2});
    CHECK_THROWS_AS(anomaly_plan{options}, config_error);
    options = with_rate({1, 50});
    options.anomaly_weights = {1.0, 1.0};
    CHECK_THROWS_AS(anomaly_plan{options}, config_error);
    options.anomaly_weights = {0.0, 0.0, 0.0, 0.0, 0.0};
    CHECK_THROWS_AS(anomaly_plan{options}, config_error);
    CHECK(to_string(anomaly_kind::latency_storm) == "latency_storm");
}
