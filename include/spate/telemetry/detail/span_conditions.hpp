// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_DETAIL_SPAN_CONDITIONS_HPP
#define SPATE_TELEMETRY_DETAIL_SPAN_CONDITIONS_HPP

/// What the spans of a service in an interval have in common.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <spate/telemetry/anomaly.hpp>
#include <spate/telemetry/service_load.hpp>

namespace spate::inline v0::detail {

struct span_condition {
    anomaly_kind anomaly;
    /// The median time of a request, in nanoseconds: that of the metrics, but a day at most, so that no sum of times overflows.
    std::uint64_t latency;
    /// How many of 2^32 requests fail, as in the metrics.
    std::uint64_t failures;
};

[[nodiscard]] inline span_condition condition_of(const service_moment& moment) noexcept {
    constexpr std::uint64_t day = std::uint64_t{1} << 46;
    return {moment.anomaly, std::min(std::min(moment.latency, day) * 1000, day), (std::uint64_t{moment.error_rate} << 32) / 1'000'000};
}

/// The conditions of services, kept as long as few are asked for, and found faster in intervals that follow one another. For one thread and one call.
class span_conditions {
public:
    explicit span_conditions(const service_load& loads) noexcept : loads_{loads} {}

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
        here.condition = condition_of(here.walk->now());
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

    const service_load& loads_;
    place places_[kept];
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_TELEMETRY_DETAIL_SPAN_CONDITIONS_HPP
