// SPDX-License-Identifier: Apache-2.0
// Runs that end mid-way: exit status 1, the offset, no file under the final name; what was written can be gone on with.
#include <doctest/doctest.h>

#include <csignal>

#include "support.hpp"

namespace {

const std::vector<std::string> stream{"--size", "48MiB", "--seed", "11", "--compress", "2", "--dedup", "1.5"};

std::vector<std::string> bytes_and(std::initializer_list<std::string> more) {
    std::vector<std::string> out{"bytes"};
    out.insert(out.end(), stream.begin(), stream.end());
    out.insert(out.end(), more);
    return out;
}

void limit_file_size() {
    const rlimit limit{20 << 20, 20 << 20};
    ::setrlimit(RLIMIT_FSIZE, &limit);
}

std::string make_schema(const test::directory& here) {
    std::string name = here / "s.yaml";
    std::ofstream{name} << "seed: 1\nfields:\n  - {name: id, type: sequence}\n  - {name: note, type: text}\n";
    return name;
}

/// Sends a signal once the run has written a MiB; false if it ended before.
bool interrupt(test::program& running, const std::string& partial, int signal) {
    for (;;) {
        struct stat about {};
        if (::stat(partial.c_str(), &about) == 0 && about.st_size >= 1 << 20) break;
        if (running.has_ended()) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    return ::kill(running.process(), signal) == 0 && !running.has_ended();
}

}  // namespace

TEST_CASE("cli: a run that was interrupted is resumed to the same bytes") {
    const test::directory here;
    const std::string file = here / "f", whole = here / "whole";
    REQUIRE(test::run(bytes_and({"--out", whole})).status == 0);
    for (const int signal : {SIGINT, SIGTERM}) {
        test::outcome ended;
        for (int attempt = 0; attempt < 10 && ended.status != 1; ++attempt) {
            std::filesystem::remove(file);
            test::program running{bytes_and({"--out", file, "--chunk", "4096", "--threads", "1", "--force"})};
            interrupt(running, file + ".partial", signal);
            ended = running.wait();
        }
        CAPTURE(ended.err);
        REQUIRE(ended.status == 1);
        CHECK(ended.err.find(signal == SIGINT ? "stopped by SIGINT at offset" : "stopped by SIGTERM at offset") != std::string::npos);
        CHECK(ended.err.find("spate bytes --resume --out " + file) != std::string::npos);
        CHECK(!std::filesystem::exists(file));
        CHECK(std::filesystem::exists(file + ".partial"));
        const test::json record = test::json_parser::parse(test::read_file(file + ".spate.json"));
        CHECK(record["complete"].truth == false);
        CHECK(record["mark"].value >= 1 << 19);
        CHECK(test::run({"verify", file}).status == 2);

        const test::outcome resumed = test::run({"bytes", "--resume", "--out", file});
        CHECK_MESSAGE(resumed.status == 0, resumed.err);
        CHECK(resumed.out.find("resumed") != std::string::npos);
        CHECK(test::read_file(file) == test::read_file(whole));
        CHECK(!std::filesystem::exists(file + ".partial"));
    }
}

TEST_CASE("cli: resuming refuses other options and a file that was changed") {
    const test::directory here;
    const std::string file = here / "f";
    const test::outcome failed = test::run(bytes_and({"--out", file}), limit_file_size);
    CAPTURE(failed.err);
    REQUIRE(failed.status == 1);
    CHECK(failed.err.find("--out " + file + ": File too large at offset 20971520 of 50331648") != std::string::npos);
    CHECK(here.names() == std::vector<std::string>{"f.partial", "f.spate.json"});

    struct other {
        std::vector<std::string> options;
        std::string words;
    };
    for (const other& one : {other{{"--compress", "3"}, "--compress 3"},
                             {{"--dedup", "2"}, "--dedup 2"},
                             {{"--seed", "12"}, "--seed 12"},
                             {{"--size", "49MiB"}, "--size 49MiB"},
                             {{"--engine", "ars5"}, "--engine ars5"},
                             {{"--unit", "8KiB"}, "--unit 8KiB"},
                             {{"--offset", "1"}, "--offset 1"},
                             {{"--group", "7"}, "--locality 7"}}) {
        std::vector<std::string> arguments{"bytes", "--resume", "--out", file};
        arguments.insert(arguments.end(), one.options.begin(), one.options.end());
        const test::outcome refused = test::run(arguments);
        CAPTURE(refused.err);
        CHECK(refused.status == 2);
        CHECK(refused.err.find(one.words + ": is not what the run was begun with") != std::string::npos);
    }
    {
        std::fstream change{file + ".partial", std::ios::in | std::ios::out | std::ios::binary};
        change.seekp(1000000);
        change.put('\0').put('\0').put('\0').put('\0');
    }
    const test::outcome changed = test::run({"bytes", "--resume", "--out", file});
    CAPTURE(changed.err);
    CHECK(changed.status == 2);
    CHECK(changed.err.find("differs at offset 1000000") != std::string::npos);
    CHECK(!std::filesystem::exists(file));

    // The same options are accepted, by other spellings too, once the file is what it was.
    REQUIRE(test::run(bytes_and({"--out", file, "--force"}), limit_file_size).status == 1);
    const test::outcome resumed =
        test::run({"bytes", "--resume", "--out", file, "--size", "50331648", "--dedup", "3/2", "--compress", "2.0", "--seed", "0xb", "--json"});
    CHECK_MESSAGE(resumed.status == 0, resumed.err);
    CHECK(test::json_parser::parse(resumed.out)["resumed_bytes"].value == 20 << 20);
    CHECK(test::run({"verify", file}).status == 0);
    const test::outcome again = test::run({"bytes", "--resume", "--out", file});
    CHECK(again.status == 0);
    CHECK(again.out.find("nothing was left to write") != std::string::npos);
}

TEST_CASE("cli: a device that is full, a reader that goes away") {
    if (::access("/dev/full", W_OK) == 0) {
        const test::outcome full = test::run({"bytes", "--size", "1MiB", "--out", "/dev/full"});
        CHECK(full.status == 1);
        CHECK(full.err.find("--out /dev/full: No space left on device at offset 0") != std::string::npos);
        const int to_full = ::open("/dev/full", O_WRONLY);
        const test::outcome report = test::program{{"info"}, to_full}.wait();
        ::close(to_full);
        CHECK(report.status == 1);
        CHECK(report.err.find("No space left on device") != std::string::npos);
    } else {
        MESSAGE("there is no /dev/full");
    }

    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    ::fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    test::program writing{{"bytes", "--size", "unlimited", "--seed", "1", "--out", "-"}, ends[1]};
    ::close(ends[1]);
    char some[100000];
    std::size_t got = 0;
    while (got < sizeof some) {
        const ssize_t part = ::read(ends[0], some + got, sizeof some - got);
        if (part <= 0) break;
        got += static_cast<std::size_t>(part);
    }
    ::close(ends[0]);
    const test::outcome ended = writing.wait();
    CHECK(got == sizeof some);
    CHECK(ended.status == 1);
    CHECK(ended.err.find("Broken pipe at offset") != std::string::npos);
    CHECK(ended.err.find("--offset") != std::string::npos);
    CHECK(std::string(some, 5000) == test::run({"bytes", "--size", "5000", "--seed", "1", "--out", "-"}).out);
}

TEST_CASE("cli: a measurement is ended by a signal, with its report") {
    const test::directory here;
    for (const auto& [what, place] : std::vector<std::pair<std::vector<std::string>, std::string>>{
             {{"bytes", "--size", "unlimited", "--json"}, "offset "}, {{"rows", "--schema", make_schema(here), "--rows", "100G", "--json"}, "row "}}) {
        test::program running{what};
        std::this_thread::sleep_for(std::chrono::milliseconds{400});
        ::kill(running.process(), SIGINT);
        const test::outcome ended = running.wait();
        CAPTURE(ended.err);
        CHECK(ended.status == 1);
        CHECK(ended.err.find("stopped by SIGINT at " + place) != std::string::npos);
        CHECK(test::json_parser::parse(ended.out)["end"].text == "stopped");
    }
}

TEST_CASE("cli: rows that are interrupted leave no file but those that are complete") {
    const test::directory here;
    const std::string schema = make_schema(here), file = here / "t.csv";
    for (const int signal : {SIGINT, SIGTERM}) {
        for (const char* name : {"t.csv", "t.json", "t.parquet"}) {
            test::program running{{"rows", "--schema", schema, "--rows", "100G", "--out", here / name, "--threads", "1"}};
            REQUIRE(interrupt(running, here / (std::string{name} + ".partial"), signal));
            const test::outcome ended = running.wait();
            CAPTURE(ended.err);
            CHECK(ended.status == 1);
            CHECK(ended.err.find(signal == SIGINT ? "stopped by SIGINT at row " : "stopped by SIGTERM at row ") != std::string::npos);
            CHECK(ended.err.find(" of 100000000000, offset ") != std::string::npos);
            CHECK(ended.err.find("what was written of it is removed") != std::string::npos);
            CHECK(here.names() == std::vector<std::string>{"s.yaml"});
        }
    }
    test::program running{{"rows", "--schema", schema, "--rows", "100G", "--files", "2", "--out", file, "--json"}};
    REQUIRE(interrupt(running, here / "t-00000-of-00002.csv.partial", SIGINT));
    const test::outcome ended = running.wait();
    CHECK(ended.status == 1);
    CHECK(ended.err.find("of 2 files 0 are complete") != std::string::npos);
    const test::json report = test::json_parser::parse(ended.out);
    CHECK(report["end"].text == "stopped");
    CHECK(report["complete"].truth == false);
    CHECK(report["files"].items.empty());
    CHECK(here.names() == std::vector<std::string>{"s.yaml"});
}

TEST_CASE("cli: lines that were interrupted can be gone on with") {
    const test::directory here;
    const std::string schema = make_schema(here), file = here / "out";
    for (const char* format : {"ndjson", "csv"}) {
        const int to = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        test::program running{{"rows", "--schema", schema, "--rows", "100G", "--out", "-", "--format", format}, to};
        ::close(to);
        REQUIRE(interrupt(running, file, SIGINT));
        const test::outcome ended = running.wait();
        CAPTURE(ended.err);
        CHECK(ended.status == 1);
        const std::string so_far = test::read_file(file);
        const bool header = std::string{format} == "csv";
        const auto mark = std::count(so_far.begin(), so_far.end(), '\n') - (header ? 1 : 0);
        const std::string first = std::to_string(mark), options = std::string{"--format "} + format + (header ? " --no-header" : "") + " --out -";
        CHECK(ended.err.find("to go on: spate rows --schema " + schema + " --seed 1 --first " + first + " --rows " + std::to_string(100000000000 - mark) + " " +
                             options) != std::string::npos);
        std::vector<std::string> rest{"rows", "--schema", schema, "--first", first, "--rows", "10", "--out", "-", "--format", format};
        if (header) rest.push_back("--no-header");
        const std::string all = std::to_string(mark + 10);
        CHECK((so_far + test::run(rest).out == test::run({"rows", "--schema", schema, "--rows", all, "--out", "-", "--format", format}).out));
    }
}

TEST_CASE("cli: rows into what is full") {
    const test::directory here;
    const std::string schema = make_schema(here), file = here / "t.ndjson";
    for (const char* more : {"--no-progress", "--force"}) {
        const test::outcome failed = test::run({"rows", "--schema", schema, "--rows", "1M", "--out", file, more}, limit_file_size);
        CAPTURE(failed.err);
        CHECK(failed.status == 1);
        CHECK(failed.err.find("--out " + file + ": File too large at row ") != std::string::npos);
        CHECK(failed.err.find(" of 1000000, offset ") != std::string::npos);
        CHECK(here.names() == std::vector<std::string>{"s.yaml"});
    }
    if (::access("/dev/full", W_OK) != 0) {
        MESSAGE("there is no /dev/full");
        return;
    }
    for (const char* format : {"ndjson", "json", "csv", "parquet"}) {
        const std::vector<std::string> rows{"rows", "--schema", schema, "--rows", "10", "--format", format, "--out"};
        std::vector<std::string> to_device = rows, to_output = rows;
        to_device.push_back("/dev/full"), to_output.push_back("-");
        const test::outcome full = test::run(to_device);
        CAPTURE(full.err);
        CHECK(full.status == 1);
        CHECK(full.err.find("--out /dev/full: No space left on device at row ") != std::string::npos);
        const int device = ::open("/dev/full", O_WRONLY);
        const test::outcome output = test::program{to_output, device}.wait();
        ::close(device);
        CHECK(output.status == 1);
        CHECK(output.err.find("--out -: No space left on device at row ") != std::string::npos);
    }
}
