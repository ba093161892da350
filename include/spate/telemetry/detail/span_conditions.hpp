// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_DETAIL_SPAN_CONDITIONS_HPP
#define SPATE_TELEMETRY_DETAIL_SPAN_CONDITIONS_HPP

/// What the spans of a service in an interval have in common.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <spate/telemetry/anomaly.hpp>
#include <spate/telemetry/service.hpp>
#include <spate/telemetry/service_load.hpp>
#include <spate/telemetry/telemetry_options.hpp>

namespace spate::inline v0::detail {

struct span_condition {
    anomaly_kind anomaly;
    /// The median time of a request, in nanoseconds: that of the metrics, but a day at most, so that no sum of times overflows.
    std::uint64_t latency;
    /// How many of 2^32 requests fail: as many as the profile says, and in a burst a tenth of all besides.
    std::uint64_t failures;
};

[[nodiscard]] inline span_condition condition_of(const service_profile& profile, const service_moment& moment) noexcept {
    const std::uint64_t usual = profile.errors, burst = moment.anomaly == anomaly_kind::error_burst ? 100'000 : 0;
    constexpr std::uint64_t million = 1'000'000, day = std::uint64_t{1} << 46;
    return {moment.anomaly, std::min(std::min(moment.latency, day) * 1000, day), (std::min(usual + burst, million) << 32) / million};
}

/// The conditions of services, kept as long as few are asked for, and found faster in intervals that follow one another. For one thread and one call.
class span_conditions {
public:
    span_conditions(const telemetry_options& options, const service_load& loads) noexcept : options_{options}, loads_{loads} {}

    /// Requires a service that there is.
    [[nodiscard]] const span_condition& at(std::uint32_t service, std::uint64_t interval) noexcept {
        place& here = places_[service % kept];
        if (!here.walk || here.service != service || interval < here.walk->interval() || interval - here.walk->interval() > longest_walk) {
            here.walk.emplace(loads_, service, interval);
            here.service = service;
        } else if (here.walk->interval() == interval) {
            return here.condition;
        }
        while (here.walk->interval() < interval) here.walk->next();
        here.condition = condition_of(options_.services[service], here.walk->now());
        return here.condition;
    }

private:
    static constexpr std::size_t kept = 64;
    // A step costs less than a tenth of a new walk.
    static constexpr std::uint64_t longest_walk = 8;
    struct place {
        std::optional<service_load::walk> walk;
        std::uint32_t service;
        span_condition condition;
    };

    const telemetry_options& options_;
    const service_load& loads_;
    place places_[kept];
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_TELEMETRY_DETAIL_SPAN_CONDITIONS_HPP
