// SPDX-License-Identifier: Apache-2.0
// The main job, small: write a stream with both ratios, measure them from the file, make it again, and notice one byte that changed.
#include <doctest/doctest.h>

#include "support.hpp"

TEST_CASE("cli: bytes, inspect, verify") {
    const test::directory here;
    const std::string file = here / "stream";
    const std::vector<std::string> stream{"--size", "16MiB", "--seed", "42", "--dedup", "1.5", "--compress", "2"};

    std::vector<std::string> arguments{"bytes", "--out", file};
    arguments.insert(arguments.end(), stream.begin(), stream.end());
    const test::outcome written = test::run(arguments);
    REQUIRE_MESSAGE(written.status == 0, written.err);
    CHECK(written.err.empty());
    CHECK(written.out.find("GB/s") + written.out.find("MB/s") != 2 * std::string::npos);
    CHECK(std::filesystem::file_size(file) == 16u << 20);
    CHECK(here.names() == std::vector<std::string>{"stream", "stream.spate.json"});

    const test::outcome measured = test::run({"inspect", file, "--json", "--full"});
    REQUIRE_MESSAGE(measured.status == 0, measured.err);
    const test::json unit = test::json_parser::parse(measured.out)["units"][0];
    CHECK(unit["units"].value == 4096);
    CHECK(unit["unique"].value == 2731);  // round(4096 / 1.5)
    CHECK(unit["zero_units"].value == 0);
    CHECK(unit["most_references"].value == 2);
    REQUIRE(unit["compression"].items.size() == 4);
    for (const test::json& codec : unit["compression"].items) {
        const bool is_close = codec["codec"].text == "lz4" || codec["codec"].text == "zstd";
        CAPTURE(codec["codec"].text);
        CHECK(codec["ratio"].value == doctest::Approx(2).epsilon(is_close ? 0.01 : 0.1));
        CHECK(codec["standard_error"].value == 0);
        CHECK(codec["sampled_units"].value == 4096);
    }

    std::vector<std::string> check{"verify", file};
    CHECK(test::run(check).status == 0);  // by the sidecar
    check.insert(check.end(), stream.begin(), stream.end());
    CHECK(test::run(check).status == 0);  // by the options
    std::filesystem::remove(file + ".spate.json");
    const test::outcome same = test::run(check);
    CHECK(same.status == 0);
    CHECK(same.out.find("the same") != std::string::npos);
    CHECK(test::run({"verify", file}).status == 2);

    // One byte changes: its offset is told, by text and by JSON.
    constexpr std::uint64_t at = 9'876'543;
    {
        std::fstream change{file, std::ios::in | std::ios::out | std::ios::binary};
        change.seekg(at);
        const int old = change.get();
        change.seekp(at);
        change.put(static_cast<char>(old ^ 1));
    }
    const test::outcome text = test::run(check);
    CHECK(text.status == 1);
    CHECK(text.out.find("DIFFERENT at byte 9876543") != std::string::npos);
    CHECK(text.out.find("unit 2411 of 4 KiB, byte 1087") != std::string::npos);
    check.push_back("--json");
    const test::outcome machine = test::run(check);
    CHECK(machine.status == 1);
    const test::json report = test::json_parser::parse(machine.out);
    CHECK(report["matches"].truth == false);
    CHECK(report["difference"].value == at);
    CHECK(report["found"].value != report["expected"].value);
}

TEST_CASE("cli: verify sees a wrong size, a wrong seed and another offset") {
    const test::directory here;
    const std::string file = here / "f";
    REQUIRE(test::run({"bytes", "--size", "100001", "--seed", "5", "--out", file}).status == 0);
    CHECK(test::run({"verify", file, "--size", "100001", "--seed", "5"}).status == 0);
    CHECK(test::run({"verify", file, "--seed", "5"}).status == 0);
    const test::outcome other = test::run({"verify", file, "--size", "100001", "--seed", "6"});
    CHECK(other.status == 1);
    CHECK(other.out.find("DIFFERENT at byte") != std::string::npos);
    const test::outcome longer = test::run({"verify", file, "--size", "100002", "--seed", "5"});
    CHECK(longer.status == 1);
    CHECK(longer.out.find("TOO SHORT: 100001 bytes instead of 100002") != std::string::npos);
    const test::outcome shorter = test::run({"verify", file, "--size", "100000", "--seed", "5"});
    CHECK(shorter.status == 1);
    CHECK(shorter.out.find("TOO LONG") != std::string::npos);
    CHECK(test::run({"verify", file, "--size", "200001", "--seed", "5", "--offset", "100000"}).status == 1);
}
