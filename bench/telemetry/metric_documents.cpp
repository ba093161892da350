// SPDX-License-Identifier: Apache-2.0
// How fast do metric documents of four services become NDJSON in memory, on one thread: lean ones, usual ones, full ones, and full ones with histograms? In
// blocks, which is what `run` hands to a sink. Beside them a copy of as many bytes to the same place. The usual ones, of 215 bytes, are counted too.

#include <cstddef>
#include <iterator>
#include <string>
#include <vector>

#include <spate/format/ndjson.hpp>
#include <spate/telemetry/metric_documents.hpp>

#include "../support/measure.hpp"
#include "../support/tables.hpp"

namespace {

struct kind {
    const char* name;
    spate::document_detail detail;
    bool histogram;
    double gigabytes;  // required a second, as below
    double millions;
};
constexpr kind kinds[] = {{"lean metric documents", spate::document_detail::lean, false, 2.0, -1},
                          {"usual metric documents", spate::document_detail::usual, false, 2.4, 11},
                          {"full metric documents", spate::document_detail::full, false, 2.0, -1},
                          {"full metric documents with histograms", spate::document_detail::full, true, -1, -1}};

spate::metric_documents documents_of(const kind& one) {
    spate::telemetry_options options{.from = spate::seed{42}, .services = spate::usual_services(4)};
    options.detail = one.detail;
    options.histogram = one.histogram;
    return spate::metric_documents{options};
}

bench::rates scaled(bench::rates rates, double by) {
    for (double& rate : rates) rate *= by;
    return rates;
}

}  // namespace

int main(int count, char** arguments) {
    const bench::options with = bench::read_options(count, arguments);
    spate::text_buffer out;
    std::vector<bench::candidate> candidates;
    double documents_of_byte[std::size(kinds)] = {};
    for (std::size_t i = 0; i < std::size(kinds); ++i) candidates.push_back(bench::makes(documents_of(kinds[i]), spate::ndjson{}, out, &documents_of_byte[i]));
    candidates.push_back(bench::copies(candidates[1].units, out));
    const std::vector<bench::rates> found = bench::take_turns(with, candidates, bench::thread_seconds_now);
    const double copied = bench::median(found.back()) / bench::giga;
    bench::report report{"telemetry"};
    for (std::size_t i = 0; i < std::size(kinds); ++i) {
        const bench::rates gigabytes = scaled(found[i], 1 / bench::giga), millions = scaled(found[i], documents_of_byte[i] / 1e6);
        const std::string bytes = std::to_string(static_cast<int>(1 / documents_of_byte[i] + 0.5));
        report.add({.row = "documents",
                    .what = std::string{kinds[i].name} + " of " + bytes + " bytes",
                    .unit = "GB/s",
                    .ours = bench::median(gigabytes),
                    .limit = copied,
                    .limit_is = "memcpy",
                    .reached = bench::spread_of(gigabytes),
                    .required = kinds[i].gigabytes});
        report.add({.row = "documents",
                    .what = std::string{kinds[i].name},
                    .unit = "million/s",
                    .ours = bench::median(millions),
                    .reached = bench::spread_of(millions),
                    .required = kinds[i].millions});
    }
    report.print();
}
