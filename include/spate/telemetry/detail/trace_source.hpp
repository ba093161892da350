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
#include <spate/telemetry/detail/span_conditions.hpp>
#include <spate/telemetry/detail/stand_in.hpp>
#include <spate/telemetry/detail/trace_groups.hpp>
#include <spate/telemetry/detail/trace_plan.hpp>
#include <spate/telemetry/telemetry_options.hpp>

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
        : options_{checked(std::move(options))},
          loads_{options_},
          ids_{trace_key(options_.from)},
          hosts_{host_key(options_.from)},
          key_{derive_key(options_.from, "telemetry spans")},
          services_{options_.services.size()},
          spans_{derive_key(options_.from, "telemetry spans of traces")},
          lines_{derive_key(options_.from, "telemetry lines of traces")} {
        const auto longest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max() - (std::int64_t{1} << 52));
        const std::uint64_t room = (longest - static_cast<std::uint64_t>(options_.begin)) / options_.interval;
        const std::uint64_t intervals = std::min({options_.intervals, room, most_traces / options_.services.size()});
        traces_ = intervals * options_.services.size();
        for (const service_profile& one : options_.services) {
            names.add(one.name);
            versions.add(one.version);
            environments.add(one.environment);
            first_host_.push_back(static_cast<std::uint32_t>(hosts.size()));
            for (std::uint32_t host = 1; host <= one.hosts; ++host) hosts.add(one.name + (host < 10 ? "-0" : "-") + std::to_string(host));
            first_endpoint_.push_back(static_cast<std::uint8_t>(hash_name(one.name) % endpoint_count));
        }
    }

    [[nodiscard]] const telemetry_options& options() const noexcept { return options_; }
    [[nodiscard]] std::uint64_t traces() const noexcept { return traces_; }
    [[nodiscard]] const span_groups& spans() const noexcept { return spans_; }
    [[nodiscard]] const line_groups& lines() const noexcept { return lines_; }
    [[nodiscard]] span_conditions conditions() const noexcept { return {options_, loads_}; }

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
    static constexpr std::uint64_t most_traces = std::uint64_t{1} << 44;

    static telemetry_options checked(telemetry_options options) {
        if (options.services.empty() || options.services.size() > 100'000)
            raise_config("services", std::to_string(options.services.size()), "is not a number of services from 1 to 100,000", "use usual_services(4)");
        if (options.interval == 0 || options.interval > std::uint64_t{1} << 52)
            raise_config("interval", std::to_string(options.interval), "is not from 1 ns to 52 days", "use 1'000'000'000 for a second");
        if (options.begin < 0 || options.begin > std::int64_t{1} << 62)
            raise_config("begin", std::to_string(options.begin), "is not from 1970 to 2116", "give nanoseconds since 1970-01-01T00:00:00Z");
        std::uint64_t hosts = 0;
        for (const service_profile& one : options.services) {
            if (one.hosts == 0) raise_config("hosts", "0", "leave service \"" + one.name + "\" without a host", "use 1 or more");
            hosts += one.hosts;
        }
        if (hosts > 4'000'000) raise_config("hosts", std::to_string(hosts), "are more than 4,000,000 in all", "use fewer hosts a service");
        return options;
    }

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
