// SPDX-License-Identifier: Apache-2.0
// The same bytes by every way out of the program, and what it reports.
#include <doctest/doctest.h>

#include "support.hpp"

namespace {

std::vector<std::string> stream_and(std::initializer_list<std::string> more) {
    std::vector<std::string> out{"bytes", "--size", "3000001", "--seed", "0x2a", "--compress", "3/2", "--dedup", "1.25", "--unit", "8KiB", "--group", "64"};
    out.insert(out.end(), more);
    return out;
}

}  // namespace

TEST_CASE("cli/bytes: threads, chunks, standard output, descriptors and slices give the same bytes") {
    const test::directory here;
    const test::outcome to_output = test::run(stream_and({"--out", "-"}));
    REQUIRE_MESSAGE(to_output.status == 0, to_output.err);
    const std::string& all = to_output.out;
    REQUIRE(all.size() == 3000001);
    CHECK(to_output.err.find("written") != std::string::npos);  // the report goes to standard error

    for (const char* threads : {"1", "4"}) {
        for (const char* chunk : {"4096", "1MiB"}) {
            CAPTURE(threads);
            CAPTURE(chunk);
            const std::string file = here / "file";
            REQUIRE(test::run(stream_and({"--out", file, "--threads", threads, "--chunk", chunk, "--force"})).status == 0);
            CHECK(test::read_file(file) == all);
        }
    }
    for (const std::uint64_t offset : {1u, 4096u, 1234567u, 3000000u}) {
        const test::outcome slice = test::run(stream_and({"--out", "-", "--offset", std::to_string(offset)}));
        CAPTURE(offset);
        CHECK(slice.status == 0);
        CHECK(slice.out == all.substr(offset));
    }
    const std::string sliced = here / "slice";
    CHECK(test::run(stream_and({"--out", sliced, "--offset", "1234567"})).status == 0);
    CHECK(test::read_file(sliced) == all.substr(1234567));
    CHECK(test::run({"verify", sliced}).status == 0);

    const std::string through = here / "descriptor";
    const auto open_three = [&] {
        const int file = ::open(through.c_str(), O_WRONLY | O_CREAT, 0600);
        if (file != 3) ::dup2(file, 3);
    };
    CHECK(test::run(stream_and({"--out", "fd:3"}), open_three).status == 0);
    CHECK(test::read_file(through) == all);
}

TEST_CASE("cli/bytes: every engine has bytes of its own") {
    std::vector<std::string> seen;
    for (const char* engine : {"shishua", "xoshiro256pp", "ars5", "ars7", "philox4x32", "splitmix64", "pcg64", "chacha8"}) {
        const test::outcome made = test::run({"bytes", "--size", "10000", "--seed", "1", "--engine", engine, "--out", "-"});
        CAPTURE(engine);
        CHECK(made.status == 0);
        CHECK(made.out.size() == 10000);
        CHECK(std::find(seen.begin(), seen.end(), made.out) == seen.end());
        seen.push_back(made.out);
    }
    CHECK(test::run({"bytes", "--size", "10000", "--seed", "1", "--engine", "xoshiro256++", "--out", "-"}).out == seen[1]);
}

TEST_CASE("cli/bytes: a seed that is not given is drawn, shown and repeats the run") {
    const test::directory here;
    const std::string file = here / "f", again = here / "g";
    const test::outcome made = test::run({"bytes", "--size", "100000", "--out", file, "--json", "-v"});
    REQUIRE_MESSAGE(made.status == 0, made.err);
    const test::json report = test::json_parser::parse(made.out);
    CHECK(report["seed_was_drawn"].truth);
    CHECK(report["end"].text == "complete");
    CHECK(report["bytes"].value == 100000);
    CHECK(report["complete"].truth);
    const std::string seed = report["seed"].text;
    CHECK(test::json_parser::parse(test::read_file(file + ".spate.json"))["specification"]["seed"].text == seed);
    CHECK(made.err.find("to repeat: spate bytes --size 100000 --seed " + seed) != std::string::npos);
    CHECK(test::run({"bytes", "--size", "100000", "--seed", seed, "--out", again}).status == 0);
    CHECK(test::read_file(file) == test::read_file(again));
    const test::outcome other = test::run({"bytes", "--size", "100000", "--json", "--out", here / "h"});
    CHECK(test::json_parser::parse(other.out)["seed"].text != seed);
}

TEST_CASE("cli/bytes: without an output the rate is measured beside memset and one thread") {
    const test::outcome text = test::run({"bytes", "--size", "64MiB", "--seed", "1", "--compress", "2"});
    CHECK(text.status == 0);
    for (const char* word : {"seed", "GB/s", "memset", "one thread", "per core"}) {
        CAPTURE(word);
        CHECK(text.out.find(word) != std::string::npos);
    }
    CHECK(text.err.empty());
    for (const char* chunk : {"4KiB", "1000001", "8MiB"}) {
        const test::outcome made = test::run({"bytes", "--size", "20MiB", "--offset", "12345", "--seed", "1", "--chunk", chunk, "--json", "--threads", "2"});
        CAPTURE(chunk);
        REQUIRE_MESSAGE(made.status == 0, made.err);
        const test::json report = test::json_parser::parse(made.out);
        CHECK(report["bytes"].value == (20 << 20) - 12345);
        CHECK(report["mark"].value == 20 << 20);
        CHECK(report["threads"].value == 2);
        for (const char* rate : {"bytes_per_second", "memset_bytes_per_second", "one_thread_bytes_per_second", "efficiency", "of_memset"})
            CHECK(report[rate].value > 0);
    }
}

TEST_CASE("cli/bytes: a duration ends an endless stream") {
    const test::directory here;
    const test::outcome made = test::run({"bytes", "--size", "unlimited", "--duration", "200ms", "--json"});
    REQUIRE_MESSAGE(made.status == 0, made.err);
    const test::json report = test::json_parser::parse(made.out);
    CHECK(report["end"].text == "expired");
    CHECK(report["bytes"].value > 0);

    const std::string file = here / "f";
    const test::outcome written = test::run({"bytes", "--size", "unlimited", "--duration", "50ms", "--seed", "3", "--out", file, "--chunk", "64KiB"});
    REQUIRE_MESSAGE(written.status == 0, written.err);
    CHECK(here.names() == std::vector<std::string>{"f", "f.spate.json"});
    CHECK(test::run({"verify", file}).status == 0);
    CHECK(test::run({"verify", file, "--size", "unlimited", "--seed", "3"}).status == 0);
    std::filesystem::resize_file(file, std::filesystem::file_size(file) - 1);
    CHECK(test::run({"verify", file}).status == 1);
}

TEST_CASE("cli/bytes: --force replaces, direct transfers give the same bytes") {
    const test::directory here;
    const std::string file = here / "f", direct = here / "direct";
    REQUIRE(test::run({"bytes", "--size", "1000001", "--seed", "1", "--out", file}).status == 0);
    const std::string first = test::read_file(file);
    const test::outcome refused = test::run({"bytes", "--size", "1000001", "--seed", "2", "--out", file});
    CHECK(refused.status == 2);
    CHECK(test::read_file(file) == first);
    CHECK(test::run({"bytes", "--size", "1000001", "--seed", "2", "--out", file, "--force"}).status == 0);
    CHECK(test::read_file(file) != first);
    CHECK(test::run({"verify", file}).status == 0);

    const test::outcome made = test::run({"bytes", "--size", "1000001", "--seed", "1", "--out", direct, "--direct"});
    if (made.status == 2 && made.err.find("direct") != std::string::npos) {
        MESSAGE("this file system has no direct transfers");
        return;
    }
    CHECK_MESSAGE(made.status == 0, made.err);
    CHECK(test::read_file(direct) == first);
}
