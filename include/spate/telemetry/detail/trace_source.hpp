// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_DETAIL_TRACE_SOURCE_HPP
#define SPATE_TELEMETRY_DETAIL_TRACE_SOURCE_HPP

/// What spans and log lines are both made from: the traces of a system of services.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/field/column.hpp>
#include <spate/rng/permutation.hpp>
#include <spate/telemetry/detail/check_options.hpp>
#include <spate/telemetry/detail/span_conditions.hpp>
#include <spate/telemetry/detail/trace_groups.hpp>
#include <spate/telemetry/detail/trace_plan.hpp>
#include <spate/telemetry/service.hpp>
#include <spate/telemetry/service_load.hpp>
#include <spate/telemetry/telemetry_options.hpp>
#include <spate/telemetry/trace_id.hpp>

namespace spate::inline v0::detail {

/// A planned trace with its place in time.
struct placed_trace {
    std::uint64_t number;
    trace_identifier id;
    std::uint64_t interval;
    std::int64_t begin;  ///< the root's, in nanoseconds since 1970
    trace_plan plan;
};

/// Makes any trace of the options'. Does not change once made; all threads may use one.
class trace_source {
public:
    /// Throws config_error for options that no telemetry can be made from.
    explicit trace_source(telemetry_options options)
        : options_{std::move(options)},
          loads_{options_},
          ids_{trace_key(options_.from)},
          hosts_{host_key(options_.from)},
          key_{derive_key(options_.from, "telemetry spans")},
          services_{options_.services.size()},
          spans_{derive_key(options_.from, "telemetry spans of traces")},
          lines_{derive_key(options_.from, "telemetry lines of traces")} {
        // The last trace too must end before 64 bits do.
        const std::uint64_t room = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max() - options_.begin);
        const std::uint64_t last = room < longest_trace ? 0 : (room - longest_trace) / options_.interval;
        const std::uint64_t intervals = std::min({telemetry_intervals(options_), last, most_traces / options_.services.size()});
        traces_ = intervals * options_.services.size();
        for (const service_profile& one : options_.services) {
            names.add(one.name);
            versions.add(one.version);
            environments.add(one.environment);
            first_host_.push_back(static_cast<std::uint32_t>(hosts.size()));
            for (std::uint32_t host = 0; host < one.hosts; ++host) hosts.add(host_name(one, host));
            first_endpoint_.push_back(static_cast<std::uint8_t>(hash_name(one.name) % endpoint_count));
        }
    }

    [[nodiscard]] const telemetry_options& options() const noexcept { return options_; }
    [[nodiscard]] std::uint64_t traces() const noexcept { return traces_; }
    [[nodiscard]] const span_groups& spans() const noexcept { return spans_; }
    [[nodiscard]] const line_groups& lines() const noexcept { return lines_; }
    [[nodiscard]] span_conditions conditions() const noexcept { return span_conditions{loads_}; }

    /// Throws config_error unless documents [first, first + count) are among `size`.
    static void check_range(std::uint64_t first, std::size_t count, std::uint64_t size) {
        if (first > size || count > size - first)
            raise_config("documents", std::to_string(first) + " and " + std::to_string(count) + " more", "go beyond the end at " + std::to_string(size),
                         "ask for fewer, or give more intervals");
    }

    /// Makes a trace. Requires trace < traces(), and what spans() says of it.
    void make(std::uint64_t trace, std::size_t size, span_conditions& conditions, placed_trace& out) const noexcept {
        const auto [interval, service] = services_.divide(trace);
        out.number = trace;
        out.id = trace_id(ids_, trace);
        out.interval = interval;
        out.begin = static_cast<std::int64_t>(static_cast<std::uint64_t>(options_.begin) + interval * options_.interval +
                                              scale(mix(trace ^ key_.low), options_.interval));
        out.plan.make(mix(trace ^ key_.high), out.id, size, static_cast<std::uint32_t>(service), static_cast<std::uint32_t>(options_.services.size()), interval,
                      first_endpoint_.data(), conditions);
    }
    /// The number of a service's host in `hosts`.
    [[nodiscard]] std::uint32_t host(std::uint32_t service, std::uint64_t interval) const noexcept {
        return first_host_[service] + host_of(hosts_, service, interval, options_.services[service].hosts);
    }

    /// Texts of each service, by its number, and of all hosts.
    text_dictionary names, versions, environments, hosts;

private:
    static constexpr std::uint64_t most_traces = std::uint64_t{1} << 44, longest_trace = std::uint64_t{1} << 52;

    telemetry_options options_;
    service_load loads_;
    key128 ids_, hosts_, key_;
    divisor services_;
    span_groups spans_;
    line_groups lines_;
    std::uint64_t traces_ = 0;
    std::vector<std::uint32_t> first_host_;
    std::vector<std::uint8_t> first_endpoint_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_TELEMETRY_DETAIL_TRACE_SOURCE_HPP
