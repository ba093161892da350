// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_LOG_DOCUMENTS_HPP
#define SPATE_TELEMETRY_LOG_DOCUMENTS_HPP

/// `log_documents`: what services write while they answer requests, a row each line.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/hash.hpp>
#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/type.hpp>
#include <spate/schema/batch.hpp>
#include <spate/telemetry/detail/data_stream_parts.hpp>
#include <spate/telemetry/detail/fill_columns.hpp>
#include <spate/telemetry/detail/log_message.hpp>
#include <spate/telemetry/detail/log_rows.hpp>
#include <spate/telemetry/detail/span_rows.hpp>
#include <spate/telemetry/detail/trace_source.hpp>
#include <spate/telemetry/document_range.hpp>
#include <spate/telemetry/telemetry_options.hpp>

namespace spate::inline v0 {

/// The log lines of all traces of trace_documents made from the same options, trace by trace: 1 to 8 a trace, 3.5 on average. A line is of one span of its
/// trace, and of that span's service and host. Of a trace's lines, the first says that the request has come (where there are two or more), the last how it
/// ended, those between how other spans ended; their times lie within their spans and never go back within a trace.
///
/// Levels: error where the span failed, else warning in a latency storm of its service, else info for requests, and debug for queries, steps and requests that
/// come. Messages have the span's name, status, duration and called service, and a user's number, which is the same for all lines of a trace:
///
///     GET /api/orders/:id 200 in 25.318 ms user 48211
///     payment answered 503 to POST /api/payments in 12.345 ms
///
/// Columns of the Elastic Common Schema, the first four as ecs-logging asks: @timestamp (9 places), log.level, message, ecs.version, service.name,
/// service.version, service.environment, host.name, event.dataset, trace.id, span.id, data_stream.type, data_stream.dataset, data_stream.namespace,
/// labels.anomaly (of the span's service in the trace's interval). Datasets and namespaces are the service's name and environment with all but lower-case
/// letters, digits and dots replaced, as names of data streams need it; where the options name a data stream, those of data_stream are of its name.
///
/// Columns of OpenTelemetry's log data model: timeUnixNano, observedTimeUnixNano (up to 5 ms later), severityNumber (5, 9, 13, 17), severityText, body,
/// attributes (http.request.method-, http.route-, http.response.status_code-, anomaly), traceId, spanId, flags (1: sampled), resource (service.name,
/// service.version, deployment.environment.name, host.name); those marked `-` may be null.
///
/// Determinism: a row is a pure function of (options, row). Cost: some 100 ns a row to make the columns; any row alone costs its trace.
/// Thread safety: a value that does not change; copies share what does not change. Models record_source.
class log_documents {
public:
    /// Throws config_error as trace_documents does.
    explicit log_documents(telemetry_options options) : state_{std::make_shared<const state>(std::move(options))} {}

    [[nodiscard]] const telemetry_options& options() const noexcept { return state_->source.options(); }
    /// All lines, of as many traces as trace_documents has.
    [[nodiscard]] std::uint64_t size() const noexcept { return state_->size; }
    /// How many traces there are.
    [[nodiscard]] std::uint64_t traces() const noexcept { return state_->source.traces(); }
    /// The rows of a trace. Requires trace < traces(). Cost: some 30 ns.
    [[nodiscard]] document_range rows_of(std::uint64_t trace) const noexcept {
        const detail::line_groups& groups = state_->source.lines();
        const std::uint64_t first = groups.first_part(trace);
        return {first, groups.first_part(trace + 1) - first};
    }

    [[nodiscard]] record_type type() const {
        using columns = detail::span_columns;
        if (options().names == field_naming::ecs)
            return {{"@timestamp", columns::time},
                    {"log.level", columns::text},
                    {"message", columns::text},
                    {"ecs.version", columns::text},
                    {"service.name", columns::text},
                    {"service.version", columns::text},
                    {"service.environment", columns::text},
                    {"host.name", columns::text},
                    {"event.dataset", columns::text},
                    {"trace.id", columns::text},
                    {"span.id", columns::text},
                    {"data_stream.type", columns::text},
                    {"data_stream.dataset", columns::text},
                    {"data_stream.namespace", columns::text},
                    {"labels.anomaly", columns::text}};
        return {{"timeUnixNano", columns::wide}, {"observedTimeUnixNano", columns::wide}, {"severityNumber", columns::number}, {"severityText", columns::text},
                {"body", columns::text},         {"attributes", state_->attributes},      {"traceId", columns::text},          {"spanId", columns::text},
                {"flags", columns::number},      {"resource", columns::resource_type()}};
    }

    /// Makes rows [first, first + count). Throws config_error beyond the end. Allocates only where the batch has to grow.
    void fill(std::uint64_t first, std::size_t count, batch& out) const {
        detail::trace_source::check_range(first, count, size());
        out.first = first;
        out.count = count;
        const bool ecs = options().names == field_naming::ecs;
        out.columns.resize(ecs ? 15 : 10);
        detail::scratch<std::vector<log_row>> rows;
        detail::expand_lines(state_->source, first, count, *rows);
        if (ecs)
            fill_ecs(*rows, out.columns.data());
        else
            fill_otel(*rows, out.columns.data());
    }

private:
    using log_row = detail::log_row;

    struct state {
        explicit state(telemetry_options options)
            : source{std::move(options)}, columns{source}, messages{source, columns}, size{source.lines().first_part(source.traces())} {
            for (const std::string_view one : {"DEBUG", "INFO", "WARN", "ERROR"}) levels.add(one);
            const detail::data_stream_parts stream{source.options().data_stream};
            own_streams = stream.empty();
            for (const std::string_view one : {std::string_view{"8.11.0"}, stream.value_of("data_stream.type", "logs")}) constants.add(one);
            for (const service_profile& one : source.options().services) {
                events.add(stream_part(one.name));
                if (own_streams) namespaces.add(stream_part(one.environment));
            }
            if (own_streams) return;
            datasets.add(stream.dataset);
            namespaces.add(stream.name_space);
        }
        detail::trace_source source;
        detail::span_columns columns;
        detail::log_messages messages;
        bool own_streams;
        // Datasets and namespaces are those of the one stream that there is, or of each service, where datasets are as those of events.
        text_dictionary levels, constants, events, datasets, namespaces;
        data_type attributes = {.id = type_id::structure,
                                .children = {detail::span_columns::text_or_null, detail::span_columns::text_or_null, detail::span_columns::number_or_null,
                                             detail::span_columns::text},
                                .names = {"http.request.method", "http.route", "http.response.status_code", "anomaly"}};
        std::uint64_t size;
    };

    // At most 100 bytes, as Elasticsearch has it.
    static std::string stream_part(std::string_view name) {
        std::string out{name.substr(0, 100)};
        for (char& letter : out) {
            if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
            if ((letter < 'a' || letter > 'z') && (letter < '0' || letter > '9') && letter != '.') letter = '_';
        }
        return out;
    }

    void fill_ecs(const std::vector<log_row>& rows, column* to) const {
        const detail::span_columns& columns = state_->columns;
        const std::size_t count = rows.size();
        const auto service = [&](std::size_t i) { return rows[i].service; };
        detail::fill_numbers<std::int64_t>(to[0], detail::span_columns::time, count, [&](std::size_t i) { return rows[i].time; });
        detail::fill_words(to[1], state_->levels, count, [&](std::size_t i) { return rows[i].level; });
        state_->messages.fill(rows, to[2]);
        detail::fill_words(to[3], state_->constants, count, [](std::size_t) { return 0; });
        detail::span_columns::resources(state_->source, rows, {to + 4, to + 5, to + 6, to + 7});
        detail::fill_words(to[8], state_->events, count, service);
        detail::span_columns::trace_ids(rows, to[9]);
        detail::fill_hex<1>(to[10], count, [&](std::size_t i, std::size_t) { return rows[i].id; });
        detail::fill_words(to[11], state_->constants, count, [](std::size_t) { return 1; });
        const auto stream = [&](std::size_t i) { return state_->own_streams ? rows[i].service : 0; };
        detail::fill_words(to[12], state_->own_streams ? state_->events : state_->datasets, count, stream);
        detail::fill_words(to[13], state_->namespaces, count, stream);
        detail::fill_words(to[14], columns.anomalies, count, [&](std::size_t i) { return rows[i].anomaly; });
    }

    void fill_otel(const std::vector<log_row>& rows, column* to) const {
        constexpr std::uint64_t latest = 5'000'000;
        const detail::span_columns& columns = state_->columns;
        const std::size_t count = rows.size();
        detail::fill_numbers<std::int64_t>(to[0], detail::span_columns::wide, count, [&](std::size_t i) { return rows[i].time; });
        detail::fill_numbers<std::int64_t>(to[1], detail::span_columns::wide, count, [&](std::size_t i) {
            return rows[i].time + static_cast<std::int64_t>(scale(mix(rows[i].id ^ static_cast<std::uint64_t>(rows[i].time)), latest));
        });
        detail::fill_numbers<std::int32_t>(to[2], detail::span_columns::number, count, [&](std::size_t i) { return 5 + 4 * static_cast<int>(rows[i].level); });
        detail::fill_words(to[3], state_->levels, count, [&](std::size_t i) { return rows[i].level; });
        state_->messages.fill(rows, to[4]);
        column& attributes = to[5];
        attributes.start(state_->attributes, count);
        columns.requests(rows, {&attributes.child(0), &attributes.child(1), &attributes.child(2)});
        detail::fill_words(attributes.child(3), columns.anomalies, count, [&](std::size_t i) { return rows[i].anomaly; });
        detail::span_columns::trace_ids(rows, to[6]);
        detail::fill_hex<1>(to[7], count, [&](std::size_t i, std::size_t) { return rows[i].id; });
        detail::fill_numbers<std::int32_t>(to[8], detail::span_columns::number, count, [](std::size_t) { return 1; });
        detail::span_columns::resource(state_->source, rows, to[9]);
    }

    std::shared_ptr<const state> state_;
};

static_assert(record_source<log_documents>);

}  // namespace spate::inline v0

#endif  // SPATE_TELEMETRY_LOG_DOCUMENTS_HPP
