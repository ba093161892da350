// SPDX-License-Identifier: Apache-2.0
#include "metrics.hpp"

#include <string>

#include <spate/core/error.hpp>
#include <spate/run/delivery_metrics.hpp>
#include <spate/sink/metrics_server.hpp>

namespace cli {

struct metrics_page::served {
    served(unsigned port, const delivery_request& asked, const spate::delivery_stream& stream)
        : metrics{stream, to_string(asked.sink.type)}, server{port, [this] { return metrics.text(); }} {}
    spate::delivery_metrics metrics;
    spate::metrics_server server;
};

metrics_page::metrics_page(const delivery_request& asked, const spate::delivery_stream& stream) {
    if (!asked.metrics_port) return;
    try {
        served_ = std::make_unique<served>(*asked.metrics_port, asked, stream);
    } catch (const spate::config_error& error) {
        throw spate::config_error{"metrics-port", error.value(), error.problem(), error.remedy()};
    }
}
metrics_page::~metrics_page() = default;

unsigned metrics_page::port() const noexcept { return served_ ? served_->server.port() : 0; }

void metrics_page::set(const spate::delivery_progress& now) const {
    if (served_) served_->metrics.set(now);
}

}  // namespace cli
