// SPDX-License-Identifier: Apache-2.0
/// Metrics for Prometheus on a free port of this machine: curl http://127.0.0.1:PORT/metrics while it runs.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

#include <spate/sink/metrics_server.hpp>
#include <spate/sink/prometheus.hpp>

int main(int count, char** arguments) {
    std::atomic<std::uint64_t> rows{0};
    const spate::metrics_server server{
        0, [&] {
            spate::prometheus_text page;
            page.metric("example_rows_total", spate::metric_kind::counter, "Rows so far.").add(rows.load(), {{"table", "orders"}});
            return page.text();
        }};
    std::printf("http://127.0.0.1:%u/metrics\n", server.port());
    for (int tenth = 0, end = count > 1 ? 10 * std::atoi(arguments[1]) : 1; tenth < end; ++tenth) {
        rows += 100;
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
}
