// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_SERVICE_HPP
#define SPATE_TELEMETRY_SERVICE_HPP

/// The services whose metrics, logs and traces are made.

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include <spate/core/error.hpp>

namespace spate::inline v0 {

/// A service at an ordinary moment: what its metrics are near to, before season, trend, noise and anomalies.
struct service_profile {
    std::string name;
    std::string version = "1.0.0";
    std::string environment = "production";
    /// Its hosts are name-01, name-02 and so on.
    std::uint32_t hosts = 2;
    /// Requests in a second.
    std::uint32_t requests = 200;
    /// The median time that a request takes, in microseconds.
    std::uint32_t latency = 25000;
    /// Errors in a million requests.
    std::uint32_t errors = 2000;
    /// Processor and memory in use, in ten thousandths of all.
    std::uint32_t cpu = 3500, memory = 5500;
};

/// The name of a host of a service, from 0: "cart-01".
[[nodiscard]] inline std::string host_name(const service_profile& of, std::uint32_t host) {
    const std::string digits = std::to_string(host + 1);
    return of.name + (digits.size() < 2 ? "-0" : "-") + digits;
}

namespace detail {
inline constexpr std::uint32_t most_services = 100'000;
}

/// The first `count` of a fixed list of services with different profiles, numbered ("checkout-2") beyond its end. Throws config_error unless
/// 1 <= count <= 100,000.
SPATE_WHEN_USED
[[nodiscard]] std::vector<service_profile> usual_services(std::uint32_t count) {
    struct usual {
        const char* name;
        const char* version;
        std::uint32_t hosts, requests, latency, errors, cpu, memory;
    };
    static constexpr usual list[] = {
        {"cart", "2.4.1", 2, 180, 12000, 1500, 3100, 4800},         {"search", "5.1.0", 3, 320, 38000, 900, 4200, 6100},
        {"payment", "3.0.7", 2, 60, 85000, 4000, 2400, 5200},       {"checkout", "1.12.3", 2, 90, 52000, 2500, 2900, 5600},
        {"catalog", "4.6.2", 3, 410, 9000, 600, 3800, 6600},        {"inventory", "2.0.9", 2, 140, 17000, 1100, 2700, 4300},
        {"recommend", "0.9.4", 2, 220, 64000, 2200, 4600, 7200},    {"shipping", "1.7.5", 2, 45, 29000, 3000, 1900, 3900},
        {"user", "6.2.0", 2, 260, 7000, 400, 2500, 4500},           {"session", "3.3.3", 3, 500, 3000, 200, 3400, 5900},
        {"notification", "1.1.8", 2, 110, 23000, 5000, 2100, 3700}, {"email", "1.0.2", 1, 30, 140000, 6000, 1600, 3300},
        {"review", "2.8.0", 2, 75, 21000, 1300, 2200, 4100},        {"pricing", "4.0.4", 2, 350, 5000, 300, 3600, 5000},
        {"fraud", "0.14.6", 2, 55, 110000, 1800, 4800, 6900},       {"gateway", "7.5.1", 4, 900, 4000, 800, 4400, 5300},
    };
    if (count == 0 || count > detail::most_services) detail::raise_config("services", std::to_string(count), "is not a number of services", "give 1 to 100000");
    std::vector<service_profile> made;
    made.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        const usual& one = list[i % std::size(list)];
        const std::uint32_t round = i / static_cast<std::uint32_t>(std::size(list));
        made.push_back({.name = round == 0 ? one.name : one.name + ("-" + std::to_string(round + 1)),
                        .version = one.version,
                        .hosts = one.hosts,
                        .requests = one.requests,
                        .latency = one.latency,
                        .errors = one.errors,
                        .cpu = one.cpu,
                        .memory = one.memory});
    }
    return made;
}

}  // namespace spate::inline v0

#endif  // SPATE_TELEMETRY_SERVICE_HPP
