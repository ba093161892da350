// SPDX-License-Identifier: Apache-2.0
// spate documents: metrics, logs and traces of services, of a time that has been and then of that which comes; or in memory, to measure how fast they are made.
#include <new>
#include <string>
#include <utility>
#include <vector>

#include <spate/simd/isa.hpp>

#include "../commands.hpp"
#include "../instants.hpp"
#include "../json.hpp"
#include "../options.hpp"
#include "../target.hpp"
#include "deliver.hpp"
#include "options.hpp"
#include "write.hpp"

namespace cli {
namespace {

// "metrics of 4 services every 1s from 2025-01-01T00:00:00Z to 2025-04-01T00:00:00Z, seed 0".
std::string description_of(const documents_request& asked) {
    const std::size_t services = asked.what.options.services.size();
    return std::string{spate::to_string(asked.what.kind)} + " of " + std::to_string(services) + (services == 1 ? " service" : " services") + " every " +
           interval_text(asked.what.options.interval) + " from " + instant_text(asked.time_of(asked.first)) + " to " + instant_text(asked.time_of(asked.end)) +
           (asked.live ? " and on in real time" : "") + ", seed " + std::to_string(asked.what.options.from.value);
}

double per_second(const documents_outcome& run, std::uint64_t number) { return run.seconds > 0 ? static_cast<double>(number) / run.seconds : 0; }

json_object head_json(const documents_request& asked) {
    json_object all;
    all.add("command", "documents").add("config", asked.config_file).add("kind", spate::to_string(asked.what.kind));
    all.add("services", asked.what.options.services.size()).add("interval", interval_text(asked.what.options.interval));
    all.add("series_begin", instant_text(asked.what.options.begin)).add("from", instant_text(asked.time_of(asked.first)));
    return all.add("to", instant_text(asked.time_of(asked.end))).add("seed", std::to_string(asked.what.options.from.value)).add("live", asked.live);
}

std::string json_report(const documents_request& asked, const documents_outcome& run, const workers& threads) {
    json_object all = head_json(asked);
    all.add("format", asked.format_name);
    if (!asked.in_memory) all.add("out", asked.target);
    all.add("end", end_name(run.end)).add("complete", run.end == spate::run_end::complete);
    all.add("first_document", run.first).add("documents", run.rows).add("bytes", run.bytes).add("seconds", run.seconds);
    if (asked.live) all.add("live_documents", run.live_documents).add("lag", run.lag).add("most_lag", run.most_lag);
    all.add("documents_per_second", per_second(run, run.rows)).add("bytes_per_second", per_second(run, run.bytes)).add("threads", threads.count());
    all.add("isa", spate::simd::name(spate::simd::active_isa()));
    if (run.error) all.add("error", run.error.message());
    return all.text() + "\n";
}

std::string text_report(const documents_request& asked, const documents_outcome& run, const workers& threads) {
    const bool ended = run.end == spate::run_end::complete || (asked.live && run.end == spate::run_end::stopped);
    const std::string place = asked.in_memory                                     ? " in memory"
                              : asked.kind == spate::target_kind::standard_output ? " to standard output"
                              : ended                                             ? " to " + asked.target
                                                                                  : " to no whole file";
    std::vector<std::vector<std::string>> lines{{"documents", description_of(asked) + (asked.config_file.empty() ? "" : ", " + asked.config_file)}};
    lines.push_back(
        {"format", asked.format_name + (asked.unknown_ending.empty() ? "" : ", as ." + asked.unknown_ending + " says none; --format chooses another")});
    lines.push_back(
        {asked.in_memory ? "generated"
         : ended         ? "written"
                         : "so far",
         std::to_string(run.rows) + (run.rows == 1 ? " document, " : " documents, ") + exact_size(run.bytes) + "," + place + " in " + time_text(run.seconds)});
    if (asked.live)
        lines.push_back({"live", std::to_string(run.live_documents) + (run.live_documents == 1 ? " document, " : " documents, ") + time_text(run.lag) +
                                     " after their time, at most " + time_text(run.most_lag)});
    if (asked.live && run.end == spate::run_end::stopped)
        lines.push_back({"ended", "by " + std::string{stop_signal()} +
                                      (run.rows < asked.end_document() - asked.first_document() ? ", before the present was reached" : "")});
    lines.push_back({"rate", row_rate_text(per_second(run, run.rows), " documents/s") + ", " + rate_text(per_second(run, run.bytes)) + on_threads(threads)});
    return table(lines, 2);
}

std::string failure_of(const documents_request& asked, const documents_outcome& run) {
    std::string out = run.end == spate::run_end::failed ? "--out " + asked.target + ": " + run.error.message() : "stopped by " + std::string{stop_signal()};
    out += " at document " + std::to_string(run.rows);
    if (!asked.live) out += " of " + std::to_string(asked.end_document() - asked.first_document());
    if (!asked.in_memory) out += ", offset " + std::to_string(run.bytes);
    return asked.is_file() && is_regular_or_new(asked.target) ? out + "; what was written of it is removed" : out;
}

// To a sink that acknowledges.
int deliver(const documents_request& asked, const typed_options& typed, console& out) {
    const workers threads{typed};
    const bool as_json = has(typed, "json");
    const stream_maker stream = documents_stream(asked, asked.live && !has(typed, "from"));
    std::vector<std::vector<std::string>> lines{{"documents", description_of(asked) + (asked.config_file.empty() ? "" : ", " + asked.config_file)},
                                                {"sink", sink_text(asked.delivery->sink)}};
    if (asked.delivery->dry_run) {
        const std::string target = check_delivery(*asked.delivery, stream, threads.pool());
        out.report(as_json ? head_json(asked).add("target", target).add("reachable", true).text() + "\n" : table(lines, 2) + dry_text(target));
        return 0;
    }
    if (asked.live) out.tell(description_of(asked) + "; Ctrl-C ends it");
    stop_at_signals();
    progress_line line{!has(typed, "no-progress") && !out.json()};
    const delivery_outcome done = deliver_stream(*asked.delivery, stream, threads.pool(), line, out);
    if (as_json) {
        json_object all = head_json(asked);
        add_delivery(all, *asked.delivery, done, "documents");
        out.report(all.add("threads", threads.count()).text() + "\n");
    } else {
        for (std::vector<std::string>& one : delivery_lines(done, "document")) lines.push_back(std::move(one));
        out.report(table(lines, 2));
    }
    raise_failure(*asked.delivery, done, "document");
    return 0;
}

int run(const typed_options& typed, console& out) {
    spate::simd::choose_isa();
    try {
        const documents_request asked = parse_documents(typed);
        if (asked.target == "-" || asked.target == "fd:1") out.report_to_standard_error();
        if (!asked.exposed.empty()) out.warn(asked.exposed);
        if (asked.delivery) return deliver(asked, typed, out);
        const workers threads{typed};
        if (asked.live) out.tell(description_of(asked) + "; Ctrl-C ends it");
        stop_at_signals();
        progress_line line{!has(typed, "no-progress") && !out.json()};
        const documents_outcome run = write_documents(asked, threads.pool(), line);
        out.report(has(typed, "json") ? json_report(asked, run, threads) : text_report(asked, run, threads));
        if (run.end == spate::run_end::failed || (run.end == spate::run_end::stopped && !asked.live)) throw run_failure{failure_of(asked, run)};
        return 0;
    } catch (const std::bad_alloc&) {
        throw run_failure{"there is not enough memory; use fewer --threads, or fewer --services"};
    }
}

void declare(command_options& to) {
    to.group("The documents");
    to.option("kind", "metrics|logs|traces", "What they tell (default: the configuration's; else metrics)");
    to.option("config", "FILE", "Services, interval, rates and names: .yaml, .yml or .json (default: 4 services, every second)");
    to.option("services", "N", "How many services of a built-in list (default: the configuration's; else 4)");
    to.option("interval", "TIME", "From a document of a service to its next: 250ms, 1s, 1min ... (default: the configuration's; else 1s)");
    to.option("anomaly-rate", "SHARE", "The share of time in which a service behaves oddly (default: the configuration's; else 0.02)");
    to.option("seed", "N", "The number from which all documents follow (default: the configuration's; else 0)");
    to.group("Their time");
    to.option("days", "N", "So many days from --from on, or up to --to, or with --live up to now (default 90)");
    to.option("from", "TIME", "The first instant, as 2025-01-01 or 2025-01-01T00:00:00Z (default: the configuration's; else 2025-01-01)");
    to.option("to", "TIME", "The instant before which documents end");
    to.flag("--live", "live", "Go on in real time where they end, which is now, until a signal (Ctrl-C) ends it");
    to.group("The output");
    to.option("format", "NAME", "ndjson, bulk (the body of bulk requests of Elasticsearch) or parquet (default: by the end of the output's name; else ndjson)");
    to.option("out", "TARGET",
              "FILE, - (standard output), fd:N, tcp://HOST:PORT or unix:PATH;\nwithout it the documents are made in memory and the rate is measured");
    to.flag("--force", "force", "Replace a file that exists, write over a block device");
    declare_delivery(to);
    declare_threads(to);
    declare_reporting(to);
    to.footer(
        "A configuration names what it changes; messages tell what would be right:\n"
        "  interval: 10s\n"
        "  services: [web, {name: payment, latency: 80ms, errors: 0.01}]\n"
        "  data_stream: metrics-shop-default\n"
        "\nDocuments depend on the configuration and the seed alone: not on threads, the format, or which of them are written. So --from and --to make a part "
        "of\n"
        "the series that begins at the configuration's `from`, or at --from where that is earlier; and --live goes on with the same series.\n"
        "A file is written as FILE.partial and bears its name when it is complete; that of a run with --live when a signal ends it.\n"
        "\nExamples:\n"
        "  spate documents --days 90 --out metrics.ndjson\n"
        "  spate documents --kind logs --from 2025-03-01 --to 2025-03-08 --format bulk --out logs.bulk\n"
        "  spate documents --config services.yaml --live --days 1 --out -\n"
        "  spate documents --live --days 1 --sink 'elasticsearch://localhost:9200/?data_stream=metrics-shop-default&create_data_stream=true'\n"
        "  spate documents --days 7\n");
}

}  // namespace

const command commands::documents{"documents", "Write metrics, logs or traces of services, or measure how fast they are made", declare, run};

}  // namespace cli
