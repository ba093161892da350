// SPDX-License-Identifier: Apache-2.0
// Tables by every way out of the program: the same rows, which are those of the library; and what it reports.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <spate/format/binary_rows.hpp>
#include <spate/format/csv.hpp>
#include <spate/format/json_array.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/format/protobuf.hpp>
#include <spate/run/run_records.hpp>
#include <spate/schema/load.hpp>
#include <spate/sink/memory.hpp>

#include "support.hpp"

namespace {

/// A directory with a schema in it.
struct schema_here : test::directory {
    std::string schema = *this / "orders.yaml";
    explicit schema_here(const std::string& head = "seed: 7\nrows: 30000\n") {
        std::ofstream{schema} << "name: orders\n"
                              << head
                              << "fields:\n"
                                 "  - {name: id, type: sequence, start: 1}\n"
                                 "  - {name: city, type: city}\n"
                                 "  - {name: status, type: choice, values: [open, paid], weights: [1, 3]}\n"
                                 "  - {name: price, type: decimal, min: 1.00, max: 99.99}\n"
                                 "  - {name: note, type: text, nulls: 0.5}\n"
                                 "  - {name: tags, type: list, max_length: 3, of: {type: integer, min: 1, max: 9}}\n";
    }

    [[nodiscard]] test::outcome rows(std::initializer_list<std::string> more) const {
        std::vector<std::string> all{"rows", "--schema", schema};
        all.insert(all.end(), more);
        return test::run(all);
    }
    /// What it writes to standard output.
    [[nodiscard]] std::string text(std::initializer_list<std::string> more) const {
        std::vector<std::string> all{"rows", "--schema", schema, "--out", "-"};
        all.insert(all.end(), more);
        const test::outcome made = test::run(all);
        CHECK_MESSAGE(made.status == 0, made.err);
        return made.out;
    }
};

template <class Format>
std::string by_library(const spate::runtime_schema& table, const Format& format) {
    std::vector<std::byte> bytes;
    REQUIRE(spate::run(table, format, spate::vector_sink{bytes}).end == spate::run_end::complete);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

TEST_CASE("cli/rows: every format holds what the library writes, with any number of threads") {
    const schema_here here;
    const spate::runtime_schema table = spate::load_schema(here.schema);
    spate::csv_options bare{.delimiter = '\t', .header = false, .null = "NULL"};
    struct way {
        std::vector<std::string> options;
        std::string wanted;
    };
    const way ways[] = {
        {{}, by_library(table, spate::ndjson{})},
        {{"--format", "ndjson"}, by_library(table, spate::ndjson{})},
        {{"--format", "json"}, by_library(table, spate::json_array{})},
        {{"--format", "csv"}, by_library(table, spate::csv())},
        {{"--format", "csv", "--delimiter", ";"}, by_library(table, spate::csv({.delimiter = ';'}))},
        {{"--format", "tsv"}, by_library(table, spate::csv({.delimiter = '\t'}))},
        {{"--format", "csv", "--delimiter", "tab", "--no-header", "--null-text", "NULL"}, by_library(table, spate::csv(bare))},
        {{"--format", "tsv", "--no-header", "--null-text", "NULL"}, by_library(table, spate::csv(bare))},
    };
    for (const way& one : ways) {
        for (const char* threads : {"1", "2"}) {
            std::vector<std::string> all{"rows", "--schema", here.schema, "--out", "-", "--threads", threads};
            all.insert(all.end(), one.options.begin(), one.options.end());
            const test::outcome made = test::run(all);
            REQUIRE_MESSAGE(made.status == 0, made.err);
            CHECK((made.out == one.wanted));
            CHECK(made.err.find("written  30000 rows") != std::string::npos);  // the report goes to standard error
        }
    }
}

TEST_CASE("cli/rows: the format follows from the name of the file") {
    const schema_here here;
    for (const auto& [name, begin] : std::vector<std::pair<std::string, std::string>>{{"a.ndjson", "{\"id\":1,"},
                                                                                      {"a.jsonl", "{\"id\":1,"},
                                                                                      {"a.json", "[\n{\"id\":1,"},
                                                                                      {"a.csv", "id,city,"},
                                                                                      {"a.tsv", "id\tcity\t"},
                                                                                      {"a.parquet", "PAR1"},
                                                                                      {"b.spaterows", "SPATEROW"},
                                                                                      {"a.txt", "{\"id\":1,"}}) {
        CAPTURE(name);
        const test::outcome made = here.rows({"--rows", "10", "--out", here / name});
        REQUIRE_MESSAGE(made.status == 0, made.err);
        CHECK(test::read_file(here / name).starts_with(begin));
    }
    REQUIRE(here.rows({"--rows", "10", "--out", here / "b.csv", "--format", "json"}).status == 0);
    CHECK(test::read_file(here / "b.csv") == test::read_file(here / "a.json"));
}

TEST_CASE("cli/rows: beside a file of protobuf there are its messages, which are not written over") {
    const schema_here here;
    const test::outcome made = here.rows({"--out", here / "a.pb"});
    REQUIRE_MESSAGE(made.status == 0, made.err);
    const spate::runtime_schema table = spate::load_schema(here.schema);
    const spate::protobuf_options options{.message = "Orders", .file = "a.proto"};
    CHECK((test::read_file(here / "a.pb") == by_library(table, spate::protobuf{options})));
    CHECK(test::read_file(here / "a.proto") == spate::proto_text(table.type(), options));
    CHECK(test::read_file(here / "a.proto").find("message Orders {") != std::string::npos);
    CHECK((test::read_file(here / "a.desc") == spate::proto_descriptor_set(table.type(), options)));
    CHECK(made.out.find(here / "a.proto") != std::string::npos);
    std::filesystem::remove(here / "a.pb");
    std::filesystem::remove(here / "a.proto");
    const test::outcome refused = here.rows({"--out", here / "a.pb"});
    CHECK(refused.status == 2);
    CHECK(refused.err.find("a.desc, which exists") != std::string::npos);
    CHECK(!std::filesystem::exists(here / "a.pb"));
    CHECK(here.rows({"--out", here / "a.pb", "--force", "--files", "2"}).status == 0);
    CHECK(std::filesystem::exists(here / "a.proto"));
    // There is nothing to put them beside.
    CHECK((here.text({"--format", "protobuf"}) == by_library(table, spate::protobuf{})));
    CHECK((here.text({"--format", "binary"}) == by_library(table, spate::binary_rows{})));
}

TEST_CASE("cli/rows: parts and ranges are pieces of the whole") {
    const schema_here here;
    const std::string whole = here.text({"--rows", "20001"});
    CHECK(std::count(whole.begin(), whole.end(), '\n') == 20001);
    CHECK(here.text({"--rows", "12345"}) + here.text({"--first", "12345", "--rows", "7656"}) == whole);
    CHECK(whole + here.text({"--first", "20001"}) == here.text({}));
    CHECK(here.text({"--rows", "20.001k"}) == whole);
    CHECK(here.text({"--rows", "2.0001e4"}) == whole);
    const std::string through = here / "descriptor";
    const auto open_three = [&] {
        const int file = ::open(through.c_str(), O_WRONLY | O_CREAT, 0600);
        if (file != 3) ::dup2(file, 3);
    };
    CHECK(test::run({"rows", "--schema", here.schema, "--rows", "20001", "--out", "fd:3"}, open_three).status == 0);
    CHECK((test::read_file(through) == whole));
    // Beyond what the schema says.
    CHECK(here.text({"--rows", "40000"}).starts_with(here.text({})));

    const test::outcome made = here.rows({"--rows", "20001", "--files", "3", "--out", here / "t.ndjson", "--json"});
    REQUIRE_MESSAGE(made.status == 0, made.err);
    std::string joined;
    const test::json report = test::json_parser::parse(made.out);
    REQUIRE(report["files"].items.size() == 3);
    for (std::size_t part = 0; part < 3; ++part) {
        const std::string name = here / ("t-0000" + std::to_string(part) + "-of-00003.ndjson");
        CHECK(report["files"][part].text == name);
        joined += test::read_file(name);
    }
    CHECK((joined == whole));
    CHECK(report["bytes"].value == static_cast<double>(whole.size()));
}

TEST_CASE("cli/rows: Parquet takes codecs and sizes of row groups, and is the same by every way") {
    const schema_here here;
    std::map<std::string, std::size_t> sizes;
    std::vector<std::string> seen;
    for (const char* codec : {"none", "snappy", "zstd", "lz4"}) {
        const std::string file = here / (std::string{codec} + ".parquet");
        const test::outcome made = here.rows({"--out", file, "--compression", codec, "--threads", "2"});
        REQUIRE_MESSAGE(made.status == 0, made.err);
        CHECK(made.out.find(std::string{"parquet, compression "} + codec) != std::string::npos);
        const std::string bytes = test::read_file(file);
        CHECK(bytes.starts_with("PAR1"));
        CHECK(bytes.ends_with("PAR1"));
        sizes[codec] = bytes.size();
        CHECK(std::find(seen.begin(), seen.end(), bytes) == seen.end());
        seen.push_back(bytes);
        CHECK((here.text({"--format", "parquet", "--compression", codec, "--threads", "1"}) == bytes));
    }
    for (const char* codec : {"snappy", "zstd", "lz4"}) CHECK(sizes[codec] < sizes["none"]);
    CHECK((here.text({"--format", "parquet"}) == seen[1]));
    CHECK((here.text({"--format", "parquet", "--row-group-rows", "30k"}) == seen[1]));
    CHECK((here.text({"--format", "parquet", "--row-group-rows", "1000"}) != seen[1]));
}

TEST_CASE("cli/rows: a table without rows is a whole file") {
    const schema_here here;
    CHECK(here.text({"--rows", "0"}).empty());
    CHECK(here.text({"--rows", "0", "--format", "json"}) == "[\n]\n");
    CHECK(here.text({"--rows", "0", "--format", "csv"}) == "id,city,status,price,note,tags\n");
    CHECK(here.text({"--rows", "0", "--format", "csv", "--no-header"}).empty());
    CHECK(here.text({"--rows", "0", "--format", "parquet"}).ends_with("PAR1"));
    CHECK(here.text({"--first", "30000"}).empty());
    REQUIRE(here.rows({"--rows", "0", "--out", here / "none.ndjson"}).status == 0);
    CHECK(std::filesystem::file_size(here / "none.ndjson") == 0);
    CHECK(here.rows({"--rows", "0", "--json"}).status == 0);
    REQUIRE(here.rows({"--rows", "2", "--files", "4", "--out", here / "few.csv"}).status == 0);
    CHECK(test::read_file(here / "few-00000-of-00004.csv") == "id,city,status,price,note,tags\n");
}

TEST_CASE("cli/rows: the seed is that of the option, else of the schema, else drawn") {
    const schema_here here, without{"rows: 100\n"};
    const auto seed_of = [](const test::outcome& made) { return test::json_parser::parse(made.out)["seed"].text; };
    CHECK(seed_of(here.rows({"--json"})) == "7");
    CHECK(here.text({"--rows", "100"}) == without.text({"--seed", "7"}));
    CHECK(here.text({"--rows", "100"}) == here.text({"--rows", "100", "--seed", "0x7"}));
    CHECK(here.text({"--rows", "100"}) != here.text({"--rows", "100", "--seed", "0"}));
    CHECK(without.text({"--seed", "0"}) == without.text({"--seed", "0"}));
    CHECK_FALSE(test::json_parser::parse(without.rows({"--seed", "0", "--json"}).out)["seed_was_drawn"].truth);

    const test::outcome drawn = without.rows({"--out", without / "a.csv", "--json", "-v"});
    REQUIRE_MESSAGE(drawn.status == 0, drawn.err);
    const std::string seed = seed_of(drawn);
    CHECK(test::json_parser::parse(drawn.out)["seed_was_drawn"].truth);
    CHECK(drawn.err.find("to repeat: spate rows --schema " + without.schema + " --seed " + seed + " --rows 100 --format csv --out") != std::string::npos);
    CHECK(without.text({"--seed", seed, "--format", "csv"}) == test::read_file(without / "a.csv"));
    CHECK(seed_of(without.rows({"--json"})) != seed);
    // Whoever makes a part of a table has to know the seed of the whole.
    CHECK(without.rows({"--first", "5"}).err.find("warning: the seed is drawn") != std::string::npos);
    CHECK(without.rows({"--first", "5", "--seed", "1"}).err.empty());
    CHECK(without.rows({}).out.find("(drawn; --seed repeats it)") != std::string::npos);
}

TEST_CASE("cli/rows: a file is replaced by --force alone, and the report says what was written") {
    const schema_here here;
    const std::string file = here / "f.csv";
    const test::outcome made = here.rows({"--rows", "1k", "--out", file, "--json"});
    REQUIRE_MESSAGE(made.status == 0, made.err);
    CHECK(made.err.empty());
    const test::json report = test::json_parser::parse(made.out);
    CHECK(report["command"].text == "rows");
    CHECK(report["table"].text == "orders");
    CHECK(report["format"].text == "csv");
    CHECK(report["end"].text == "complete");
    CHECK(report["complete"].truth);
    CHECK(report["first"].value == 0);
    CHECK(report["rows"].value == 1000);
    CHECK(report["bytes"].value == static_cast<double>(std::filesystem::file_size(file)));
    CHECK(report["out"].text == file);
    REQUIRE(report["files"].items.size() == 1);
    CHECK(report["files"][0].text == file);
    for (const char* rate : {"seconds", "rows_per_second", "bytes_per_second", "bytes_per_second_per_core", "threads"}) CHECK(report[rate].value > 0);

    const std::string first = test::read_file(file);
    CHECK(here.rows({"--rows", "2k", "--out", file}).status == 2);
    CHECK(test::read_file(file) == first);
    const test::outcome text = here.rows({"--rows", "2k", "--out", file, "--force"});
    CHECK_MESSAGE(text.status == 0, text.err);
    CHECK(test::read_file(file).starts_with(first));
    CHECK(here.names() == std::vector<std::string>{"f.csv", "orders.yaml"});
    for (const char* words : {"orders, 6 fields", "seed     7", "csv", "2000 rows", "rows/s", "per core"}) {
        CAPTURE(words);
        CHECK(text.out.find(words) != std::string::npos);
    }
}

TEST_CASE("cli/rows: without an output the rate is measured, for a time if wanted") {
    const schema_here here{""};
    const test::outcome text = here.rows({"--rows", "100k"});
    CHECK_MESSAGE(text.status == 0, text.err);
    for (const char* words : {"generated  100000 rows", "in memory", "rows/s", "B/s", "per core"}) {
        CAPTURE(words);
        CHECK(text.out.find(words) != std::string::npos);
    }
    const schema_here few{"rows: 10\n"};
    const test::outcome beyond = few.rows({"--duration", "100ms", "--json"});
    REQUIRE_MESSAGE(beyond.status == 0, beyond.err);
    CHECK(test::json_parser::parse(beyond.out)["rows"].value > 10);
    const test::outcome timed = here.rows({"--duration", "100ms", "--json", "--format", "parquet", "--row-group-rows", "1000"});
    REQUIRE_MESSAGE(timed.status == 0, timed.err);
    const test::json report = test::json_parser::parse(timed.out);
    CHECK(report["end"].text == "expired");
    CHECK(report["rows"].value > 0);
    CHECK(report["seconds"].value >= 0.1);
    CHECK(here.names() == std::vector<std::string>{"orders.yaml"});
}

TEST_CASE("cli/rows: all that is wrong with a schema is said at once") {
    const test::directory here;
    const std::string schema = here / "s.yaml";
    std::ofstream{schema} << "fields:\n  - {name: id, type: seqence}\n  - {name: x, type: choice, values: [a], wieghts: [1]}\n";
    const test::outcome refused = test::run({"rows", "--schema", schema, "--rows", "10"});
    CHECK(refused.status == 2);
    CHECK(refused.err == "spate rows: " + schema + ":2:22: field \"id\": unknown type \"seqence\"; did you mean \"sequence\"?\n" + "spate rows: " + schema +
                             ":3:42: field \"x\": unknown key \"wieghts\"; did you mean \"weights\"?\n");
    const test::outcome as_json = test::run({"rows", "--schema", schema, "--rows", "10", "--log-format", "json"});
    CHECK(as_json.status == 2);
    const std::size_t end = as_json.err.find('\n');
    CHECK(test::json_parser::parse(as_json.err.substr(0, end))["message"].text.ends_with("did you mean \"sequence\"?"));
    CHECK(test::json_parser::parse(as_json.err.substr(end + 1))["message"].text.ends_with("did you mean \"weights\"?"));
}

TEST_CASE("cli/rows: one of a specification's tables holds the keys of the others") {
    const test::directory here;
    const std::string schema = here / "shop.yaml";
    std::ofstream{schema} << "tables:\n  people: {rows: 40, fields: [{name: id, type: permutation, count: 40, start: 100}]}\n"
                             "  fixed: {seed: 3, rows: 2, fields: [{name: id, type: uuid4}]}\n"
                             "fields:\n  - {name: person, type: foreign_key, table: people, field: id}\n";
    const auto text = [&](std::initializer_list<std::string> more) {
        std::vector<std::string> all{"rows", "--schema", schema, "--format", "csv", "--no-header", "--out", "-"};
        all.insert(all.end(), more);
        const test::outcome made = test::run(all);
        CHECK_MESSAGE(made.status == 0, made.err);
        return made.out;
    };
    const std::string people = "\n" + text({"--table", "people", "--seed", "9"});
    std::istringstream keys{text({"--rows", "500", "--seed", "9"})};
    std::size_t found = 0;
    for (std::string key; std::getline(keys, key);) found += people.find("\n" + key + "\n") != std::string::npos;
    CHECK(found == 500);
    CHECK(people == "\n" + by_library(spate::load_schema(schema, "people").with_seed(spate::seed{9}), spate::csv({.header = false})));
    CHECK(text({"--table", "fixed"}) == by_library(spate::load_schema(schema, "fixed"), spate::csv({.header = false})));

    const test::outcome drawn = test::run({"rows", "--schema", schema, "--rows", "1", "--out", "-"});
    CHECK(drawn.err.find("foreign keys are found in the other tables of " + schema + " only with --seed ") != std::string::npos);
    const auto refused = [&](std::initializer_list<std::string> more, const std::string& words) {
        std::vector<std::string> all{"rows", "--schema", schema, "--out", here / "none.csv"};
        all.insert(all.end(), more);
        const test::outcome made = test::run(all);
        CHECK(made.status == 2);
        CHECK_MESSAGE(made.err.find(words) != std::string::npos, made.err);
    };
    refused({"--table", "poeple"}, "--table poeple: is no table of the specification; did you mean \"people\"?");
    refused({"--table", ""}, "--table: \"\" names no table; name one, or leave it out");
    refused({"--table", "fixed", "--seed", "1"}, "has a seed of its own in " + schema);
    std::filesystem::create_directory(here / "none-00001-of-00002.csv");
    refused({"--files", "2", "--rows", "4", "--force"}, "none-00001-of-00002.csv is no regular file");
    CHECK_FALSE(std::filesystem::exists(here / "none-00000-of-00002.csv"));
    std::ofstream{schema} << "tables:\n  people: {rows: 40, fields: [{name: id, type: sequence}]}\n";
    refused({}, "has no fields but those of its tables; use one of: people");
    CHECK_FALSE(std::filesystem::exists(here / "none.csv"));
}

TEST_CASE("cli/rows: the ending of a name says the format, in small letters or capitals; without one it is NDJSON") {
    const schema_here here{"seed: 7\nrows: 20\n"};
    const std::string capital = here / "ORDERS.YAML";
    std::filesystem::copy_file(here.schema, capital);
    const std::string csv = here.text({"--format", "csv"}), lines = here.text({"--format", "ndjson"});
    struct target {
        const char* name;
        std::vector<std::string> more;
        const std::string& wanted;
    };
    const target targets[] = {{"T.CSV", {}, csv}, {"t.JsonL", {}, lines}, {"t", {}, lines}, {".t", {}, lines}, {"t.log", {"--format", "csv"}, csv}};
    for (const target& one : targets) {
        CAPTURE(one.name);
        std::vector<std::string> all{"rows", "--schema", capital, "--out", here / one.name};
        all.insert(all.end(), one.more.begin(), one.more.end());
        const test::outcome made = test::run(all);
        CHECK_MESSAGE(made.status == 0, made.err);
        CHECK(test::read_file(here / one.name) == one.wanted);
        CHECK(made.out.find("says none") == std::string::npos);
    }
    // Of another ending the report says what was taken for it.
    const test::outcome made = here.rows({"--out", here / "t.xlsx"});
    CHECK_MESSAGE(made.status == 0, made.err);
    CHECK(made.out.find("ndjson, as .xlsx says none; --format chooses another\n") != std::string::npos);
    CHECK(test::read_file(here / "t.xlsx") == lines);
}
