// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_DETAIL_STAND_IN_HPP
#define SPATE_TELEMETRY_DETAIL_STAND_IN_HPP

/// Stands in for the model's parts.

#include <cstddef>
#include <cstdint>

#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/telemetry/anomaly.hpp>
#include <spate/telemetry/telemetry_options.hpp>

namespace spate::inline v0 {

struct trace_identifier {
    std::uint64_t high, low;
    friend constexpr bool operator==(const trace_identifier&, const trace_identifier&) = default;
};
[[nodiscard]] constexpr key128 trace_key(seed from) noexcept { return derive_key(from, "telemetry trace"); }
[[nodiscard]] constexpr trace_identifier trace_id(const key128& key, std::uint64_t i) noexcept {
    const std::uint64_t low = mix(key.low + i * 0x9e3779b97f4a7c15u);
    return {mix(low ^ key.high), low};
}
[[nodiscard]] constexpr std::uint64_t span_id(const trace_identifier& trace, std::uint64_t number) noexcept {
    return mix(trace.high + trace.low * 0xd1342543de82ef95u + number * 0x9e3779b97f4a7c15u);
}
[[nodiscard]] constexpr key128 host_key(seed from) noexcept { return derive_key(from, "telemetry host"); }
[[nodiscard]] constexpr std::uint32_t host_of(const key128& key, std::uint32_t service, std::uint64_t interval, std::uint32_t hosts) noexcept {
    return static_cast<std::uint32_t>(scale(mix(key.low ^ (interval + (std::uint64_t{service} << 44))), hosts));
}

class anomaly_plan {
public:
    explicit anomaly_plan(const telemetry_options& options) : key_{derive_key(options.from, "anomaly")}, rate_{options.anomaly_rate} {}
    [[nodiscard]] anomaly_kind at(std::uint32_t service, std::uint64_t interval) const noexcept {
        const std::uint64_t word = mix(mix(key_.low ^ (interval / 10)) + service);
        if (scale(word, rate_.denominator()) >= rate_.numerator()) return anomaly_kind::none;
        return static_cast<anomaly_kind>(1 + mix(word) % 5);
    }

private:
    key128 key_;
    ratio rate_;
};

struct service_moment {
    anomaly_kind anomaly;
    std::uint64_t latency;
};

class service_load {
public:
    explicit service_load(const telemetry_options& options) : options_{options}, plan_{options} {}
    [[nodiscard]] const anomaly_plan& anomalies() const noexcept { return plan_; }
    [[nodiscard]] service_moment at(std::uint32_t service, std::uint64_t interval) const noexcept {
        const anomaly_kind kind = plan_.at(service, interval);
        return {kind, options_.services[service].latency * std::uint64_t{kind == anomaly_kind::latency_storm ? 8u : 1u}};
    }

private:
    telemetry_options options_;
    anomaly_plan plan_;
};

}  // namespace spate::inline v0

#endif  // SPATE_TELEMETRY_DETAIL_STAND_IN_HPP
