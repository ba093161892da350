// SPDX-License-Identifier: Apache-2.0
#include "options.hpp"

#include <chrono>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/ratio.hpp>
#include <spate/core/seed.hpp>
#include <spate/field/duration.hpp>
#include <spate/format/parquet_codecs.hpp>
#include <spate/schema/problems.hpp>

#include "../delivery/fingerprint.hpp"
#include "../instants.hpp"
#include "../options.hpp"
#include "../schemas.hpp"
#include "../target.hpp"

namespace cli {
namespace {

using spate::config_error;

constexpr std::int64_t day = std::int64_t{86400} * 1'000'000'000, usual_days = 90, last_instant = 9'214'646'400'000'000'000;  // 2262-01-01
constexpr std::uint32_t most_services = 100'000;
constexpr std::string_view format_names[] = {"ndjson", "bulk", "parquet"};

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

// One of a list of names.
std::size_t name_of(const typed_options& typed, const char* option, std::vector<std::string_view> names, const char* what) {
    const std::string& given = typed.at(option);
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == given) return i;
    throw config_error{option, quoted(given), what, spate::suggestion(given, names)};
}

spate::telemetry_configuration parse_configuration(const typed_options& typed, std::uint64_t& hash) {
    if (!has(typed, "config")) return spate::usual_telemetry();
    const std::string& file = typed.at("config");
    try {
        const spate::specification_node node = load_node(file);
        hash = fingerprint(node, {"seed"});
        return spate::read_telemetry(node, file);
    } catch (const spate::io_error& error) {
        throw config_error{"config", file, "cannot be read: " + error.code().message(), "name a file, like services.yaml"};
    } catch (const spate::specification_error&) {
        throw;
    } catch (const config_error& error) {
        throw config_error{"config", error.value(), error.problem(), error.remedy()};
    }
}

// What options say in place of the configuration.
void parse_model(const typed_options& typed, spate::telemetry_configuration& to) {
    if (has(typed, "seed")) to.options.from = spate::seed{parse_seed(typed.at("seed"))};
    if (has(typed, "kind"))
        to.kind = static_cast<spate::telemetry_kind>(
            name_of(typed, "kind", {std::begin(spate::telemetry_kind_names), std::end(spate::telemetry_kind_names)}, "is not a kind of documents"));
    if (has(typed, "services")) {
        const std::uint64_t count = parse_count(typed.at("services"), "services");
        if (count == 0 || count > most_services)
            throw config_error{"services", std::to_string(count), "is not a number of services", "use 1 to " + std::to_string(most_services)};
        to.options.services = spate::usual_services(static_cast<std::uint32_t>(count));
    }
    if (has(typed, "anomaly-rate")) {
        to.options.anomaly_rate = spate::parse_ratio(typed.at("anomaly-rate"), "anomaly-rate");
        if (to.options.anomaly_rate.value() > 1) throw config_error{"anomaly-rate", typed.at("anomaly-rate"), "is above 1", "use a share, like 0.02"};
    }
    if (has(typed, "interval")) {
        const auto given = static_cast<std::uint64_t>(parse_duration(typed.at("interval"), "interval").count());
        if (given % 1'000'000 != 0 || given > spate::most_interval)
            throw config_error{"interval", typed.at("interval"), "is not from 1ms to 1d in whole milliseconds", "use one like 250ms, 1s or 1min"};
        to.options.interval = given;
    }
}

std::int64_t parse_days(const typed_options& typed) {
    const std::string& given = typed.at("days");
    std::uint64_t length = 0;
    try {
        length = spate::duration{given + "d"}.nanoseconds();
    } catch (const config_error&) {
        throw config_error{"days", quoted(given), "is not a number of days", "use one like 90 or 0.5, at most 36525"};
    }
    if (length == 0 && !has(typed, "live")) throw config_error{"days", given, "makes no documents", "use 1 or more; 0 is for --live alone"};
    return static_cast<std::int64_t>(length);
}

std::int64_t before(std::int64_t end, std::int64_t length, const typed_options& typed) {
    if (length <= end) return end - length;
    throw config_error{"days", typed.at("days"), "begin before 1970", "use fewer"};
}

// The series begins where the configuration says, or with `from` where that is earlier: its documents are the same whichever of them are written.
void parse_range(const typed_options& typed, documents_request& out) {
    spate::telemetry_options& options = out.what.options;
    const bool has_from = has(typed, "from"), has_to = has(typed, "to"), has_days = has(typed, "days");
    out.live = has(typed, "live");
    if (out.live && has_to) throw config_error{"to", typed.at("to"), "does not go with --live, which goes on until it is stopped", "leave one of them out"};
    if (has_days && has_from && (has_to || out.live))
        throw config_error{"days", typed.at("days"), out.live ? "does not go with --from and --live" : "does not go with --from and --to",
                           "leave one of them out"};
    const std::optional<std::int64_t> configured = out.what.end;
    const std::int64_t length = has_days ? parse_days(typed) : usual_days * day;
    std::int64_t from = options.begin, to = 0;
    if (has_from) from = spate::parse_instant(typed.at("from"), "from");
    if (has_to) to = spate::parse_instant(typed.at("to"), "to");
    if (out.live) {
        to = wall_clock_now();
        if (!has_from) from = before(to, length, typed);
        if (from > to) throw config_error{"from", typed.at("from"), "is not over yet", "use an earlier instant, or leave out --live"};
    } else if (has_to) {
        if (has_days) from = before(to, length, typed);
        if (from >= to) throw config_error{"to", typed.at("to"), "is not after " + instant_text(from) + ", where documents begin", "use a later instant"};
    } else if (has_days || !configured) {
        if (from > last_instant - length)
            throw config_error{has_days ? "days" : "from", "", has_days ? "reach beyond the year 2261" : "leaves no room for 90 days up to the year 2261",
                               has_days ? "use fewer or an earlier instant" : "use an earlier instant, or --to"};
        to = from + length;
    } else {
        to = *configured;
        if (from >= to)
            throw config_error{"from", typed.at("from"), "is not before " + instant_text(to) + ", where the configuration ends", "use an earlier one"};
    }
    options.begin = std::min(options.begin, from);
    if (options.begin < 0) throw config_error{"from", instant_text(options.begin), "is before 1970", "use a later instant"};
    options.intervals = spate::unlimited;
    out.first = spate::intervals_between(options.begin, from, options.interval);
    out.end = spate::intervals_between(options.begin, to, options.interval);
}

// --sink: one that acknowledges, or an output.
void parse_sink(const typed_options& typed, documents_request& out) {
    const spate::sink_configuration sink = cli::parse_sink(typed).sink;
    out.exposed = exposed_secrets(typed, sink);
    if (is_delivered(sink, typed)) {
        if (has(typed, "live") && out.what.kind == spate::telemetry_kind::traces)
            throw config_error{"live", "", "does not go with traces and a sink, since how many documents an interval has is not known before",
                               "leave it out, or use --out"};
        if (has(typed, "format"))
            throw config_error{"format", typed.at("format"), "does not go with the sink " + std::string{to_string(sink.type)}, "leave it out"};
        out.delivery = parse_delivery(typed, sink);
        out.target = to_string(sink.type);
        return;
    }
    refuse_without_delivery(typed);
    if (has(typed, "dry-run")) throw config_error{"dry-run", "", "needs a sink that is a server or a table", "leave it out"};
    if (sink.type == spate::sink_type::none) return;
    if (has(typed, "out")) throw config_error{"sink", shown_sink_option(typed.at("sink")), "does not go with --out", "leave one of them out"};
    out.target = output_of(sink);
}

void parse_output(const typed_options& typed, documents_request& out) {
    parse_sink(typed, out);
    if (out.delivery) return;
    out.in_memory = !has(typed, "out") && out.target.empty();
    if (has(typed, "out")) out.target = typed.at("out");
    out.kind = spate::kind_of_target(out.target);
    if (out.is_file() && out.target.empty()) throw config_error{"out", "\"\"", "is not a file name", "name a file, or use - for standard output"};
    out.force = has(typed, "force");
    if (out.force && !out.is_file())
        throw config_error{"force", "", out.in_memory ? "needs a file" : "does not go with --out " + out.target, "use --out FILE, or leave it out"};
    if (!out.is_file() || out.force) return;
    refuse_block_device(out.target);
    if (!is_regular_or_new(out.target)) return;
    if (exists(out.target)) throw config_error{"out", out.target, "exists", "choose another name, or use --force to replace it"};
    if (exists(out.target + ".partial"))
        throw config_error{"out", out.target, "is being written, or was by a run that was killed: " + out.target + ".partial is there",
                           "use --force to replace it"};
}

void parse_format(const typed_options& typed, documents_request& out) {
    out.format_name = "ndjson";
    if (has(typed, "format")) {
        out.format_name = format_names[name_of(typed, "format", {std::begin(format_names), std::end(format_names)}, "is not a format of documents")];
    } else if (out.is_file() && is_regular_or_new(out.target)) {
        const std::string ending = ending_of(out.target);
        if (ending == "parquet" || ending == "pq")
            out.format_name = "parquet";
        else if (ending == "bulk")
            out.format_name = "bulk";
        else if (ending != "ndjson" && ending != "jsonl")
            out.unknown_ending = ending;
    }
    if (out.format_name == "bulk") out.format = spate::elasticsearch_bulk{{.index = out.what.index, .operation = out.what.operation}};
    if (out.format_name == "parquet") {
        if (out.live) throw config_error{"live", "", "does not go with parquet, which nobody reads before it is complete", "use --format ndjson or bulk"};
        spate::parquet_options options;
        options.compression = spate::parquet_snappy();
        out.format = spate::parquet{std::move(options)};
    }
}

}  // namespace

std::int64_t wall_clock_now() { return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count(); }

std::string interval_text(std::uint64_t nanoseconds) {
    const std::uint64_t milliseconds = nanoseconds / 1'000'000;
    return milliseconds % 1000 == 0 ? std::to_string(milliseconds / 1000) + "s" : std::to_string(milliseconds) + "ms";
}

documents_request parse_documents(const typed_options& typed) {
    std::uint64_t hash = 0;
    spate::telemetry_configuration what = parse_configuration(typed, hash);
    parse_model(typed, what);
    documents_request out{.config_file = text_of(typed, "config", ""),
                          .what = std::move(what),
                          .documents = {},
                          .format_name = {},
                          .unknown_ending = {},
                          .format = {},
                          .target = {}};
    out.fingerprint = hash;
    parse_output(typed, out);
    parse_range(typed, out);
    parse_format(typed, out);
    out.documents = any_documents::make(out.what.kind, out.what.options);
    constexpr std::uint64_t most = std::uint64_t{1} << 48;
    if (out.end_document() - out.first_document() >= most)
        throw config_error{"services", "", "make more than 2^48 documents in that time", "use fewer services, less time or a longer interval"};
    return out;
}

}  // namespace cli
