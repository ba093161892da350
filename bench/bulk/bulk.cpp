// SPDX-License-Identifier: Apache-2.0
// How many metric documents of 215 bytes a second become bulk bodies of Elasticsearch in memory, on one thread, beside those that become lines of NDJSON alone?

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <spate/format/bulk.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/telemetry/metric_documents.hpp>

#include "../support/measure.hpp"
#include "../support/tables.hpp"

int main(int count, char** arguments) {
    const bench::options with = bench::read_options(count, arguments);
    const spate::metric_documents documents{{.from = spate::seed{42}, .services = spate::usual_services(4)}};
    spate::text_buffer out;
    double documents_of_byte[4] = {};
    const std::vector<bench::candidate> candidates{
        bench::makes(documents, spate::ndjson{}, out, &documents_of_byte[0]), bench::makes(documents, spate::elasticsearch_bulk{}, out, &documents_of_byte[1]),
        bench::makes(documents, spate::elasticsearch_bulk{{.index = "metrics-shop-default"}}, out, &documents_of_byte[2]),
        bench::makes(documents, spate::elasticsearch_bulk{{.row_ids = true}}, out, &documents_of_byte[3])};
    std::vector<bench::rates> found = bench::take_turns(with, candidates, bench::thread_seconds_now);
    for (std::size_t i = 0; i < found.size(); ++i)
        for (double& rate : found[i]) rate *= documents_of_byte[i] / 1e6;
    bench::report report{"bulk"};
    const std::pair<const char*, double> kinds[] = {
        {"bulk bodies", 0.9}, {"bulk bodies that name a data stream", 0.8}, {"bulk bodies with the rows' numbers as ids", -1}};
    for (std::size_t i = 1; i < found.size(); ++i) {
        bench::rates reached;
        for (std::size_t round = 0; round < found[i].size(); ++round) reached.push_back(found[i][round] / found[0][round]);
        report.add({.row = "documents",
                    .what = kinds[i - 1].first,
                    .unit = "million/s",
                    .ours = bench::median(found[i]),
                    .limit = bench::median(found[0]),
                    .limit_is = "ndjson",
                    .reached = bench::spread_of(reached),
                    .of = "limit",
                    .required = kinds[i - 1].second});
    }
    report.print();
}
