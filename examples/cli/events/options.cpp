// SPDX-License-Identifier: Apache-2.0
#include "options.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/core/ratio.hpp>
#include <spate/event/payload_schema.hpp>
#include <spate/format/parquet_codecs.hpp>
#include <spate/run/run_records.hpp>
#include <spate/schema/problems.hpp>

#include "../instants.hpp"
#include "../options.hpp"
#include "../target.hpp"
#include "configuration.hpp"

namespace cli {
namespace {

using spate::config_error;

struct named_format {
    std::string_view name;
    /// The endings of file names that mean it.
    std::vector<std::string_view> endings;
};
const std::vector<named_format>& formats() {
    static const std::vector<named_format> all{{"ndjson", {"ndjson", "json", "jsonl"}}, {"csv", {"csv"}}, {"avro", {"avro"}}, {"parquet", {"parquet", "pq"}}};
    return all;
}

event_format make_format(const std::string& name) {
    if (name == "csv") return spate::csv();
    if (name == "avro") return spate::avro{};
    if (name == "parquet") return spate::parquet{{.compression = spate::parquet_snappy()}};
    return spate::ndjson{};
}

// By the ending of a file's name, else what sink_config says; NDJSON where nothing does.
void parse_format(events_request& out) {
    const spate::sink_configuration& sink = out.configuration.sink;
    const std::string ending = out.is_file() && is_regular_or_new(out.target) ? ending_of(out.target) : "";
    out.format_name = "ndjson";
    bool found = false;
    for (const named_format& one : formats())
        if (std::find(one.endings.begin(), one.endings.end(), ending) != one.endings.end()) out.format_name = one.name, found = true;
    if (!found) out.unknown_ending = ending;
    if (const std::string given = sink.text("format"); !found && !given.empty()) {
        out.format_name = given == "json" ? "ndjson" : given;
        out.unknown_ending.clear();
    }
    out.format = make_format(out.format_name);
}

spate::ratio parse_rate(const std::string& text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (error == std::errc{} && end == text.data() + text.size() && number > 0 && number < 1e9)
        if (const spate::ratio rate{number}; rate.numerator() != 0) return rate;
    std::uint64_t rate = 0;
    try {
        rate = parse_count(text, "rate");
    } catch (const config_error&) {
        throw config_error{"rate", "\"" + text + "\"", "is not a number of events a second", "write it like 500, 0.5, 10k or 1M"};
    }
    if (rate == 0 || rate > 1'000'000'000) throw config_error{"rate", text, "is not above 0 and at most 1G events a second", "write it like 500, 10k or 1M"};
    return {rate, 1};
}

// i/n with i from 0 on.
spate::stream_shard parse_shard(const std::string& text) {
    spate::stream_shard out;
    const std::size_t slash = text.find('/');
    const auto read = [&](std::size_t from, std::size_t to, std::uint64_t& value) {
        const auto [end, error] = std::from_chars(text.data() + from, text.data() + to, value);
        return error == std::errc{} && end == text.data() + to;
    };
    if (slash == std::string::npos || !read(0, slash, out.index) || !read(slash + 1, text.size(), out.count))
        throw config_error{"shard", "\"" + text + "\"", "is not a part of so many", "write it like 0/4, the first of four"};
    if (out.index >= out.count || out.count > 1'000'000)
        throw config_error{"shard", text, "is none of its parts, which begin with 0",
                           "use 0/" + std::to_string(std::clamp<std::uint64_t>(out.count, 1, 1'000'000)) + " for the first of them"};
    return out;
}

spate::configuration_options parse_configuration_options(const typed_options& typed, std::int64_t now) {
    spate::configuration_options out;
    out.strict = has(typed, "strict");
    if (has(typed, "rate")) out.rate = parse_rate(typed.at("rate"));
    if (has(typed, "seed")) out.from = spate::seed{parse_seed(typed.at("seed"))};
    if (has(typed, "start-time")) out.start = spate::parse_event_time(typed.at("start-time"), "start-time");
    out.streaming_start = now;
    return out;
}

// --sink, --endpoint-url and --path stand above sink_config.
void override_sink(const typed_options& typed, spate::event_configuration& to) {
    spate::configured_sink chosen = parse_sink(typed, {to.sink, to.mix.partition_key});
    to.sink = std::move(chosen.sink);
    if (!chosen.partition_key.empty()) to.mix.partition_key = std::move(chosen.partition_key);
    for (const auto& [option, key] : {std::pair{"endpoint-url", "endpoint_url"}, std::pair{"path", "path"}})
        if (has(typed, option)) {
            if (to.sink.type == spate::sink_type::none)
                throw config_error{option, spate::sink_setting{option, typed.at(option)}.shown(), "is given without a sink", "add one, like --sink file"};
            to.sink.set(key, typed.at(option));
        }
}

// Where events go: --out, else a sink that is a file or standard output; in memory without any.
void parse_target(const typed_options& typed, events_request& out) {
    const spate::sink_configuration& sink = out.configuration.sink;
    out.in_memory = false;
    if (has(typed, "out")) {
        if (has(typed, "sink") && is_delivered(sink, typed)) (void)parse_delivery(typed, sink);
        out.target = typed.at("out");
    } else if (sink.type == spate::sink_type::none) {
        out.in_memory = true;
    } else if (is_delivered(sink, typed)) {
        out.delivery = parse_delivery(typed, sink);
        out.target = to_string(sink.type);
        return;
    } else {
        out.target = output_of(sink);
    }
    refuse_without_delivery(typed);
    out.kind = spate::kind_of_target(out.target);
    if (out.is_file() && out.target.empty()) throw config_error{"out", "\"\"", "is not a file name", "name a file, or use - for standard output"};
    out.force = has(typed, "force") || sink.text("mode") == "overwrite";
}

void parse_range(const typed_options& typed, events_request& out) {
    constexpr std::uint64_t most = spate::mixed_events::most_events;
    if (has(typed, "start-index")) out.first = parse_count(typed.at("start-index"), "start-index");
    if (out.first > most) throw config_error{"start-index", std::to_string(out.first), "is beyond the last event of a stream", "use at most 2^47"};
    const bool is_batch = out.configuration.mode == spate::generation_mode::batch;
    if (has(typed, "duration")) out.duration = parse_duration(typed.at("duration"), "duration");
    if (has(typed, "count")) {
        out.count = parse_count(typed.at("count"), "count");
        if (out.count > most - out.first)
            throw config_error{"count", std::to_string(out.count), "is more than a stream has", "use at most 2^47, less --start-index"};
    } else if (is_batch && !has(typed, "duration")) {
        if (out.first > out.configuration.rows)
            throw config_error{"start-index", std::to_string(out.first), "is beyond the " + std::to_string(out.configuration.rows) + " events of the batch",
                               "begin before their end, or say how many with --count"};
        out.count = out.configuration.rows - out.first;
    }
    if (has(typed, "shard")) out.shard = parse_shard(typed.at("shard"));
    out.paced = !is_batch && (out.delivery || out.format_name != "parquet");
    if (out.paced) return;
    // Without a clock a duration is one of the events' time.
    if (has(typed, "duration")) {
        const spate::schedule& when = out.mix().when;
        const std::uint64_t end = when.count_before(when.time_of(out.first) + out.duration.count());
        out.count = std::min(out.count, end > out.first ? end - out.first : 0);
    }
    if (out.count == spate::unlimited)
        throw config_error{"out", out.target, "is " + out.format_name + ", which needs an end, and a stream has none",
                           "say it, like --count 1M or --duration 10s"};
}

void refuse_existing(const events_request& asked, const std::string& path, const std::string& which) {
    if (!is_regular_or_new(path)) throw config_error{"out", asked.target, which + "is no regular file", "choose another name"};
    if (asked.force) return;
    if (exists(path)) throw config_error{"out", asked.target, which + "exists", "choose another name, or use --force to replace it"};
    if (exists(path + ".partial"))
        throw config_error{"out", asked.target, which + "is being written, or was by a run that was killed: " + path + ".partial is there",
                           "use --force to replace it"};
}

void parse_files(events_request& out) {
    const spate::sink_configuration& sink = out.configuration.sink;
    if (!out.is_file()) return;
    if (out.configuration.mode == spate::generation_mode::batch) out.files = out.configuration.partitions;
    if (const std::string given = sink.text("partitions"); !given.empty() && !out.paced) out.files = parse_count(given, "files");
    if (!out.force) refuse_block_device(out.target);
    if (!is_regular_or_new(out.target)) {
        out.files = 1;
        return;
    }
    for (std::uint64_t part = 0; part < out.files; ++part) {
        const std::string path = spate::part_path(out.target, part, out.files);
        refuse_existing(out, path, out.files == 1 ? "" : "is a batch in parts, of which " + path + " ");
    }
    const std::string_view extension = spate::payload_schema_extension(out.mix().payload);
    if (extension.empty()) return;
    const std::string ending = ending_of(out.target);
    out.schema_folder = out.target.substr(0, out.target.size() - (ending.empty() ? 0 : ending.size() + 1)) + ".schemas";
    std::vector<std::string_view> ids;
    for (const spate::event_type& one : out.mix().types) ids.push_back(one.id);
    for (const std::string& name : spate::payload_schema_names(ids)) out.schema_files.push_back(name + std::string{extension});
    if (exists(out.schema_folder) && !out.force)
        throw config_error{"out", out.target, "goes with the folder " + out.schema_folder + ", which exists", "choose another name, or use --force"};
}

}  // namespace

events_request parse_events(const typed_options& typed) {
    if (!has(typed, "config")) throw config_error{"config", "", "is missing", "name the configuration, like --config events.yaml"};
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    const std::int64_t now = std::chrono::duration_cast<std::chrono::milliseconds>(since_1970).count() * 1'000'000;
    const std::string& file = typed.at("config");
    loaded_events loaded = load_events(file, parse_configuration_options(typed, now), draw_seed());
    override_sink(typed, loaded.configuration);
    spate::mixed_events events = loaded.configuration.events();
    events_request out{.file = file, .configuration = std::move(loaded.configuration), .events = std::move(events)};
    out.seed_was_drawn = loaded.seed_was_drawn;
    out.fingerprint = loaded.fingerprint;
    out.exposed = exposed_secrets(typed, out.configuration.sink);
    out.start_is_now = !out.configuration.has_start && out.configuration.mode == spate::generation_mode::streaming;
    out.dry_run = has(typed, "dry-run");
    out.stats = has(typed, "stats");
    parse_target(typed, out);
    parse_format(out);
    parse_range(typed, out);
    parse_files(out);
    return out;
}

std::string events_command(const events_request& asked, const typed_options& typed) {
    std::string out = "spate events --config " + shell_word(asked.file) + " --seed " + std::to_string(asked.mix().from.value) + " --start-time " +
                      instant_text(asked.mix().when.start());
    if (has(typed, "sink")) out += " --sink " + shell_word(shown_sink_option(typed.at("sink")));
    for (const char* option : {"rate", "duration", "count", "start-index", "shard", "endpoint-url", "path", "checkpoint", "stream"})
        if (has(typed, option)) out += std::string{" --"} + option + " " + shell_word(spate::sink_setting{option, typed.at(option)}.shown());
    for (const char* flag : {"strict", "stats"})
        if (has(typed, flag)) out += std::string{" --"} + flag;
    if (has(typed, "out")) out += " --out " + shell_word(asked.target);
    return out;
}

}  // namespace cli
