// SPDX-License-Identifier: Apache-2.0
// spate generate: the table of a schema as a directory of data files and a meta.json.
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include <xxhash.h>

#include <spate/core/error.hpp>
#include <spate/core/size.hpp>
#include <spate/run/dataset.hpp>
#include <spate/run/remove_dataset.hpp>
#include <spate/schema/problems.hpp>
#include <spate/simd/isa.hpp>

#include "commands.hpp"
#include "generate_options.hpp"
#include "json.hpp"
#include "options.hpp"
#include "output_root.hpp"
#include "preview.hpp"
#include "target.hpp"

namespace cli {
namespace {

// XXH3 of 128 bits in its canonical form: what `xxhsum -H2` prints.
spate::dataset_checksum xxh3_checksum() {
    const std::shared_ptr<XXH3_state_t> state{XXH3_createState(), [](XXH3_state_t* made) { (void)XXH3_freeState(made); }};
    if (!state) throw std::bad_alloc{};
    return {"xxh3-128", [state] { (void)XXH3_128bits_reset(state.get()); },
            [state](std::span<const std::byte> bytes) { (void)XXH3_128bits_update(state.get(), bytes.data(), bytes.size()); },
            [state] {
                XXH128_canonical_t canonical;
                XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state.get()));
                std::string out;
                for (const unsigned char byte : canonical.digest) {
                    constexpr std::string_view digits = "0123456789abcdef";
                    (out += digits[byte >> 4]) += digits[byte & 15];
                }
                return out;
            }};
}

spate::dataset_meta meta_of(const generate_request& asked) {
    spate::dataset_meta out;
    out.schema = asked.schema_json;
    out.builtin = asked.builtin;
    out.seed = asked.table.origin().value;
    out.format = asked.format_name;
    out.compression = asked.compression;
    const auto truth = [](bool value) { return value ? "true" : "false"; };
    out.options = {{"max_rows_per_file", std::to_string(asked.max_rows_per_file)},
                   {"max_file_bytes", std::to_string(asked.max_file_bytes)},
                   {"batch_rows", asked.batch_rows == 0 ? "null" : std::to_string(asked.batch_rows)},
                   {"json_array", truth(asked.json_array)},
                   {"include_auto_id", truth(asked.include_auto_id)}};
    return out;
}

double bytes_of_a_row(const generate_request& asked) {
    return std::visit([&](const auto& format) { return spate::sample_row_bytes(asked.table, format); }, asked.format);
}

std::string count_text(std::uint64_t number, const char* one, const char* many) { return std::to_string(number) + " " + (number == 1 ? one : many); }

// Whether what is in the directory may be overwritten: false where someone was asked and said no. Throws where nobody can be asked; what is refused even if
// it may, the run refuses itself.
bool may_overwrite(const generate_request& asked, const typed_options& typed, bool& overwrite) {
    overwrite = has(typed, "force");
    std::error_code error;
    if (std::filesystem::is_symlink(asked.directory, error) && !exists(asked.directory))
        throw spate::config_error{"out", asked.directory, "is a link to what is not there", "make the directory that it names, or choose another"};
    if (overwrite || !std::filesystem::is_directory(asked.directory, error)) return true;
    const spate::dataset_contents there = spate::find_dataset(asked.directory);
    if (there.being_written || (!there.interrupted && there.own.empty() && there.changed.empty() && there.foreign.empty())) return true;
    if (!can_ask()) {
        const char* const what = there.meta ? "holds a dataset" : there.interrupted ? "holds what an interrupted run left" : "is not empty";
        const char* const yes = has(typed, "yes") ? " (--yes only answers questions, and there is no terminal to ask on)" : "";
        throw spate::config_error{"out", asked.directory, what, std::string{"choose another directory, or use --force to write into it"} + yes};
    }
    std::string question = asked.directory + " is not empty.";
    if (const std::string files = count_text(there.own.size(), "file", "files"); there.meta)
        question += " The dataset there, " + files + ", will be replaced.";
    else if (there.interrupted)
        question += " What an interrupted run left, " + files + ", will be removed.";
    if (const std::size_t others = there.changed.size() + there.foreign.size(); others != 0)
        question += " " + count_text(others, "other file stays.", "other files stay.");
    overwrite = has(typed, "yes") || ask(question + " Write into it?");
    return overwrite;
}

std::string files_text(const spate::dataset_report& run) {
    const std::vector<spate::dataset_file>& files = run.meta.files;
    return files.size() == 1 ? files[0].name : count_text(files.size(), "file", "files") + ", " + files.front().name + " to " + files.back().name;
}

struct generate_outcome {
    spate::dataset_report run;
    std::vector<std::string> preview;
};

std::vector<std::vector<std::string>> described(const generate_request& asked) {
    const std::size_t fields = asked.table.fields().size();
    return {{"table", (asked.table.name().empty() ? "" : asked.table.name() + ", ") + count_text(fields, "field", "fields") + ", " + asked.source},
            {"seed", std::to_string(asked.table.origin().value) + (asked.seed_was_drawn ? " (drawn; --seed repeats it)" : "")},
            {"format", asked.format_name + (asked.json_array ? ", an array" : "") + (asked.compression.empty() ? "" : ", compression " + asked.compression)}};
}

json_object described_in_json(const generate_request& asked, const typed_options& typed) {
    json_object all;
    all.add("command", "generate");
    if (has(typed, "schema")) all.add("schema", asked.source);
    if (!asked.builtin.empty()) all.add("builtin", asked.builtin);
    all.add("table", asked.table.name()).add("fields", asked.table.fields().size()).add("seed", std::to_string(asked.table.origin().value));
    all.add("seed_was_drawn", asked.seed_was_drawn).add("format", asked.format_name);
    if (!asked.compression.empty()) all.add("compression", asked.compression);
    return all.add("out", asked.directory);
}

int report_valid(const generate_request& asked, const typed_options& typed, console& out) {
    const double bytes = bytes_of_a_row(asked) * static_cast<double>(asked.table.size());
    const auto by = [](double number, std::uint64_t most) { return std::ceil(number / static_cast<double>(most)); };
    const double files = std::max({1.0, by(bytes, asked.max_file_bytes), by(static_cast<double>(asked.table.size()), asked.max_rows_per_file)});
    const auto about_files = static_cast<std::uint64_t>(std::min(files, 1e15)), about_bytes = static_cast<std::uint64_t>(std::min(bytes, 1e18));
    if (has(typed, "json")) {
        json_object all = described_in_json(asked, typed);
        all.add("valid", true).add("rows", asked.table.size()).add("about_bytes", about_bytes).add("about_files", about_files);
        out.report(all.text() + "\n");
        return 0;
    }
    std::vector<std::vector<std::string>> lines = described(asked);
    lines.push_back({"valid", "would write " + count_text(asked.table.size(), "row", "rows") + ", about " + spate::format_size(about_bytes) + " in " +
                                  count_text(about_files, "file", "files") + ", to " + asked.directory});
    out.report(table(lines, 2));
    return 0;
}

std::string json_report(const generate_request& asked, const typed_options& typed, const generate_outcome& outcome, const workers& threads) {
    const spate::dataset_report& run = outcome.run;
    json_object all = described_in_json(asked, typed);
    std::vector<std::string> names;
    for (const spate::dataset_file& one : run.meta.files) names.push_back(one.name);
    const auto rate = [&](std::uint64_t number) { return run.seconds > 0 ? static_cast<double>(number) / run.seconds : 0.0; };
    all.add("files", names).add("end", end_name(run.end)).add("complete", run.end == spate::run_end::complete).add("rows", run.rows).add("bytes", run.bytes);
    all.add("seconds", run.seconds).add("rows_per_second", rate(run.rows)).add("bytes_per_second", rate(run.bytes)).add("threads", threads.count());
    if (run.error) all.add("error", run.error.message());
    if (!has(typed, "preview") || run.end != spate::run_end::complete) return all.text() + "\n";
    std::string rows;
    for (const std::string& one : outcome.preview) rows += (rows.empty() ? "" : ", ") + one;
    return all.raw("preview", "[" + rows + "]").text() + "\n";
}

std::string text_report(const generate_request& asked, const generate_outcome& outcome, const workers& threads) {
    const spate::dataset_report& run = outcome.run;
    const auto rate = [&](std::uint64_t number) { return run.seconds > 0 ? static_cast<double>(number) / run.seconds : 0.0; };
    const bool complete = run.end == spate::run_end::complete;
    std::vector<std::vector<std::string>> lines = described(asked);
    lines.push_back({complete ? "written" : "made", count_text(run.rows, "row", "rows") + ", " + exact_size(run.bytes) + ", in " + time_text(run.seconds)});
    lines.push_back({"rate", row_rate_text(rate(run.rows)) + ", " + rate_text(rate(run.bytes)) + on_threads(threads)});
    if (complete) lines.push_back({"files", files_text(run) + ", and meta.json in " + asked.directory});
    return table(lines, 2) + (outcome.preview.empty() ? "" : "\n" + shown_rows(outcome.preview));
}

spate::dataset_report write(const generate_request& asked, bool overwrite, spate::thread_pool& pool, progress_line& line) {
    const spate::dataset_options options{.extension = asked.extension,
                                         .max_rows_per_file = asked.max_rows_per_file,
                                         .max_file_bytes = asked.max_file_bytes,
                                         .block_rows = asked.batch_rows,
                                         .overwrite = overwrite,
                                         .other_files = asked.other_files,
                                         .checksum = xxh3_checksum(),
                                         .stop = &stop_requested};
    const auto progress = [&](const spate::record_progress& now) { line.show_rows(now.rows, now.length, now.bytes, now.seconds); };
    spate::dataset_report out = std::visit(
        [&](const auto& format) { return spate::write_dataset(asked.table, format, asked.directory, meta_of(asked), options, pool, progress); }, asked.format);
    line.clear();
    return out;
}

int run(const typed_options& typed, console& out) {
    spate::simd::choose_isa();
    try {
        const generate_request asked = parse_generate(typed);
        if (has(typed, "validate-only")) return report_valid(asked, typed, out);
        const workers threads{typed};
        bool overwrite = false;
        if (!may_overwrite(asked, typed, overwrite)) {
            out.fail("nothing was written");
            return exit_refused;
        }
        out.note("runs" + on_threads(threads) + ", kernels for " + std::string{spate::simd::name(spate::simd::active_isa())});
        stop_at_signals();
        progress_line line{!has(typed, "no-progress") && !out.json()};
        generate_outcome outcome{write(asked, overwrite, threads.pool(), line), {}};
        const spate::dataset_report& run = outcome.run;
        if (has(typed, "preview") && run.end == spate::run_end::complete) outcome.preview = first_rows(asked.table);
        out.report(has(typed, "json") ? json_report(asked, typed, outcome, threads) : text_report(asked, outcome, threads));
        if (run.end == spate::run_end::complete) return 0;
        const std::string why =
            run.end == spate::run_end::failed ? asked.directory + "/" + run.failed + ": " + run.error.message() : "stopped by " + std::string{stop_signal()};
        throw run_failure{why + " at row " + std::to_string(run.rows) + " of " + std::to_string(asked.table.size()) + "; what was written is removed"};
    } catch (const spate::specification_error& error) {
        for (const std::string& one : error.messages()) out.fail(one);
        return exit_refused;
    } catch (const std::bad_alloc&) {
        throw run_failure{"there is not enough memory; use fewer --threads, or a smaller --batch-size"};
    }
}

void declare(command_options& to) {
    to.group("The rows");
    to.option("schema", "FILE", "The collection's schema, .json or .yaml, as milvus-fake-data reads it; or a specification of spate");
    to.option("builtin", "ID", "Or a schema of the catalogue, as `spate schema list` shows them");
    to.option("rows,-r", "N", "How many rows: 1000000, 1e6, 250k, 10M (default: a specification's `rows`; else 1000)");
    to.option("seed", "N", "The number from which all rows follow (default: a specification's `seed`; else drawn and shown)");
    to.flag("--include-auto-id", "include-auto-id", "Write the column of an auto_id key, too, which importers refuse: 1, 2, 3 ...");
    to.group("The format");
    to.option("format,-f", "NAME", "parquet, json (one object a line), ndjson (the same in data.ndjson), csv, avro, protobuf or binary (default parquet)");
    to.flag("--json-array", "json-array", "json: one array of objects");
    to.option("compression", "CODEC", "parquet: none, snappy, zstd, lz4; avro: null, deflate, snappy, zstd (default snappy)");
    to.option("batch-size", "N", "Rows of a row group or block (default: 50000 of Parquet, or fewer: what takes some 16 MiB)");
    to.group("The output");
    to.option("out", "DIR", "The directory (default: one named after the collection, under the default output root)");
    to.option("max-file-size", "MB", "The most that a file has, in units of 2^20 bytes (default 256)");
    to.option("max-rows-per-file", "N", "The most rows that a file has (default 1000000)");
    to.flag("--force", "force", "Write into a directory that is not empty; a dataset there is replaced, other files stay");
    to.flag("-y,--yes", "yes", "Answer questions with yes; there are some only on a terminal");
    to.flag("--validate-only", "validate-only", "Check schema and options, and say what would be written");
    to.flag("-p,--preview", "preview", "Show the first 5 rows of the files");
    declare_threads(to);
    declare_reporting(to);
    to.footer(std::string{"Writes data.parquet, or data-00001-of-00005.parquet and so on, and meta.json, which tells schema, seed, files and their\n"
                          "checksums (XXH3 of 128 bits, as xxhsum -H2 prints them) and is there only once all is complete. A run that is stopped or fails\n"
                          "leaves nothing. Rows depend on schema and seed alone: not on threads, files or the format.\n"} +
              output_root_help +
              "\nExamples:\n"
              "  spate generate --builtin ecommerce --rows 1M --out ecommerce\n"
              "  spate generate --schema products.json -r 10000 -f json -p --seed 7\n"
              "  spate generate --schema products.yaml --rows 100M --max-rows-per-file 5M --compression zstd --validate-only\n");
}

}  // namespace

const command commands::generate{"generate", "Write a collection as a directory of data files, for vector databases", declare, run};

}  // namespace cli
