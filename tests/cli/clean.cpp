// SPDX-License-Identifier: Apache-2.0
// spate clean: what it removes, and above all what it does not, through the program.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <sys/types.h>
#include <unistd.h>

#include "support.hpp"

namespace fs = std::filesystem;

namespace {

struct work : test::directory {
    work() { put("t.yaml", "name: t\nfields:\n  - {name: n, type: sequence}\n"); }
    void put(const std::string& name, const std::string& text) const { std::ofstream{*this / name, std::ios::binary} << text; }
    [[nodiscard]] test::outcome run(const std::vector<std::string>& arguments) const {
        const std::string root = *this / "root";
        return test::run(arguments, [root] { ::setenv("SPATE_OUTPUT_DIR", root.c_str(), 1); });
    }
    void generate(const std::string& directory) const {
        REQUIRE(run({"generate", "--schema", *this / "t.yaml", "-r", "10", "-f", "csv", "--max-rows-per-file", "5", "--out", *this / directory}).status == 0);
    }
};

}  // namespace

TEST_CASE("cli/clean: help, and nothing to do") {
    const work here;
    const test::outcome help = here.run({"clean", "--help"});
    CHECK(help.status == 0);
    for (const char* word : {"DIR", "-y", "--yes", "SPATE_OUTPUT_DIR", "meta.json"}) CHECK_MESSAGE(help.out.find(word) != std::string::npos, word);
    test::outcome out = here.run({"clean"});
    CHECK(out.status == 0);
    CHECK(out.out == "no datasets of spate in " + here / "root" + "\n");
    out = here.run({"clean", here / "none"});
    CHECK(out.status == 2);
    CHECK(out.err.find("none: does not exist") != std::string::npos);
    out = here.run({"clean", here / "t.yaml"});
    CHECK(out.status == 2);
    CHECK(out.err.find("is not a directory") != std::string::npos);
    CHECK(here.run({"clean", "a", "b"}).status == 2);
}

TEST_CASE("cli/clean: datasets in the output root and right below go, only with --yes where there is no terminal") {
    const work here;
    here.generate("root/a");
    here.generate("root/b");
    here.generate("root/deep/c");
    const test::outcome refused = here.run({"clean"});
    CHECK(refused.status == 2);
    CHECK(refused.err.find("--yes: is needed to remove 6 files") != std::string::npos);
    CHECK(fs::exists(here / "root/a/meta.json"));
    const test::outcome out = here.run({"clean", "-y", "--json"});
    CHECK(out.status == 0);
    const test::json report = test::json_parser::parse(out.out);
    CHECK(report["files"].value == 6);
    CHECK(report["datasets"].items.size() == 2);
    CHECK(report["datasets"][0]["directory_removed"].truth);
    CHECK_FALSE(fs::exists(here / "root/a"));
    CHECK_FALSE(fs::exists(here / "root/b"));
    CHECK(fs::exists(here / "root/deep/c/meta.json"));
    CHECK(here.run({"clean", here / "root/deep/c", "--yes"}).status == 0);
    CHECK_FALSE(fs::exists(here / "root/deep/c"));
    CHECK(fs::exists(here / "root/deep"));
}

TEST_CASE("cli/clean: foreign and changed files stay, and are named") {
    const work here;
    here.generate("root/a");
    here.put("root/a/notes.txt", "mine");
    here.put("root/a/data.parquet", "mine");
    here.put("root/a/data-00002-of-00002.csv", "changed");
    fs::create_directories(here / "root/peer");
    here.put("root/peer/meta.json", R"({"schema": {}, "generation_info": {"data_files": ["data.csv"]}})");
    here.put("root/peer/data.csv", "mine");
    const test::outcome out = here.run({"clean", "--yes"});
    CHECK(out.status == 0);
    CHECK(out.out.find("removed 2 files") != std::string::npos);
    CHECK(out.out.find("left: data-00002-of-00002.csv has 7 bytes, not the ") != std::string::npos);
    CHECK(out.out.find("left: notes.txt, which no meta.json of spate lists") != std::string::npos);
    for (const char* name : {"root/a/notes.txt", "root/a/data.parquet", "root/peer/data.csv"}) CHECK(test::read_file(here / name) == "mine");
    CHECK(test::read_file(here / "root/a/data-00002-of-00002.csv") == "changed");
    CHECK_FALSE(fs::exists(here / "root/a/data-00001-of-00002.csv"));
    CHECK(fs::exists(here / "root/peer/meta.json"));
}

TEST_CASE("cli/clean: a meta.json that lists what is not its own, and links, lead nowhere") {
    const work here;
    here.generate("root/a");
    here.put("outside.csv", "mine!");
    std::string meta = test::read_file(here / "root/a/meta.json");
    const std::string listed = "\"data-00001-of-00002.csv\"", replaced = "\"../../outside.csv\"";
    meta.replace(meta.find(listed), listed.size(), replaced);
    here.put("root/a/meta.json", meta);
    here.generate("elsewhere");
    fs::create_directory_symlink(here / "elsewhere", here / "root/link");
    CHECK(here.run({"clean", "--yes"}).status == 0);
    CHECK(test::read_file(here / "outside.csv") == "mine!");
    CHECK(fs::exists(here / "root/a/data-00001-of-00002.csv"));
    CHECK(fs::exists(here / "elsewhere/meta.json"));
}

TEST_CASE("cli/clean: a terminal is asked") {
    const work here;
    here.generate("root/a");
    const auto answer = [&](const char* text, std::vector<std::string> options = {}) {
        test::terminal terminal;
        options.insert(options.begin(), {"clean", here / "root"});
        test::program running{options, -1, [&] { terminal.take(); }};
        terminal.type(text);
        return running.wait();
    };
    const test::outcome no = answer("n\n");
    CHECK(no.status == 0);
    CHECK(no.out == "nothing was removed\n");
    CHECK(fs::exists(here / "root/a/meta.json"));
    const test::outcome in_json = answer("n\n", {"--json"});
    CHECK(in_json.status == 0);
    CHECK(test::json_parser::parse(in_json.out)["files"].value == 0);
    CHECK(fs::exists(here / "root/a/meta.json"));
    CHECK(answer("y\n").status == 0);
    CHECK_FALSE(fs::exists(here / "root/a"));
}

TEST_CASE("cli/clean: what the system refuses does not keep other datasets, and leaves with 1") {
    const work here;
    here.generate("root/a");
    here.generate("root/b");
    fs::create_directory(here / "root/closed");
    // The system refuses nothing to root.
    constexpr uid_t somebody = 65534;
    const bool is_root = ::geteuid() == 0;
    if (is_root) {
        fs::permissions(here.path, fs::perms::all);
        for (const char* name : {"root", "root/b", "root/b/meta.json", "root/b/data-00001-of-00002.csv", "root/b/data-00002-of-00002.csv"})
            REQUIRE(::chown((here / name).c_str(), somebody, somebody) == 0);
    }
    fs::permissions(here / "root/a", fs::perms{0555});
    fs::permissions(here / "root/closed", fs::perms::none);
    const test::outcome out = test::run({"clean", here / "root", "--yes"}, [&] {
        if (is_root && ::setuid(somebody) != 0) std::abort();
    });
    CHECK(out.status == 1);
    CHECK(out.err.find((here / "root/closed") + " stays: it cannot be read: Permission denied") != std::string::npos);
    CHECK(out.err.find("cannot remove all of " + (here / "root/a") + ": Permission denied") != std::string::npos);
    CHECK(out.out.find("removed 3 files, ") == 0);
    CHECK(fs::exists(here / "root/a/meta.json"));
    CHECK_FALSE(fs::exists(here / "root/b"));
    for (const char* name : {"root/a", "root/closed"}) fs::permissions(here / name, fs::perms::owner_all);
}

TEST_CASE("cli/clean: without a home it asks for a directory") {
    const test::outcome out = test::run({"clean"}, [] {
        for (const char* name : {"SPATE_OUTPUT_DIR", "XDG_DATA_HOME", "HOME"}) ::unsetenv(name);
    });
    CHECK(out.status == 2);
    CHECK(out.err == "spate clean: DIR: is missing, and neither SPATE_OUTPUT_DIR nor HOME is set; name a directory\n");
}
