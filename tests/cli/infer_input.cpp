// SPDX-License-Identifier: Apache-2.0
// What is hard to read: odd tables give a specification that can be loaded, and files that are none are refused with a place.
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>

#include <spate/exec/inline.hpp>
#include <spate/format/parquet.hpp>
#include <spate/format/parquet_codecs.hpp>
#include <spate/run/run_records.hpp>
#include <spate/schema/json_schema.hpp>
#include <spate/schema/load.hpp>
#include <spate/sink/memory.hpp>

#include "support.hpp"

namespace {

// The fields of what was written about a file of this name and these contents, which can be loaded.
std::string fields_of(const std::string& name, const std::string& text, std::vector<std::string> more = {}) {
    const test::directory here;
    std::ofstream{here / name, std::ios::binary} << text;
    std::vector<std::string> arguments{"schema", "infer", here / name};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const test::outcome made = test::run(arguments);
    CAPTURE(text.substr(0, 200));
    REQUIRE_MESSAGE(made.status == 0, made.err);
    const spate::runtime_schema table = spate::make_schema(spate::parse_yaml(made.out));
    spate::batch rows;
    table.fill(0, 10, rows);
    CHECK(rows.columns.size() == table.type().size());
    return made.out.substr(made.out.find("fields:\n") + 8);
}

void check_words(const test::outcome& made, int status, const std::vector<std::string>& words) {
    CAPTURE(made.err);
    CHECK(made.status == status);
    for (const std::string& word : words) {
        CAPTURE(word);
        CHECK(made.err.find(word) != std::string::npos);
    }
}

void refuse(const std::string& name, const std::string& text, int status, const std::vector<std::string>& words) {
    const test::directory here;
    std::ofstream{here / name, std::ios::binary} << text;
    const test::outcome made = test::run({"schema", "infer", here / name});
    check_words(made, status, words);
    CHECK(made.out.empty());
}

std::string small_parquet() {
    const spate::runtime_schema table = spate::make_schema(spate::parse_yaml(R"(
rows: 60
fields:
- {name: id, type: permutation, count: 60}
- {name: word, type: choice, values: [a, bb], nulls: 0.2}
- {name: list, type: list, of: {type: integer, min: 0, max: 9, nulls: 0.5}, max_length: 3, nulls: 0.2}
- {name: object, type: object, fields: [{name: x, type: uniform}, {name: y, type: text, max_bytes: 9}]}
)"));
    std::vector<std::byte> bytes;
    spate::inline_executor here_and_now;
    spate::run(table, spate::parquet{spate::parquet_options{.row_group_rows = 40, .page_bytes = 100, .compression = spate::parquet_snappy()}},
               spate::vector_sink{bytes}, here_and_now);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

TEST_CASE("cli/infer: odd tables of CSV") {
    CHECK(fields_of("a.csv", "a,b\n1,x\n") == "  - name: a\n    type: integer\n    min: 1\n    max: 1\n  - name: b\n    type: choice\n    values: [x]\n");
    // Columns that are always null, quoted texts that are not, a byte order mark, carriage returns, no line end at the end.
    CHECK(fields_of("a.csv", "\xef\xbb\xbfid,void,said\r\n1,,\"\"\r\n2,,\"a \"\"b\"\"\nc\"") ==
          "  - name: id\n    type: sequence\n    start: 1\n  - name: void\n    type: choice\n    values: [\"\"]\n    nulls: 1\n"
          "    about: \"always null in the file\"\n  - name: said\n    type: text\n    min_bytes: 0\n    max_bytes: 7\n    average_bytes: 4\n"
          "    unit: paragraphs\n");
    // Without names; with names that are there twice, or empty; of one column; with blank lines.
    CHECK(
        fields_of("a.csv", "1,2020-01-01\n5,2020-01-02\n9,2020-01-03\n") ==
        "  - name: column_1\n    type: sequence\n    start: 1\n    step: 4\n  - name: column_2\n    type: date\n    start: \"2020-01-01\"\n    step_days: 1\n");
    CHECK(fields_of("a.csv", "x,x,\n1,2,3\n", {"--header"}).find("name: x_2\n") != std::string::npos);
    CHECK(fields_of("a.csv", "name\n\nalpha\n\n\nalpha\n") == "  - name: name\n    type: choice\n    values: [alpha]\n");
    CHECK(fields_of("a.csv", "name\nalpha\nbeta\n", {"--no-header"}).find("name: column_1\n") != std::string::npos);
    // Numbers that are no int64, with leading zeros, of different kinds.
    CHECK(fields_of("a.csv", "n\n99999999999999999999\n18446744073709551615\n").find("pattern: \"\\\\d{20}\"\n") != std::string::npos);
    CHECK(fields_of("a.csv", "n\n-9223372036854775808\n9223372036854775807\n") ==
          "  - name: \"n\"\n    type: integer\n    min: -9223372036854775808\n    max: 9223372036854775807\n");
    CHECK(fields_of("a.csv", "n\n007\n123\n").find("pattern: \"\\\\d{3}\"\n") != std::string::npos);
    CHECK(fields_of("a.csv", "n\n1\n2.5e3\n").find("type: uniform\n    min: 1\n    max: 2500\n") != std::string::npos);
    CHECK(fields_of("a.csv", "n\n1\nNaN\n-Infinity\n").find("2 values that are no finite numbers are left out") != std::string::npos);
    CHECK(fields_of("a.csv", "n\n1e-300\n1e300\n").find("type: uniform\n    min: 0\n    max: 1e+287\n") != std::string::npos);
    CHECK(fields_of("a.csv", "n\n5\ntrue\nx\n2020-01-01\n").find("type: letters") != std::string::npos);
    // Lists and objects, as JSON; texts that only begin like them.
    CHECK(fields_of("a.csv", "v,w\n\"[1,2]\",\"{\"\"a\"\":true}\"\n,[x]\n[30],{}\n") ==
          "  - name: v\n    type: list\n    of:\n      type: integer\n      min: 1\n      max: 30\n    min_length: 1\n    max_length: 2\n"
          "    nulls: 0.3333333\n  - name: w\n    type: letters\n    min_length: 2\n    max_length: 10\n    alphabet: \"\\\":[]aertux{}\"\n");
    CHECK(fields_of("a.csv", "v,w\n1,NA\n2,NA\n", {"--null", "NA"}).find("always null") != std::string::npos);
    CHECK(fields_of("a.csv", "a;b\n1,5;2\n", {"--delimiter", ";"}).find("name: b\n") != std::string::npos);
    CHECK(fields_of("a.csv", "a\n1\n2\n3\n", {"--rows", "2"}).find("max: 2") == std::string::npos);
    // Instants with offsets, up to the last ones that there are; UUIDs of version 7 know when they begin.
    CHECK(fields_of("a.csv", "t\n9999-12-31T23:59:59Z\n0001-01-01 00:00:00\n").find("from: \"0001-01-01T00:00:00Z\"") != std::string::npos);
    CHECK(fields_of("a.csv", "t\n2026-01-01T02:00:00.5+02:00\n2026-01-01T00:00:09.25Z\n").find("to: \"2026-01-01T00:00:09.251Z\"\n    places: 3") !=
          std::string::npos);
    CHECK(fields_of("a.csv", "u\n019fa2b0-1000-7abc-8def-0123456789ab\n019fa2b0-1064-7abc-8def-0123456789ab\n")
              .find("type: uuid7\n    start_milliseconds: 1785140875264\n    rate: 20\n") != std::string::npos);
}

TEST_CASE("cli/infer: the first line of CSV has names where what is below it differs, and the report says so") {
    struct table {
        std::string text;
        bool header;
        std::vector<std::string> names;
    };
    const table tables[] = {
        // As data frames are written: the index has no name, and columns without names are numbered.
        {",a,b\n0,1,2\n1,5,6\n", true, {"column_1", "a", "b"}},
        {",a,b\nx,foo,bar\n", true, {"column_1", "a", "b"}},
        {",0,1,2\n0,5,6,7\n1,7,8,9\n", true, {"column_1", "\"0\"", "\"1\"", "\"2\""}},
        {"a,a,\n1,2,3\n", true, {"a", "a_2", "column_3"}},
        {"a,b,b,b_2,b\n1,2,3,4,5\n", true, {"a", "b", "b_3", "b_2", "b_4"}},
        {"name,2024,2025\nRome,12,15\nParis,9,8\n", true, {"name", "\"2024\"", "\"2025\""}},
        {"name,7\nx,p\ny,q\n", true, {"name", "\"7\""}},
        {"name,1,2\nx,0.5,0.25\ny,1.5,.75\nz,2.5,3.5\n", true, {"name", "\"1\"", "\"2\""}},
        {"town,since\nRome,2020-01-01\n", true, {"town", "since"}},
        {"town,land\nRome,Italy\n", true, {"town", "land"}},
        {"Rome,12,15\nParis,9,8\n", false, {"column_1", "column_2", "column_3"}},
        {"Rome,2024,2025\nParis,2023,2022\n", false, {"column_1", "column_2", "column_3"}},
        {"Rome,1950,2100\nParis,9,8\n", false, {"column_1", "column_2", "column_3"}},
        {"Rome,2000\nParis,9\n", false, {"column_1", "column_2"}},
        {"n/a,Rome,2020-01-01\n5.5,Oslo,2020-01-02\n", false, {"column_1", "column_2", "column_3"}},
        {",5,1\n1,7,2\n", false, {"column_1", "column_2", "column_3"}},
        {"a,a\na,b\n", false, {"column_1", "column_2"}},
        {"x,,z\nfoo,bar,baz\n", false, {"column_1", "column_2", "column_3"}},
        {"5\n", false, {"column_1"}},
    };
    const test::directory here;
    const std::string file = here / "t.csv";
    for (const table& one : tables) {
        CAPTURE(one.text);
        const std::string fields = fields_of("t.csv", one.text);
        std::size_t at = 0;
        for (const std::string& name : one.names) {
            CAPTURE(name);
            at = fields.find("  - name: " + name + "\n", at);
            CHECK(at != std::string::npos);
        }
        std::ofstream{file, std::ios::binary} << one.text;
        CHECK(test::run({"schema", "infer", file}).err.find(one.header ? "named by the first line" : "the first line has no names") != std::string::npos);
        const test::outcome made = test::run({"schema", "infer", file, "--json", "--out", here / "t.yaml", "--force"});
        REQUIRE_MESSAGE(made.status == 0, made.err);
        const test::json report = test::json_parser::parse(made.out);
        CHECK(report["header"].truth == one.header);
        CHECK(report["rows"].value == static_cast<double>(std::count(one.text.begin(), one.text.end(), '\n') - one.header));
    }
}

TEST_CASE("cli/infer: odd tables of JSON") {
    // Missing members are null, also before they are there for the first time.
    CHECK(fields_of("a.ndjson", "{\"a\":1}\n\n{\"b\":true}\n{\"a\":\"x\"}\n{\"a\":1.5}\n") ==
          "  - name: a\n    type: choice\n    values: [\"1\", \"1.5\", x]\n    weights: [1, 1, 1]\n    nulls: 0.25\n"
          "    about: \"values of several types in the file\"\n  - name: b\n    type: boolean\n    probability: 1\n    nulls: 0.75\n");
    CHECK(fields_of("a.json", " [ {\"a\": null, \"b\": [], \"c\": {}},\n {\"b\": null, \"c\": {}} ] ") ==
          "  - name: a\n    type: choice\n    values: [\"\"]\n    nulls: 1\n    about: \"always null in the file\"\n  - name: b\n    type: list\n    of:\n"
          "      type: choice\n      values: [\"\"]\n      about: \"no value in the file\"\n    min_length: 0\n    max_length: 0\n    nulls: 0.5\n"
          "  - name: c\n    type: choice\n    values: [\"{}\"]\n    about: \"objects without members in the file\"\n");
    CHECK(fields_of("a.ndjson", "{\"n\":18446744073709551615}\n{\"n\":9223372036854775808}\n") ==
          "  - name: \"n\"\n    type: integer\n    min: 9223372036854775808\n    max: 18446744073709551615\n    integer: uint64\n");
    CHECK(
        fields_of("a.ndjson", "{\"n\":18446744073709551614}\n{\"n\":7}\n{\"n\":null}\n").find("min: 7\n    max: 18446744073709551614\n    integer: uint64\n") !=
        std::string::npos);
    CHECK(fields_of("a.ndjson", "{\"n\":18446744073709551615}\n{\"n\":1.5}\n").find("type: uniform\n") != std::string::npos);
    CHECK(fields_of("a.ndjson", "{\"n\":1,\"t\":\"5\"}").find("type: choice\n    values: [\"5\"]\n") != std::string::npos);
    CHECK(fields_of("a.ndjson", "{\"a\":[[1,2],[3]]}\n{\"a\":[[4]]}\n").find("max_length: 2\n    min_length: 1\n    max_length: 2\n") != std::string::npos);
    CHECK(fields_of("a.ndjson", "{\"\\u2028\\u0085: # \\ud83d\\ude00\":\"\\u0000\\u007f\"}")
              .find("\\u2028\\x85: # \xf0\x9f\x98\x80\"\n    type: choice\n    values: [\"\\u0000\\x7f\"]") != std::string::npos);
    CHECK(fields_of("a.ndjson", "{\"\":1,\"column_1\":2}") ==
          "  - name: column_2\n    type: integer\n    min: 1\n    max: 1\n  - name: column_1\n    type: integer\n    min: 2\n    max: 2\n");
    std::string keys = "{\"k\":0";
    for (int i = 0; i < 5000; ++i) keys += ",\"k" + std::to_string(i) + "\":1";
    refuse("a.ndjson", keys + "}\n", 1, {"line 1: has the key \"k4096\" after 4096 others"});
    refuse("a.ndjson", "{\"a\":1}\n{\"a\":}\n", 1, {"a.ndjson, line 2: is not JSON", "each line is an object"});
    refuse("a.ndjson", "{\"a\":1}\n5\n", 1, {"line 2: is a value where an object is expected"});
    refuse("a.ndjson", "{\"a\":1}\n[5]\n", 1, {"line 2: is a list where an object is expected"});
    refuse("a.json", "[{\"a\":1},\n\n7]", 1, {"line 3: is a value where an object is expected"});
    refuse("a.json", "[{\"a\":1},\n{\"a\"", 1, {"line 2: is not JSON"});
    refuse("a.ndjson", "{\"a\":1,\"a\":2}\n", 1, {"line 1: has the key \"a\" twice"});
    refuse("a.ndjson", "{\"a\":\"\xff\"}\n", 1, {"line 1: is not JSON", "UTF-8"});
    refuse("a.ndjson", "{\"a\":" + std::string(100000, '[') + "\n", 1, {"line 1: is nested more than 24 deep"});
    refuse("a.json", "[]", 2, {"a.json", "has no rows"});
    refuse("a.ndjson", "{}\n{}\n", 2, {"without members"});
}

TEST_CASE("cli/infer: bad options and files are refused") {
    const test::directory here;
    const std::string file = here / "a.csv", there = here / "there.yaml";
    std::ofstream{file} << "a,b\n1,2\n";
    std::ofstream{there} << "precious";
    const auto with = [&](std::vector<std::string> more, const std::vector<std::string>& words) {
        more.insert(more.begin(), {"schema", "infer", file});
        check_words(test::run(more), 2, words);
    };
    with({"--format", "xml"}, {"spate schema infer: --format xml", "use csv, tsv, ndjson, json or parquet"});
    with({"--rows", "0"}, {"--rows 0", "whole number from 1, or all"});
    with({"--rows", "5x"}, {"--rows 5x"});
    with({"--delimiter", "ab"}, {"--delimiter ab"});
    with({"--header", "--no-header"}, {"--no-header"});
    with({"--out", here / "x.txt"}, {"--out", "x.txt", "neither JSON nor YAML"});
    with({"--out", there}, {"there.yaml", "exists", "--force"});
    with({"--rows", "0.5k "}, {"--rows 0.5k", "250k"});
    with({"--colour", "red"}, {"spate schema infer: ", "--colour", "see spate schema infer --help"});
    with({"--delimeter", ";"}, {"--delimeter", "did you mean \"--delimiter\"?", "see spate schema infer --help"});
    with({"--rows", "1", "--rows", "2"}, {"--rows: is there 2 times; give it once", "see spate schema infer --help"});
    const std::string lines = here / "a.ndjson", parquet = here / "a.parquet";
    std::ofstream{lines} << "{\"a\":1}\n";
    std::ofstream{parquet, std::ios::binary} << small_parquet();
    check_words(test::run({"schema", "infer", lines, "--header"}), 2, {"--header: does not go with JSON; leave it out, or use --format csv"});
    check_words(test::run({"schema", "infer", lines, "--null", "NA"}), 2, {"--null NA: does not go with JSON"});
    check_words(test::run({"schema", "infer", parquet, "--no-header"}), 2, {"--no-header: does not go with Parquet"});
    check_words(test::run({"schema", "infer", parquet, "--delimiter", ";"}), 2, {"--delimiter ;: does not go with Parquet"});
    CHECK(test::read_file(there) == "precious");
    check_words(test::run({"schema"}), 2, {"a command is missing", "infer"});
    check_words(test::run({"schema", "infer"}), 2, {"spate schema infer: FILE", "see spate schema infer --help"});
    check_words(test::run({"schema", "infer", here / "none"}), 2, {"none", "does not exist"});
    CHECK(test::run({"schema", "infer", "--help"}).out.find("orders.csv") != std::string::npos);

    refuse("a.csv", "", 2, {"a.csv", "is empty"});
    refuse("a.csv", "\n\n", 2, {"has no rows"});
    refuse("a.csv", "name,town\n", 2, {"names of columns and no rows"});
    refuse("a.csv", "a,b\n1,2\n\n1,2,3\n", 1, {"a.csv, line 4: has 3 values where the first line has 2"});
    refuse("a.csv", "a,b\n1,\"x\n\n", 1, {"line 2: a quote is opened"});
    refuse("a.csv", "a,b\n1,\"x\"y\n", 1, {"line 2: something follows a closing quote"});
    refuse("a.csv", "a,b\n1,\xe9t\xe9\n", 1, {"line 2: has bytes that are not UTF-8", "iconv"});
    refuse("a.csv", std::string{"\xff\xfe\x61\0", 4}, 1, {"is UTF-16"});
    refuse("a.csv.gz", "\x1f\x8b\x08 and so on", 2, {"is compressed"});
    refuse("a.parquet", "PAR", 1, {"a.parquet, byte 0: is not a Parquet file: it does not begin with PAR1"});
    refuse("a.parquet", "PAR1", 1, {"a.parquet, byte 4: the Parquet file ends here", "12 bytes"});

    const test::outcome made = test::run({"schema", "infer", file, "--out", there, "--force", "--json", "--name", "t"});
    REQUIRE_MESSAGE(made.status == 0, made.err);
    const test::json report = test::json_parser::parse(made.out);
    CHECK(report["command"].text == "schema infer");
    CHECK(report["format"].text == "csv");
    CHECK(report["rows"].value == 1);
    CHECK(report["columns"][1]["name"].text == "b");
    CHECK(spate::load_schema(there).name() == "t");
}

TEST_CASE("cli/infer: a specification is written through links, keeps its permissions, and replaces nothing of others") {
    const test::directory here;
    const std::string file = here / "a.csv", real = here / "real.yaml", link = here / "link.yaml", partial = real + ".partial";
    std::ofstream{file} << "a,b\n1,2\n";
    std::ofstream{real} << "precious";
    ::chmod(real.c_str(), 0600);
    std::filesystem::create_symlink("real.yaml", link);
    const auto infer = [&](const std::string& target, bool force) {
        std::vector<std::string> arguments{"schema", "infer", file, "--out", target};
        if (force) arguments.emplace_back("--force");
        return test::run(arguments);
    };
    check_words(infer(link, false), 2, {"--out " + link, "exists"});
    check_words(infer(link, true), 0, {});
    CHECK(std::filesystem::is_symlink(link));
    CHECK(spate::load_schema(real).size() == 1);
    struct stat about {};
    REQUIRE(::stat(real.c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0600);
    CHECK_FALSE(std::filesystem::exists(partial));

    std::filesystem::remove(real);
    for (const bool force : {false, true}) check_words(infer(link, force), 2, {"--out " + link, "leads nowhere"});
    CHECK(here.names() == std::vector<std::string>{"a.csv", "link.yaml"});

    std::ofstream{partial} << "of others";
    check_words(infer(real, false), 2, {"--out " + real, partial + " is there", "remove that"});
    CHECK(test::read_file(partial) == "of others");
    CHECK_FALSE(std::filesystem::exists(real));
    check_words(infer(real, true), 0, {});
    CHECK(spate::load_schema(real).size() == 1);
    CHECK_FALSE(std::filesystem::exists(partial));
}

TEST_CASE("cli/infer: formats are known by endings in any case, and called by their names in a report of one line a column") {
    const test::directory here;
    const auto report_of = [&](const std::string& name, const std::string& text, std::vector<std::string> more = {}) {
        const std::string file = here / name;
        std::ofstream{file, std::ios::binary} << text;
        more.insert(more.begin(), {"schema", "infer", file});
        const test::outcome made = test::run(more);
        CHECK_MESSAGE(made.status == 0, made.err);
        return made.err.substr(file.size());
    };
    CHECK(report_of("a.TSV", "a\tb;c\n1\t2\n").starts_with(": tsv, 1 row, 2 columns, named by the first line\n"));
    CHECK(report_of("a.txt", "a;b\tc\n1\t2\n", {"--format", "tsv"}).starts_with(": tsv, 1 row, 2 columns,"));
    CHECK(report_of("a.CSV", "a\nx\nx\n").find(": csv, 2 rows, 1 column, named by the first line\n\ncolumn  type    nulls\na       choice  0 %    1 value\n") ==
          0);
    CHECK(report_of("a.json", "[{\"a\":1},{\"a\":2}]").starts_with(": json, 2 rows, 1 column\n"));
    CHECK(report_of("a.JSON", "{\"a\\nb\":1}\n").find(": ndjson, 1 row, 1 column\n\ncolumn  type     nulls\na\\nb    integer  0 %    min 1, max 1\n") == 0);
    CHECK(report_of("a.pq", small_parquet()).starts_with(": parquet, 60 rows, 4 columns\n"));
    std::string many = "n\n";
    for (int i = 0; i < 1500; ++i) many += std::to_string(i) + "\n";
    CHECK(report_of("m.csv", many, {"--rows", "1k"}).starts_with(": csv, the first 1000 rows, 1 column"));
    CHECK(report_of("m.csv", many, {"--rows", "1e3"}).starts_with(": csv, the first 1000 rows, 1 column"));

    const test::outcome made = test::run({"schema", "infer", here / "a.CSV", "--out", here / "S.YAML"});
    CHECK_MESSAGE(made.status == 0, made.err);
    CHECK(spate::load_schema(here / "S.YAML").size() == 2);
    check_words(test::run({"schema", "infer", here / "a.CSV", "--out", here / "S.JSON"}), 0, {});
    CHECK(test::read_file(here / "S.JSON").starts_with("{"));
}

TEST_CASE("cli/infer: Parquet without rows has nothing to measure, and whole numbers of 64 bits keep their range") {
    const test::directory here;
    // As pyarrow writes a table of no rows: a row group whose columns begin at byte 0.
    check_words(test::run({"schema", "infer", std::string{SPATE_TEST_DATA} + "/parquet/no_rows.parquet"}), 2, {"no_rows.parquet", "has no rows"});
    const spate::runtime_schema table = spate::make_schema(
        spate::parse_yaml("rows: 50\nfields: [{name: n, type: integer, integer: uint64, min: 9223372036854775808, max: 9223372036854775810}]"));
    std::vector<std::byte> bytes;
    spate::inline_executor here_and_now;
    spate::run(table, spate::parquet{}, spate::vector_sink{bytes}, here_and_now);
    const std::string text{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    CHECK(fields_of("a.parquet", text).find("min: 9223372036854775808\n    max: 9223372036854775810\n    integer: uint64\n") != std::string::npos);
}

TEST_CASE("cli/infer: Parquet that is cut or damaged is refused with the place, and ends nothing") {
    const test::directory here;
    const std::string good = small_parquet(), file = here / "a.parquet";
    const auto run_with = [&](const std::string& text) {
        std::ofstream{file, std::ios::binary} << text;
        return test::run({"schema", "infer", file});
    };
    REQUIRE(run_with(good).status == 0);
    for (std::size_t size = 0; size < good.size(); size += 97) {
        CAPTURE(size);
        const test::outcome made = run_with(good.substr(0, size));
        CHECK(made.status == (size == 0 ? 2 : 1));
        CHECK(made.err.find(size == 0 ? "is empty" : "a.parquet, byte ") != std::string::npos);
    }
    for (std::size_t at = 0; at < good.size(); at += 23) {
        CAPTURE(at);
        std::string text = good;
        text[at] = static_cast<char>(text[at] ^ (at % 2 == 0 ? 0xff : 0x01));
        const test::outcome made = run_with(text);
        CHECK(made.status <= 2);
        if (made.status == 1) CHECK(made.err.find("a.parquet, byte ") != std::string::npos);
    }
}

TEST_CASE("cli/schema json-schema: the library's JSON Schema, to a file or standard output") {
    const test::directory here;
    const std::string file = here / "s.json";
    const test::outcome shown = test::run({"schema", "json-schema"});
    CHECK(shown.status == 0);
    CHECK(shown.out == spate::specification_json_schema());
    CHECK(test::run({"schema", "json-schema", "--out", file}).status == 0);
    std::ifstream written{file};
    CHECK(std::string{std::istreambuf_iterator<char>{written}, {}} == shown.out);
    const test::outcome again = test::run({"schema", "json-schema", "--out", file});
    CHECK(again.status == 2);
    CHECK(again.err == "spate schema json-schema: --out " + file + ": exists; name another file, or replace it with --force\n");
    CHECK(test::run({"schema", "json-schema", "--out", file, "--force"}).status == 0);
}
