// SPDX-License-Identifier: Apache-2.0
// spate: synthetic data at memory speed, on the command line. Options are declared here, read in options.cpp, used in one file per command.
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <iterator>
#include <new>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <CLI/CLI.hpp>

#include <spate/core/error.hpp>
#include <spate/schema/problems.hpp>
#include <spate/version.hpp>

#include "commands.hpp"
#include "pipeline.hpp"

namespace cli {
namespace {

using command_function = int (*)(const typed_options&, console&);

/// A command's part of CLI11: every option is kept as the text that was typed.
struct command {
    std::string name;
    command_function run;
    CLI::App* app;
    typed_options typed{};

    /// `names` is the name without dashes, or several as CLI11 takes them.
    CLI::Option* option(const std::string& names, const std::string& placeholder, const std::string& help) {
        return app
            ->add_option_function<std::string>(
                "--" + names, [this, option_name = names.substr(0, names.find(','))](const std::string& text) { typed[option_name] = text; }, help)
            ->type_name(placeholder);
    }
    CLI::Option* flag(const std::string& names, const std::string& option_name, const std::string& help) {
        return app->add_flag_callback(
            names, [this, option_name] { typed[option_name]; }, help);
    }
    void file(const std::string& help) {
        app->add_option_function<std::string>(
               "FILE", [this](const std::string& text) { typed["FILE"] = text; }, help)
            ->required()
            ->type_name("");
    }
};

void add_stream(command& to) {
    std::string engines;
    for (const std::string_view name : engine_names()) (engines += engines.empty() ? "" : ", ") += name;
    const char* const group = "The stream";
    to.option("size", "SIZE", "How many bytes: 4096, 64KiB, 1.5GiB, 10GB, or unlimited")->group(group);
    to.option("seed", "N", "The number from which all bytes follow; drawn and shown if it is not given")->group(group);
    to.option("engine", "NAME", "The random engine (default: the first):\n" + engines)->group(group);
    to.option("offset", "N", "Begin at byte N of the stream: the output holds bytes N to size")->group(group);
    const char* const compression = "How it compresses";
    to.option("compress", "RATIO", "How well every unit compresses: 2, 1.5, 7/3 (default 1: not at all)")->group(compression);
    to.option("codec", "NAME", "With which codec: lz4, zstd[:1|:3], zlib[:1|:6], snappy (default: between lz4 and zstd)")->group(compression);
    to.option("compress-unit", "SIZE", "What is compressed by itself: a power of two from 512 to 64MiB (default 4KiB)")->group(compression);
    to.option("compress-mix", "W:R,...", "Shares of the units that compress by different ratios: 0.3:1,0.5:2,0.2:4")->group(compression);
    to.option("fits", "BYTES", "Every unit compresses to at most so many bytes, and to hardly less (default codec: lz4)")->group(compression);
    to.option("profile", "P.json", "Contents like those of a file that spate profile has measured; its duplicates too, without other options for them")
        ->group(compression);
    to.option("holes", "SHARE", "Make this share of the units zero: 0.1 (default 0: none is)")->group(compression);
    const char* const duplicates = "What is repeated";
    to.option("dedup", "RATIO", "Units per distinct unit, exactly: 1.5, 3/2 (default 1: none is repeated)")->group(duplicates);
    to.option("unit", "SIZE", "What is deduplicated: a multiple of 512, at most 64MiB (default 4KiB)")->group(duplicates);
    to.option("dedup-histogram", "FILE", "Repeat units as in a histogram, lines of `duplicates contents`, scaled to the size")->group(duplicates);
    to.option("popularity", "uniform|zipf:S", "How the references are shared out (default uniform)")->group(duplicates);
    to.option("max-refs", "N", "No unit is repeated more often than makes N of it (VDO: 254)")->group(duplicates);
    to.option("locality,--group", "N", "How many units are shuffled together; duplicates lie within such a group (default 65536)")->group(duplicates);
    to.option("run", "L", "Repeat runs of L units, for systems that cut chunks by content (default 1)")->group(duplicates);
    to.option("shift", "SIZE", "Rotate each further copy of a run by so many bytes, less than a unit (default 0)")->group(duplicates);
    to.option("cdc-average", "SIZE", "Reach the ratio for a chunker with this average chunk, not for fixed units")->group(duplicates);
    to.option("pool", "N", "Take contents from pool N, which streams of all seeds share")->group(duplicates);
    to.option("version", "V", "The contents of version V: all others than those of other versions (default 0)")->group(duplicates);
}

void add_threads(command& to) {
    to.option("threads", "N", "How many threads (default: one per physical core)")->group("Threads");
    to.option("numa", "auto|uma|K", "Spread over memory nodes, ignore them, or use node K alone (default auto)")->group("Threads");
}

void add_reporting(command& to, bool progress = true) {
    const char* const group = "Reporting";
    to.flag("--json", "json", "Report as one JSON object")->group(group);
    if (progress) to.flag("--no-progress", "no-progress", "No progress line; there is one only on a terminal anyway")->group(group);
    to.flag("-v,--verbose", "verbose", "Tell more on standard error")->group(group);
    to.option("log-format", "text|json", "How messages on standard error look (default text)")->group(group);
}

void add_bytes(command& to) {
    add_stream(to);
    const char* const group = "The output";
    to.option("out", "TARGET",
              "FILE, - (standard output), fd:N, tcp://HOST:PORT or unix:PATH;\nwithout it the bytes are made in memory and the rate is measured")
        ->group(group);
    to.option("chunk", "SIZE",
              "Bytes made at a time: for an output by each thread (default 1MiB),\nin memory by all threads together (default: 256KiB by each)")
        ->group(group);
    to.flag("--direct", "direct", "Pass the page cache by (O_DIRECT)")->group(group);
    to.flag("--resume", "resume", "Go on where an interrupted run stopped, as FILE.spate.json tells")->group(group);
    to.flag("--force", "force", "Replace a file that exists, write over a block device")->group(group);
    to.flag("--predict", "predict", "Say how it deduplicates and compresses; nothing is written")->group(group);
    to.option("duration", "TIME", "End after 500ms, 10s, 2m, 1h ...; what was written until then is complete")->group(group);
    add_threads(to);
    add_reporting(to);
    to.app->footer(
        "A file is written as FILE.partial and bears its name when it is complete; FILE.spate.json beside it says what it holds.\n"
        "\nExamples:\n"
        "  spate bytes --size 100GiB --dedup 1.5 --compress 2 --out data.bin\n"
        "  spate bytes --resume --out data.bin\n"
        "  spate bytes --size 100GiB --compress 2.5 --codec zstd --compress-unit 128KiB --predict\n"
        "  spate bytes --size unlimited --duration 10s --compress 2\n"
        "  spate bytes --size 1TiB --seed 7 --out - | consumer\n");
}

void add_rows(command& to) {
    const char* const rows = "The rows";
    to.option("schema", "FILE", "The table's description: .yaml, .yml or .json")->group(rows);
    to.option("table", "NAME", "The table of that name under `tables`, to which foreign keys of the others refer (default: that of the root)")->group(rows);
    to.option("rows", "N", "How many rows: 1000000, 1e6, 250k, 10M (default: the schema's `rows`)")->group(rows);
    to.option("first", "N", "Begin at row N of the table, so that machines can share it (default 0)")->group(rows);
    to.option("seed", "N", "The number from which all rows follow (default: the schema's `seed`; else drawn and shown)")->group(rows);
    const char* const format = "The format";
    to.option("format", "NAME", "ndjson, json (one array), csv, tsv, parquet, protobuf or binary (default: by the end of the output's name; else ndjson)")
        ->group(format);
    to.option("delimiter", "C", "csv: what stands between values: ';', '|', tab (default ',')")->group(format);
    to.flag("--no-header", "no-header", "csv, tsv: no line with the names of the columns")->group(format);
    to.option("null-text", "TEXT", "csv, tsv: what stands for a null (default: nothing)")->group(format);
    to.option("compression", "CODEC", "parquet: none, snappy, zstd or lz4 (default snappy)")->group(format);
    to.option("row-group-rows", "N", "parquet: rows of a row group (default: what takes some 64 MiB, at most 131072)")->group(format);
    const char* const output = "The output";
    to.option("out", "TARGET",
              "FILE, - (standard output), fd:N, tcp://HOST:PORT or unix:PATH;\nwithout it the rows are made in memory and the rate is measured")
        ->group(output);
    to.option("files", "K", "Share the rows out to K files: t.csv becomes t-00000-of-00008.csv and so on (default 1)")->group(output);
    to.flag("--force", "force", "Replace files that exist, write over a block device")->group(output);
    to.option("duration", "TIME", "Without --out: end after 500ms, 10s, 2m, 1h ...")->group(output);
    add_threads(to);
    add_reporting(to);
    to.app->footer(
        "A schema lists fields, each with a name, a type and what the type takes; messages tell the types and what would be right:\n"
        "  seed: 7\n"
        "  fields:\n"
        "    - {name: id, type: sequence, start: 1}\n"
        "    - {name: city, type: city, nulls: 0.1}\n"
        "    - {name: status, type: choice, values: [open, paid, shipped], weights: [1, 5, 20]}\n"
        "\nA file is written as FILE.partial and bears its name when it is complete; of a run that ends before, only complete files are left.\n"
        "Rows depend on the schema and the seed alone: not on threads, files, the format, or which of them are written.\n"
        "Beside a file of protobuf, as orders.pb, there are orders.proto and orders.desc (descriptors, for readers that need no protoc).\n"
        "\nExamples:\n"
        "  spate rows --schema orders.yaml --rows 10M --format parquet --out orders.parquet\n"
        "  spate rows --schema orders.yaml --rows 1G --files 16 --out orders.csv\n"
        "  spate rows --schema orders.json --rows 1000 --seed 7 --out - | head\n"
        "  spate rows --schema shop.yaml --table customers --seed 7 --out customers.csv\n"
        "  spate rows --schema orders.yaml --duration 5s\n");
}

void add_verify(command& to) {
    to.file("The file or block device");
    add_stream(to);
    add_threads(to);
    add_reporting(to);
    to.app->footer(
        "Makes the stream again and compares. Without options of the stream they are taken from FILE.spate.json.\n"
        "Exit status: 0 if all is the same, 1 if not.\n"
        "\nExamples:\n"
        "  spate verify data.bin\n"
        "  spate verify data.bin --size 100GiB --seed 42 --dedup 1.5 --compress 2\n");
}

void add_inspect(command& to) {
    to.file("The file or block device");
    to.option("unit", "SIZE,...", "What is compared and compressed by itself: multiples of 512, at most 64MiB (default 4KiB)")->group("What is measured");
    to.flag("--full", "full", "Compress all units, not a sample of 1 GiB (zlib: 64 MiB)")->group("What is measured");
    add_threads(to);
    add_reporting(to);
    to.app->footer(
        "Every unit is hashed (XXH3, 128 bits) to count the distinct ones: 16 bytes of memory per unit, 4 GiB for a file of 1 TiB and\n"
        "units of 4 KiB. Compression is measured with lz4 (default), zstd 3, zlib 6 and snappy, each unit by itself, on a sample that is\n"
        "the same for the same size of file; the error is the standard error of the ratio. A rest shorter than a unit is not counted.\n"
        "\nExamples:\n"
        "  spate inspect data.bin\n"
        "  spate inspect data.bin --unit 4KiB,64KiB,1MiB --full --json\n");
}

void add_profile(command& to) {
    to.file("The file or block device");
    to.option("out", "P.json", "Write the profile to this file")->group("The output");
    add_threads(to);
    add_reporting(to, false);
    to.app->footer(
        "Measures how the units of a file compress (lz4, zstd 3, zlib 6, snappy, units of 4, 16 and 128 KiB, each by itself) and how often units\n"
        "of 4 KiB occur, and finds parameters with which generated bytes do the same. The profile holds these and no byte of the file.\n"
        "\nExamples:\n"
        "  spate profile data.bin --out P.json\n"
        "  spate bytes --profile P.json --size 100GiB --out like_data.bin\n");
}

void add_info(command& to) {
    add_reporting(to, false);
    to.app->footer("\nExample:\n  spate info --json\n");
}

void add_schema_infer(command& to) {
    to.file("A table: CSV, NDJSON, JSON or Parquet");
    to.option("format", "csv|tsv|ndjson|json|parquet", "What the file is (default: by its name and its first bytes)")->group("What is read");
    to.option("rows", "N|all", "Read no more rows: 250k, 1e6 (default 1000000)")->group("What is read");
    to.option("delimiter", "CHARACTER", "Of CSV: what stands between values (default: found out)")->group("What is read");
    to.flag("--header", "header", "Of CSV: the first line has the names of the columns (default: found out)")->group("What is read");
    to.flag("--no-header", "no-header", "Of CSV: the first line is a row")->group("What is read");
    to.option("null", "TEXT", "Of CSV: what stands for a null, besides nothing, NULL, null and \\N")->group("What is read");
    to.option("out", "SPEC", "Write the specification to this file, .yaml or .json (default: YAML on standard output)")->group("The output");
    to.option("name", "NAME", "What the table is called (default: as the file)")->group("The output");
    to.flag("--force", "force", "Replace a file that exists")->group("The output");
    add_reporting(to, false);
    to.app->footer(
        "Measures types, ranges, weights, lengths and shares of nulls, and writes a specification whose tables look like the file.\n"
        "Values that are few are copied into it with their weights; of all others it says only how they look.\n"
        "\nExamples:\n"
        "  spate schema infer orders.csv > orders.yaml\n"
        "  spate schema infer events.parquet --rows all --out events.yaml\n");
}

void add_json_schema(command& to) {
    to.option("out", "FILE", "Write it to this file (default: standard output)")->group("The output");
    to.flag("--force", "force", "Replace a file that exists")->group("The output");
    to.app->footer(
        "Editors complete and check specifications by it: in YAML with a first line\n"
        "  # yaml-language-server: $schema=spate.schema.json\n"
        "and in JSON with a member \"$schema\": \"spate.schema.json\".\n"
        "\nExample:\n"
        "  spate schema json-schema --out spate.schema.json\n");
}

bool asks_for_json_log(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--log-format=json" || (word == "--log-format" && i + 1 < argc && std::string_view{argv[i + 1]} == "json")) return true;
    }
    return false;
}

// The command as it was typed, with the one below it: "schema infer".
std::string command_typed(const CLI::App& app, int argc, char** argv) {
    const std::string out = argv[1];
    for (const CLI::App* const group : app.get_subcommands([&](const CLI::App* one) { return one->get_name() == out; }))
        for (const CLI::App* const below : group->get_subcommands({}))
            if (argc > 2 && below->get_name() == argv[2]) return out + " " + argv[2];
    return out;
}

// What is wrong with how options were typed, and the nearest option of the command where there is none of that name.
std::string problem_of(const CLI::ParseError& error, const CLI::App* app, int argc, char** argv) {
    std::string text = error.what();
    constexpr std::string_view twice = ": At Most 1 required but received ";
    if (const std::size_t at = text.find(twice); at != std::string::npos)
        return text.substr(0, at) + ": is there " + text.substr(at + twice.size()) + " times; give it once";
    if (dynamic_cast<const CLI::ExtrasError*>(&error) == nullptr) return text;
    std::vector<std::string> names;
    for (const CLI::Option* const one : app->get_options())
        for (const std::string& name : one->get_lnames()) names.push_back("--" + name);
    for (int i = 1; i < argc; ++i) {
        const std::string_view typed = std::string_view{argv[i]}.substr(0, std::string_view{argv[i]}.find('='));
        if (!typed.starts_with("--") || std::find(names.begin(), names.end(), typed) != names.end()) continue;
        const std::string nearest = spate::suggestion(typed, {names.begin(), names.end()});
        if (nearest.starts_with("did you mean")) return text + "; " + nearest;
    }
    return text;
}

// Whether an output or input could not be opened because of what it is called or what it is: a wrong argument, not a failure.
bool is_wrong_name(const spate::io_error& error) {
    for (const int code : {ENOENT, ENOTDIR, EACCES, EPERM, EISDIR, ENAMETOOLONG, ELOOP, EROFS, EBADF, ENXIO})
        if (error.code() == std::error_code{code, std::generic_category()} || error.code() == std::error_code{code, std::system_category()}) return true;
    return false;
}

int run(const command& chosen) {
    const auto format = chosen.typed.find("log-format");
    const bool json = format != chosen.typed.end() && format->second == "json";
    console out{chosen.name, json, chosen.typed.count("verbose") != 0};
    try {
        if (format != chosen.typed.end() && !json && format->second != "text")
            throw spate::config_error{"log-format", format->second, "is not a format of messages", "use text or json"};
        return chosen.run(chosen.typed, out);
    } catch (const spate::config_error& error) {
        out.refuse(error, chosen.typed);
        return exit_refused;
    } catch (const spate::io_error& error) {
        out.fail(std::string{"cannot "} + error.what());
        return error.offset() == 0 && is_wrong_name(error) ? exit_refused : exit_failed;
    } catch (const run_failure& failure) {
        out.fail(failure.message);
    } catch (const std::bad_alloc&) {
        out.fail("there is not enough memory; use fewer --threads, or larger units");
    } catch (const std::exception& error) {
        out.fail(error.what());
    }
    return exit_failed;
}

int main_function(int argc, char** argv) {
    CLI::App app{
        "Makes synthetic data at memory speed, reproducible from a seed: bytes with an exact deduplication ratio and a compression ratio,\n"
        "verifiable without a copy, and the rows of tables.",
        "spate"};
    app.set_version_flag("--version", "spate " SPATE_VERSION_STRING);
    app.require_subcommand(1);
    app.get_formatter()->column_width(28);
    app.footer(
        "\n`spate COMMAND --help` tells the options of a command.\n"
        "Exit status: 0 done, 1 failed or not the same, 2 wrong options (nothing was written).");
    CLI::App* schema = nullptr;
    const auto schema_group = [&] {
        if (schema == nullptr) schema = app.add_subcommand("schema", "Specifications of tables")->require_subcommand(1);
        return schema;
    };
    command commands[] = {
        {"bytes", run_bytes, app.add_subcommand("bytes", "Write a stream of bytes, or measure how fast it is made")},
        {"rows", run_rows, app.add_subcommand("rows", "Write the rows of a table that a schema describes, or measure how fast they are made")},
        {"inspect", run_inspect, app.add_subcommand("inspect", "Measure the deduplication and compression of a file")},
        {"verify", run_verify, app.add_subcommand("verify", "Make a stream again and compare it with a file")},
        {"profile", run_profile, app.add_subcommand("profile", "Measure a file so that spate bytes --profile can mimic it")},
        {"info", run_info, app.add_subcommand("info", "Tell what this machine has and what spate uses of it")},
        {"schema infer", run_schema_infer, schema_group()->add_subcommand("infer", "Measure a table so that a specification makes tables like it")},
        {"schema json-schema", run_json_schema, schema_group()->add_subcommand("json-schema", "The JSON Schema of specifications, for editors")},
    };
    add_bytes(commands[0]);
    add_rows(commands[1]);
    add_inspect(commands[2]);
    add_verify(commands[3]);
    add_profile(commands[4]);
    add_info(commands[5]);
    add_schema_infer(commands[6]);
    add_json_schema(commands[7]);

    const console out{"", asks_for_json_log(argc, argv), false};
    if (argc < 2) {
        std::fputs(app.help().c_str(), stderr);
        return exit_refused;
    }
    std::string names;
    bool known = false;
    for (const CLI::App* const one : app.get_subcommands({})) {
        known = known || one->get_name() == argv[1];
        names += (names.empty() ? "" : ", ") + one->get_name();
    }
    const std::string first = argv[1];
    if (!known && first != "-h" && first != "--help" && first != "--version") {
        out.fail(first + (first.starts_with('-') ? ": stands before the command; begin with one of " : ": is not a command; use one of ") + names);
        return exit_refused;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& success) {  // --help and --version
        return app.exit(success) == 0 && std::fflush(stdout) == 0 ? 0 : exit_failed;
    } catch (const CLI::ParseError& error) {
        const std::string typed = known ? command_typed(app, argc, argv) : "";
        const console of_command{typed, asks_for_json_log(argc, argv), false};
        const auto meant = std::find_if(std::begin(commands), std::end(commands), [&](const command& one) { return one.name == typed; });
        of_command.fail(problem_of(error, meant == std::end(commands) ? &app : meant->app, argc, argv) + "; see spate " + typed + (typed.empty() ? "" : " ") +
                        "--help");
        return exit_refused;
    }
    for (const command& one : commands)
        if (one.app->parsed()) return run(one);
    return exit_refused;
}

}  // namespace
}  // namespace cli

int main(int argc, char** argv) {
    // A reader that goes away and a file that grows beyond its limit are errors of a write, which are told with the offset.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    try {
        return cli::main_function(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "spate: %s\n", error.what());
        return 1;
    }
}
