// SPDX-License-Identifier: Apache-2.0
// The metrics, log lines and spans of the same traces, under both namings; with SPATE_TELEMETRY_FOLDER as files there, NAMING_KIND.ndjson and .parquet, for
// telemetry_joins.py.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include <spate/format/ndjson.hpp>
#include <spate/format/parquet.hpp>
#include <spate/run/run_records.hpp>
#include <spate/sink/memory.hpp>
#include <spate/telemetry.hpp>

using namespace spate;

namespace {

template <record_source Source, record_format Format>
std::vector<std::byte> made(const Source& source, const Format& format, const std::string& name) {
    std::vector<std::byte> file;
    const record_report report = run(source, format, vector_sink{file});
    CHECK(report.rows == source.size());
    CHECK(report.bytes == file.size());
    if (const char* const folder = std::getenv("SPATE_TELEMETRY_FOLDER")) {
        std::ofstream out{folder + ("/" + name), std::ios::binary};
        out.write(reinterpret_cast<const char*>(file.data()), static_cast<std::streamsize>(file.size()));
        REQUIRE(out.good());
    }
    return file;
}

template <record_source Source>
void check_files(const Source& source, const std::string& name) {
    CAPTURE(name);
    const std::vector<std::byte> lines = made(source, ndjson(), name + ".ndjson");
    CHECK(static_cast<std::uint64_t>(std::count(lines.begin(), lines.end(), std::byte{'\n'})) == source.size());
    const std::vector<std::byte> columns = made(source, parquet(), name + ".parquet");
    CHECK(columns.size() > 8);
}

}  // namespace

TEST_CASE("integration/telemetry_files: every kind in every naming, as lines and as columns") {
    telemetry_options options{.from = seed{7}, .services = usual_services(5), .intervals = 2003, .anomaly_rate = ratio{1, 10}};
    for (service_profile& one : options.services) one.errors = 20'000;
    for (const field_naming names : {field_naming::ecs, field_naming::otel}) {
        options.names = names;
        const std::string naming = names == field_naming::ecs ? "ecs" : "otel";
        check_files(metric_documents{options}, naming + "_metrics");
        check_files(log_documents{options}, naming + "_logs");
        check_files(trace_documents{options}, naming + "_traces");
    }
}
