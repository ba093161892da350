// SPDX-License-Identifier: Apache-2.0
// spate generate: options, files, meta.json, messages and exit statuses, through the program.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <sys/resource.h>

#include <xxhash.h>

#include "support.hpp"

namespace fs = std::filesystem;

namespace {

constexpr const char* products = R"({"collection_name": "products", "fields": [
  {"name": "id", "type": "Int64", "is_primary": true, "auto_id": true},
  {"name": "title", "type": "VarChar", "max_length": 30},
  {"name": "price", "type": "Float", "min": 1, "max": 9, "nullable": true},
  {"name": "embedding", "type": "FloatVector", "dim": 4},
  {"name": "words", "type": "SparseFloatVector"}]})";

struct work : test::directory {
    std::string schema;
    work() : schema{*this / "products.json"} { put("products.json", products); }
    void put(const std::string& name, const std::string& text) const { std::ofstream{*this / name, std::ios::binary} << text; }
    [[nodiscard]] test::outcome generate(std::vector<std::string> options) const {
        options.insert(options.begin(), "generate");
        const std::string home = path.string();
        return test::run(options, [home] {
            ::setenv("SPATE_OUTPUT_DIR", (home + "/root").c_str(), 1);
            ::setenv("SPATE_SCHEMA_DIR", (home + "/schemas").c_str(), 1);
        });
    }
    [[nodiscard]] std::vector<std::string> names_in(const std::string& directory) const {
        std::vector<std::string> out;
        for (const auto& one : fs::directory_iterator{*this / directory}) out.push_back(one.path().filename().string());
        std::sort(out.begin(), out.end());
        return out;
    }
    [[nodiscard]] test::json meta(const std::string& directory) const { return test::json_parser::parse(test::read_file(*this / (directory + "/meta.json"))); }
};

using names = std::vector<std::string>;

std::string xxh3(const std::string& bytes) {
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    char text[33];
    std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(hash.high64), static_cast<unsigned long long>(hash.low64));
    return text;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

void refused(const work& here, const std::vector<std::string>& options, const std::string& message, int status = 2) {
    const test::outcome out = here.generate(options);
    CAPTURE(out.err);
    CHECK(out.status == status);
    CHECK(out.out.empty());
    CHECK(out.err.find(message) != std::string::npos);
}

}  // namespace

TEST_CASE("cli/generate: help tells every option") {
    const test::outcome help = test::run({"generate", "--help"});
    CHECK(help.status == 0);
    for (const char* option : {"--schema",
                               "--builtin",
                               "-r",
                               "--rows",
                               "-f",
                               "--format",
                               "-p",
                               "--preview",
                               "--out",
                               "--seed",
                               "--validate-only",
                               "--no-progress",
                               "--batch-size",
                               "--max-file-size",
                               "--max-rows-per-file",
                               "--compression",
                               "--threads",
                               "-y",
                               "--yes",
                               "--force",
                               "--json",
                               "--json-array",
                               "--include-auto-id",
                               "SPATE_OUTPUT_DIR",
                               "protobuf",
                               "avro"})
        CHECK_MESSAGE(help.out.find(option) != std::string::npos, option);
}

TEST_CASE("cli/generate: the defaults are a thousand rows of Parquet in a directory named after the collection") {
    const work here;
    const test::outcome out = here.generate({"--schema", here.schema});
    CAPTURE(out.err);
    REQUIRE(out.status == 0);
    CHECK(out.out.find("1000 rows") != std::string::npos);
    CHECK(out.out.find("(drawn; --seed repeats it)") != std::string::npos);
    CHECK((here.names_in("root/products") == names{"data.parquet", "meta.json"}));
    const test::json meta = here.meta("root/products");
    CHECK(meta["kind"].text == "spate dataset");
    CHECK(meta["rows"].value == 1000);
    CHECK(meta["format"].text == "parquet");
    CHECK(meta["compression"].text == "snappy");
    CHECK(meta["schema"]["collection_name"].text == "products");
    CHECK(meta["schema"]["fields"].items.size() == 5);
    CHECK(meta["checksum_algorithm"].text == "xxh3-128");
    CHECK(out.out.find(meta["seed"].text) != std::string::npos);
    const std::string file = test::read_file(here / "root/products/data.parquet");
    CHECK(file.starts_with("PAR1"));
    CHECK(meta["files"][0]["checksum"].text == xxh3(file));
    CHECK(meta["files"][0]["bytes"].value == static_cast<double>(file.size()));
    // The key that the database makes itself is not there.
    CHECK(file.find("title") != std::string::npos);
    CHECK(file.substr(file.size() - 600).find("\x02id") == std::string::npos);
}

TEST_CASE("cli/generate: every format has its file, with checksums; short options") {
    const work here;
    struct expected {
        const char *format, *name;
    };
    for (const expected one : {expected{"json", "data.json"},
                               {"ndjson", "data.ndjson"},
                               {"csv", "data.csv"},
                               {"avro", "data.avro"},
                               {"protobuf", "data.pb"},
                               {"binary", "data.spaterows"},
                               {"parquet", "data.parquet"}}) {
        const std::string at = std::string{"out-"} + one.format;
        const test::outcome out = here.generate({"--schema", here.schema, "-r", "50", "-f", one.format, "--out", here / at, "--seed", "0"});
        CAPTURE(out.err);
        REQUIRE(out.status == 0);
        const test::json meta = here.meta(at);
        CHECK(meta["seed"].text == "0");
        REQUIRE(meta["files"].items.size() == 1);
        CHECK(meta["files"][0]["name"].text == one.name);
        CHECK(meta["files"][0]["checksum"].text == xxh3(test::read_file(here / (at + "/" + one.name))));
        for (const test::json& other : meta["other_files"].items)
            CHECK(other["checksum"].text == xxh3(test::read_file(here / (at + "/" + other["name"].text))));
    }
    CHECK((here.names_in("out-protobuf") == names{"data.pb", "meta.json", "schema.desc", "schema.proto"}));
    const std::vector<std::string> rows = lines_of(test::read_file(here / "out-json/data.json"));
    CHECK(rows.size() == 50);
    CHECK(rows == lines_of(test::read_file(here / "out-ndjson/data.ndjson")));
    CHECK(test::json_parser::parse(rows[0]).members.count("id") == 0);
    REQUIRE(here.generate({"--schema", here.schema, "-r", "50", "-f", "json", "--json-array", "--include-auto-id", "--seed", "0", "--out", here / "array"})
                .status == 0);
    const test::json array = test::json_parser::parse(test::read_file(here / "array/data.json"));
    REQUIRE(array.items.size() == 50);
    CHECK(array[0]["id"].value == 1);
    CHECK(array[49]["id"].value == 50);
    CHECK(array[7]["title"].text == test::json_parser::parse(rows[7])["title"].text);
}

TEST_CASE("cli/generate: files are split by rows and by size, the same for any number of threads") {
    const work here;
    for (const char* threads : {"1", "2"})
        REQUIRE(here.generate({"--schema", here.schema, "-r", "2500", "-f", "csv", "--max-rows-per-file", "1k", "--seed", "7", "--threads", threads, "--out",
                               here / (std::string{"t"} + threads)})
                    .status == 0);
    CHECK((here.names_in("t1") == names{"data-00001-of-00003.csv", "data-00002-of-00003.csv", "data-00003-of-00003.csv", "meta.json"}));
    for (const std::string& name : here.names_in("t1"))
        if (name != "meta.json") CHECK(test::read_file(here / ("t1/" + name)) == test::read_file(here / ("t2/" + name)));
    const test::json meta = here.meta("t2");
    CHECK(meta["files"][2]["first_row"].value == 2000);
    CHECK(meta["files"][2]["rows"].value == 500);
    for (const char* format : {"parquet", "avro", "json", "binary"}) {
        const std::string at = std::string{"s-"} + format;
        REQUIRE(here.generate({"--schema", here.schema, "-r", "6k", "-f", format, "--max-file-size", "1", "--seed", "7", "--out", here / at}).status == 0);
        const test::json split = here.meta(at);
        CHECK(split["files"].items.size() > 1);
        for (const test::json& one : split["files"].items) CHECK(fs::file_size(here / (at + "/" + one["name"].text)) <= 1048576);
    }
    // Four row groups.
    REQUIRE(here.generate({"--schema", here.schema, "-r", "100", "--batch-size", "30", "--seed", "7", "--out", here / "groups"}).status == 0);
    REQUIRE(here.generate({"--schema", here.schema, "-r", "100", "--seed", "7", "--out", here / "group"}).status == 0);
    CHECK(fs::file_size(here / "groups/data.parquet") > fs::file_size(here / "group/data.parquet"));
}

TEST_CASE("cli/generate: the preview is the first rows of the files, and the report may be JSON") {
    const work here;
    const test::outcome out = here.generate({"--schema", here.schema, "-r", "20", "-f", "json", "-p", "--json", "--seed", "3", "--out", here / "a"});
    REQUIRE(out.status == 0);
    const test::json report = test::json_parser::parse(out.out);
    CHECK(report["complete"].truth);
    CHECK(report["rows"].value == 20);
    CHECK(report["files"][0].text == "data.json");
    const std::string file = test::read_file(here / "a/data.json");
    const std::vector<std::string> rows = lines_of(file);
    std::string first;
    for (std::size_t i = 0; i < 5; ++i) first += (i == 0 ? "[" : ", ") + rows[i];
    CHECK(out.out.find("\"preview\": " + first + "]") != std::string::npos);
    const test::outcome text = here.generate({"--schema", here.schema, "-r", "3", "--preview", "--seed", "3", "--out", here / "b"});
    CHECK(text.out.find("row 2\n") != std::string::npos);
    CHECK(text.out.find("row 3\n") == std::string::npos);
    CHECK(text.out.find("  title      \"" + test::json_parser::parse(rows[0])["title"].text + "\"") != std::string::npos);
}

TEST_CASE("cli/generate: no rows and one row are a dataset of each format") {
    const work here;
    for (const char* rows : {"0", "1"})
        for (const char* format : {"parquet", "json", "ndjson", "csv", "avro", "protobuf", "binary"}) {
            CAPTURE(format);
            const std::string at = std::string{format} + rows;
            const test::outcome out =
                here.generate({"--schema", here.schema, "-r", rows, "-f", format, "--seed", "18446744073709551615", "-p", "--json", "--out", here / at});
            REQUIRE(out.status == 0);
            const test::json report = test::json_parser::parse(out.out), meta = here.meta(at);
            CHECK(report["preview"].items.size() == std::stoul(rows));
            CHECK(report["seed"].text == "18446744073709551615");
            CHECK(meta["rows"].value == std::stod(rows));
            REQUIRE(meta["files"].items.size() == 1);
            CHECK(meta["files"][0]["bytes"].value == static_cast<double>(fs::file_size(here / (at + "/" + meta["files"][0]["name"].text))));
        }
}

TEST_CASE("cli/generate: only validating writes nothing") {
    const work here;
    const test::outcome out = here.generate({"--schema", here.schema, "-r", "10M", "--max-rows-per-file", "1k", "--validate-only"});
    CHECK(out.status == 0);
    CHECK(out.out.find("would write 10000000 rows") != std::string::npos);
    CHECK(out.out.find("10000 files") != std::string::npos);
    CHECK_FALSE(fs::exists(here / "root"));
    const test::json report = test::json_parser::parse(here.generate({"--schema", here.schema, "--validate-only", "--json"}).out);
    CHECK(report["valid"].truth);
    CHECK(report["about_files"].value == 1);
}

TEST_CASE("cli/generate: built-in schemas, own specifications, lists and YAML") {
    const work here;
    REQUIRE(here.generate({"--builtin", "simple", "-r", "10", "-f", "json"}).status == 0);
    CHECK(here.meta("root/simple_example")["builtin"].text == "simple");
    refused(here, {"--builtin", "ecomerce"}, "--builtin ecomerce: is not the id of a schema; did you mean \"ecommerce\"? There are simple, ecommerce");
    refused(here, {"--builtin", "zzzzzzzzzz"}, "use one of simple, ecommerce");
    here.put("own.yaml", "name: ../orders\nseed: 5\nrows: 7\nfields:\n  - {name: n, type: sequence}\n");
    REQUIRE(here.generate({"--schema", here / "own.yaml", "-f", "csv"}).status == 0);
    CHECK(test::read_file(here / "root/_._orders/data.csv") == "n\n0\n1\n2\n3\n4\n5\n6\n");
    CHECK(here.meta("root/_._orders")["seed"].text == "5");
    refused(here, {"--schema", here / "own.yaml", "--include-auto-id"}, "--include-auto-id: does not go with a specification");
    here.put("list.yaml", "- {name: id, type: Int64, is_primary: true}\n- {name: v, type: FloatVector, dim: 2}\n");
    REQUIRE(here.generate({"--schema", here / "list.yaml", "-f", "json"}).status == 0);
    CHECK(fs::exists(here / "root/list/data.json"));
}

TEST_CASE("cli/generate: wrong arguments and schemas leave with 2, and with all that is wrong") {
    const work here;
    refused(here, {}, "--schema: is missing, and --builtin, too");
    refused(here, {"--schema", here.schema, "--builtin", "simple"}, "--builtin simple: does not go with --schema");
    refused(here, {"--schema", here / "none.json"}, "cannot be read: No such file");
    refused(here, {"--schema", here.schema, "-f", "parqet"}, "--format parqet: is not a format; did you mean \"parquet\"?");
    refused(here, {"--schema", here.schema, "-f", "csv", "--compression", "zstd"}, "--compression zstd: does not go with --format csv");
    refused(here, {"--schema", here.schema, "--compression", "deflate"}, "is not a codec of Parquet");
    refused(here, {"--schema", here.schema, "-f", "avro", "--compression", "lz4"}, "is not a codec of Avro");
    refused(here, {"--schema", here.schema, "-f", "csv", "--json-array"}, "--json-array: does not go with --format csv");
    refused(here, {"--schema", here.schema, "--rows", "x"}, "--rows x");
    refused(here, {"--schema", here.schema, "--rows", "281474976710656", "--validate-only"}, "more than this table can have; use at most 281474976710655");
    refused(here, {"--schema", here.schema, "--batch-size", "0"}, "--batch-size 0: is not from 1");
    refused(here, {"--schema", here.schema, "--max-file-size", "0"}, "--max-file-size 0: is not from 1");
    refused(here, {"--schema", here.schema, "--max-rows-per-file", "0"}, "--max-rows-per-file 0: is not from 1");
    refused(here, {"--schema", here.schema, "--seed", "x"}, "--seed x");
    refused(here, {"--schema", here.schema, "--previw"}, "did you mean \"--preview\"?");
    refused(here, {"--schema", here.schema, "--out", here.schema}, "is not a directory");
    here.put("bad.json", R"({"collection_name": "c", "fields": [{"name": "id", "type": "Int46", "is_primary": true}, {"name": "v", "type": "FloatVector"}]})");
    const test::outcome bad = here.generate({"--schema", here / "bad.json"});
    CHECK(bad.status == 2);
    CHECK(lines_of(bad.err).size() >= 2);
    CHECK(bad.err.find("Int46") != std::string::npos);
    CHECK(bad.err.find("dim") != std::string::npos);
    CHECK_FALSE(fs::exists(here / "root"));
}

TEST_CASE("cli/generate: a directory that is not empty is refused without --force, which replaces what spate wrote alone") {
    const work here;
    const auto write = [&](std::vector<std::string> options) {
        options.insert(options.begin(), {"--schema", here.schema, "-r", "10", "-f", "csv", "--out", here / "t"});
        return here.generate(options);
    };
    REQUIRE(write({"--max-rows-per-file", "5"}).status == 0);
    here.put("t/notes.txt", "mine");
    for (const std::vector<std::string>& options : {names{}, names{"--yes"}}) {
        const test::outcome out = write(options);
        CHECK(out.status == 2);
        CHECK(out.err.find("holds a dataset; choose another directory, or use --force to write into it") != std::string::npos);
        CHECK((out.err.find("--yes only answers questions") != std::string::npos) == !options.empty());
    }
    CHECK(here.names_in("t").size() == 4);
    CHECK(write({"--force"}).status == 0);
    CHECK((here.names_in("t") == names{"data.csv", "meta.json", "notes.txt"}));
    here.put("t/data-00001-of-00001.csv", "mine");
    const test::outcome foreign = write({"--force"});
    CHECK(foreign.status == 2);
    CHECK(foreign.err.find("holds data-00001-of-00001.csv, which no dataset of spate lists") != std::string::npos);
    CHECK(test::read_file(here / "t/data-00001-of-00001.csv") == "mine");
    fs::create_symlink(here / "nowhere", here / "link");
    refused(here, {"--schema", here.schema, "--out", here / "link"}, "is a link to what is not there; make the directory that it names, or choose another");
    fs::create_directory(here / "empty");
    CHECK(here.generate({"--schema", here.schema, "--out", here / "empty"}).status == 0);
}

TEST_CASE("cli/generate: on a terminal a directory that is not empty is asked about") {
    const work here;
    const std::vector<std::string> command{"generate", "--schema", here.schema, "-r", "10", "-f", "csv", "--seed", "1", "--out", here / "t"};
    REQUIRE(test::run(command).status == 0);
    const std::string before = test::read_file(here / "t/meta.json");
    const auto answer = [&](const char* text, std::vector<std::string> more) {
        test::terminal terminal;
        std::vector<std::string> all = command;
        all.insert(all.end(), more.begin(), more.end());
        test::program running{all, -1, [&] { terminal.take(); }};
        terminal.type(text);
        return running.wait().status;
    };
    CHECK(answer("n\n", {}) == 2);
    CHECK(answer("\n", {}) == 2);
    CHECK(test::read_file(here / "t/meta.json") == before);
    CHECK(answer("y\n", {"--max-rows-per-file", "5"}) == 0);
    CHECK((here.names_in("t") == names{"data-00001-of-00002.csv", "data-00002-of-00002.csv", "meta.json"}));
    CHECK(answer("", {"--threads", "0"}) == 2);  // Nothing is asked that would be in vain.
    CHECK(answer("", {"--yes"}) == 0);
    CHECK((here.names_in("t") == names{"data.csv", "meta.json"}));
}

TEST_CASE("cli/generate: a run that is stopped or fails leaves nothing that looks complete") {
    const work here;
    {
        test::program running{{"generate", "--builtin", "documents", "-r", "100M", "--out", here / "t", "--max-rows-per-file", "1k"}};
        const auto staged = [&] { return fs::exists(here / "t/.spate-incomplete/data-00002.parquet") || running.has_ended(); };
        while (!staged()) std::this_thread::sleep_for(std::chrono::milliseconds{5});
        CHECK((here.names_in("t") == names{".spate-incomplete"}));
        ::kill(running.process(), SIGINT);
        const test::outcome out = running.wait();
        CHECK(out.status == 1);
        CHECK(out.err.find("stopped by SIGINT") != std::string::npos);
        CHECK_FALSE(fs::exists(here / "t"));
    }
    const test::outcome full = test::run({"generate", "--schema", here.schema, "-r", "20k", "-f", "csv", "--out", here / "t"}, [] {
        const struct rlimit little {
            100000, 100000
        };
        ::setrlimit(RLIMIT_FSIZE, &little);
    });
    CHECK(full.status == 1);
    CHECK(full.err.find("t/data-00001.csv: File too large") != std::string::npos);
    CHECK_FALSE(fs::exists(here / "t"));
}

TEST_CASE("cli/generate: wide rows take little memory") {
    const work here;
    here.put("wide.json", R"([{"name": "id", "type": "Int64", "is_primary": true}, {"name": "v", "type": "FloatVector", "dim": 2500}])");
    for (const char* format : {"parquet", "json", "avro"})
        CHECK(here.generate({"--schema", here / "wide.json", "-r", "6k", "-f", format, "--threads", "2", "--out", here / format}).status == 0);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    struct rusage used {};
    ::getrusage(RUSAGE_CHILDREN, &used);
    CHECK(used.ru_maxrss <= 256 * 1024);
#endif
}
