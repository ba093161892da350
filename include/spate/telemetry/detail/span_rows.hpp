// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_DETAIL_SPAN_ROWS_HPP
#define SPATE_TELEMETRY_DETAIL_SPAN_ROWS_HPP

/// The spans of some rows, one behind the other, and the texts that their columns refer to.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <spate/field/column.hpp>
#include <spate/field/type.hpp>
#include <spate/telemetry/anomaly.hpp>
#include <spate/telemetry/detail/fill_columns.hpp>
#include <spate/telemetry/detail/span_words.hpp>
#include <spate/telemetry/detail/trace_plan.hpp>
#include <spate/telemetry/detail/trace_source.hpp>
#include <spate/telemetry/trace_id.hpp>

namespace spate::inline v0::detail {

struct span_row {
    trace_identifier trace;
    std::int64_t begin;
    std::uint64_t duration;
    std::uint64_t id, parent, server;
    std::uint32_t service, host, peer;
    std::uint16_t status;
    span_kind kind;
    std::uint8_t name;
    bool is_root, failed;
    anomaly_kind anomaly;

    [[nodiscard]] bool is_http() const noexcept { return kind == span_kind::server || kind == span_kind::client; }
};

[[nodiscard]] inline span_row row_of(const trace_source& source, const placed_trace& trace, std::size_t i) noexcept {
    const planned_span& span = trace.plan.spans[i];
    return {trace.id,
            trace.begin + static_cast<std::int64_t>(span.begin),
            span.duration,
            span.id,
            trace.plan.spans[span.parent].id,
            trace.plan.spans[span.server].id,
            span.service,
            source.host(span.service, trace.interval),
            span.peer,
            span.status,
            span.kind,
            span.name,
            i == 0,
            span.failed,
            span.anomaly};
}

/// Columns of the fields that spans and log lines share. Rows are structures with the members of span_row that each function names.
struct span_columns {
    static constexpr data_type text{.id = type_id::text}, text_or_null{.id = type_id::text, .nullable = true}, time{.id = type_id::timestamp, .places = 9},
        number{.id = type_id::int32}, number_or_null{.id = type_id::int32, .nullable = true}, wide{.id = type_id::int64};

    explicit span_columns(const trace_source& source) {
        for (const endpoint& one : endpoints) {
            routes.add(one.route);
            names.add(std::string{http_methods[one.method]} + " " + std::string{one.route});
        }
        for (const query& one : queries) names.add(one.name);
        for (const std::string_view one : steps) names.add(one);
        for (const service_profile& one : source.options().services) peers.add(one.name);
        for (const std::string_view one : database_systems) peers.add(one), systems.add(one);
        for (const std::string_view one : {"internal", "server", "client", "client"}) kinds.add(one);
        for (const std::string_view one : {"success", "failure"}) outcomes.add(one);
    }

    /// Of `trace`.
    template <class Row>
    static void trace_ids(const std::vector<Row>& rows, column& out) {
        fill_hex<2>(out, rows.size(), [&](std::size_t i, std::size_t word) { return word == 0 ? rows[i].trace.high : rows[i].trace.low; });
    }
    /// Four columns: name, version and environment of `service`, and `host`.
    template <class Row>
    static void resources(const trace_source& source, const std::vector<Row>& rows, column* const (&out)[4]) {
        const auto service = [&](std::size_t i) { return rows[i].service; };
        fill_words(*out[0], source.names, rows.size(), service);
        fill_words(*out[1], source.versions, rows.size(), service);
        fill_words(*out[2], source.environments, rows.size(), service);
        fill_words(*out[3], source.hosts, rows.size(), [&](std::size_t i) { return rows[i].host; });
    }
    static data_type resource_type() {
        return {.id = type_id::structure,
                .children = {text, text, text, text},
                .names = {"service.name", "service.version", "deployment.environment.name", "host.name"}};
    }
    /// The same four as a structure.
    template <class Row>
    static void resource(const trace_source& source, const std::vector<Row>& rows, column& out) {
        static const data_type type = resource_type();
        out.start(type, rows.size());
        resources(source, rows, {&out.child(0), &out.child(1), &out.child(2), &out.child(3)});
    }
    /// Three columns of `kind`, `name` and `status`: the method of requests, the route of those that are served, the status of those that have one.
    template <class Row>
    void requests(const std::vector<Row>& rows, column* const (&out)[3]) const {
        const auto is_http = [&](std::size_t i) { return rows[i].kind == span_kind::server || rows[i].kind == span_kind::client; };
        fill_words(*out[0], methods, rows.size(), [&](std::size_t i) { return is_http(i) ? endpoints[rows[i].name].method : 0; });
        fill_nulls(*out[0], rows.size(), is_http);
        fill_words(*out[1], routes, rows.size(), [&](std::size_t i) { return is_http(i) ? rows[i].name : 0; });
        fill_nulls(*out[1], rows.size(), [&](std::size_t i) { return rows[i].kind == span_kind::server; });
        fill_numbers<std::int32_t>(*out[2], number_or_null, rows.size(), [&](std::size_t i) { return rows[i].status; });
        fill_nulls(*out[2], rows.size(), [&](std::size_t i) { return rows[i].status != 0; });
    }

    text_dictionary anomalies{anomaly_kind_names}, methods{http_methods}, routes, names, peers, systems, kinds, outcomes;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_TELEMETRY_DETAIL_SPAN_ROWS_HPP
