// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_DETAIL_SERVICE_MOMENTS_HPP
#define SPATE_TELEMETRY_DETAIL_SERVICE_MOMENTS_HPP

/// What the spans of a service in an interval have in common.

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <spate/core/hash.hpp>
#include <spate/telemetry/anomaly.hpp>
#include <spate/telemetry/detail/stand_in.hpp>
#include <spate/telemetry/telemetry_options.hpp>

namespace spate::inline v0::detail {

struct service_moment {
    std::uint32_t service;
    anomaly_kind anomaly;
    /// The median time of a request, in nanoseconds.
    std::uint64_t latency;
    /// How many of 2^32 requests fail.
    std::uint64_t failures;
};

/// A service's moment in an interval: latency rises with load and eightfold in a storm; in a burst, a third of the requests fail. Pure function.
[[nodiscard]] inline service_moment moment_of(const telemetry_options& options, const anomaly_plan& plan, const service_load& loads, std::uint32_t service,
                                              std::uint64_t interval) noexcept {
    const service_profile& profile = options.services[service];
    const anomaly_kind anomaly = plan.at(service, interval);
    const std::uint64_t load = std::min<std::uint64_t>(loads.load(service, interval), std::uint64_t{16} << 16);
    service_moment out{service, anomaly, 0, 0};
    // Three quarters of the time are there without load.
    out.latency = profile.latency * std::uint64_t{1000} * (3 * 65536 + load) >> 18;
    std::uint64_t per_million = std::min<std::uint64_t>(profile.errors, 1'000'000);
    if (anomaly == anomaly_kind::latency_storm) out.latency *= 8;
    if (anomaly == anomaly_kind::spike) out.latency *= 2;
    if (anomaly == anomaly_kind::error_burst) per_million = std::max<std::uint64_t>(per_million, 333'333);
    // A day at most, so that no sum of times overflows.
    out.latency = std::min(out.latency, std::uint64_t{1} << 46);
    out.failures = (per_million << 32) / 1'000'000;
    return out;
}

/// Moments of services, kept as long as few are asked for. For one thread and one call.
class service_moments {
public:
    service_moments(const telemetry_options& options, const anomaly_plan& plan, const service_load& loads) noexcept
        : options_{options}, plan_{plan}, loads_{loads} {
        std::fill(std::begin(interval_), std::end(interval_), none);
    }

    [[nodiscard]] const service_moment& at(std::uint32_t service, std::uint64_t interval) noexcept {
        const std::size_t place = service % kept;
        if (interval_[place] != interval || moment_[place].service != service) {
            moment_[place] = moment_of(options_, plan_, loads_, service, interval);
            interval_[place] = interval;
        }
        return moment_[place];
    }

private:
    static constexpr std::size_t kept = 64;
    static constexpr std::uint64_t none = ~std::uint64_t{0};

    const telemetry_options& options_;
    const anomaly_plan& plan_;
    const service_load& loads_;
    std::uint64_t interval_[kept];
    service_moment moment_[kept];
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_TELEMETRY_DETAIL_SERVICE_MOMENTS_HPP
