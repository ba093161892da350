// SPDX-License-Identifier: Apache-2.0
// spate events: streams of events of many types, as a configuration describes them.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>
#include <string>
#include <vector>

#include <spate/core/size.hpp>
#include <spate/event/mixed_events.hpp>
#include <spate/event/payload_schema.hpp>
#include <spate/simd/isa.hpp>

#include "../commands.hpp"
#include "../instants.hpp"
#include "../json.hpp"
#include "../options.hpp"
#include "../target.hpp"
#include "deliver.hpp"
#include "options.hpp"
#include "output.hpp"

namespace cli {
namespace {

std::string count_of(std::uint64_t number, const std::string& one) { return std::to_string(number) + " " + one + (number == 1 ? "" : "s"); }

std::string percent(double share) { return fixed(100 * share, share < 0.001 ? 4 : 2) + " %"; }

double sum_of_weights(const spate::mix_specification& mix) {
    double sum = 0;
    for (const spate::event_type& one : mix.types) sum += one.weight.value();
    return sum;
}

std::string rate_text_of(const events_request& asked) {
    if (asked.configuration.rate_name == "constant" || asked.configuration.rate_name == "poisson")
        return asked.configuration.rate.text() + " events a second" + (asked.configuration.rate_name == "poisson" ? ", at random" : "");
    return "events a second change: " + asked.configuration.rate_name;
}

std::vector<std::vector<std::string>> head_of(const events_request& asked) {
    const spate::mix_specification& mix = asked.mix();
    std::vector<std::vector<std::string>> lines{
        {"events", asked.file + (mix.name.empty() ? "" : ", " + mix.name) + ", " + count_of(mix.types.size(), "type") + ", " +
                       std::string{to_string(asked.configuration.mode)}},
        {"seed", std::to_string(mix.from.value) + (asked.seed_was_drawn ? " (drawn; --seed repeats it)" : "")},
        {"start", instant_text(mix.when.start()) + (asked.start_is_now ? " (now; --start-time repeats it)" : "") + ", " + rate_text_of(asked)},
        {"format", asked.delivery ? "payloads " + std::string{to_string(mix.payload)}
                                  : asked.format_name + (asked.unknown_ending.empty() ? "" : ", as ." + asked.unknown_ending + " says none") + ", payloads " +
                                        std::string{to_string(mix.payload)}}};
    if (!asked.schema_folder.empty()) lines.push_back({"schemas", asked.schema_folder});
    if (asked.configuration.sink.type != spate::sink_type::none) lines.push_back({"sink", sink_text(asked.configuration.sink)});
    return lines;
}

std::string shown_payload(const spate::mix_specification& mix, const std::string& payload) {
    constexpr std::size_t most = 200;
    if (mix.payload != spate::payload_format::json) return count_of(payload.size(), "byte");
    return payload.size() <= most ? payload : payload.substr(0, most) + "...";
}

// What would be made: types with their shares, and an event of each of the first types.
std::string dry_report(const events_request& asked) {
    constexpr std::size_t most_types = 20, most_samples = 5, looked_through = 2000;
    const spate::mix_specification& mix = asked.mix();
    std::string out = table(head_of(asked), 2);
    const double sum = sum_of_weights(mix);
    std::vector<std::vector<std::string>> types{{"type", "share", "fields"}};
    for (std::size_t i = 0; i < std::min(mix.types.size(), most_types); ++i)
        types.push_back({mix.types[i].id, percent(mix.types[i].weight.value() / sum), std::to_string(mix.common.size() + mix.types[i].fields.size())});
    out += "\n" + table(types, 1);
    if (mix.types.size() > most_types) out += "and " + std::to_string(mix.types.size() - most_types) + " more\n";
    for (const spate::flow& one : mix.flows) out += "flow " + one.name + ": " + percent(one.share.value()) + ", " + count_of(one.steps.size(), "step") + "\n";

    std::vector<std::string> seen;
    out += "\n";
    for (std::uint64_t i = asked.first; i < asked.first + looked_through && seen.size() < most_samples && i < spate::mixed_events::most_events; ++i) {
        const spate::event_record one = asked.events[i];
        if (one.label == spate::arrival_label::lost || std::find(seen.begin(), seen.end(), one.event_type_id) != seen.end()) continue;
        seen.push_back(one.event_type_id);
        out += one.event_type_id + " " + shown_payload(mix, one.serialized_payload) + "\n";
    }
    return out + "nothing was written\n";
}

json_object head_json(const events_request& asked) {
    const spate::mix_specification& mix = asked.mix();
    json_object all;
    all.add("command", "events").add("config", asked.file).add("name", mix.name).add("types", mix.types.size());
    all.add("mode", to_string(asked.configuration.mode)).add("seed", std::to_string(mix.from.value)).add("seed_was_drawn", asked.seed_was_drawn);
    all.add("start", instant_text(mix.when.start())).add("rate", asked.configuration.rate.value()).add("shape", asked.configuration.rate_name);
    all.add("format", asked.format_name).add("payload", to_string(mix.payload));
    if (asked.configuration.sink.type != spate::sink_type::none) {
        json_object sink;
        sink.add("type", to_string(asked.configuration.sink.type));
        for (const spate::sink_setting& one : asked.configuration.sink.settings) sink.add(one.key, one.shown());
        all.add("sink", sink);
    }
    if (!asked.schema_folder.empty()) all.add("schemas", asked.schema_folder);
    all.add("warnings", asked.configuration.warnings);
    return all;
}

json_object lateness_json(const spate::lateness_percentiles& late) {
    const auto milliseconds = [](std::chrono::nanoseconds time) { return static_cast<double>(time.count()) / 1e6; };
    json_object out;
    out.add("p50", milliseconds(late.p50)).add("p90", milliseconds(late.p90)).add("p99", milliseconds(late.p99));
    return out.add("greatest", milliseconds(late.greatest));
}

std::string lateness_text(const spate::lateness_percentiles& late) {
    const auto time = [](std::chrono::nanoseconds given) { return time_text(static_cast<double>(given.count()) / 1e9); };
    return "p50 " + time(late.p50) + ", p90 " + time(late.p90) + ", p99 " + time(late.p99) + ", greatest " + time(late.greatest);
}

std::string json_report(const events_request& asked, const events_outcome& run, const workers& threads) {
    const spate::event_stream_stats& stats = run.stats;
    json_object all = head_json(asked);
    if (!asked.in_memory) all.add("out", asked.target);
    if (asked.is_file()) all.add("files", run.paths);
    all.add("end", end_name(stats.end)).add("complete", stats.end == spate::run_end::complete).add("first", asked.first).add("events", run.events());
    if (asked.mix().arrival.lost.numerator() != 0) all.add("lost", run.lost);
    all.add("bytes", stats.bytes).add("seconds", stats.seconds).add("events_per_second", run.rate()).add("threads", threads.count());
    if (asked.paced) {
        all.add("scheduled", stats.scheduled).add("back_pressure", stats.back_pressure).add("lateness_ms", lateness_json(stats.lateness));
    }
    if (!run.types.empty()) {
        json_object counts;
        for (std::size_t i = 0; i < run.types.size(); ++i) counts.add(asked.mix().types[i].id, run.types[i]);
        all.add("counts", counts);
    }
    if (!run.labels.empty()) {
        json_object labels;
        for (std::size_t i = 0; i < run.labels.size(); ++i) labels.add(spate::arrival_label_names[i], run.labels[i]);
        all.add("labels", labels);
    }
    if (stats.error) all.add("error", stats.error.message());
    return all.text() + "\n";
}

std::string place_text(const events_request& asked, const events_outcome& run) {
    if (asked.in_memory) return "in memory";
    if (asked.kind == spate::target_kind::standard_output) return "to standard output";
    if (asked.files == 1) return "to " + asked.target;
    if (run.paths.empty()) return "to no whole file";
    return "to " + count_of(run.paths.size(), "file") + ", " + run.paths.front() + (run.paths.size() == 1 ? "" : " to " + run.paths.back());
}

std::string stats_text(const events_request& asked, const events_outcome& run) {
    std::string out;
    const double seconds = run.stats.seconds > 0 ? run.stats.seconds : 1;
    if (asked.paced) {
        out += "\n" + table({{"scheduled", count_of(run.stats.scheduled, "event")},
                             {"lateness", lateness_text(run.stats.lateness)},
                             {"back-pressure", percent(run.stats.back_pressure)}},
                            2);
    }
    if (!run.types.empty()) {
        std::uint64_t sum = 0;
        for (const std::uint64_t count : run.types) sum += count;
        std::vector<std::vector<std::string>> lines{{"type", "events", "share", "events/s"}};
        for (std::size_t i = 0; i < run.types.size(); ++i)
            lines.push_back({asked.mix().types[i].id, std::to_string(run.types[i]),
                             percent(sum == 0 ? 0 : static_cast<double>(run.types[i]) / static_cast<double>(sum)),
                             fixed(static_cast<double>(run.types[i]) / seconds, 1)});
        out += "\n" + table(lines, 1);
    }
    if (run.labels.empty()) return out;
    std::vector<std::vector<std::string>> lines{{"label", "events"}};
    for (std::size_t i = 0; i < run.labels.size(); ++i) lines.push_back({std::string{spate::arrival_label_names[i]}, std::to_string(run.labels[i])});
    return out + "\n" + table(lines, 1);
}

std::string text_report(const events_request& asked, const events_outcome& run, const workers& threads) {
    const spate::event_stream_stats& stats = run.stats;
    std::vector<std::vector<std::string>> lines = head_of(asked);
    lines.push_back({asked.in_memory ? "generated" : "written",
                     count_of(run.events(), "event") + (run.lost == 0 ? "" : " and " + std::to_string(run.lost) + " lost ones not") +
                         (asked.first == 0 ? "" : " from event " + std::to_string(asked.first) + " on") + ", " + exact_size(stats.bytes) + ", " +
                         place_text(asked, run) + " in " + time_text(stats.seconds)});
    const double bytes = stats.seconds > 0 ? static_cast<double>(stats.bytes) / stats.seconds : 0;
    lines.push_back({"rate", fixed(run.rate(), 1) + " events/s, " + rate_text(bytes) + on_threads(threads)});
    return table(lines, 2) + (asked.stats ? stats_text(asked, run) : "");
}

std::string failure_of(const events_request& asked, const events_outcome& run) {
    const std::string so_far = " after " + count_of(run.stats.events, "event") + ", " + std::to_string(run.stats.bytes) + " bytes";
    if (run.stats.end == spate::run_end::failed) return (asked.in_memory ? "" : "--out " + asked.target + ": ") + run.stats.error.message() + so_far;
    return "stopped by " + std::string{stop_signal()} + so_far + (asked.is_file() ? "; what was written of a file that is not complete is removed" : "");
}

// To a sink that acknowledges.
int deliver(events_request& asked, const typed_options& typed, console& out) {
    const workers threads{typed};
    const bool as_json = has(typed, "json");
    const stream_maker stream = events_stream(asked, typed);
    if (asked.dry_run) {
        // What would be made is told even where the target is not there.
        if (!as_json) out.report(dry_report(asked));
        const std::string target = check_delivery(*asked.delivery, stream, threads.pool());
        out.report(as_json ? head_json(asked).add("target", target).add("reachable", true).text() + "\n" : dry_text(target));
        return 0;
    }
    if (asked.start_is_now && !asked.delivery->resume) out.warn("event 0 is of now; --start-time " + instant_text(asked.mix().when.start()) + " repeats it");
    out.note("to repeat: " + events_command(asked, typed));
    stop_at_signals();
    progress_line line{!has(typed, "no-progress") && !out.json()};
    const delivery_outcome done = deliver_stream(*asked.delivery, stream, threads.pool(), line, out);
    if (as_json) {
        json_object all = head_json(asked);
        add_delivery(all, *asked.delivery, done, "events");
        if (asked.paced) all.add("lateness_ms", lateness_json(done.report.lateness));
        out.report(all.add("threads", threads.count()).text() + "\n");
    } else {
        std::vector<std::vector<std::string>> lines = head_of(asked);
        for (std::vector<std::string>& one : delivery_lines(done, "event")) lines.push_back(std::move(one));
        if (asked.stats && asked.paced) lines.push_back({"lateness", lateness_text(done.report.lateness)});
        if (asked.stats) lines.push_back({"back-pressure", percent(done.report.back_pressure)});
        out.report(table(lines, 2));
    }
    raise_failure(*asked.delivery, done, "event");
    return 0;
}

int run(const typed_options& typed, console& out) {
    spate::simd::choose_isa();
    try {
        events_request asked = parse_events(typed);
        if (!asked.exposed.empty()) out.warn(asked.exposed);
        if (asked.kind == spate::target_kind::standard_output || asked.target == "fd:1") out.report_to_standard_error();
        for (const std::string& warning : asked.configuration.warnings) out.warn(warning);
        if (asked.delivery) return deliver(asked, typed, out);
        if (asked.dry_run) {
            out.report(has(typed, "json") ? head_json(asked).text() + "\n" : dry_report(asked));
            return 0;
        }
        if (asked.start_is_now) out.warn("event 0 is of now; --start-time " + instant_text(asked.mix().when.start()) + " repeats it");
        const workers threads{typed};
        out.note("to repeat: " + events_command(asked, typed));
        stop_at_signals();
        progress_line line{!has(typed, "no-progress") && !out.json()};
        const events_outcome done = write_events(asked, threads.pool(), line);
        out.report(has(typed, "json") ? json_report(asked, done, threads) : text_report(asked, done, threads));
        // A stream without an end is over when it is stopped.
        const bool is_ended = asked.paced && asked.count == spate::unlimited && done.stats.end == spate::run_end::stopped;
        if (!is_ended && (done.stats.end == spate::run_end::failed || done.stats.end == spate::run_end::stopped)) throw run_failure{failure_of(asked, done)};
        return 0;
    } catch (const std::bad_alloc&) {
        throw run_failure{"there is not enough memory; use fewer --threads"};
    }
}

void declare(command_options& to) {
    to.group("The events");
    to.option("config", "FILE", "The configuration: .yaml, .yml or .json");
    to.flag("--strict", "strict", "Weights that do not sum to 1 are an error, not a warning");
    to.option("seed", "N", "The number from which all events follow (default: the configuration's `seed`; else drawn and shown)");
    to.option("rate", "N", "Events a second: 500, 0.5, 10k, 1M (default: the configuration's, else 1000)");
    to.option("start-time", "T", "When event 0 happens, like 2026-08-01T00:00:00Z (default: `start_time`; else now, and 2025-01-01 for batches)");
    to.option("start-index", "N", "Begin at event N of the stream (default 0)");
    to.option("count", "N", "How many events: 1000000, 1e6, 250k, 10M (default: a batch's total_rows; a stream has no end)");
    to.option("duration", "TIME", "End after 500ms, 10s, 2m, 1h ...; of batches and Parquet, so much of the events' time");
    to.option("shard", "I/N", "Part I of N, from 0 on, so that machines can share the events");
    to.group("The output");
    to.option("out", "TARGET",
              "FILE (.ndjson, .json, .jsonl, .csv, .avro, .parquet), - (standard output), fd:N, tcp://HOST:PORT or unix:PATH, in place of sink_config");
    to.option("path", "FILE", "In place of sink_config's path");
    to.option("endpoint-url", "URL", "In place of sink_config's endpoint_url");
    to.flag("--force", "force", "Replace files that exist, write over a block device");
    to.flag("--dry-run", "dry-run", "Check all, the connection to a sink too, tell what would be made, and send nothing");
    declare_delivery(to, true);
    declare_threads(to);
    declare_reporting(to);
    to.flag("--stats", "stats", "Tell how many events of each type there were, and how late they were written");
    to.footer(
        "A configuration lists types of events, each with a weight and its fields, and fields that all have:\n"
        "  common_fields:\n"
        "    user_id: {type: int, range: [1, 1000000]}\n"
        "  event_types:\n"
        "    - event_type_id: user.login\n"
        "      weight: 0.7\n"
        "      fields: {device: {type: string, values: [iOS, Android, Web]}}\n"
        "    - event_type_id: user.purchase\n"
        "      weight: 0.3\n"
        "      fields: {amount: {type: float, range: [0.99, 999.99]}}\n"
        "\nA sink that is a server or a table is told which events it has: --resume goes on there, after a kill too. Kafka and Delta then hold every event "
        "once,\n"
        "Elasticsearch too with document_ids, Kinesis at least once.\n"
        "\nA stream writes events in real time, when they become due; a batch as fast as it can, into as many files as it has partitions.\n"
        "Without an output events are made in memory and the rate is measured. Events depend on configuration, seed and start alone.\n"
        "\nExamples:\n"
        "  spate events --config events.yaml --dry-run\n"
        "  spate events --config events.yaml --rate 10k --duration 1m --out events.ndjson --stats\n"
        "  spate events --config events.yaml --count 1M --out events.parquet\n"
        "  spate events --config events.yaml --sink kafka://localhost:9092/events --dry-run\n"
        "  spate events --config events.yaml --seed 7 --sink delta:tables/events --resume\n"
        "  spate events --config events.yaml --out - | head\n");
}

}  // namespace

const command commands::events{"events", "Write a stream of events of many types, as a configuration describes them", declare, run};

}  // namespace cli
