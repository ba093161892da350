// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_DETAIL_SPAN_CONDITIONS_HPP
#define SPATE_TELEMETRY_DETAIL_SPAN_CONDITIONS_HPP

/// What the spans of a service in an interval have in common.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>

#include <spate/telemetry/anomaly.hpp>
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

[[nodiscard]] inline span_condition condition_of(const telemetry_options& options, const service_load& loads, std::uint32_t service,
                                                 std::uint64_t interval) noexcept {
    const service_moment moment = loads.at(service, interval);
    const std::uint64_t usual = options.services[service].errors, burst = moment.anomaly == anomaly_kind::error_burst ? 100'000 : 0;
    constexpr std::uint64_t million = 1'000'000, day = std::uint64_t{1} << 46;
    return {moment.anomaly, std::min(std::min(moment.latency, day) * 1000, day), (std::min(usual + burst, million) << 32) / million};
}

/// The conditions of services, kept as long as few are asked for. For one thread and one call.
class span_conditions {
public:
    span_conditions(const telemetry_options& options, const service_load& loads) noexcept : options_{options}, loads_{loads} {
        std::fill(std::begin(interval_), std::end(interval_), none);
    }

    [[nodiscard]] const span_condition& at(std::uint32_t service, std::uint64_t interval) noexcept {
        const std::size_t place = service % kept;
        if (interval_[place] != interval || service_[place] != service) {
            condition_[place] = condition_of(options_, loads_, service, interval);
            interval_[place] = interval;
            service_[place] = service;
        }
        return condition_[place];
    }

private:
    static constexpr std::size_t kept = 64;
    static constexpr std::uint64_t none = ~std::uint64_t{0};

    const telemetry_options& options_;
    const service_load& loads_;
    std::uint64_t interval_[kept];
    std::uint32_t service_[kept];
    span_condition condition_[kept];
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_TELEMETRY_DETAIL_SPAN_CONDITIONS_HPP
