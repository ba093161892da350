// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_DETAIL_TRACE_PLAN_HPP
#define SPATE_TELEMETRY_DETAIL_TRACE_PLAN_HPP

/// A trace: its spans, what they call, when, and which fail.

#include <cstddef>
#include <cstdint>

#include <spate/core/hash.hpp>
#include <spate/telemetry/anomaly.hpp>
#include <spate/telemetry/detail/span_conditions.hpp>
#include <spate/telemetry/detail/span_words.hpp>
#include <spate/telemetry/detail/trace_groups.hpp>
#include <spate/telemetry/trace_id.hpp>

namespace spate::inline v0::detail {

struct planned_span {
    std::uint64_t id;
    std::uint64_t begin;     ///< nanoseconds after the root's
    std::uint64_t duration;  ///< in nanoseconds
    std::uint32_t service;
    std::uint32_t peer;    ///< of clients: the service that is called; of queries: the database system; else 0
    std::uint16_t status;  ///< of HTTP; 0 for none
    std::uint8_t parent;   ///< a number below its own; 0 for the root
    std::uint8_t server;   ///< the nearest server span, itself or an ancestor
    std::uint8_t depth;
    span_kind kind;
    std::uint8_t name;  ///< a number of a span's name
    bool failed;
    anomaly_kind anomaly;
};

/// Quantiles 0/64 ... 64/64 of a log-normal distribution with median 1 and sigma 1/2, in units of 2^-12; the ends are those of 0.0005 and 0.9995.
inline constexpr std::uint16_t usual_slowness[] = {790,  1395, 1614, 1772, 1902, 2016, 2119, 2215, 2304, 2390, 2472, 2551,  2629,  2704, 2778, 2851, 2923,
                                                   2995, 3066, 3137, 3208, 3279, 3350, 3421, 3493, 3565, 3638, 3712, 3786,  3862,  3939, 4017, 4096, 4177,
                                                   4260, 4344, 4431, 4520, 4612, 4706, 4803, 4904, 5008, 5117, 5230, 5348,  5472,  5602, 5739, 5884, 6039,
                                                   6204, 6383, 6576, 6787, 7020, 7280, 7576, 7917, 8322, 8820, 9469, 10396, 12025, 21227};

/// The spans of a trace, in the order in which they begin. Those that one span calls follow one another, each within it: so a span lasts as long as its own
/// work and all that it calls.
///
/// Determinism: a pure function of (telemetry_options, trace). Cost: some 10 ns a span.
struct trace_plan {
    std::size_t size;
    planned_span spans[most_spans];

    /// Makes a trace of `count` spans, all else from the word `base`; `conditions` are those of services. Requires 0 < count <= most_spans and
    /// service < services.
    void make(std::uint64_t base, const trace_identifier& trace, std::size_t count, std::uint32_t service, std::uint32_t services, std::uint64_t interval,
              const std::uint8_t* first_endpoints, span_conditions& conditions) noexcept {
        size = count;
        std::uint8_t path[most_spans];
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint64_t shape = fold_product(base ^ (0x9e3779b97f4a7c15u * (i + 1)), 0xd1342543de82ef95u), luck = mix(shape);
            planned_span& span = spans[i];
            place(i, shape, service, path);
            span.id = span_id(trace, i);
            choose(span, i, shape >> 16, services, first_endpoints);
            const span_condition& condition = conditions.at(span.service, interval);
            span.anomaly = condition.anomaly;
            span.duration = own_time(span.kind, condition.latency, luck >> 32);
            const std::uint64_t failures = span.kind == span_kind::server ? condition.failures : condition.failures / 8;
            span.failed = (luck & 0xffffffffu) < failures;
            span.begin = luck;  // until times are known
        }
        finish();
    }

private:
    // Who calls span i: a span on the way from the root to the one before it.
    void place(std::size_t i, std::uint64_t word, std::uint32_t service, std::uint8_t* path) noexcept {
        planned_span& span = spans[i];
        if (i == 0) {
            span.parent = span.depth = 0;
            span.service = service;
        } else {
            const planned_span& before = spans[i - 1];
            const std::uint32_t most = before.depth + (before.kind == span_kind::query ? 0u : 1u);
            std::uint32_t depth = before.kind == span_kind::client ? most : 1 + ((static_cast<std::uint32_t>(word) & 0xff) * most >> 8);
            // A client calls one server.
            if (before.kind != span_kind::client && spans[path[depth - 1]].kind == span_kind::client) --depth;
            span.depth = static_cast<std::uint8_t>(depth);
            span.parent = path[depth - 1];
            span.service = spans[span.parent].service;
        }
        path[span.depth] = static_cast<std::uint8_t>(i);
    }

    // What a span is, from what calls it.
    void choose(planned_span& span, std::size_t i, std::uint64_t word, std::uint32_t services, const std::uint8_t* first_endpoints) noexcept {
        const planned_span& caller = spans[span.parent];
        span.peer = 0;
        span.server = caller.server;
        const auto choice = static_cast<std::uint32_t>(word & 0xf);
        const auto of_peer = [&](std::uint32_t peer) {
            return static_cast<std::uint8_t>((first_endpoints[peer] + (word >> 4 & (endpoints_of_service - 1))) % endpoint_count);
        };
        if (i == 0 || caller.kind == span_kind::client) {
            span.kind = span_kind::server;
            span.server = static_cast<std::uint8_t>(i);
            if (i != 0) span.service = caller.peer;
            span.name = i == 0 ? of_peer(span.service) : caller.name;
        } else if (choice < 7) {
            span.kind = span_kind::client;
            const auto step = static_cast<std::uint32_t>(scale(word << 16, services - 1)) + 1;
            span.peer = services == 1 ? span.service : step >= services - span.service ? span.service - (services - step) : span.service + step;
            span.name = of_peer(span.peer);
        } else if (choice < 12) {
            span.kind = span_kind::query;
            span.name = static_cast<std::uint8_t>(first_query + (word >> 4 & (query_count - 1)));
            span.peer = queries[span.name - first_query].system;
        } else {
            span.kind = span_kind::internal;
            span.name = static_cast<std::uint8_t>(first_step + (word >> 4 & (step_count - 1)));
        }
    }

    static std::uint64_t own_time(span_kind kind, std::uint64_t latency, std::uint64_t luck) noexcept {
        constexpr std::uint8_t shares[] = {0, 10, 40, 5, 15};  // of 64, by kind; so half of all server spans take the service's latency or less
        const std::uint64_t place = luck >> 26 & 63, within = luck >> 14 & 0xfff;
        const std::uint64_t slowness = usual_slowness[place] + ((usual_slowness[place + 1] - std::uint64_t{usual_slowness[place]}) * within >> 12);
        return (latency * shares[static_cast<std::size_t>(kind)] >> 6) * slowness >> 12;
    }

    // From the last to the first: failures and times go up; then begins go down.
    void finish() noexcept {
        std::uint64_t behind[most_spans];
        // Half of a span's own work comes before all that it calls.
        for (std::size_t i = 0; i < size; ++i) behind[i] = spans[i].duration / 2;
        for (std::size_t i = size - 1; i > 0; --i) {
            const planned_span& span = spans[i];
            planned_span& caller = spans[span.parent];
            caller.duration += span.duration;
            // Who calls a server that fails, fails; others get over three failures in four, so that few more requests fail than the profile says.
            caller.failed |= span.failed && (span.kind == span_kind::server || (span.begin >> 32 & 3) == 0);
        }
        for (std::size_t i = 0; i < size; ++i) {
            planned_span& span = spans[i];
            planned_span& caller = spans[span.parent];
            span.status = status_of(span, span.begin >> 40);
            // A call that fails though the server does not has no answer.
            if (i != 0 && caller.kind == span_kind::client) caller.status = caller.failed == span.failed ? span.status : std::uint16_t{0};
            span.begin = i == 0 ? 0 : behind[span.parent];
            if (i != 0) behind[span.parent] += span.duration;
            behind[i] += span.begin;
        }
    }

    static std::uint16_t status_of(const planned_span& span, std::uint64_t word) noexcept {
        if (span.kind != span_kind::server && span.kind != span_kind::client) return 0;
        if (span.failed) {
            if (span.kind == span_kind::client) return 0;
            constexpr std::uint16_t statuses[] = {500, 500, 502, 503};
            return span.anomaly == anomaly_kind::latency_storm ? 504 : statuses[word & 3];
        }
        constexpr std::uint16_t statuses[] = {200, 201, 200, 204};  // by method
        const std::uint8_t method = endpoints[span.name].method;
        return method == 0 && (word & 31) == 0 ? 304 : statuses[method];
    }
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_TELEMETRY_DETAIL_TRACE_PLAN_HPP
