// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_TRACE_DOCUMENTS_HPP
#define SPATE_TELEMETRY_TRACE_DOCUMENTS_HPP

/// `trace_documents`: the spans of the requests that services answer, a row each.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/type.hpp>
#include <spate/schema/batch.hpp>
#include <spate/telemetry/detail/fill_columns.hpp>
#include <spate/telemetry/detail/span_rows.hpp>
#include <spate/telemetry/detail/trace_source.hpp>
#include <spate/telemetry/document_range.hpp>
#include <spate/telemetry/telemetry_options.hpp>

namespace spate::inline v0 {

/// The spans of all traces, trace by trace. Trace t is a request to service t % services, which begins within interval t / services; it is the exemplar of
/// metric document t, whose service and host its root has. A trace has 1 to 12 spans, 5.75 on average: the root first, then in the order in which they begin.
///
/// - A server span calls others: requests to other services (a client span, and in it the other service's server span), queries and steps of its own.
/// - A child lies within its parent in time. Children of one parent follow one another.
/// - Server spans fail of themselves as often as the metrics of their service say, other spans an eighth as often. A client fails with the server that it
///   calls; other parents get over it in three cases of four: so of the requests of a service hardly more fail than its metrics say.
/// - Times follow the service's latency, which is that of its metrics and rises with load: in a latency storm it is eightfold, for all that wait for it too.
///   Half of a service's server spans take its latency or less, give or take what those that it calls take.
///
/// Columns, with `-` for what may be null:
///
/// | ECS | OpenTelemetry |
/// |---|---|
/// | @timestamp (9 places) | startTimeUnixNano, endTimeUnixNano (int64) |
/// | trace.id, transaction.id (of the nearest server span), span.id, parent.id- | traceId, spanId, parentSpanId- |
/// | service.name, service.version, service.environment, host.name | resource: service.name, service.version, deployment.environment.name, host.name |
/// | span.name, span.kind | name, kind (1 internal, 2 server, 3 client) |
/// | http.request.method-, http.route-, http.response.status_code- | attributes: the same |
/// | service.target.name- (the service or database that is called) | attributes: peer.service-, db.system.name- |
/// | event.duration (ns), event.outcome (success, failure) | status: code (0 unset, 2 error), message- |
/// | labels.anomaly (of the span's service in the trace's interval) | attributes: anomaly |
///
/// Source: Elastic Common Schema 8; OpenTelemetry trace data model and its JSON encoding (identifiers in hexadecimal).
/// Determinism: a row is a pure function of (options, row). Cost: some 80 ns a row to make the columns; any row alone costs its trace.
/// Thread safety: a value that does not change; copies share what does not change. Models record_source.
class trace_documents {
public:
    /// Throws config_error, which names the option, as metric_documents does.
    explicit trace_documents(telemetry_options options) : state_{std::make_shared<const state>(std::move(options))} {}

    [[nodiscard]] const telemetry_options& options() const noexcept { return state_->source.options(); }
    /// All spans. Where the options' intervals have no end, those of as many as nanoseconds in 64 bits can tell, and of at most 2^44 traces.
    [[nodiscard]] std::uint64_t size() const noexcept { return state_->size; }
    /// How many traces there are.
    [[nodiscard]] std::uint64_t traces() const noexcept { return state_->source.traces(); }
    /// The rows of a trace, the root first. Requires trace < traces(). Cost: some 30 ns.
    [[nodiscard]] document_range rows_of(std::uint64_t trace) const noexcept {
        const detail::span_groups& groups = state_->source.spans();
        const std::uint64_t first = groups.first_part(trace);
        return {first, groups.first_part(trace + 1) - first};
    }

    [[nodiscard]] record_type type() const {
        using columns = detail::span_columns;
        if (options().names == field_naming::ecs)
            return {{"@timestamp", columns::time},
                    {"trace.id", columns::text},
                    {"transaction.id", columns::text},
                    {"span.id", columns::text},
                    {"parent.id", columns::text_or_null},
                    {"service.name", columns::text},
                    {"service.version", columns::text},
                    {"service.environment", columns::text},
                    {"host.name", columns::text},
                    {"span.name", columns::text},
                    {"span.kind", columns::text},
                    {"http.request.method", columns::text_or_null},
                    {"http.route", columns::text_or_null},
                    {"http.response.status_code", columns::number_or_null},
                    {"service.target.name", columns::text_or_null},
                    {"event.duration", columns::wide},
                    {"event.outcome", columns::text},
                    {"labels.anomaly", columns::text}};
        return {{"traceId", columns::text},
                {"spanId", columns::text},
                {"parentSpanId", columns::text_or_null},
                {"name", columns::text},
                {"kind", columns::number},
                {"startTimeUnixNano", columns::wide},
                {"endTimeUnixNano", columns::wide},
                {"status", status_type()},
                {"attributes", attributes_type()},
                {"resource", columns::resource_type()}};
    }

    /// Makes rows [first, first + count). Throws config_error beyond the end. Allocates only where the batch has to grow.
    void fill(std::uint64_t first, std::size_t count, batch& out) const {
        detail::trace_source::check_range(first, count, size());
        out.first = first;
        out.count = count;
        const bool ecs = options().names == field_naming::ecs;
        out.columns.resize(ecs ? 18 : 10);
        detail::scratch<std::vector<detail::span_row>> rows;
        expand(first, count, *rows);
        if (ecs)
            fill_ecs(*rows, out.columns.data());
        else
            fill_otel(*rows, out.columns.data());
    }

private:
    using span_row = detail::span_row;

    struct state {
        explicit state(telemetry_options options) : source{std::move(options)}, columns{source}, size{source.spans().first_part(source.traces())} {
            failures.add("the request failed");
        }
        detail::trace_source source;
        detail::span_columns columns;
        text_dictionary failures;
        data_type status = status_type(), attributes = attributes_type();
        std::uint64_t size;
    };

    static data_type status_type() {
        return {.id = type_id::structure, .children = {detail::span_columns::number, detail::span_columns::text_or_null}, .names = {"code", "message"}};
    }
    static data_type attributes_type() {
        using columns = detail::span_columns;
        return {
            .id = type_id::structure,
            .children = {columns::text_or_null, columns::text_or_null, columns::number_or_null, columns::text_or_null, columns::text_or_null, columns::text},
            .names = {"http.request.method", "http.route", "http.response.status_code", "peer.service", "db.system.name", "anomaly"}};
    }

    void expand(std::uint64_t first, std::size_t count, std::vector<span_row>& rows) const {
        const detail::trace_source& source = state_->source;
        detail::span_conditions conditions = source.conditions();
        detail::placed_trace trace;
        rows.clear();
        rows.reserve(count);
        source.spans().each(first, count, [&](std::uint64_t number, std::uint64_t, std::size_t size, std::size_t from, std::size_t to) {
            source.make(number, size, conditions, trace);
            for (std::size_t i = from; i < to; ++i) rows.push_back(detail::row_of(source, trace, i));
        });
    }

    void fill_ecs(const std::vector<span_row>& rows, column* to) const {
        const detail::span_columns& columns = state_->columns;
        const std::size_t count = rows.size();
        detail::fill_numbers<std::int64_t>(to[0], detail::span_columns::time, count, [&](std::size_t i) { return rows[i].begin; });
        detail::span_columns::trace_ids(rows, to[1]);
        detail::fill_hex<1>(to[2], count, [&](std::size_t i, std::size_t) { return rows[i].server; });
        detail::fill_hex<1>(to[3], count, [&](std::size_t i, std::size_t) { return rows[i].id; });
        fill_parents(rows, to[4]);
        detail::span_columns::resources(state_->source, rows, {to + 5, to + 6, to + 7, to + 8});
        detail::fill_words(to[9], columns.names, count, [&](std::size_t i) { return rows[i].name; });
        detail::fill_words(to[10], columns.kinds, count, [&](std::size_t i) { return static_cast<std::size_t>(rows[i].kind) - 1; });
        columns.requests(rows, {to + 11, to + 12, to + 13});
        const std::size_t services = state_->source.options().services.size();
        detail::fill_words(to[14], columns.peers, count,
                           [&](std::size_t i) { return rows[i].peer + (rows[i].kind == detail::span_kind::query ? services : 0); });
        detail::fill_nulls(to[14], count, [&](std::size_t i) { return rows[i].kind >= detail::span_kind::client; });
        detail::fill_numbers<std::int64_t>(to[15], detail::span_columns::wide, count, [&](std::size_t i) { return rows[i].duration; });
        detail::fill_words(to[16], columns.outcomes, count, [&](std::size_t i) { return rows[i].failed ? 1 : 0; });
        detail::fill_words(to[17], columns.anomalies, count, [&](std::size_t i) { return rows[i].anomaly; });
    }

    void fill_otel(const std::vector<span_row>& rows, column* to) const {
        const detail::span_columns& columns = state_->columns;
        const std::size_t count = rows.size();
        detail::span_columns::trace_ids(rows, to[0]);
        detail::fill_hex<1>(to[1], count, [&](std::size_t i, std::size_t) { return rows[i].id; });
        fill_parents(rows, to[2]);
        detail::fill_words(to[3], columns.names, count, [&](std::size_t i) { return rows[i].name; });
        detail::fill_numbers<std::int32_t>(to[4], detail::span_columns::number, count,
                                           [&](std::size_t i) { return std::min(static_cast<int>(rows[i].kind), 3); });
        detail::fill_numbers<std::int64_t>(to[5], detail::span_columns::wide, count, [&](std::size_t i) { return rows[i].begin; });
        detail::fill_numbers<std::int64_t>(to[6], detail::span_columns::wide, count,
                                           [&](std::size_t i) { return rows[i].begin + static_cast<std::int64_t>(rows[i].duration); });
        column& status = to[7];
        status.start(state_->status, count);
        detail::fill_numbers<std::int32_t>(status.child(0), detail::span_columns::number, count, [&](std::size_t i) { return rows[i].failed ? 2 : 0; });
        detail::fill_words(status.child(1), state_->failures, count, [](std::size_t) { return 0; });
        detail::fill_nulls(status.child(1), count, [&](std::size_t i) { return rows[i].failed; });
        column& attributes = to[8];
        attributes.start(state_->attributes, count);
        columns.requests(rows, {&attributes.child(0), &attributes.child(1), &attributes.child(2)});
        const auto is = [&](detail::span_kind kind) { return [&rows, kind](std::size_t i) { return rows[i].kind == kind; }; };
        detail::fill_words(attributes.child(3), state_->source.names, count,
                           [&](std::size_t i) { return rows[i].kind == detail::span_kind::client ? rows[i].peer : 0; });
        detail::fill_nulls(attributes.child(3), count, is(detail::span_kind::client));
        detail::fill_words(attributes.child(4), columns.systems, count,
                           [&](std::size_t i) { return rows[i].kind == detail::span_kind::query ? rows[i].peer : 0; });
        detail::fill_nulls(attributes.child(4), count, is(detail::span_kind::query));
        detail::fill_words(attributes.child(5), columns.anomalies, count, [&](std::size_t i) { return rows[i].anomaly; });
        detail::span_columns::resource(state_->source, rows, to[9]);
    }

    static void fill_parents(const std::vector<span_row>& rows, column& to) {
        detail::fill_hex<1>(to, rows.size(), [&](std::size_t i, std::size_t) { return rows[i].parent; });
        detail::fill_nulls(to, rows.size(), [&](std::size_t i) { return !rows[i].is_root; });
    }

    std::shared_ptr<const state> state_;
};

static_assert(record_source<trace_documents>);

}  // namespace spate::inline v0

#endif  // SPATE_TELEMETRY_TRACE_DOCUMENTS_HPP
