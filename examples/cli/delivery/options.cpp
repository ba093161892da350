// SPDX-License-Identifier: Apache-2.0
#include "options.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/seed.hpp>
#include <spate/schema/problems.hpp>

#include "../events/configuration.hpp"
#include "../options.hpp"
#include "../target.hpp"

namespace cli {
namespace {

using spate::config_error;

bool is_configuration(const std::string& text) {
    const std::string ending = ending_of(text);
    return ending == "yaml" || ending == "yml" || ending == "json";
}

spate::configured_sink sink_of_file(const std::string& file) {
    const spate::event_configuration read = [&] {
        try {
            return load_events(file, {}, 0).configuration;
        } catch (const config_error& error) {
            if (error.parameter() != "config") throw;
            throw config_error{"sink", file, error.problem(), "name a file with sink_config, or write a URL like kafka://localhost:9092/events"};
        }
    }();
    if (read.sink.type == spate::sink_type::none)
        throw config_error{"sink", file, "has no sink_config", "add one, like sink_config: {type: kafka, bootstrap_servers: localhost:9092, topic: events}"};
    return {read.sink, read.mix.partition_key};
}

bool is_stream_letter(char letter) { return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '-' || letter == '_' || letter == '.'; }

}  // namespace

void declare_delivery(command_options& to, bool has_dry_run) {
    to.group("The sink");
    to.option("sink", "URL|FILE|TYPE",
              "kafka://HOST:PORT/TOPIC, eventhubs://HOST/HUB, kinesis://STREAM, elasticsearch://HOST:PORT/INDEX,\n"
              "delta:FOLDER, s3://BUCKET/FOLDER, file:PATH or stdout:, with keys of sink_config behind ?, as ?compression=lz4&acks=all;\n"
              "or a file with sink_config (.yaml, .yml, .json)");
    to.flag("--resume", "resume", "Go on where an earlier run of the stream has ended; without one, begin");
    to.option("checkpoint", "DIR", "Keep there how far the stream has come (default: sink_config's checkpoint_location)");
    to.option("stream", "NAME", "What the target and checkpoints know the stream by (default: the configuration's name, else the file's)");
    to.option("metrics-port", "N", "Serve Prometheus text on 127.0.0.1:N/metrics; 0 takes a free port and tells it");
    if (!has_dry_run) to.flag("--dry-run", "dry-run", "Check the configuration, the connection and the target of the sink, and send nothing");
}

spate::configured_sink parse_sink(const typed_options& typed, spate::configured_sink configured) {
    if (!has(typed, "sink")) return configured;
    const std::string& given = typed.at("sink");
    if (spate::is_sink_url(given)) return spate::read_sink_url(given, "--sink");
    if (is_configuration(given)) return sink_of_file(given);
    const std::vector<std::string_view> names{std::begin(spate::sink_type_names) + 1, std::end(spate::sink_type_names)};
    const auto found = std::find(names.begin(), names.end(), given);
    if (found == names.end()) {
        const std::string near = spate::suggestion(given, names);
        throw config_error{"sink", "\"" + given + "\"", "is not a sink",
                           near.starts_with("did") ? near : "write a URL like kafka://localhost:9092/events, name a file with sink_config, or " + near};
    }
    const auto type = static_cast<spate::sink_type>(found - names.begin() + 1);
    if (type != configured.sink.type) configured.sink = {.type = type};
    return configured;
}

bool is_delivered(const spate::sink_configuration& sink, const typed_options& typed) {
    switch (sink.type) {
        case spate::sink_type::none:
        case spate::sink_type::stdout_stream:
            return false;
        case spate::sink_type::file:
            return sink.find("roll_size") != nullptr || sink.find("roll_seconds") != nullptr || has(typed, "resume");
        default:
            return true;
    }
}

std::string output_of(const spate::sink_configuration& sink) {
    if (sink.type == spate::sink_type::stdout_stream) return "-";
    std::string path = sink.text("path");
    if (path.empty()) throw config_error{"sink", "file", "has no path", "add --path FILE, or path to sink_config, or use --out FILE"};
    return path;
}

void refuse_without_delivery(const typed_options& typed) {
    for (const char* option : {"resume", "checkpoint", "stream", "metrics-port"})
        if (has(typed, option))
            throw config_error{option, typed.at(option), "needs a sink that is a server, a table, or a file with roll_size",
                               "add one, like --sink kafka://localhost:9092/events, or leave it out"};
}

delivery_request parse_delivery(const typed_options& typed, spate::sink_configuration sink) {
    if (has(typed, "out"))
        throw config_error{"out", typed.at("out"), "does not go with the sink " + std::string{to_string(sink.type)}, "leave one of them out"};
    delivery_request out{.sink = std::move(sink)};
    out.resume = has(typed, "resume");
    out.restart = has(typed, "force");
    if (out.resume && out.restart) throw config_error{"force", "", "does not go with --resume", "leave one of them out"};
    out.dry_run = has(typed, "dry-run");
    out.checkpoint = has(typed, "checkpoint") ? typed.at("checkpoint") : out.sink.text("checkpoint_location");
    if (has(typed, "checkpoint") && out.checkpoint.empty()) throw config_error{"checkpoint", "\"\"", "names no folder", "name one, like --checkpoint state"};
    if (has(typed, "stream")) {
        out.stream = typed.at("stream");
        constexpr std::size_t most = 100;
        if (out.stream.empty() || out.stream.size() > most || !std::all_of(out.stream.begin(), out.stream.end(), is_stream_letter))
            throw config_error{"stream", "\"" + out.stream + "\"", "is no name of a stream", "use 1 to 100 letters, digits, -, _ and points"};
    }
    if (has(typed, "metrics-port")) {
        const std::uint64_t port = parse_count(typed.at("metrics-port"), "metrics-port");
        if (port > 65535) throw config_error{"metrics-port", typed.at("metrics-port"), "is no port", "use 1 to 65535, or 0 for a free one"};
        out.metrics_port = static_cast<std::uint16_t>(port);
    }
    return out;
}

std::string stream_name(const delivery_request& asked, const std::string& name, const std::string& file) {
    if (!asked.stream.empty()) return asked.stream;
    std::string out = name;
    if (out.empty()) {
        out = file.substr(file.find_last_of('/') + 1);
        if (const std::size_t point = out.find_last_of('.'); point != std::string::npos && point != 0) out.resize(point);
    }
    for (char& letter : out)
        if (!is_stream_letter(letter)) letter = '-';
    constexpr std::size_t most = 100;
    if (out.size() > most) out.resize(most);
    return out.empty() ? "spate" : out;
}

std::string exposed_secrets(const typed_options& typed, const spate::sink_configuration& sink) {
    bool exposed = false;
    if (has(typed, "sink") && spate::is_sink_url(typed.at("sink")))
        for (const spate::sink_setting& one : sink.settings) exposed = exposed || (one.is_secret ? !one.hidden.refers() : one.shown() != one.value);
    if (has(typed, "endpoint-url")) {
        const spate::sink_setting one{"endpoint_url", typed.at("endpoint-url")};
        exposed = exposed || one.shown() != one.value;
    }
    return exposed ? "a password in the command line is seen in lists of processes; write {{secrets/scope/key}} in its place, or sink_config into a file" : "";
}

std::string sink_text(const spate::sink_configuration& sink) {
    std::string out{to_string(sink.type)};
    for (const spate::sink_setting& one : sink.settings) out += ", " + one.key + " " + one.shown();
    return out;
}

std::string shown_sink_option(const std::string& given) {
    if (!spate::is_sink_url(given)) return given;
    // Values of keys that are secrets stand behind ?.
    const std::string without = spate::sink_setting{"sink", given}.shown();
    std::string out;
    for (std::size_t from = 0; from <= without.size();) {
        const std::size_t end = std::min(without.find_first_of("?&", from), without.size()), equal = without.find('=', from);
        const std::string_view part = std::string_view{without}.substr(from, end - from);
        const bool is_pair = from != 0 && equal < end;
        const spate::configured_sink none;
        out += is_pair && spate::is_secret_setting(part.substr(0, equal - from))
                   ? std::string{part.substr(0, equal - from + 1)} + std::string{spate::secret::mask}
                   : std::string{part};
        if (end < without.size()) out += without[end];
        from = end + 1;
    }
    return out;
}

void refuse_setting(const spate::sink_configuration& sink, const config_error& error) {
    const spate::sink_setting* const found = sink.find(error.parameter());
    if (found == nullptr && sink.place.empty())
        throw config_error{"sink", std::string{to_string(sink.type)}, error.parameter() + ": " + error.problem(), error.remedy()};
    const std::string& place = found == nullptr || found->place.empty() ? sink.place : found->place;
    const std::string value = found != nullptr && found->is_secret ? "" : error.value();
    throw spate::specification_error{
        {place + error.parameter() + ": " + value + (value.empty() ? "" : " ") + error.problem() + (error.remedy().empty() ? "" : "; " + error.remedy())}};
}

}  // namespace cli
