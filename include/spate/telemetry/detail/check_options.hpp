// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_DETAIL_CHECK_OPTIONS_HPP
#define SPATE_TELEMETRY_DETAIL_CHECK_OPTIONS_HPP

/// Whether services and intervals can be made.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/ratio.hpp>
#include <spate/detail/config.hpp>
#include <spate/telemetry/service.hpp>
#include <spate/telemetry/telemetry_options.hpp>

namespace spate::inline v0::detail {

/// How many intervals a service is observed at most: 2^40, and as long as 64 bits hold the time in nanoseconds, which is up to the year 2262.
[[nodiscard]] inline std::uint64_t telemetry_intervals(const telemetry_options& options) noexcept {
    const std::uint64_t left = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) - static_cast<std::uint64_t>(options.begin);
    return std::min({options.intervals, left / options.interval, std::uint64_t{1} << 40});
}

/// Throws config_error, which names the option.
SPATE_WHEN_USED
void check_options(const telemetry_options& options) {
    constexpr std::uint64_t day = 86'400'000'000'000;
    const auto above = [](const ratio& number, std::uint64_t numerator, std::uint64_t denominator) {
        return static_cast<uint128>(number.numerator()) * denominator > static_cast<uint128>(numerator) * number.denominator();
    };
    if (options.services.empty() || options.services.size() > most_services)
        raise_config("services", std::to_string(options.services.size()), "is not a number of services", "give 1 to 100000, as usual_services(4) does");
    for (std::size_t i = 0; i < options.services.size(); ++i) {
        const service_profile& one = options.services[i];
        const std::string where = "services[" + std::to_string(i) + "].";
        if (one.name.empty()) raise_config(where + "name", "", "is empty", "give each service a name");
        if (one.hosts == 0 || one.hosts > 10'000) raise_config(where + "hosts", std::to_string(one.hosts), "is not a number of hosts", "give 1 to 10000");
        if (one.requests > 10'000'000) raise_config(where + "requests", std::to_string(one.requests), "are too many a second", "give at most 10000000");
        if (one.latency == 0 || one.latency > 100'000'000)
            raise_config(where + "latency", std::to_string(one.latency), "is not a latency in microseconds", "give 1 to 100000000");
        if (one.errors > 500'000) raise_config(where + "errors", std::to_string(one.errors), "in a million are too many", "give at most 500000");
        if (one.cpu > 9'000) raise_config(where + "cpu", std::to_string(one.cpu), "ten thousandths leave no room for the load to rise", "give at most 9000");
        if (one.memory > 9'500) raise_config(where + "memory", std::to_string(one.memory), "ten thousandths are too much", "give at most 9500");
    }
    if (options.begin < 0) raise_config("begin", std::to_string(options.begin), "is before 1970", "give nanoseconds since 1970");
    if (options.interval < 1000 || options.interval > day)
        raise_config("interval", std::to_string(options.interval), "is not an interval in nanoseconds", "give a microsecond (1000) to a day");
    if (above(options.anomaly_rate, 1, 1)) raise_config("anomaly_rate", options.anomaly_rate.text(), "is above 1", "give a share like 0.02");
    if (above(options.noise, 1, 10)) raise_config("noise", options.noise.text(), "is above 0.1", "give a smaller one, or the load could fall below 0");
    if (above(options.daily, 1, 1) || above(options.weekly, 1, 1) || above(ratio{options.daily.value() + options.weekly.value()}, 7, 10))
        raise_config("daily and weekly", options.daily.text() + " and " + options.weekly.text(), "are above 0.7 together",
                     "give smaller ones, or the load could fall below 0");
    if (above(options.growth, 100, 1)) raise_config("growth", options.growth.text(), "is above 100 in a year", "give a smaller one");
    if (options.restart == 0) raise_config("restart", "0", "is no time", "give nanoseconds");
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_TELEMETRY_DETAIL_CHECK_OPTIONS_HPP
