// SPDX-License-Identifier: Apache-2.0
#include "metrics.hpp"

namespace cli {

struct delivery_metrics::served {};

delivery_metrics::delivery_metrics(const delivery_request& asked, const spate::delivery_stream&, const spate::delivery_sink&) {
    if (asked.metrics_port) throw spate::config_error{"metrics-port", std::to_string(*asked.metrics_port), "cannot be served yet", "leave it out"};
}
delivery_metrics::~delivery_metrics() = default;

std::uint16_t delivery_metrics::port() const noexcept { return 0; }
void delivery_metrics::set(const spate::delivery_progress&) const {}

}  // namespace cli
