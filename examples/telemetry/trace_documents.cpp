// SPDX-License-Identifier: Apache-2.0
// The slowest of a minute's requests, and its spans: any trace is made alone, so that nothing of the others is kept.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>

#include <spate/schema/batch.hpp>
#include <spate/telemetry/trace_documents.hpp>

int main() {
    using namespace spate;
    const trace_documents spans{{.from = seed{1}, .services = usual_services(4), .intervals = 60}};
    constexpr std::size_t id = 1, parent = 4, service = 5, name = 9, duration = 15, outcome = 16;  // columns of type()

    batch rows;
    spans.fill(0, static_cast<std::size_t>(spans.size()), rows);
    std::size_t slowest = 0;
    for (std::size_t row = 0; row < rows.count; ++row)
        if (rows.columns[duration].values<std::int64_t>()[row] > rows.columns[duration].values<std::int64_t>()[slowest]) slowest = row;
    const std::string trace{rows.columns[id].text(slowest)};

    // Trace t is the exemplar of metric document t.
    std::uint64_t number = 0;
    while (!spans.rows_of(number).contains(slowest)) ++number;
    const document_range of_trace = spans.rows_of(number);
    spans.fill(of_trace.first, static_cast<std::size_t>(of_trace.count), rows);
    std::printf("trace %s\n", trace.c_str());
    for (std::size_t row = 0; row < rows.count; ++row)
        std::printf("%10.3f ms  %-8.8s %-8.7s %.24s\n", static_cast<double>(rows.columns[duration].values<std::int64_t>()[row]) / 1e6,
                    std::string{rows.columns[service].text(row)}.c_str(), std::string{rows.columns[outcome].text(row)}.c_str(),
                    std::string{rows.columns[name].text(row)}.c_str());
    return rows.columns[id].text(0) == trace && rows.columns[parent].is_null(0) && spans.traces() == 240 ? 0 : 1;
}
