// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_TELEMETRY_OPTIONS_HPP
#define SPATE_TELEMETRY_TELEMETRY_OPTIONS_HPP

/// What metrics, logs and traces of the same services are made from.

#include <cstdint>
#include <string_view>
#include <vector>

#include <spate/core/concepts.hpp>
#include <spate/core/ratio.hpp>
#include <spate/core/seed.hpp>
#include <spate/telemetry/service.hpp>

namespace spate::inline v0 {

/// The names of fields: those of the Elastic Common Schema, or of OpenTelemetry's semantic conventions.
enum class field_naming : unsigned char { ecs, otel };

/// Services observed at fixed intervals. Document i of the metrics is that of service i % services at begin + i / services * interval; its exemplar is trace i,
/// which begins at that service within that interval.
struct telemetry_options {
    seed from{0};
    std::vector<service_profile> services = {};
    /// The first interval's instant in nanoseconds since 1970, and how long an interval is.
    std::int64_t begin = 1'735'689'600'000'000'000;  // 2025-01-01T00:00:00Z
    std::uint64_t interval = 1'000'000'000;
    /// `unlimited` for no end.
    std::uint64_t intervals = unlimited;
    /// The share of (service, interval) pairs that are part of an anomaly.
    ratio anomaly_rate{1, 50};
    field_naming names = field_naming::ecs;
};

}  // namespace spate::inline v0

#endif  // SPATE_TELEMETRY_TELEMETRY_OPTIONS_HPP
