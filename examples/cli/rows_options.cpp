// SPDX-License-Identifier: Apache-2.0
#include "rows_options.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/seed.hpp>
#include <spate/format/avro_codecs.hpp>
#include <spate/format/parquet_codecs.hpp>
#include <spate/run/run_records.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/problems.hpp>

#include "delivery/fingerprint.hpp"
#include "options.hpp"
#include "proto_files.hpp"
#include "schemas.hpp"
#include "target.hpp"

namespace cli {
namespace {

using spate::config_error;

constexpr std::uint64_t most_rows = spate::runtime_schema::most_rows;

struct named_format {
    std::string_view name;
    /// The endings of file names that mean it.
    std::string_view endings[2];
};
constexpr named_format formats[] = {
    {"ndjson", {"ndjson", "jsonl"}}, {"json", {"json", "json"}}, {"csv", {"csv", "csv"}},       {"tsv", {"tsv", "tab"}},
    {"parquet", {"parquet", "pq"}},  {"avro", {"avro", "avro"}}, {"protobuf", {"pb", "binpb"}}, {"binary", {"spaterows", "spaterows"}}};

// The format that is asked for by name, else by the ending of the output's name; NDJSON where that says none.
std::string format_of(const typed_options& typed, rows_request& asked) {
    if (!has(typed, "format")) {
        const std::string ending = asked.is_file() && is_regular_or_new(asked.target) ? ending_of(asked.target) : "";
        for (const named_format& one : formats)
            if (one.endings[0] == ending || one.endings[1] == ending) return std::string{one.name};
        asked.unknown_ending = ending;
        return "ndjson";
    }
    const std::string& given = typed.at("format");
    std::vector<std::string_view> names;
    for (const named_format& one : formats) {
        if (one.name == given) return given;
        names.push_back(one.name);
    }
    throw config_error{"format", "\"" + given + "\"", "is not a format", spate::suggestion(given, names)};
}

// An option that some formats alone have.
void refuse_unless_format(const typed_options& typed, const rows_request& asked, const char* option, std::vector<std::string_view> with) {
    if (!has(typed, option) || std::find(with.begin(), with.end(), asked.format_name) != with.end()) return;
    throw config_error{option, typed.at(option), "does not go with " + asked.format_name, "leave it out, or use --format " + std::string{with.front()}};
}

spate::csv_format parse_csv(const typed_options& typed, const rows_request& asked) {
    spate::csv_options out;
    if (asked.format_name == "tsv") out.delimiter = '\t';
    if (has(typed, "delimiter")) {
        const std::string& given = typed.at("delimiter");
        const bool tab = given == "\\t" || given == "tab";
        if (!tab && given.size() != 1) throw config_error{"delimiter", "\"" + given + "\"", "is not one ASCII character", "use one like ';' or '|', or tab"};
        out.delimiter = tab ? '\t' : given[0];
    }
    out.header = !has(typed, "no-header");
    out.null = text_of(typed, "null-text", "");
    return spate::csv(std::move(out));
}

spate::parquet parse_parquet(const typed_options& typed, rows_request& asked) {
    spate::parquet_options out;
    asked.compression = text_of(typed, "compression", "snappy");
    if (asked.compression == "snappy") {
        out.compression = spate::parquet_snappy();
    } else if (asked.compression == "zstd") {
        out.compression = spate::parquet_zstd();
    } else if (asked.compression == "lz4") {
        out.compression = spate::parquet_lz4();
    } else if (asked.compression != "none") {
        throw config_error{"compression", "\"" + asked.compression + "\"", "is not a codec of Parquet that is known here",
                           spate::suggestion(asked.compression, {"none", "snappy", "zstd", "lz4"})};
    }
    if (has(typed, "row-group-rows")) {
        const std::uint64_t rows = parse_count(typed.at("row-group-rows"), "row-group-rows");
        constexpr std::uint64_t most = std::uint64_t{1} << 30;
        if (rows == 0 || rows > most) throw config_error{"row-group-rows", std::to_string(rows), "is not from 1 to 2^30", "use some 100000, or leave it out"};
        out.row_group_rows = static_cast<std::size_t>(rows);
    }
    return {std::move(out)};
}

spate::avro parse_avro(const typed_options& typed, rows_request& asked) {
    spate::avro_options out;
    asked.compression = text_of(typed, "compression", "null");
    if (asked.compression == "deflate") {
        out.codec = spate::avro_deflate();
    } else if (asked.compression == "snappy") {
        out.codec = spate::avro_snappy();
    } else if (asked.compression == "zstd") {
        out.codec = spate::avro_zstd();
    } else if (asked.compression != "null" && asked.compression != "none") {
        throw config_error{"compression", "\"" + asked.compression + "\"", "is not a codec of Avro that is known here",
                           spate::suggestion(asked.compression, {"null", "deflate", "snappy", "zstd"})};
    }
    return {std::move(out)};
}

any_format parse_format(const typed_options& typed, rows_request& asked) {
    refuse_unless_format(typed, asked, "compression", {"parquet", "avro"});
    refuse_unless_format(typed, asked, "row-group-rows", {"parquet"});
    refuse_unless_format(typed, asked, "no-header", {"csv", "tsv"});
    refuse_unless_format(typed, asked, "delimiter", {"csv"});
    refuse_unless_format(typed, asked, "null-text", {"csv", "tsv"});
    if (asked.format_name == "parquet") return parse_parquet(typed, asked);
    if (asked.format_name == "avro") return parse_avro(typed, asked);
    if (asked.format_name == "csv" || asked.format_name == "tsv") return parse_csv(typed, asked);
    if (asked.format_name == "json") return spate::json_array{};
    if (asked.format_name == "protobuf") return spate::protobuf{};
    if (asked.format_name == "binary") return spate::binary_rows{};
    return spate::ndjson{};
}

// What a format cannot hold is known from the table's type.
void check_format(const rows_request& asked) {
    try {
        std::visit([&](const auto& format) { (void)format.encoder(asked.table.type()); }, asked.format);
    } catch (const config_error& error) {
        if (error.parameter() != "parquet" && error.parameter() != "avro" && error.parameter() != "csv") throw;
        throw config_error{"format", asked.format_name, (error.value().empty() ? "" : "field \"" + error.value() + "\" ") + error.problem(), error.remedy()};
    }
}

// --sink: one that acknowledges, or an output.
void parse_sink(const typed_options& typed, rows_request& out) {
    if (has(typed, "key") && !has(typed, "sink"))
        throw config_error{"key", typed.at("key"), "needs a sink of messages", "add one, like --sink kafka://localhost:9092/rows"};
    spate::configured_sink sink = cli::parse_sink(typed);
    out.exposed = exposed_secrets(typed, sink.sink);
    if (!is_delivered(sink.sink, typed)) {
        refuse_without_delivery(typed);
        if (has(typed, "key"))
            throw config_error{"key", typed.at("key"), "needs a sink of messages", "leave it out, or use one like --sink kafka://localhost:9092/rows"};
        if (has(typed, "dry-run")) throw config_error{"dry-run", "", "needs a sink that is a server or a table", "leave it out"};
        if (sink.sink.type == spate::sink_type::none) return;
        if (has(typed, "out")) throw config_error{"sink", shown_sink_option(typed.at("sink")), "does not go with --out", "leave one of them out"};
        out.target = output_of(sink.sink);
        return;
    }
    for (const char* option : {"duration", "files", "format"})
        if (has(typed, option))
            throw config_error{option, typed.at(option), "does not go with the sink " + std::string{to_string(sink.sink.type)}, "leave it out"};
    out.key = text_of(typed, "key", sink.partition_key.c_str());
    out.delivery = parse_delivery(typed, std::move(sink.sink));
    out.target = to_string(out.delivery->sink.type);
}

void parse_output(const typed_options& typed, rows_request& out) {
    parse_sink(typed, out);
    if (out.delivery) return;
    out.in_memory = !has(typed, "out") && out.target.empty();
    if (has(typed, "out")) out.target = typed.at("out");
    out.kind = spate::kind_of_target(out.target);
    if (out.is_file() && out.target.empty()) throw config_error{"out", "\"\"", "is not a file name", "name a file, or use - for standard output"};
    for (const char* option : {"force", "files"})
        if (has(typed, option) && !out.is_file())
            throw config_error{option, "", out.in_memory ? "needs a file" : "does not go with --out " + out.target, "use --out FILE, or leave it out"};
    out.force = has(typed, "force");
    if (has(typed, "files")) {
        out.files = parse_count(typed.at("files"), "files");
        constexpr std::uint64_t most = 65536;
        if (out.files == 0 || out.files > most)
            throw config_error{"files", std::to_string(out.files), "is not a number of files", "use 1 to " + std::to_string(most)};
        if (out.files > 1 && !is_regular_or_new(out.target))
            throw config_error{"files", std::to_string(out.files), "does not go with " + out.target + ", which is no file", "name a file, or leave it out"};
    }
    if (has(typed, "duration")) {
        if (!out.in_memory)
            throw config_error{"duration", typed.at("duration"), "does not go with --out, since a table has an end",
                               "say how many --rows; --duration is for measuring in memory"};
        out.duration = parse_duration(typed.at("duration"), "duration");
    }
    if (!out.is_file()) return;
    if (!out.force) refuse_block_device(out.target);
    if (!is_regular_or_new(out.target)) return;
    for (std::uint64_t part = 0; part < out.files; ++part) {
        const std::string path = spate::part_path(out.target, part, out.files), which = out.files == 1 ? "" : "is a table in parts, of which " + path + " ";
        if (!is_regular_or_new(path)) throw config_error{"out", out.target, which + "is no regular file", "choose another name"};
        if (out.force) continue;
        if (exists(path)) throw config_error{"out", out.target, which + "exists", "choose another name, or use --force to replace it"};
        if (exists(path + ".partial"))
            throw config_error{"out", out.target, which + "is being written, or was by a run that was killed: " + path + ".partial is there",
                               "use --force to replace it"};
    }
}

// The rows to write, and the table made as large as they need.
void parse_range(const typed_options& typed, const std::optional<std::uint64_t>& specified, rows_request& out) {
    if (has(typed, "first")) out.first = parse_count(typed.at("first"), "first");
    const bool given = has(typed, "rows");
    if (given) {
        out.rows = parse_count(typed.at("rows"), "rows");
        if (out.first > most_rows || out.rows > most_rows - out.first)
            throw config_error{"rows", std::to_string(out.rows),
                               "is more than a table can have" + (out.first == 0 ? "" : " from row " + std::to_string(out.first) + " on"),
                               "use at most " + std::to_string(most_rows - std::min(out.first, most_rows))};
        out.table = out.table.with_rows(std::max(specified.value_or(0), out.first + out.rows));
        return;
    }
    const bool is_timed = out.duration != std::chrono::nanoseconds::max();
    if (!specified && !is_timed)
        throw config_error{"rows", "", "is missing, and " + out.schema_file + " does not say how many",
                           "say it, like --rows 10M, or write `rows` into the schema"};
    const std::uint64_t size = is_timed ? most_rows : specified.value_or(most_rows);
    out.table = out.table.with_rows(size);
    if (out.first > size)
        throw config_error{"first", std::to_string(out.first), "is beyond the " + std::to_string(size) + " rows of " + out.schema_file,
                           "begin before their end, or say how many with --rows"};
    out.rows = size - out.first;
}

// The system's reason, for a schema that cannot be read.
spate::specification_node load(const std::string& path) {
    try {
        return load_node(path);
    } catch (const spate::io_error& error) {
        throw config_error{"schema", path, "cannot be read: " + error.code().message(), "name a file, like orders.yaml or orders.json"};
    }
}

// Where a specification has fields only in its tables, one of them has to be chosen.
void require_table(const spate::specification_node& root, const std::string& file) {
    const std::vector<std::string> names = declared_tables(root);
    if (names.empty() || root.find("fields") != nullptr) return;
    throw config_error{"table", "", "is missing, and " + file + " has no fields but those of its tables", spate::suggestion("", {names.begin(), names.end()})};
}

}  // namespace

rows_request parse_rows(const typed_options& typed) {
    const bool has_id = has(typed, "builtin");
    if (has_id && has(typed, "schema")) throw config_error{"builtin", typed.at("builtin"), "does not go with --schema", "leave one of them out"};
    if (!has_id && !has(typed, "schema"))
        throw config_error{"schema", "", "is missing", "name the file that describes the table, like --schema orders.yaml, or an id, like --builtin simple"};
    const schema_catalogue schemas;
    const std::string file = has_id ? schemas.place(typed.at("builtin")) : typed.at("schema");
    const spate::specification_node root = has_id ? schemas.node(typed.at("builtin")) : load(file);
    const bool is_one = has(typed, "table");
    const std::string name = text_of(typed, "table", "");
    if (!is_one) require_table(root, file);
    if (is_one && name.empty()) throw config_error{"table", "\"\"", "names no table", "name one, or leave it out"};
    rows_request out{.schema_file = file, .table = table_of(root, file, name), .format_name = {}, .format = {}, .compression = {}, .target = {}};
    const spate::specification_node specification = is_one ? declared_table(root, name, file) : root;
    if (is_one && has(typed, "seed") && specification.find("seed") != nullptr)
        throw config_error{"seed", typed.at("seed"), "does not go with --table " + name + ", which has a seed of its own in " + file,
                           "leave it out: foreign keys refer to the table as it is with its own seed"};
    out.has_tables = !declared_tables(root).empty();
    out.fingerprint = fingerprint(root, {"seed"});
    out.has_own_seed = is_one && specification.find("seed") != nullptr;
    parse_output(typed, out);
    out.format_name = format_of(typed, out);
    out.format = parse_format(typed, out);
    name_messages(out);
    check_format(out);
    std::optional<std::uint64_t> specified;
    if (specification.find("rows") != nullptr) specified = out.table.size();
    parse_range(typed, specified, out);
    out.seed_was_drawn = !has(typed, "seed") && specification.find("seed") == nullptr && root.find("seed") == nullptr;
    if (has(typed, "seed") || out.seed_was_drawn) out.table = out.table.with_seed(spate::seed{has(typed, "seed") ? parse_seed(typed.at("seed")) : draw_seed()});
    return out;
}

std::string rows_command(const rows_request& asked, const typed_options& typed, std::uint64_t first, std::uint64_t rows, bool continued) {
    std::string out = "spate rows " + (has(typed, "builtin") ? "--builtin " + shell_word(typed.at("builtin")) : "--schema " + shell_word(asked.schema_file));
    if (has(typed, "table")) out += " --table " + shell_word(typed.at("table"));
    if (!asked.has_own_seed) out += " --seed " + std::to_string(asked.table.origin().value);
    if (first != 0) out += " --first " + std::to_string(first);
    if (!asked.is_endless()) out += " --rows " + std::to_string(rows);
    out += " --format " + asked.format_name;
    for (const char* option : {"compression", "row-group-rows", "delimiter", "null-text", "duration", "files"})
        if (has(typed, option)) out += std::string{" --"} + option + " " + shell_word(typed.at(option));
    const bool is_csv = std::holds_alternative<spate::csv_format>(asked.format);
    if (has(typed, "no-header") || (continued && is_csv)) out += " --no-header";
    if (has(typed, "sink")) out += " --sink " + shell_word(shown_sink_option(typed.at("sink")));
    for (const char* option : {"key", "checkpoint", "stream"})
        if (has(typed, option)) out += std::string{" --"} + option + " " + shell_word(typed.at(option));
    if (!asked.in_memory && !has(typed, "sink")) out += " --out " + shell_word(asked.target);
    return out;
}

}  // namespace cli
