// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_SERVICE_HPP
#define SPATE_TELEMETRY_SERVICE_HPP

/// The services whose metrics, logs and traces are made.

#include <cstdint>
#include <string>
#include <vector>

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

/// The first `count` of a fixed list of services with different profiles, numbered ("checkout-2") beyond its end. Requires 1 <= count <= 100,000.
[[nodiscard]] std::vector<service_profile> usual_services(std::uint32_t count);

}  // namespace spate::inline v0

#endif  // SPATE_TELEMETRY_SERVICE_HPP
