// SPDX-License-Identifier: Apache-2.0
// Real files of three kinds are mimicked at ten times their size: a library, text, and a compressed archive. About a minute.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>

#include <zlib.h>

#include <spate/dedup/histogram.hpp>

#include "support.hpp"

namespace {

constexpr std::size_t most = 3u << 20;

// The first of some libraries that every machine with a C++ program has one of.
std::string library() {
    std::ifstream maps{"/proc/self/maps"};
    for (std::string line; std::getline(maps, line);)
        if (const std::size_t at = line.find('/'); at != std::string::npos && line.find("libstdc++.so") != std::string::npos)
            return test::read_file(line.substr(at)).substr(0, most);
    return {};
}

// The project's own sources, in order.
std::string sources() {
    std::vector<std::filesystem::path> names;
    for (const char* folder : {"include", "tests", "examples"})
        for (const auto& entry : std::filesystem::recursive_directory_iterator{std::filesystem::path{SPATE_SOURCE_DIR} / folder})
            if (entry.path().extension() == ".hpp" || entry.path().extension() == ".cpp") names.push_back(entry.path());
    std::sort(names.begin(), names.end());
    std::string out;
    for (const auto& name : names) out += test::read_file(name.string());
    return out.substr(0, most);
}

std::string compressed(const std::string& of) {
    std::string out(compressBound(of.size()), '\0');
    uLongf size = out.size();
    if (compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(of.data()), of.size(), 6) != Z_OK) std::abort();
    out.resize(size);
    return out;
}

test::json inspect(const std::string& file) {
    const test::outcome made = test::run({"inspect", file, "--unit", "4KiB,16KiB,128KiB", "--json", "--full"});
    REQUIRE_MESSAGE(made.status == 0, made.err);
    return test::json_parser::parse(made.out);
}

void mimic(const std::string& name, const std::string& bytes) {
    CAPTURE(name);
    REQUIRE(bytes.size() > 256 << 10);
    const test::directory here;
    const std::string file = here / name, profile = here / "P.json", out = here / "out";
    std::ofstream{file, std::ios::binary} << bytes;
    const test::outcome measured = test::run({"profile", file, "--out", profile});
    REQUIRE_MESSAGE(measured.status == 0, measured.err);
    const std::size_t units = bytes.size() / 4096;
    const test::outcome made = test::run({"bytes", "--profile", profile, "--size", std::to_string(10 * units * 4096), "--seed", "11", "--out", out});
    REQUIRE_MESSAGE(made.status == 0, made.err);

    std::vector<spate::reference_row> wanted = spate::measure_histogram(file, 4096);
    for (spate::reference_row& row : wanted) row.contents *= 10;
    CHECK(spate::measure_histogram(out, 4096) == wanted);

    const test::json real = inspect(file), mimicked = inspect(out);
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t k = 0; k < 4; ++k) {
            const test::json &a = real["units"][i]["compression"][k], &b = mimicked["units"][i]["compression"][k];
            const double error = b["ratio"].value / a["ratio"].value - 1;
            std::printf("%-8s %6.0f %-6s real %.4f mimicked %.4f error %+.2f %%\n", name.c_str(), real["units"][i]["unit"].value, a["codec"].text.c_str(),
                        a["ratio"].value, b["ratio"].value, 100 * error);
            CAPTURE(real["units"][i]["unit"].value);
            CAPTURE(a["codec"].text);
            CAPTURE(a["ratio"].value);
            CAPTURE(b["ratio"].value);
            CHECK(std::abs(error) < (a["codec"].text == "snappy" ? 0.1 : 0.05));
        }
    }
}

}  // namespace

TEST_CASE("cli/profile_long: a library is mimicked") {
    const std::string bytes = library();
    if (bytes.empty()) {
        MESSAGE("libstdc++ is not a file of its own here");
        return;
    }
    mimic("library", bytes);
}

TEST_CASE("cli/profile_long: text is mimicked") { mimic("text", sources()); }

TEST_CASE("cli/profile_long: a compressed archive is mimicked") {
    std::string bytes = library();
    if (bytes.empty()) bytes = sources() + test::read_file(SPATE_PROGRAM);
    mimic("archive", compressed(bytes));
}

TEST_CASE("cli/profile_long: text with units that are repeated is mimicked") {
    const std::string text = sources();
    std::string bytes;
    for (std::size_t i = 0; i < 400; ++i) {
        // A third of the units stand where they are once, others up to nine times.
        const std::size_t unit = i % 3 == 0 ? i : i % 7 == 0 ? 500 % (text.size() / 4096) : i * i % 61;
        bytes += text.substr(unit % (text.size() / 4096) * 4096, 4096);
    }
    mimic("repeated", bytes);
}
