// SPDX-License-Identifier: Apache-2.0
// The log lines of a minute as NDJSON, and those of one trace: lines share trace and span ids with the spans of trace_documents of the same options.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string_view>
#include <vector>

#include <spate/format/ndjson.hpp>
#include <spate/run/run_records.hpp>
#include <spate/sink/memory.hpp>
#include <spate/telemetry/log_documents.hpp>
#include <spate/telemetry/trace_documents.hpp>

int main() {
    using namespace spate;
    const telemetry_options options{.from = seed{1}, .services = usual_services(4), .intervals = 60};
    const log_documents lines{options};
    std::vector<std::byte> file;
    const record_report report = run(lines, ndjson(), vector_sink{file});
    std::printf("%llu lines, %llu bytes\n", static_cast<unsigned long long>(report.rows), static_cast<unsigned long long>(report.bytes));

    const std::uint64_t trace = 77;
    const document_range of_trace = lines.rows_of(trace);
    batch rows, spans;
    lines.fill(of_trace.first, static_cast<std::size_t>(of_trace.count), rows);
    constexpr std::size_t level = 1, message = 2, trace_id = 9;  // columns of type()
    for (std::size_t row = 0; row < rows.count; ++row) {
        const std::string_view grave = rows.columns[level].text(row), text = rows.columns[message].text(row);
        std::printf("%.*s: %.*s\n", static_cast<int>(grave.size()), grave.data(), static_cast<int>(text.size()), text.data());
    }
    const trace_documents of_spans{options};
    of_spans.fill(of_spans.rows_of(trace).first, 1, spans);
    return report.rows == 60 * 4 / 16 * 56 && rows.columns[trace_id].text(0) == spans.columns[1].text(0) ? 0 : 1;
}
