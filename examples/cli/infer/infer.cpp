// SPDX-License-Identifier: Apache-2.0
// spate schema infer: measures a table, and writes a specification of tables like it.
#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <sys/stat.h>

#include <spate/core/error.hpp>

#include "../commands.hpp"
#include "../json.hpp"
#include "../options.hpp"
#include "../target.hpp"
#include "generators.hpp"
#include "readers.hpp"
#include "specification_text.hpp"

namespace cli {
namespace {

using node = spate::specification_node;

enum class input_format { csv, tsv, ndjson, parquet };

input_format format_of(const typed_options& typed, const input_file& file) {
    std::string head(static_cast<std::size_t>(std::min<std::uint64_t>(file.size(), 4096)), '\0');
    file.read(0, std::as_writable_bytes(std::span{head}));
    if (has(typed, "format")) {
        const std::string given = text_of(typed, "format", "");
        if (given == "csv") return input_format::csv;
        if (given == "tsv") return input_format::tsv;
        if (given == "ndjson" || given == "json" || given == "jsonl") return input_format::ndjson;
        if (given == "parquet") return input_format::parquet;
        throw spate::config_error{"format", given, "is not a format that can be read", "use csv, tsv, ndjson, json or parquet"};
    }
    if (head.starts_with("PAR1")) return input_format::parquet;
    if (head.starts_with("\x1f\x8b") || head.starts_with("\x28\xb5\x2f\xfd"))
        throw spate::config_error{"FILE", file.path(), "is compressed", "decompress it first"};
    const std::string ending = ending_of(file.path());
    for (const char* end : {"csv", "tbl"})
        if (ending == end) return input_format::csv;
    for (const char* end : {"tsv", "tab"})
        if (ending == end) return input_format::tsv;
    for (const char* end : {"ndjson", "jsonl", "json"})
        if (ending == end) return input_format::ndjson;
    for (const char* end : {"parquet", "pq"})
        if (ending == end) return input_format::parquet;
    std::string_view text = head;
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    const std::size_t at = text.find_first_not_of(" \t\r\n");
    return at != std::string_view::npos && (text[at] == '{' || text[at] == '[') ? input_format::ndjson : input_format::csv;
}

// As reports call it: JSON is one list, or an object a line.
std::string_view name_of(input_format format, const infer::table_profile& table) {
    switch (format) {
        case input_format::csv:
            return "csv";
        case input_format::tsv:
            return "tsv";
        case input_format::ndjson:
            return table.is_list ? "json" : "ndjson";
        case input_format::parquet:
            break;
    }
    return "parquet";
}

std::uint64_t most_rows(const typed_options& typed) {
    const std::string text = text_of(typed, "rows", "1000000");
    if (text == "all") return ~std::uint64_t{0};
    try {
        if (const std::uint64_t rows = parse_count(text, "rows"); rows != 0) return rows;
    } catch (const spate::config_error&) {
        // Refused below: there is one more form than parse_count knows.
    }
    throw spate::config_error{"rows", text, "is not a number of rows", "use a whole number from 1, or all; 250k and 1e6 are numbers too"};
}

infer::csv_dialect dialect_of(const typed_options& typed, input_format format) {
    infer::csv_dialect out;
    if (format == input_format::tsv) out.delimiter = '\t';
    const std::string text = text_of(typed, "delimiter", ",");
    if (has(typed, "delimiter")) {
        out.delimiter = text == "tab" || text == "\\t" ? '\t' : text.size() == 1 ? text[0] : '\0';
        if (*out.delimiter == '\0' || *out.delimiter == '"' || *out.delimiter == '\n' || *out.delimiter == '\r')
            throw spate::config_error{"delimiter", text, "is not a character that can stand between values", "use one like , or ; or tab"};
    }
    if (has(typed, "no-header") && has(typed, "header")) throw spate::config_error{"header", "", "does not go with --no-header", "leave one of them out"};
    if (has(typed, "no-header")) out.header = false;
    if (has(typed, "header")) out.header = true;
    out.null = text_of(typed, "null", "");
    return out;
}

// Options that say how CSV is read have nothing to say about others.
void refuse_csv_options(const typed_options& typed, input_format format) {
    for (const char* option : {"delimiter", "header", "no-header", "null"})
        if (has(typed, option))
            throw spate::config_error{option, typed.at(option), std::string{"does not go with "} + (format == input_format::parquet ? "Parquet" : "JSON"),
                                      "leave it out, or use --format csv"};
}

std::string base_of(const std::string& path) { return path.substr(path.find_last_of('/') + 1); }

std::string stem_of(const std::string& path) {
    const std::string name = base_of(path);
    const std::size_t dot = name.find_last_of('.');
    const std::string stem = dot == 0 ? name : name.substr(0, dot);
    return infer::first_invalid_utf8(stem) == std::string::npos ? stem : "table";
}

bool is_json_name(const std::string& target) {
    const std::string ending = ending_of(target);
    if (ending == "json") return true;
    if (ending == "yaml" || ending == "yml") return false;
    throw spate::config_error{"out", target, "is neither JSON nor YAML by its name", "name it .yaml, .yml or .json"};
}

// Line ends and other control characters as JSON writes them, for a table has one line a row.
std::string in_a_line(const std::string& text) {
    std::string out;
    for (const char letter : text) {
        const bool control = static_cast<unsigned char>(letter) < 0x20;
        const std::string escaped = control ? json_string({&letter, 1}) : "";
        out += control ? escaped.substr(1, escaped.size() - 2) : std::string{letter};
    }
    return out;
}

// "1 row", "2 rows".
std::string counted(std::uint64_t number, const std::string& what) { return std::to_string(number) + " " + what + (number == 1 ? "" : "s"); }

// "min 1, max 50": what a generator is told, as far as it fits on a line.
std::string parameters_text(const node& field) {
    constexpr std::size_t most = 70;
    std::string out;
    for (std::size_t i = 0; i < field.keys().size(); ++i) {
        const std::string& key = field.keys()[i];
        const node& value = field.items()[i];
        if (key == "name" || key == "type" || key == "nulls" || key == "about" || key == "weights") continue;
        if (!out.empty()) out += ", ";
        if (value.is(node::kind::sequence) || value.is(node::kind::map)) {
            const node* const type = value.find("type");
            out += type != nullptr                                   ? key + " " + type->text()
                   : value.items().size() == 1 && key.ends_with('s') ? "1 " + key.substr(0, key.size() - 1)
                                                                     : std::to_string(value.items().size()) + " " + key;
        } else {
            out += key + " " + (value.is(node::kind::boolean) ? (value.boolean() ? "true" : "false") : value.text());
        }
    }
    std::size_t end = most;
    while (end < out.size() && (static_cast<unsigned char>(out[end]) & 0xc0) == 0x80) ++end;
    return out.size() > end ? out.substr(0, end) + "..." : out;
}

std::string text_report(const input_file& file, input_format format, const infer::table_profile& table, const node& fields, const std::string& target) {
    std::vector<std::vector<std::string>> rows{{"column", "type", "nulls", ""}};
    for (const node& field : fields.items()) {
        const node* const nulls = field.find("nulls");
        rows.push_back({in_a_line(field.find("name")->text()), field.find("type")->text(), nulls == nullptr ? "0 %" : fixed(100 * nulls->real(), 2) + " %",
                        in_a_line(parameters_text(field))});
    }
    std::string out = file.path() + ": " + std::string{name_of(format, table)} + ", " + (table.more ? "the first " : "") + counted(table.rows, "row") + ", " +
                      counted(table.columns.size(), "column");
    if (table.header) out += *table.header ? ", named by the first line" : ", the first line has no names";
    out += "\n\n" + cli::table(rows, 4);
    if (!target.empty()) out += "\nwritten to " + target + "\n";
    return out;
}

json_object json_report(const input_file& file, input_format format, const infer::table_profile& table, const node& fields, const std::string& target) {
    std::vector<json_object> columns;
    for (const node& field : fields.items()) {
        json_object one;
        one.add("name", field.find("name")->text()).add("type", field.find("type")->text());
        one.add("nulls", field.find("nulls") == nullptr ? 0.0 : field.find("nulls")->real());
        if (const node* const about = field.find("about")) one.add("about", about->text());
        columns.push_back(one);
    }
    json_object all;
    all.add("command", "schema infer").add("file", file.path()).add("format", name_of(format, table)).add("rows", table.rows).add("more_rows", table.more);
    if (table.header) all.add("header", *table.header);
    all.add("columns", columns);
    if (!target.empty()) all.add("out", target);
    return all;
}

int run(const typed_options& typed, console& out) {
    const std::string target = text_of(typed, "out", "");
    const bool to_file = has(typed, "out") && target != "-";
    const bool json = to_file && is_json_name(target);
    const std::uint64_t rows = most_rows(typed);
    (void)dialect_of(typed, input_format::csv);
    struct stat about {};
    if (to_file && !has(typed, "force") && ::stat(target.c_str(), &about) == 0)
        throw spate::config_error{"out", target, "exists", "name another file, or replace it with --force"};
    if (to_file) check_text_target(target, has(typed, "force"));
    const std::string name = text_of(typed, "name", stem_of(typed.at("FILE")).c_str());
    if (infer::first_invalid_utf8(name) != std::string::npos) throw spate::config_error{"name", name, "is not UTF-8", "give another"};

    const input_file file{typed.at("FILE")};
    if (file.size() == 0) throw spate::config_error{"FILE", file.path(), "is empty", "name a file with data"};
    const input_format format = format_of(typed, file);
    const bool is_csv = format == input_format::csv || format == input_format::tsv;
    if (!is_csv) refuse_csv_options(typed, format);
    const stopwatch reading;
    const infer::table_profile table = is_csv                           ? infer::read_csv(file, dialect_of(typed, format), rows)
                                       : format == input_format::ndjson ? infer::read_json(file, rows)
                                                                        : infer::read_parquet(file, rows);
    out.note(std::to_string(table.rows) + " rows read in " + time_text(reading.seconds()));

    const std::string base = base_of(file.path());
    const std::string origin = (table.more ? "measured in the first " + std::to_string(table.rows) + " rows of " : "measured in ") +
                               (infer::first_invalid_utf8(base) == std::string::npos ? base : "a file");
    const node made = infer::specification_of(table, name, origin);
    const std::string text = json ? infer::json_text(made) : infer::yaml_text(made);
    if (to_file) {
        write_text(target, text, has(typed, "force"));
    } else {
        out.report(text);
        out.report_to_standard_error();
    }
    const node& fields = *made.find("fields");
    out.report(has(typed, "json") ? json_report(file, format, table, fields, to_file ? target : "").text() + "\n"
                                  : text_report(file, format, table, fields, to_file ? target : ""));
    return 0;
}

void declare(command_options& to) {
    to.argument("FILE", "A table: CSV, NDJSON, JSON or Parquet");
    to.group("What is read");
    to.option("format", "csv|tsv|ndjson|json|parquet", "What the file is (default: by its name and its first bytes)");
    to.option("rows", "N|all", "Read no more rows: 250k, 1e6 (default 1000000)");
    to.option("delimiter", "CHARACTER", "Of CSV: what stands between values (default: found out)");
    to.flag("--header", "header", "Of CSV: the first line has the names of the columns (default: found out)");
    to.flag("--no-header", "no-header", "Of CSV: the first line is a row");
    to.option("null", "TEXT", "Of CSV: what stands for a null, besides nothing, NULL, null and \\N");
    to.group("The output");
    to.option("out", "SPEC", "Write the specification to this file, .yaml or .json (default: YAML on standard output)");
    to.option("name", "NAME", "What the table is called (default: as the file)");
    to.flag("--force", "force", "Replace a file that exists");
    declare_reporting(to, false);
    to.footer(
        "Measures types, ranges, weights, lengths and shares of nulls, and writes a specification whose tables look like the file.\n"
        "Values that are few are copied into it with their weights; of all others it says only how they look.\n"
        "\nExamples:\n"
        "  spate schema infer orders.csv > orders.yaml\n"
        "  spate schema infer events.parquet --rows all --out events.yaml\n");
}

}  // namespace

const command commands::schema_infer{"schema infer", "Measure a table so that a specification makes tables like it", declare, run};

}  // namespace cli
