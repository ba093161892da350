// SPDX-License-Identifier: Apache-2.0
// spate rows: the table that a schema describes, into files, a pipe or a socket, or into memory to measure how fast it is made.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include <spate/core/size.hpp>
#include <spate/run/row_messages.hpp>
#include <spate/run/run_records.hpp>
#include <spate/simd/isa.hpp>
#include <spate/sink/null.hpp>
#include <spate/sink/open.hpp>

#include "commands.hpp"
#include "delivery/any_table.hpp"
#include "delivery/deliver.hpp"
#include "delivery/fingerprint.hpp"
#include "json.hpp"
#include "options.hpp"
#include "proto_files.hpp"
#include "rows_options.hpp"
#include "target.hpp"

namespace cli {
namespace {

/// Any output that is no file, so that a run is compiled once for all of them.
class any_output {
public:
    explicit any_output(spate::any_sink sink) : sink_{std::move(sink)} {}
    void write(std::span<const std::byte> bytes, std::error_code& error) noexcept {
        std::visit([&](auto& to) { to.write(bytes, error); }, sink_);
    }
    void close(std::error_code& error) noexcept {
        std::visit([&](auto& to) { to.close(error); }, sink_);
    }

private:
    spate::any_sink sink_;
};

struct rows_outcome : spate::record_report {
    /// The names of the files that are complete.
    std::vector<std::string> paths;
    /// Of the files that say what these hold.
    std::vector<std::string> descriptions;

    [[nodiscard]] double per_second(std::uint64_t number) const { return seconds > 0 ? static_cast<double>(number) / seconds : 0; }
};

rows_outcome write_rows(const rows_request& asked, spate::thread_pool& pool, progress_line& line) {
    bool expired = false;
    double shown = 0;
    const auto progress = [&](const spate::record_progress& now) {
        if (asked.limit() > 0 && now.seconds >= asked.limit() && !stop_requested.exchange(true)) expired = true;
        if (now.seconds - shown < 0.5) return;
        shown = now.seconds;
        line.show_rows(now.rows, asked.is_endless() ? spate::unlimited : now.length, now.bytes, now.seconds, asked.limit());
    };
    const spate::run_options options{
        .first = asked.first, .rows = asked.rows, .stop = &stop_requested, .interval = std::chrono::milliseconds{asked.limit() > 0 ? 2 : 500}};
    rows_outcome out;
    static_cast<spate::record_report&>(out) = std::visit(
        [&](const auto& format) {
            if (asked.in_memory) return spate::run(asked.table, format, spate::null_sink{}, pool, options, progress);
            if (!asked.is_file()) return spate::run(asked.table, format, any_output{spate::open_sink(asked.target)}, pool, options, progress);
            spate::record_file_run how{.path = asked.target, .parts = asked.files, .file = {}, .run = options};
            how.file.overwrite = asked.force;
            return spate::run_to_file(asked.table, format, how, pool, progress);
        },
        asked.format);
    line.clear();
    if (expired && out.end == spate::run_end::stopped) out.end = spate::run_end::expired;
    for (std::uint64_t part = 0; part < out.files; ++part) out.paths.push_back(spate::part_path(asked.target, part, asked.files));
    if (out.end == spate::run_end::complete) out.descriptions = write_proto_files(asked);
    return out;
}

json_object head_json(const rows_request& asked) {
    json_object all;
    all.add("command", "rows").add("schema", asked.schema_file).add("table", asked.table.name()).add("fields", asked.table.fields().size());
    all.add("seed", std::to_string(asked.table.origin().value)).add("seed_was_drawn", asked.seed_was_drawn);
    return all;
}

std::string json_report(const rows_request& asked, const rows_outcome& run, const workers& threads) {
    json_object all = head_json(asked);
    all.add("format", asked.format_name);
    if (!asked.compression.empty()) all.add("compression", asked.compression);
    if (!asked.in_memory) all.add("out", asked.target);
    if (asked.is_file()) all.add("files", run.paths);
    if (!run.descriptions.empty()) all.add("descriptions", run.descriptions);
    const double rate = run.per_second(run.bytes);
    all.add("end", end_name(run.end)).add("complete", run.end == spate::run_end::complete).add("first", run.first).add("rows", run.rows);
    all.add("bytes", run.bytes).add("seconds", run.seconds).add("rows_per_second", run.per_second(run.rows)).add("bytes_per_second", rate);
    all.add("threads", threads.count()).add("bytes_per_second_per_core", rate / static_cast<double>(threads.cores()));
    all.add("isa", spate::simd::name(spate::simd::active_isa()));
    if (run.error) all.add("error", run.error.message());
    return all.text() + "\n";
}

std::string place_text(const rows_request& asked, const rows_outcome& run) {
    if (asked.in_memory) return " in memory";
    if (asked.kind == spate::target_kind::standard_output) return " to standard output";
    if (asked.files == 1) return " to " + asked.target;
    if (run.paths.empty()) return " to no whole file";
    return " to " + std::to_string(run.paths.size()) + (run.paths.size() == 1 ? " file, " : " files, ") + run.paths.front() +
           (run.paths.size() == 1 ? "" : " to " + run.paths.back());
}

std::string text_report(const rows_request& asked, const rows_outcome& run, const workers& threads) {
    const std::size_t fields = asked.table.fields().size();
    std::vector<std::vector<std::string>> lines{
        {"table",
         (asked.table.name().empty() ? "" : asked.table.name() + ", ") + std::to_string(fields) + (fields == 1 ? " field, " : " fields, ") + asked.schema_file},
        {"seed", std::to_string(asked.table.origin().value) + (asked.seed_was_drawn ? " (drawn; --seed repeats it)" : "")},
        {"format", asked.format_name + (asked.unknown_ending.empty() ? "" : ", as ." + asked.unknown_ending + " says none; --format chooses another") +
                       (asked.compression.empty() ? "" : ", compression " + asked.compression)}};
    if (!run.descriptions.empty()) lines.push_back({"messages", run.descriptions[0] + " and " + run.descriptions[1]});
    const double rate = run.per_second(run.bytes);
    const bool ended = run.end == spate::run_end::complete || run.end == spate::run_end::expired;
    lines.push_back({asked.in_memory ? "generated"
                     : ended         ? "written"
                                     : "so far",
                     std::to_string(run.rows) + (run.rows == 1 ? " row" : " rows") + (run.first == 0 ? "" : " from row " + std::to_string(run.first) + " on") +
                         ", " + exact_size(run.bytes) + "," + place_text(asked, run) + " in " + time_text(run.seconds)});
    lines.push_back({"rate", row_rate_text(run.per_second(run.rows)) + ", " + rate_text(rate) + ", " + rate_text(rate / static_cast<double>(threads.cores())) +
                                 " per core" + on_threads(threads)});
    if (run.end == spate::run_end::expired)
        lines.push_back({"ended", "after " + time_text(asked.limit()) + ", at row " + std::to_string(run.first + run.rows) + " of the table"});
    return table(lines, 2);
}

// Why a run did not reach its end, how far it came, what is left of it, and how to go on.
std::string failure_of(const rows_request& asked, const rows_outcome& run, const typed_options& typed) {
    const std::uint64_t mark = run.first + run.rows;
    std::string out = run.end == spate::run_end::failed ? "--out " + asked.target + ": " + run.error.message() : "stopped by " + std::string{stop_signal()};
    out += " at row " + std::to_string(mark) + (asked.is_endless() ? "" : " of " + std::to_string(asked.first + asked.rows));
    if (!asked.in_memory) out += asked.files == 1 ? ", offset " + std::to_string(run.bytes) : ", after " + std::to_string(run.bytes) + " bytes";
    if (asked.is_file() && is_regular_or_new(asked.target)) {
        if (asked.files == 1) return out + "; what was written of it is removed";
        return out + "; of " + std::to_string(asked.files) + " files " + std::to_string(run.files) + (run.files == 1 ? " is" : " are") +
               " complete, what was written of the next one is removed";
    }
    // What a reader has of the row in which an output failed is not known, and other formats have a frame around all rows.
    const bool lines = std::holds_alternative<spate::ndjson>(asked.format) || std::holds_alternative<spate::csv_format>(asked.format) ||
                       std::holds_alternative<spate::protobuf>(asked.format);
    if (run.end == spate::run_end::stopped && lines && !asked.in_memory)
        out += "; to go on: " + rows_command(asked, typed, mark, asked.rows - run.rows, run.bytes != 0);
    return out;
}

// The rows as a stream. One that is resumed has the seed that it was begun with, where that was drawn.
stream_maker rows_stream(rows_request& asked) {
    return [&asked](const std::string& note) {
        const std::optional<std::uint64_t> seed = parse_note(note).seed;
        if (asked.seed_was_drawn && seed) asked.table = asked.table.with_seed(spate::seed{*seed});
        const any_table table{asked.table};
        delivered_stream out{.stream = {.name = stream_name(*asked.delivery, asked.table.name(), asked.schema_file)}, .source = {.table = table}};
        out.stream.note = note_text(asked.table.origin().value);
        out.stream.specification = fingerprint({asked.table.name()}, {asked.table.origin().value, asked.fingerprint, fingerprint(table, 0)});
        out.source.messages = [table, key = asked.key](bool) -> std::shared_ptr<const spate::message_source> {
            return std::make_shared<spate::row_messages<any_table>>(table, spate::row_message_options{.key = key});
        };
        out.size = asked.table.size();
        out.options.first = asked.first;
        out.options.count = asked.rows;
        out.options.paced = false;
        return out;
    };
}

// To a sink that acknowledges.
int deliver(rows_request& asked, const typed_options& typed, console& out) {
    const workers threads{typed};
    const bool as_json = has(typed, "json");
    const stream_maker stream = rows_stream(asked);
    const auto head = [&] {
        const std::size_t fields = asked.table.fields().size();
        return std::vector<std::vector<std::string>>{
            {"table", (asked.table.name().empty() ? "" : asked.table.name() + ", ") + std::to_string(fields) + (fields == 1 ? " field, " : " fields, ") +
                          asked.schema_file},
            {"seed", std::to_string(asked.table.origin().value) + (asked.seed_was_drawn ? " (drawn; --seed repeats it)" : "")},
            {"sink", sink_text(asked.delivery->sink)}};
    };
    if (asked.delivery->dry_run) {
        const std::string target = check_delivery(*asked.delivery, stream, threads.pool());
        out.report(as_json ? head_json(asked).add("target", target).add("reachable", true).text() + "\n" : table(head(), 2) + dry_text(target));
        return 0;
    }
    stop_at_signals();
    progress_line line{!has(typed, "no-progress") && !out.json()};
    const delivery_outcome done = deliver_stream(*asked.delivery, stream, threads.pool(), line, out);
    if (as_json) {
        json_object all = head_json(asked);
        add_delivery(all, *asked.delivery, done, "rows");
        out.report(all.add("threads", threads.count()).text() + "\n");
    } else {
        std::vector<std::vector<std::string>> lines = head();
        for (std::vector<std::string>& one : delivery_lines(done, "row")) lines.push_back(std::move(one));
        out.report(table(lines, 2));
    }
    raise_failure(*asked.delivery, done, "row");
    return 0;
}

int run(const typed_options& typed, console& out) {
    spate::simd::choose_isa();
    try {
        rows_request asked = parse_rows(typed);
        if (asked.target == "-" || asked.target == "fd:1") out.report_to_standard_error();
        if (!asked.exposed.empty()) out.warn(asked.exposed);
        if (asked.delivery) return deliver(asked, typed, out);
        if (asked.seed_was_drawn && has(typed, "first"))
            out.warn("the seed is drawn: the rows before and behind these belong to the same table only with --seed " +
                     std::to_string(asked.table.origin().value));
        else if (asked.seed_was_drawn && asked.has_tables)
            out.warn("the seed is drawn: foreign keys are found in the other tables of " + asked.schema_file + " only with --seed " +
                     std::to_string(asked.table.origin().value));
        const workers threads{typed};
        out.note("runs" + on_threads(threads) + ", numa " + spate::to_string(threads.pool().numa()) + ", kernels for " +
                 std::string{spate::simd::name(spate::simd::active_isa())});
        out.note("to repeat: " + rows_command(asked, typed, asked.first, asked.rows));
        stop_at_signals();
        progress_line line{!has(typed, "no-progress") && !out.json()};
        const rows_outcome run = write_rows(asked, threads.pool(), line);
        out.report(has(typed, "json") ? json_report(asked, run, threads) : text_report(asked, run, threads));
        if (run.end == spate::run_end::failed || run.end == spate::run_end::stopped) throw run_failure{failure_of(asked, run, typed)};
        return 0;
    } catch (const std::bad_alloc&) {
        throw run_failure{"there is not enough memory; use fewer --threads, or for parquet fewer --row-group-rows"};
    }
}

void declare(command_options& to) {
    to.group("The rows");
    to.option("schema", "FILE", "The table's description: .yaml, .yml or .json");
    to.option("builtin", "ID", "The table of an id in place of a file; spate schema list tells them");
    to.option("table", "NAME", "The table of that name under `tables`, to which foreign keys of the others refer (default: that of the root)");
    to.option("rows", "N", "How many rows: 1000000, 1e6, 250k, 10M (default: the schema's `rows`)");
    to.option("first", "N", "Begin at row N of the table, so that machines can share it (default 0)");
    to.option("seed", "N", "The number from which all rows follow (default: the schema's `seed`; else drawn and shown)");
    to.group("The format");
    to.option("format", "NAME",
              "ndjson, json (one array), csv, tsv, parquet, avro, protobuf or binary (default: by the end of the output's name; else ndjson)");
    to.option("delimiter", "C", "csv: what stands between values: ';', '|', tab (default ',')");
    to.flag("--no-header", "no-header", "csv, tsv: no line with the names of the columns");
    to.option("null-text", "TEXT", "csv, tsv: what stands for a null (default: nothing)");
    to.option("compression", "CODEC", "parquet: none, snappy, zstd or lz4 (default snappy); avro: null, deflate, snappy or zstd (default null)");
    to.option("row-group-rows", "N", "parquet: rows of a row group (default: what takes some 64 MiB, at most 131072)");
    to.group("The output");
    to.option("out", "TARGET",
              "FILE, - (standard output), fd:N, tcp://HOST:PORT or unix:PATH;\nwithout it the rows are made in memory and the rate is measured");
    to.option("files", "K", "Share the rows out to K files: t.csv becomes t-00000-of-00008.csv and so on (default 1)");
    to.flag("--force", "force", "Replace files that exist, write over a block device");
    to.option("duration", "TIME", "Without --out: end after 500ms, 10s, 2m, 1h ...");
    declare_delivery(to);
    to.option("key", "COLUMN", "The column whose values are the keys of messages (default: none)");
    declare_threads(to);
    declare_reporting(to);
    to.footer(
        "A schema lists fields, each with a name, a type and what the type takes; messages tell the types and what would be right:\n"
        "  seed: 7\n"
        "  fields:\n"
        "    - {name: id, type: sequence, start: 1}\n"
        "    - {name: city, type: city, nulls: 0.1}\n"
        "    - {name: status, type: choice, values: [open, paid, shipped], weights: [1, 5, 20]}\n"
        "\nA file is written as FILE.partial and bears its name when it is complete; of a run that ends before, only complete files are left.\n"
        "Beside a file of protobuf, as orders.pb, there are orders.proto and orders.desc (descriptors, for readers that need no protoc).\n"
        "Rows depend on the schema and the seed alone: not on threads, files, the format, or which of them are written.\n"
        "\nExamples:\n"
        "  spate rows --schema orders.yaml --rows 10M --format parquet --out orders.parquet\n"
        "  spate rows --schema orders.yaml --rows 1G --files 16 --out orders.csv\n"
        "  spate rows --schema orders.json --rows 1000 --seed 7 --out - | head\n"
        "  spate rows --schema shop.yaml --table customers --seed 7 --out customers.csv\n"
        "  spate rows --schema orders.yaml --rows 1M --seed 7 --sink kafka://localhost:9092/orders --key id --resume\n"
        "  spate rows --schema orders.yaml --duration 5s\n");
}

}  // namespace

const command commands::rows{"rows", "Write the rows of a table that a schema describes, or measure how fast they are made", declare, run};

}  // namespace cli
