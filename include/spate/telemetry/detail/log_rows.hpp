// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_DETAIL_LOG_ROWS_HPP
#define SPATE_TELEMETRY_DETAIL_LOG_ROWS_HPP

/// The log lines of some rows: which span each is of, when it is written, and how grave it is.

#include <cstddef>
#include <cstdint>
#include <vector>

#include <spate/telemetry/anomaly.hpp>
#include <spate/telemetry/detail/span_rows.hpp>
#include <spate/telemetry/detail/span_words.hpp>
#include <spate/telemetry/detail/trace_groups.hpp>
#include <spate/telemetry/detail/trace_plan.hpp>
#include <spate/telemetry/detail/trace_source.hpp>

namespace spate::inline v0::detail {

enum class log_level : std::uint8_t { debug, info, warning, error };

/// A line and the span that it is of.
struct log_row : span_row {
    std::int64_t time;
    log_level level;
    bool accepts;  ///< written when the request comes, not when the span ends
};

/// The spans of a trace in the order in which they end: each behind all that it calls, the root at last.
inline void order_of_ends(const trace_plan& plan, std::uint8_t* order) noexcept {
    std::uint8_t open[most_spans];
    std::size_t depth = 0, done = 0;
    for (std::size_t i = 0; i < plan.size; ++i) {
        for (; depth > plan.spans[i].depth; --depth) order[done++] = open[depth - 1];
        open[depth++] = static_cast<std::uint8_t>(i);
    }
    for (; depth > 0; --depth) order[done++] = open[depth - 1];
}

/// Which span line `line` of `lines` is of, and whether it is the one that accepts the request. The first line says that the request has come (if there is
/// more than one), the last how it ended, those between how other spans ended, in the order in which they do.
[[nodiscard]] inline std::size_t span_of_line(const std::uint8_t* order, std::size_t spans, std::size_t line, std::size_t lines, bool& accepts) noexcept {
    accepts = line == 0 && lines > 1;
    if (accepts || line + 1 == lines || spans == 1) return 0;
    return order[line * (spans - 1) / (lines - 1)];
}

[[nodiscard]] inline log_level level_of(const span_row& span, bool accepts) noexcept {
    if (accepts) return log_level::debug;
    if (span.failed) return log_level::error;
    if (span.anomaly == anomaly_kind::latency_storm) return log_level::warning;
    return span.is_http() ? log_level::info : log_level::debug;
}

/// Makes lines [first, first + count).
inline void expand_lines(const trace_source& source, std::uint64_t first, std::size_t count, std::vector<log_row>& rows) {
    span_conditions conditions = source.conditions();
    placed_trace trace;
    span_groups::group group{};
    bool has_group = false;
    std::uint8_t order[most_spans];
    rows.clear();
    rows.reserve(count);
    source.lines().each(first, count, [&](std::uint64_t number, std::uint64_t, std::size_t lines, std::size_t from, std::size_t to) {
        const std::size_t place = number % traces_in_group;
        if (!has_group || group.first_trace != number - place) group = source.spans().at(number / traces_in_group);
        has_group = true;
        const std::size_t spans = group.size(place);
        source.make(number, spans, conditions, trace);
        order_of_ends(trace.plan, order);
        for (std::size_t line = from; line < to; ++line) {
            bool accepts = false;
            span_row span = row_of(source, trace, span_of_line(order, spans, line, lines, accepts));
            // Nobody knows the answer yet.
            if (accepts) span.status = 0;
            // Lines of a trace that has no other span are spread over the root.
            std::uint64_t after = accepts ? 0 : span.duration;
            if (spans == 1 && line + 1 != lines) after = span.duration / lines * line;
            rows.push_back({span, span.begin + static_cast<std::int64_t>(after), level_of(span, accepts), accepts});
        }
    });
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_TELEMETRY_DETAIL_LOG_ROWS_HPP
