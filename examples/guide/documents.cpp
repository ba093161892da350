// SPDX-License-Identifier: Apache-2.0
// What the guide to documents shows.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <spate/format/bulk.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/run/run_records.hpp>
#include <spate/schema/rows.hpp>
#include <spate/sink/file.hpp>
#include <spate/telemetry/load_telemetry.hpp>
#include <spate/telemetry/log_documents.hpp>
#include <spate/telemetry/metric_documents.hpp>

using namespace spate;

namespace {

const char* const configuration = R"(
from: 2025-03-01
interval: 10s
services:
  - web
  - {name: payment, latency: 80ms, errors: 0.01, requests: 40}
anomaly_rate: 0.05
data_stream: metrics-shop-default
)";

void of_a_file() {
    const telemetry_configuration given = load_telemetry("services.yaml");
    const metric_documents metrics{given.options};
    run(metrics | rows(100'000), elasticsearch_bulk{{.index = given.index}}, file_sink("metrics.bulk"));
}

void built_in() {
    const telemetry_options options = usual_telemetry().options;
    const metric_documents metrics{options};
    const log_documents logs{options};
    run(metrics | rows(100'000), ndjson(), file_sink("metrics.ndjson"));
    const document_range lines = logs.rows_of(42);  // those of the trace that metric document 42 names
    run(logs, ndjson(), file_sink("trace.ndjson"), {.first = lines.first, .rows = lines.count});
}

}  // namespace

int main() {
    for (const char* const name : {"metrics.bulk", "metrics.ndjson", "trace.ndjson"}) std::filesystem::remove(name);
    std::ofstream{"services.yaml"} << configuration;
    of_a_file();
    built_in();
    std::printf("%ju and %ju bytes\n", std::filesystem::file_size("metrics.bulk"), std::filesystem::file_size("metrics.ndjson"));
    return std::filesystem::file_size("trace.ndjson") > 100 ? 0 : 1;
}
