// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_DELIVERY_METRICS_HPP
#define SPATE_EXAMPLES_CLI_DELIVERY_METRICS_HPP

/// What --metrics-port serves.

#include <memory>

#include <spate/run/delivery_report.hpp>
#include <spate/sink/delivery.hpp>

#include "options.hpp"

namespace cli {

/// Prometheus text of a delivery on 127.0.0.1 as long as this lives; nothing where it was not asked for. Thread safety: set and the server are apart.
class metrics_page {
public:
    /// Throws config_error where the port cannot be had.
    metrics_page(const delivery_request& asked, const spate::delivery_stream& stream);
    metrics_page(const metrics_page&) = delete;
    metrics_page& operator=(const metrics_page&) = delete;
    ~metrics_page();

    /// 0 where nothing is served.
    [[nodiscard]] unsigned port() const noexcept;
    void set(const spate::delivery_progress& now) const;

private:
    struct served;
    std::unique_ptr<served> served_;
};

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_DELIVERY_METRICS_HPP
