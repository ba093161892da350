// SPDX-License-Identifier: Apache-2.0
// A small file is measured and mimicked; profiles that are none are refused. profile_long.cpp has real files.
#include <doctest/doctest.h>

#include <cmath>

#include <spate/bytes/text_bytes.hpp>
#include <spate/dedup/histogram.hpp>

#include "support.hpp"

namespace {

std::string prose(std::size_t size) {
    std::string out(size, '\0');
    spate::text_bytes{spate::seed{1}}.fill(0, std::as_writable_bytes(std::span{out}));
    return out;
}

test::json json_of(const std::vector<std::string>& arguments) {
    const test::outcome made = test::run(arguments);
    REQUIRE_MESSAGE(made.status == 0, made.err);
    return test::json_parser::parse(made.out);
}

// The mimicked ratios of lz4, zstd and zlib are those of the file.
void check_ratios(const std::string& file, const std::string& mimicked, const std::string& units) {
    const test::json real = json_of({"inspect", file, "--unit", units, "--json", "--full"}),
                     made = json_of({"inspect", mimicked, "--unit", units, "--json", "--full"});
    for (std::size_t i = 0; i < real["units"].items.size(); ++i) {
        for (std::size_t k = 0; k < 3; ++k) {
            const test::json &a = real["units"][i]["compression"][k], &b = made["units"][i]["compression"][k];
            CAPTURE(real["units"][i]["unit"].value);
            CAPTURE(a["codec"].text);
            CAPTURE(a["ratio"].value);
            CAPTURE(b["ratio"].value);
            CHECK(std::abs(b["ratio"].value / a["ratio"].value - 1) < 0.05);
        }
    }
}

}  // namespace

TEST_CASE("cli/profile: a small file is mimicked, with its duplicates") {
    const test::directory here;
    const std::string file = here / "f", profile = here / "P.json", out = here / "out";
    // 12 units of which one is there three times, and half a unit.
    const std::string text = prose(10 * 4096 + 2048);
    std::ofstream{file, std::ios::binary} << text.substr(0, 4096) << text.substr(0, 4096) << text;
    const test::outcome measured = test::run({"profile", file, "--out", profile});
    REQUIRE_MESSAGE(measured.status == 0, measured.err);
    for (const char* word : {"entropy", "12 units of 4 KiB, 10 contents, ratio 1.20000", "4 KiB", "16 KiB", "lz4", "zstd 3", "zlib 6", "snappy", "mimicked"})
        CHECK(measured.out.find(word) != std::string::npos);
    CHECK(measured.out.find("128 KiB") == std::string::npos);  // of which the file has none

    REQUIRE(test::run({"bytes", "--profile", profile, "--size", std::to_string(120 * 4096), "--seed", "7", "--out", out}).status == 0);
    const std::vector<spate::reference_row> rows = spate::measure_histogram(out, 4096);
    REQUIRE(rows.size() == 2);
    CHECK((rows[0].references == 3 && rows[0].contents == 10));
    CHECK((rows[1].references == 1 && rows[1].contents == 90));
    check_ratios(file, out, "4KiB,16KiB");

    // The sidecar is enough.
    std::filesystem::remove(profile);
    CHECK(test::run({"verify", out}).status == 0);
    CHECK(test::run({"bytes", "--resume", "--out", out}).status == 0);
    const test::json sidecar = test::json_parser::parse(test::read_file(out + ".spate.json"));
    CHECK(sidecar["specification"]["profile"].text.starts_with("mimic-v1 "));
    CHECK(sidecar["specification"]["dedup-histogram"].text == "rows:2 1,0 9");
    CHECK(sidecar["specification"].members.count("engine") == 0);
}

TEST_CASE("cli/profile: the same profile, seed and offset are the same bytes, with any threads") {
    const test::directory here;
    const std::string file = here / "f", profile = here / "P.json", a = here / "a", b = here / "b";
    std::ofstream{file, std::ios::binary} << prose(5000);
    const test::json report = json_of({"profile", file, "--out", profile, "--json", "--threads", "1"});
    CHECK(report["command"].text == "profile");
    CHECK(report["size"].value == 5000);
    CHECK(report["units"].value == 1);
    CHECK(report["duplicates"].text == "0 1");
    CHECK(report["compression"].items.size() == 4);
    const test::json written = test::json_parser::parse(test::read_file(profile));
    CHECK(written["format"].text == "spate profile");
    CHECK(written["mimic"].text == report["mimic"].text);

    const std::vector<std::string> stream{"bytes", "--profile", profile, "--size", "1000001", "--seed", "3"};
    const auto with = [&](std::initializer_list<std::string> more) {
        std::vector<std::string> all = stream;
        all.insert(all.end(), more);
        const test::outcome made = test::run(all);
        REQUIRE_MESSAGE(made.status == 0, made.err);
        return made;
    };
    (void)with({"--out", a, "--threads", "1"});
    (void)with({"--out", b, "--threads", "3", "--chunk", "4096"});
    CHECK(test::read_file(a) == test::read_file(b));
    CHECK(test::run({"verify", a, "--profile", profile, "--size", "1000001", "--seed", "3"}).status == 0);
    CHECK(test::run({"verify", a, "--profile", profile, "--size", "1000001", "--seed", "4"}).status == 1);
    // Other options for duplicates win; holes go with it; a prediction is made.
    const std::string predicted = with({"--predict", "--dedup", "2"}).out;
    CHECK(predicted.find("dedup ratio 2.0") != std::string::npos);
    CHECK(predicted.find("what " + profile + " describes") != std::string::npos);
    CHECK(with({"--holes", "0.25", "--predict"}).status == 0);
}

TEST_CASE("cli/profile: what cannot be mimicked is said to be so") {
    const test::directory here;
    const std::string zeros = here / "zeros", random = here / "random";
    std::ofstream{zeros, std::ios::binary} << std::string(65536, '\0');
    const test::outcome warned = test::run({"profile", zeros, "--out", here / "P.json"});
    CHECK(warned.status == 0);
    CHECK(warned.err.find("unlike what can be mimicked: ") != std::string::npos);
    CHECK(warned.out.find("16 units of 4 KiB, 1 contents, ratio 16.00000") != std::string::npos);
    CHECK(test::run({"bytes", "--profile", here / "P.json", "--size", "1MiB"}).status == 0);

    REQUIRE(test::run({"bytes", "--size", "64KiB", "--seed", "1", "--out", random}).status == 0);
    const test::outcome easy = test::run({"profile", random});
    CHECK(easy.status == 0);
    CHECK(easy.err.empty());
}

TEST_CASE("cli/profile: bad input is refused") {
    const test::directory here;
    const std::string file = here / "f", empty = here / "empty", tiny = here / "tiny", profile = here / "P.json", bad = here / "bad.json";
    std::ofstream{file, std::ios::binary} << prose(4096);
    std::ofstream{empty, std::ios::binary};
    std::ofstream{tiny, std::ios::binary} << prose(4095);
    struct refusal {
        std::vector<std::string> arguments, words;
    };
    const auto refuse = [](const refusal& one) {
        const test::outcome made = test::run(one.arguments);
        CAPTURE(made.err);
        CHECK(made.status == 2);
        for (const std::string& word : one.words) CHECK(made.err.find(word) != std::string::npos);
    };
    refuse({{"profile", here / "nothing"}, {"nothing", "does not exist"}});
    refuse({{"profile", here.path.string()}, {"is a directory"}});
    refuse({{"profile", empty}, {empty, "is empty", "4 KiB or more"}});
    refuse({{"profile", tiny}, {tiny, "4095 bytes", "less than a unit of 4 KiB"}});
    refuse({{"profile", file, "--out",
             here / "no"
                    "/where"},
            {"where", "No such file"}});

    REQUIRE(test::run({"profile", file, "--out", profile}).status == 0);
    const std::string good = test::read_file(profile);
    const auto bytes = [&](std::initializer_list<std::string> more) {
        std::vector<std::string> all{"bytes", "--size", "1MiB", "--seed", "1", "--profile", profile};
        all.insert(all.end(), more);
        return all;
    };
    refuse({bytes({"--compress", "2"}), {"--compress 2", "does not go with --profile"}});
    refuse({bytes({"--codec", "lz4"}), {"--codec lz4", "does not go with --profile"}});
    refuse({bytes({"--compress-mix", "1:2"}), {"--compress-mix 1:2", "does not go with --profile"}});
    refuse({bytes({"--fits", "2000"}), {"--fits 2000", "does not go with --profile"}});
    refuse({bytes({"--engine", "ars5"}), {"--engine ars5", "does not go with --profile"}});

    const auto with = [&](const std::string& text, std::vector<std::string> words) {
        std::ofstream{bad, std::ios::binary} << text;
        words.push_back("--profile " + bad);
        refuse({{"bytes", "--size", "1MiB", "--seed", "1", "--profile", bad}, words});
        refuse({{"verify", file, "--seed", "1", "--profile", bad}, words});
    };
    const auto changed = [&](const std::string& from, const std::string& to) {
        std::string text = good;
        const std::size_t at = text.find(from);
        REQUIRE(at != std::string::npos);
        return text.replace(at, from.size(), to);
    };
    with("", {"is not a profile", "line 1", "the file ends in the middle", "spate profile FILE --out P.json"});
    with("hello", {"line 1", "an object is expected"});
    with(good.substr(0, good.size() / 2), {"the file ends in the middle"});
    with(good + "x", {"something follows the end"});
    with("{\"format\": \"spate profile\", \"version\": 1, \"duplicates\": \"0 1\"}", {"\"mimic\" is missing"});
    with(changed("\"version\": 1", "\"version\": 2"), {"version 2 is not known"});
    with(changed("spate profile", "spate run"), {"the format is \"spate run\""});
    with(changed("\"duplicates\": \"0 1\"", "\"duplicates\": \"0 one\""), {"duplicates:1: \"0 one\" is not two whole numbers"});
    with(changed("mimic-v1", "mimic-v9"), {"\"mimic-v9\" is not a model that is known"});
    with(changed("random=", "random=4097,"), {"random"});
    with(changed("\"version\"", "\"colour\": 1, \"version\""), {"\"colour\" is not known"});
    refuse({{"bytes", "--size", "1MiB", "--profile", here / "none.json"}, {"none.json", "does not exist"}});
    refuse({{"bytes", "--size", "1MiB", "--profile", here.path.string()}, {"is a directory"}});
    refuse({{"bytes", "--size", "1MiB", "--profile", ""}, {"--profile"}});
}
