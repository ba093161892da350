// SPDX-License-Identifier: Apache-2.0
// Two days of four services, a document a second each, as NDJSON.
#include <cstdio>

#include <spate/format/ndjson.hpp>
#include <spate/run/run_records.hpp>
#include <spate/sink/null.hpp>
#include <spate/telemetry/metric_documents.hpp>

int main() {
    spate::telemetry_options options{.from = spate::seed{42}, .services = spate::usual_services(4)};
    options.intervals = 2 * 86'400;
    const spate::metric_documents documents{options};
    const spate::record_report report = spate::run(documents, spate::ndjson{}, spate::null_sink{});
    std::printf("%llu documents, %.0f bytes each\n", static_cast<unsigned long long>(report.rows),
                static_cast<double>(report.bytes) / static_cast<double>(report.rows));
    return report.rows == 691'200 ? 0 : 1;
}
