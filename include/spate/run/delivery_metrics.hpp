// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_DELIVERY_METRICS_HPP
#define SPATE_RUN_DELIVERY_METRICS_HPP

/// `delivery_metrics`: a delivery as metrics of Prometheus.

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include <spate/run/delivery_report.hpp>
#include <spate/sink/delivery.hpp>
#include <spate/sink/prometheus.hpp>

namespace spate::inline v0 {

/// Holds the newest progress of a delivery and writes it as a page: the progress callback sets it, a metrics_server asks for it. All metrics have the labels
/// stream, shard and sink. Thread safety: all of it from any thread.
class delivery_metrics {
public:
    /// `sink` is a word for the kind of the target, as kafka.
    delivery_metrics(const delivery_stream& stream, std::string_view sink)
        : labels_{{"stream", stream.name}, {"shard", std::to_string(stream.shard)}, {"sink", std::string{sink}}} {}

    void set(const delivery_progress& now) {
        const std::lock_guard hold{lock_};
        now_ = now;
    }

    [[nodiscard]] std::string text() const {
        delivery_progress now;
        {
            const std::lock_guard hold{lock_};
            now = now_;
        }
        prometheus_text out;
        const auto count = [&](std::string_view name, std::string_view help, std::uint64_t value) {
            out.metric(name, metric_kind::counter, help).add(value, labels_);
        };
        const auto gauge = [&](std::string_view name, std::string_view help, auto value) { out.metric(name, metric_kind::gauge, help).add(value, labels_); };
        count("spate_events_total", "Places of the stream that were acknowledged in this run.", now.next > now.begin ? now.next - now.begin : 0);
        count("spate_sent_total", "Messages or rows that were handed to the target's client, those sent again included.", now.counts.sent);
        count("spate_bytes_total", "Bytes that were handed to the target's client.", now.counts.bytes);
        count("spate_requests_total", "Requests, transactions or files.", now.counts.requests);
        count("spate_retries_total", "Requests or messages that were sent again.", now.counts.retries);
        count("spate_errors_total", "Refusals of the target, mended or not.", now.counts.errors);
        gauge("spate_position", "The place below which all is acknowledged.", now.next);
        gauge("spate_lag_events", "Places that are due or were sent, and are not acknowledged.", now.lag());
        gauge("spate_in_flight_bytes", "Bytes that were sent and are not acknowledged.", now.counts.bytes_in_flight);
        gauge("spate_events_per_second", "Places that were sent in the last second.", now.recent_rate);
        gauge("spate_back_pressure_ratio", "The share of the time that was spent in the sink.", now.back_pressure);
        out.metric("spate_seconds_total", metric_kind::counter, "How long the delivery has been going on.").add(now.seconds, labels_);
        out.metric("spate_lateness_seconds", metric_kind::gauge, "How long after they were due places were acknowledged.");
        const std::pair<const char*, std::chrono::nanoseconds> quantiles[] = {
            {"0.5", now.lateness.p50}, {"0.9", now.lateness.p90}, {"0.99", now.lateness.p99}, {"1", now.lateness.greatest}};
        for (const auto& [quantile, time] : quantiles) {
            metric_labels labels = labels_;
            labels.emplace_back("quantile", quantile);
            out.add(std::chrono::duration<double>(time).count(), labels);
        }
        return out.text();
    }

private:
    metric_labels labels_;
    mutable std::mutex lock_;
    delivery_progress now_;
};

}  // namespace spate::inline v0

#endif  // SPATE_RUN_DELIVERY_METRICS_HPP
