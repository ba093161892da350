// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_TELEMETRY_OPTIONS_HPP
#define SPATE_TELEMETRY_TELEMETRY_OPTIONS_HPP

/// What metrics, logs and traces of the same services are made from.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/concepts.hpp>
#include <spate/core/ratio.hpp>
#include <spate/core/seed.hpp>
#include <spate/telemetry/service.hpp>

namespace spate::inline v0 {

/// The names of fields: those of the Elastic Common Schema, or of OpenTelemetry's semantic conventions.
enum class field_naming : unsigned char { ecs, otel };

/// How much a metric document says: a line of JSON of the usual services has some 112 bytes, 215, or 1,132 (with all that agents say of hosts and pods).
enum class document_detail : unsigned char { lean, usual, full };

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
    /// How often each kind occurs among them: spike, drop, level shift, latency storm, error burst. Shares are kept to 1/1024.
    std::vector<ratio> anomaly_weights = std::vector<ratio>(5, ratio{1, 1});
    /// How far the load of a usual service swings to both sides in a day and in a week, as a share of its mean; each service's own is 3/4 to 5/4 of it.
    ratio daily{3, 10}, weekly{1, 10};
    /// By how much the load grows in 365 days, as a share of that at the beginning, evenly; it stops at five times that.
    ratio growth{1, 2};
    /// The standard deviation of the load's Gaussian noise, as a share of the load.
    ratio noise{1, 25};
    /// Counters begin anew about once in this time, when the service's process is restarted, in nanoseconds.
    std::uint64_t restart = 86'400'000'000'000;
    field_naming names = field_naming::ecs;
    document_detail detail = document_detail::usual;
    /// Whether metric documents have a histogram of the interval's request durations.
    bool histogram = false;
    /// The data stream that documents of the Elastic Common Schema say they are in, as logs-shop-default; it has to be the one that they are sent to, for
    /// Elasticsearch's own templates refuse others. Without it log lines name one for each service, as logs-cart-production.
    std::string data_stream = {};
};

}  // namespace spate::inline v0

#endif  // SPATE_TELEMETRY_TELEMETRY_OPTIONS_HPP
