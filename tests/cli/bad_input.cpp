// SPDX-License-Identifier: Apache-2.0
// What makes no sense is refused: exit status 2, a message that names the option and the value, and nothing is written.
#include <doctest/doctest.h>

#include "support.hpp"

namespace {

struct bad {
    std::vector<std::string> arguments;
    std::vector<std::string> words;
};

}  // namespace

TEST_CASE("cli: bad input is refused") {
    const test::directory here;
    const std::string file = here / "new", old = here / "old", folder = here / "folder", interrupted = here / "interrupted";
    std::ofstream{old} << "precious";
    std::ofstream{interrupted + ".partial"} << "half";
    std::filesystem::create_directory(folder);
    const std::string malformed = here / "malformed", no_contents = here / "no_contents", overflowing = here / "overflowing", rows = here / "rows";
    std::ofstream{malformed} << "0 10\n1 two\n";
    std::ofstream{no_contents} << "0 10\n\n3 0\n";
    std::ofstream{overflowing} << "0 281474976710656\n1 5\n";
    std::ofstream{rows} << "0 10\n1 5\n";
    const std::string schema = here / "s.yaml", sized = here / "sized.yaml", misspelt = here / "misspelt.yaml", unknown = here / "unknown.json";
    const std::string lonely = here / "lonely.yaml", empty_object = here / "object.yaml", part = here / "t-00001-of-00002.csv", half = here / "half.csv";
    std::ofstream{schema} << "fields:\n  - {name: id, type: sequence}\n";
    std::ofstream{sized} << "rows: 10\nfields:\n  - {name: id, type: sequence}\n";
    std::ofstream{misspelt} << "fields:\n  - {name: id, type: seqence}\n";
    std::ofstream{unknown} << "{\"fields\": [{\"name\": \"id\", \"type\": \"sequence\", \"begin\": 1}], \"row\": 5}";
    std::ofstream{lonely} << "fields:\n  - {name: id, type: sequence, nulls: 0.5}\n";
    std::ofstream{empty_object} << "fields:\n  - {name: where, type: object, fields: []}\n";
    std::ofstream{part} << "precious";
    std::ofstream{half + ".partial"} << "half";
    const std::vector<std::string> names = here.names();
    const auto rows_of = [&](const std::string& described, std::initializer_list<std::string> arguments) {
        std::vector<std::string> all{"rows", "--schema", described};
        all.insert(all.end(), arguments);
        return all;
    };
    const auto out = [&](std::initializer_list<std::string> arguments) {
        std::vector<std::string> all{"bytes", "--out", file};
        all.insert(all.end(), arguments);
        return all;
    };
    const bad cases[] = {
        {out({}), {"--size", "missing", "--size 10GiB"}},
        {out({"--size", "0"}), {"--size 0", "1 byte"}},
        {out({"--size", "5 parsecs"}), {"--size 5 parsecs", "4KiB"}},
        {out({"--size", "1.5"}), {"--size 1.5", "whole number"}},
        {out({"--size", "-1"}), {"--size", "-1"}},
        {out({"--size", "99999999999GiB"}), {"--size 99999999999GiB"}},
        {out({"--size", "15EiB"}), {"--size 15EiB", "file"}},
        {out({"--size", "unlimited"}), {"--size unlimited", "--duration"}},
        {out({"--size", "1MiB", "--compress", "0.5"}), {"--compress 0.5", "below 1"}},
        {out({"--size", "1MiB", "--compress", "nan"}), {"--compress nan", "1.5"}},
        {out({"--size", "1MiB", "--compress", "NaN"}), {"--compress NaN"}},
        {out({"--size", "1MiB", "--compress", "inf"}), {"--compress inf"}},
        {out({"--size", "1MiB", "--compress", "-2"}), {"--compress", "-2"}},
        {out({"--size", "1MiB", "--compress", "1000"}), {"--compress 1000", "use a ratio from 1 to"}},
        {out({"--size", "1MiB", "--dedup", "0.9"}), {"--dedup 0.9", "below 1"}},
        {out({"--size", "1MiB", "--dedup", "1/0"}), {"--dedup 1/0"}},
        {out({"--size", "1MiB", "--dedup", ""}), {"--dedup"}},
        {out({"--size", "1MiB", "--unit", "1000"}), {"--unit 1000", "multiple of 512", "512 or 1024"}},
        {out({"--size", "1MiB", "--unit", "0"}), {"--unit 0", "512"}},
        {out({"--size", "1MiB", "--dedup", "2", "--unit", "1GiB"}), {"--unit 1GiB", "64 MiB"}},
        {out({"--size", "1MiB", "--dedup", "2", "--group", "0"}), {"--locality 0", "65536"}},
        {out({"--size", "unlimited", "--duration", "1s", "--dedup", "2", "--group", "unlimited"}), {"--locality unlimited"}},
        {out({"--size", "1MiB", "--compress", "2", "--codec", "gzip"}), {"--codec gzip", "lz4", "zstd", "zlib", "snappy"}},
        {out({"--size", "1MiB", "--compress", "2", "--codec", "zstd:19"}), {"--codec zstd:19", "zstd:1 or zstd:3"}},
        {out({"--size", "1MiB", "--compress", "40", "--codec", "snappy"}), {"--compress 40", "snappy reaches", "use a ratio from 1 to 1"}},
        {out({"--size", "1MiB", "--compress", "2", "--compress-unit", "5000"}), {"--compress-unit 5000", "4096 or 8192"}},
        {out({"--size", "1MiB", "--codec", "lz4"}), {"--codec lz4", "--compress"}},
        {out({"--size", "1MiB", "--compress-mix", "0.3:1,0.5:2"}), {"--compress-mix 0.3:1,0.5:2", "sum to 1"}},
        {out({"--size", "1MiB", "--compress-mix", "0.3"}), {"--compress-mix 0.3", "weight:ratio"}},
        {out({"--size", "1MiB", "--compress-mix", "1:2", "--compress", "2"}), {"--compress 2", "--compress-mix"}},
        {out({"--size", "1MiB", "--fits", "10"}), {"--fits 10", "lz4", "or more"}},
        {out({"--size", "1MiB", "--fits", "0"}), {"--fits 0"}},
        {out({"--size", "1MiB", "--holes", "1"}), {"--holes 1", "below 1"}},
        {out({"--size", "1MiB", "--dedup", "2", "--unit", "4KiB", "--compress", "2", "--compress-unit", "16KiB"}), {"--unit 4KiB", "16384"}},
        {out({"--size", "1MiB", "--dedup", "2", "--compress", "2", "--shift", "100"}), {"--shift 100", "4096"}},
        {out({"--size", "1MiB", "--dedup", "2", "--shift", "4096"}), {"--shift 4096", "not smaller than the unit"}},
        {out({"--size", "1MiB", "--shift", "512"}), {"--shift 512", "--dedup"}},
        {out({"--size", "1MiB", "--dedup", "2", "--run", "0"}), {"--run 0"}},
        {out({"--size", "1MiB", "--dedup", "2", "--cdc-average", "64KiB"}), {"--cdc-average 64KiB", "run"}},
        {out({"--size", "1MiB", "--dedup", "300", "--max-refs", "254"}), {"--max-refs 254", "cannot hold"}},
        {out({"--size", "1MiB", "--dedup", "2", "--max-refs", "0"}), {"--max-refs 0"}},
        {out({"--size", "1MiB", "--dedup", "2", "--popularity", "zipf"}), {"--popularity zipf", "zipf:1.1"}},
        {out({"--size", "1MiB", "--dedup", "2", "--popularity", "zipf:nan"}), {"--popularity zipf:nan", "zipf:1.1"}},
        {out({"--size", "1MiB", "--dedup", "2", "--pool", "x"}), {"--pool x"}},
        {out({"--size", "1MiB", "--dedup", "2", "--version", "-1"}), {"--version"}},
        {out({"--size", "1MiB", "--dedup-histogram", malformed}), {"--dedup-histogram " + malformed + ":2", "two whole numbers"}},
        {out({"--size", "1MiB", "--dedup-histogram", no_contents}), {"--dedup-histogram " + no_contents + ":3", "no contents"}},
        {out({"--size", "1MiB", "--dedup-histogram", overflowing}), {"--dedup-histogram " + overflowing + ":2", "2^48"}},
        {out({"--size", "1MiB", "--dedup-histogram", here / "none"}), {here / "none"}},
        {out({"--size", "1MiB", "--dedup-histogram", rows, "--dedup", "2"}), {"--dedup 2", "--dedup-histogram"}},
        {out({"--size", "1MiB", "--engine", "mt19937"}),
         {"--engine mt19937", "shishua", "xoshiro256pp", "ars5", "ars7", "philox4x32", "splitmix64", "pcg64", "chacha8"}},
        {out({"--size", "1MiB", "--seed", "abc"}), {"--seed abc", "whole number"}},
        {out({"--size", "1MiB", "--seed", "18446744073709551616"}), {"--seed 18446744073709551616", "2^64"}},
        {out({"--size", "1MiB", "--numa", "999"}), {"--numa 999", "does not exist", "this machine has"}},
        {out({"--size", "1MiB", "--numa", "sideways"}), {"--numa sideways", "auto"}},
        {out({"--size", "1MiB", "--threads", "0"}), {"--threads 0", "1 or more"}},
        {out({"--size", "1MiB", "--threads", "many"}), {"--threads many"}},
        {out({"--size", "1MiB", "--threads", "1000000000"}), {"--threads 1000000000", "or fewer"}},
        {out({"--size", "1MiB", "--offset", "1MiB"}), {"--offset 1MiB", "1048575"}},
        {out({"--size", "1MiB", "--offset", "2MiB"}), {"--offset 2MiB", "within"}},
        {out({"--size", "1MiB", "--chunk", "0"}), {"--chunk 0"}},
        {out({"--size", "1MiB", "--chunk", "1000"}), {"--chunk 1000", "multiple of 4096"}},
        {out({"--size", "1MiB", "--duration", "10"}), {"--duration 10", "10s"}},
        {out({"--size", "1MiB", "--duration", "0s"}), {"--duration 0s"}},
        {out({"--size", "1MiB", "--log-format", "xml"}), {"--log-format xml", "json"}},
        {out({"--size", "1MiB", "--frobnicate"}), {"--frobnicate", "spate bytes --help"}},
        {out({"--size", "1MiB", "--resume", "--force"}), {"--force", "--resume"}},
        {out({"--resume"}), {"--resume", file + ".spate.json"}},
        {{"bytes", "--size", "1MiB", "--out", old}, {"--out " + old, "exists", "--force"}},
        {{"bytes", "--size", "1MiB", "--out", interrupted}, {"--out " + interrupted, ".partial", "--resume"}},
        {{"bytes", "--size", "1MiB", "--out", folder, "--force"}, {"--out " + folder, "directory"}},
        {{"bytes", "--size", "1MiB", "--out", here / "no/such/folder"}, {"no/such/folder", "No such file"}},
        {{"bytes", "--size", "1MiB", "--out", ""}, {"--out", "file"}},
        {{"bytes", "--size", "1MiB", "--out", "fd:x"}, {"--out fd:x", "fd:3"}},
        {{"bytes", "--size", "1MiB", "--out", "fd:77"}, {"descriptor 77"}},
        {{"bytes", "--size", "1MiB", "--out", "tcp://nowhere"}, {"--out tcp://nowhere", "tcp://host:9000"}},
        {{"bytes", "--size", "1MiB", "--out", "-", "--direct"}, {"--direct", "--out -"}},
        {{"bytes", "--size", "1MiB", "--out", "unix:/tmp/s", "--direct"}, {"--direct", "unix:/tmp/s"}},
        {{"bytes", "--size", "1MiB", "--out", "-", "--resume"}, {"--resume", "--out -"}},
        {{"bytes", "--size", "1MiB", "--resume"}, {"--resume", "file"}},
        {{"bytes", "--size", "1MiB", "--chunk", "1EiB"}, {"--chunk 1EiB"}},
        {{"bytes", "--size", "0"}, {"--size 0"}},
        {{"rows"}, {"--schema", "missing", "--schema orders.yaml"}},
        {rows_of(here / "none.yaml", {"--rows", "1"}), {"--schema " + (here / "none.yaml"), "cannot be read", "No such file"}},
        {rows_of(old, {"--rows", "1"}), {"--schema " + old, "neither JSON nor YAML", ".yaml"}},
        {rows_of(misspelt, {"--rows", "1"}), {misspelt + ":2:22", "field \"id\"", "seqence", "did you mean \"sequence\"?"}},
        {rows_of(unknown, {"--rows", "1"}), {unknown + ":1:", "unknown key \"begin\"", "unknown key \"row\"; did you mean \"rows\"?"}},
        {rows_of(empty_object, {"--rows", "1", "--format", "parquet"}), {empty_object + ":2:", "where"}},
        {rows_of(lonely, {"--rows", "1", "--format", "csv"}), {"--null-text \"\"", "empty lines", "NULL"}},
        {rows_of(schema, {}), {"--rows", "missing", schema, "--rows 10M"}},
        {rows_of(schema, {"--out", file}), {"--rows", "missing"}},
        {rows_of(schema, {"--rows", "ten"}), {"--rows ten", "whole number", "10M"}},
        {rows_of(schema, {"--rows", "1.5"}), {"--rows 1.5", "whole number"}},
        {rows_of(schema, {"--rows", "1."}), {"--rows 1.", "whole number"}},
        {rows_of(schema, {"--rows", "10MB"}), {"--rows 10MB", "10M"}},
        {rows_of(schema, {"--rows", "-1"}), {"--rows"}},
        {rows_of(schema, {"--rows", "1e30"}), {"--rows 1e30", "too large"}},
        {rows_of(schema, {"--rows", "1e15"}), {"--rows 1e15", "more than a table can have", "281474976710656"}},
        {rows_of(schema, {"--rows", "2", "--first", "281474976710655"}), {"--rows 2", "from row 281474976710655", "at most 1"}},
        {rows_of(sized, {"--first", "11"}), {"--first 11", "beyond the 10 rows of " + sized, "--rows"}},
        {rows_of(schema, {"--rows", "1", "--seed", "-3"}), {"--seed -3", "whole number"}},
        {rows_of(schema, {"--rows", "1", "--format", "parqet"}), {"--format parqet", "did you mean \"parquet\"?"}},
        {rows_of(schema, {"--rows", "1", "--format", "excel"}), {"--format excel", "ndjson, json, csv, tsv, parquet, avro"}},
        {rows_of(schema, {"--rows", "1", "--no-header"}), {"--no-header:", "ndjson", "--format csv"}},
        {rows_of(schema, {"--rows", "1", "--null-text", "x", "--format", "json"}), {"--null-text x", "json", "--format csv"}},
        {rows_of(schema, {"--rows", "1", "--delimiter", ";", "--format", "tsv"}), {"--delimiter ;", "tsv", "--format csv"}},
        {rows_of(schema, {"--rows", "1", "--delimiter", "ab", "--format", "csv"}), {"--delimiter ab", "one ASCII character"}},
        {rows_of(schema, {"--rows", "1", "--delimiter", "7", "--format", "csv"}), {"--delimiter 7", "numbers"}},
        {rows_of(schema, {"--rows", "1", "--null-text", "0", "--format", "csv"}), {"--null-text 0", "cannot be told from a value"}},
        {rows_of(schema, {"--rows", "1", "--compression", "zstd", "--out", here / "x.csv"}), {"--compression zstd", "csv", "--format parquet"}},
        {rows_of(schema, {"--rows", "1", "--compression", "gzip", "--format", "parquet"}), {"--compression gzip", "none, snappy, zstd, lz4"}},
        {rows_of(schema, {"--rows", "1", "--compression", "lz4", "--format", "avro"}), {"--compression lz4", "null, deflate, snappy, zstd"}},
        {rows_of(schema, {"--rows", "1", "--row-group-rows", "0", "--format", "parquet"}), {"--row-group-rows 0", "2^30"}},
        {rows_of(schema, {"--rows", "1", "--row-group-rows", "5"}), {"--row-group-rows 5", "ndjson", "--format parquet"}},
        {rows_of(schema, {"--rows", "1", "--files", "0", "--out", file}), {"--files 0", "65536"}},
        {rows_of(schema, {"--rows", "1", "--files", "2"}), {"--files 2", "needs a file"}},
        {rows_of(schema, {"--rows", "1", "--files", "2", "--out", "-"}), {"--files 2", "--out -"}},
        {rows_of(schema, {"--rows", "1", "--files", "2", "--out", "/dev/null"}), {"--files 2", "/dev/null"}},
        {rows_of(schema, {"--rows", "1", "--force"}), {"--force:", "needs a file"}},
        {rows_of(schema, {"--duration", "1s", "--out", file}), {"--duration 1s", "--out", "--rows"}},
        {rows_of(schema, {"--duration", "1"}), {"--duration 1", "10s"}},
        {rows_of(schema, {"--rows", "1", "--threads", "0"}), {"--threads 0", "1 or more"}},
        {rows_of(schema, {"--rows", "1", "--frob"}), {"--frob", "spate rows --help"}},
        {rows_of(schema, {"--rows", "1", "--fromat=csv"}), {"--fromat=csv", "did you mean \"--format\"?", "spate rows --help"}},
        {rows_of(schema, {"--rows", "1", "--schema", sized}), {"--schema: is there 2 times; give it once", "spate rows --help"}},
        {rows_of(schema, {"--rows", "1", "--out", ""}), {"--out", "file"}},
        {rows_of(schema, {"--rows", "1", "--out", old}), {"--out " + old, "exists", "--force"}},
        {rows_of(schema, {"--rows", "1", "--out", here / "t.csv", "--files", "2"}), {"--out " + (here / "t.csv"), part + " exists", "--force"}},
        {rows_of(schema, {"--rows", "1", "--out", half}), {"--out " + half, half + ".partial is there", "--force"}},
        {rows_of(schema, {"--rows", "1", "--out", folder}), {"--out " + folder, "directory"}},
        {rows_of(schema, {"--rows", "1", "--out", here / "no/such.csv"}), {"no/such.csv", "No such file"}},
        {rows_of(schema, {"--rows", "1", "--out", "/proc/x.csv"}), {"/proc/x.csv"}},
        {{"verify"}, {"FILE"}},
        {{"verify", here / "none"}, {here / "none", "does not exist"}},
        {{"verify", interrupted}, {"not complete", "--resume"}},
        {{"verify", folder}, {folder, "directory"}},
        {{"verify", old}, {old, ".spate.json", "--seed"}},
        {{"verify", old, "--size", "8"}, {"--seed", "missing"}},
        {{"verify", old, "--seed", "1", "--compress", "0"}, {"--compress 0"}},
        {{"verify", "/dev/null", "--seed", "1"}, {"/dev/null", "character device"}},
        {{"inspect", here / "none"}, {here / "none", "does not exist"}},
        {{"inspect", folder}, {folder, "directory"}},
        {{"inspect", old, "--unit", "4KiB,1000"}, {"--unit 4KiB,1000", "512"}},
        {{"inspect", old, "--unit", "4KiB,"}, {"--unit 4KiB,"}},
        {{"inspect", old, "--unit", "1GiB"}, {"--unit 1GiB", "64"}},
        {{"inspect", old, "--threads", "0"}, {"--threads 0"}},
        {{"info", "--threads", "1"}, {"--threads"}},
        {{"store"}, {"a command is missing", "ls, info, verify, cat, import, export, compact"}},
        {{"store", "lst"}, {"lst", "did you mean", "ls"}},
        {{"store", "ls"}, {"DIR", "required", "spate store ls --help"}},
        {{"store", "ls", here / "none"}, {here / "none", "No such file"}},
        {{"store", "ls", old}, {old, "Not a directory"}},
        {{"store", "info", folder}, {folder + ": has no manifest", "is no store"}},
        {{"store", "verify", folder}, {folder + ": has no manifest"}},
        {{"store", "compact", folder}, {folder + ": has no manifest"}},
        {{"store", "compact", folder, "--durability", "more"}, {"--durability more", "none, data or full"}},
        {{"store", "cat", folder, "x"}, {folder + ": has no manifest"}},
        {{"store", "cat", folder, "x", "--format", "xml"}, {"--format xml", "ndjson or csv"}},
        {{"store", "import", file, here / "none"}, {here / "none", "is not there"}},
        {{"store", "import", file, folder}, {folder, "neither the metadata.npkm of NumPack nor .npy files"}},
        {{"store", "import", file, schema}, {schema, ".npy, .npz or .safetensors"}},
        {{"store", "import", file, folder, "--forced"}, {"--forced", "did you mean", "--force"}},
        {{"store", "export", folder, file}, {file, ".npz or .safetensors"}},
        {{"store", "export", folder, file + ".npz"}, {folder + ": has no manifest"}},
        {{"store", "export", folder, file + ".npz", "--arrays", ","}, {"--arrays ,", "empty part"}},
        {{"frob"}, {"frob", "bytes, rows, events, documents, generate, clean, inspect, verify, profile, info, schema, store"}},
        {{"--frob"}, {"--frob"}},
        {{}, {"bytes", "inspect", "verify", "info"}},
    };
    for (const bad& one : cases) {
        std::string line;
        for (const std::string& argument : one.arguments) line += " '" + argument + "'";
        CAPTURE(line);
        const test::outcome refused = test::run(one.arguments);
        CAPTURE(refused.err);
        CHECK(refused.status == 2);
        CHECK(refused.out.empty());
        for (const std::string& word : one.words) {
            CAPTURE(word);
            CHECK(refused.err.find(word) != std::string::npos);
        }
        CHECK(here.names() == names);
    }
    CHECK(test::read_file(old) == "precious");
    CHECK(test::read_file(interrupted + ".partial") == "half");
    CHECK(test::read_file(part) == "precious");
}

TEST_CASE("cli: pipes are refused by inspect and verify") {
    const test::directory here;
    const std::string pipe = here / "pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    for (const std::vector<std::string>& arguments : {std::vector<std::string>{"inspect", pipe}, {"verify", pipe, "--seed", "1"}}) {
        const test::outcome refused = test::run(arguments);
        CHECK(refused.status == 2);
        CHECK(refused.err.find("is a pipe") != std::string::npos);
    }
}

TEST_CASE("cli: an unreadable file is refused") {
    const test::directory here;
    const std::string file = here / "f";
    std::ofstream{file} << "text";
    ::chmod(file.c_str(), 0);
    if (::access(file.c_str(), R_OK) == 0) {
        MESSAGE("this user may read everything");
        return;
    }
    const test::outcome refused = test::run({"inspect", file});
    CHECK(refused.status == 2);
    CHECK(refused.err.find("Permission denied") != std::string::npos);
}

TEST_CASE("cli: an instruction set that does not exist is refused") {
    const test::outcome refused = test::run({"bytes", "--size", "1MiB"}, [] { ::setenv("SPATE_ISA", "mmx", 1); });
    CHECK(refused.status == 2);
    CHECK(refused.err.find("SPATE_ISA mmx") != std::string::npos);
    CHECK(refused.err.find("scalar") != std::string::npos);
}

TEST_CASE("cli: messages as JSON are one object per line") {
    const test::outcome refused = test::run({"bytes", "--size", "1MiB", "--unit", "1000", "--log-format", "json"});
    CHECK(refused.status == 2);
    REQUIRE(!refused.err.empty());
    CHECK(std::count(refused.err.begin(), refused.err.end(), '\n') == 1);
    const test::json message = test::json_parser::parse(refused.err);
    CHECK(message["level"].text == "error");
    CHECK(message["command"].text == "bytes");
    CHECK(message["option"].text == "--unit");
    CHECK(message["value"].text == "1000");
    CHECK(message["remedy"].text == "use 512 or 1024");
    const test::outcome unknown = test::run({"bytes", "--log-format", "json", "--frob"});
    CHECK(unknown.status == 2);
    CHECK(test::json_parser::parse(unknown.err)["message"].text.find("--frob") != std::string::npos);
    const test::outcome verbose = test::run({"bytes", "--size", "1MiB", "-v", "--log-format=json"});
    CHECK(verbose.status == 0);
    CHECK(test::json_parser::parse(verbose.err.substr(0, verbose.err.find('\n')))["level"].text == "info");
}
