// SPDX-License-Identifier: Apache-2.0
#include <spate/run/delivery_metrics.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <string_view>

using namespace spate;

TEST_CASE("a page tells how a delivery goes") {
    delivery_metrics metrics{{"clicks", 1, 4}, "kafka"};
    const auto holds = [&](std::string_view line) { return metrics.text().find("\n" + std::string{line} + "\n") != std::string::npos; };
    CHECK(holds("spate_events_total{stream=\"clicks\",shard=\"1\",sink=\"kafka\"} 0"));
    delivery_progress now;
    now.begin = 100;
    now.next = 1100;
    now.sent = 1200;
    now.counts = {.sent = 1300, .bytes = 5000, .bytes_in_flight = 70, .retries = 3, .errors = 2, .requests = 9};
    now.recent_rate = 12.5;
    now.lateness = {std::chrono::milliseconds{1}, {}, {}, std::chrono::seconds{2}};
    metrics.set(now);
    CHECK(holds("spate_events_total{stream=\"clicks\",shard=\"1\",sink=\"kafka\"} 1000"));
    CHECK(holds("spate_lag_events{stream=\"clicks\",shard=\"1\",sink=\"kafka\"} 100"));
    CHECK(holds("spate_in_flight_bytes{stream=\"clicks\",shard=\"1\",sink=\"kafka\"} 70"));
    CHECK(holds("spate_errors_total{stream=\"clicks\",shard=\"1\",sink=\"kafka\"} 2"));
    CHECK(holds("spate_events_per_second{stream=\"clicks\",shard=\"1\",sink=\"kafka\"} 12.5"));
    CHECK(holds("spate_lateness_seconds{stream=\"clicks\",shard=\"1\",sink=\"kafka\",quantile=\"0.5\"} 0.001"));
    CHECK(holds("spate_lateness_seconds{stream=\"clicks\",shard=\"1\",sink=\"kafka\",quantile=\"1\"} 2"));
    CHECK(holds("# TYPE spate_events_total counter"));
}
