// SPDX-License-Identifier: Apache-2.0
// What --predict says before anything is written is what inspect measures afterwards.
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "support.hpp"

namespace {

using words = std::vector<std::string>;

test::json report_of(const words& arguments) {
    const test::outcome made = test::run(arguments);
    REQUIRE_MESSAGE(made.status == 0, made.err);
    return test::json_parser::parse(made.out);
}

words operator+(words left, const words& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

}  // namespace

TEST_CASE("cli/predict: the unique units exactly, and what each codec makes of the units within 1 %") {
    const test::directory here;
    std::ofstream{here / "histogram"} << "0 900 # singletons\n1 300\n24 7\n\n";
    struct line {
        const char* unit;
        const char* compress_unit;
        words options;
    };
    const line lines[] = {
        {"4KiB", "4KiB", {"--dedup", "1.5", "--compress", "2", "--codec", "lz4"}},
        {"128KiB", "128KiB", {"--dedup", "3", "--unit", "128KiB", "--compress", "2.5", "--codec", "zstd", "--compress-unit", "128KiB"}},
        {"4KiB", "4KiB", {"--dedup-histogram", here / "histogram", "--compress", "1.7", "--codec", "zlib"}},
        {"4KiB", "4KiB", {"--dedup", "2", "--popularity", "zipf:1.1", "--max-refs", "254", "--compress-mix", "0.3:1,0.5:2,0.2:4", "--codec", "lz4"}},
        {"4KiB", "4KiB", {"--dedup", "2", "--run", "16", "--pool", "7", "--version", "3", "--fits", "2030"}},
        {"4KiB", "4KiB", {"--dedup", "1.25", "--holes", "0.1", "--compress", "3", "--codec", "snappy"}},
        {"512", "512", {"--dedup", "1.07", "--unit", "512", "--compress", "2", "--locality", "1000"}},
        {"4KiB", "16KiB", {"--compress", "4", "--compress-unit", "16KiB"}},
    };
    for (const line& one : lines) {
        const std::string file = here / "f";
        const words stream = words{"--size", "24MiB", "--seed", "9"} + one.options;
        std::string shown;
        for (const std::string& word : one.options) shown += word + " ";
        CAPTURE(shown);
        const test::json predicted = report_of(words{"bytes", "--predict", "--json", "--out", file} + stream);
        CHECK(here.names() == words{"histogram"});
        (void)report_of(words{"bytes", "--out", file, "--json"} + stream);
        const test::json measured = report_of({"inspect", file, "--full", "--json", "--unit", one.unit})["units"][0];
        CHECK(predicted["units"].value == measured["units"].value);
        CHECK(predicted["unique"].value == measured["unique"].value);
        const test::json compressed = report_of({"inspect", file, "--full", "--json", "--unit", one.compress_unit})["units"][0];
        for (std::size_t i = 0; i < 4; ++i) {
            const test::json& left = predicted["compression"][i];
            const test::json& right = compressed["compression"][i];
            CAPTURE(left["codec"].text);
            REQUIRE(left["codec"].text == right["codec"].text);
            CHECK(std::abs(left["ratio"].value / right["ratio"].value - 1) <= 0.01);
        }
        // The sidecar is enough to make it again, without the histogram's file.
        const test::outcome same = test::run({"verify", file});
        CHECK_MESSAGE(same.status == 0, (same.err + same.out));
        for (const char* name : {"f", "f.spate.json"}) std::filesystem::remove(here / name);
    }
}

TEST_CASE("cli/predict: a histogram that is too large for the stream loses rows, which is said") {
    const test::directory here;
    std::ofstream{here / "histogram"} << "0 900000\n1 300\n5000 2\n";
    const test::outcome made = test::run({"bytes", "--predict", "--size", "1MiB", "--seed", "1", "--dedup-histogram", here / "histogram"});
    CHECK(made.status == 0);
    CHECK(made.out.find("rows of the histogram") != std::string::npos);
}

TEST_CASE("cli/predict: an endless stream cannot be predicted") {
    const test::outcome made = test::run({"bytes", "--predict", "--size", "unlimited"});
    CHECK(made.status == 2);
    CHECK(made.err.find("--size unlimited: cannot be predicted") != std::string::npos);
}
