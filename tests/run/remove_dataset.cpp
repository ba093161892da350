// SPDX-License-Identifier: Apache-2.0
#include <spate/run/remove_dataset.hpp>

#include <doctest/doctest.h>
#include <chrono>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support.hpp"

using namespace spate;
namespace fs = std::filesystem;

namespace {

void write_meta(const std::string& directory, const std::vector<dataset_file>& files) {
    dataset_meta meta;
    meta.format = "csv";
    meta.files = files;
    test::write_text(directory + "/meta.json", to_json(meta));
}

std::vector<std::string> names_in(const std::string& directory) {
    std::vector<std::string> out;
    for (const auto& one : fs::directory_iterator{directory}) out.push_back(one.path().filename().string());
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace

TEST_CASE("run/remove_dataset: names that datasets have") {
    for (const char* name : {"data.csv", "data-00001-of-00005.parquet", "data-100000-of-123456.json", "schema.proto"}) CHECK(detail::is_dataset_name(name));
    for (const char* name : {"", "data", "data.", "data.CSV", "data.c/v", "../data.csv", "data-1-of-5.csv", "data-00001.csv", "data-00001-of-00002",
                             "other.csv", "data.csv.bak", "meta.json", "schema", "schema..x", ".", "..", "data.csv/", "data-00001-of-00002x.csv"})
        CHECK_FALSE(detail::is_dataset_name(name));
    for (const char* name : {"data-00001.csv", "data-00001.csv.partial", "schema.proto", "meta.json", "meta.json.partial"}) CHECK(detail::is_staged_name(name));
    for (const char* name : {"data.csv", "data-1.csv", ".partial", "x.partial", "data-00001.csv.partial.partial", "data-00001-of-00002.csv"})
        CHECK_FALSE(detail::is_staged_name(name));
}

TEST_CASE("run/remove_dataset: exactly what meta.json lists goes, and the directory when it is empty") {
    const test::directory here;
    const std::string at = here / "t";
    fs::create_directory(at);
    test::write_text(at + "/data-00001-of-00002.csv", "1234");
    test::write_text(at + "/data-00002-of-00002.csv", "12");
    write_meta(at, {{"data-00001-of-00002.csv", 0, 1, 4, {}}, {"data-00002-of-00002.csv", 1, 1, 2, {}}});
    const dataset_contents found = find_dataset(at);
    CHECK(found.is_dataset());
    CHECK(found.own.size() == 3);
    CHECK(found.own.back().name == "meta.json");
    CHECK(found.foreign.empty());
    const dataset_removal removal = remove_dataset(at);
    CHECK(removal.removed.size() == 3);
    CHECK(removal.bytes == found.bytes());
    CHECK(removal.directory_removed);
    CHECK_FALSE(fs::exists(at));
}

TEST_CASE("run/remove_dataset: all else stays") {
    const test::directory here;
    const std::string at = here / "t";
    fs::create_directory(at);
    fs::create_directory(at + "/data.sub");
    test::write_text(here / "outside.csv", "1234");
    test::write_text(here / "data.csv", "1234");
    for (const char* name : {"/data.csv", "/data.json", "/notes.txt", "/other.csv", "/schema.proto", "/data.tbl"}) test::write_text(at + name, "1234");
    fs::create_symlink("../outside.csv", at + "/data-00001-of-00002.csv");
    std::vector<dataset_file> listed{{"data.csv", 0, 1, 4, {}},          {"data.json", 0, 1, 5, {}},   {"data-00001-of-00002.csv", 0, 1, 4, {}},
                                     {"data.sub", 0, 1, 4096, {}},       {"../data.csv", 0, 1, 4, {}}, {"../outside.csv", 0, 1, 4, {}},
                                     {"other.csv", 0, 1, 4, {}},         {"data.tbl", 0, 1, 4, {}},    {"data.gone", 0, 1, 4, {}},
                                     {here / "outside.csv", 0, 1, 4, {}}};
    write_meta(at, listed);
    fs::last_write_time(at + "/data.tbl", fs::last_write_time(at + "/meta.json") + std::chrono::seconds{1});
    const dataset_removal removal = remove_dataset(at);
    CHECK((removal.removed == std::vector<std::string>{"data.csv", "meta.json"}));
    CHECK_FALSE(removal.directory_removed);
    CHECK((removal.foreign == std::vector<std::string>{"notes.txt", "other.csv", "schema.proto"}));
    REQUIRE(removal.changed.size() == 4);
    CHECK(removal.changed[0].reason == "is not a regular file");
    CHECK(removal.changed[1].name == "data.json");
    CHECK(removal.changed[1].reason == "has 4 bytes, not the 5 that were written");
    CHECK(removal.changed[3].name == "data.tbl");
    CHECK(removal.changed[3].reason == "was written to later than meta.json");
    CHECK((names_in(at) == std::vector<std::string>{"data-00001-of-00002.csv", "data.json", "data.sub", "data.tbl", "notes.txt", "other.csv", "schema.proto"}));
    CHECK(test::read_text(here / "outside.csv") == "1234");
    CHECK(test::read_text(here / "data.csv") == "1234");
}

TEST_CASE("run/remove_dataset: a directory without a meta.json of spate is left alone") {
    const test::directory here;
    test::write_text(here / "data.csv", "1234");
    CHECK_FALSE(find_dataset(here.path).is_dataset());
    CHECK(remove_dataset(here.path).removed.empty());
    for (const char* text : {"{}", "", "{\"schema\": {}, \"generation_info\": {\"data_files\": [\"data.csv\"]}}"}) {
        test::write_text(here / "meta.json", text);
        CHECK_FALSE(find_dataset(here.path).is_dataset());
        CHECK(remove_dataset(here.path).removed.empty());
        CHECK(test::read_text(here / "meta.json") == text);
    }
    CHECK_THROWS_AS((void)find_dataset(here / "none"), io_error);
    CHECK(test::read_text(here / "data.csv") == "1234");
}

TEST_CASE("run/remove_dataset: what killed runs left, but not what is being written") {
    const test::directory here;
    const std::string at = here / "t", staging = at + "/.spate-incomplete";
    fs::create_directories(staging);
    test::write_text(staging + "/data-00001.csv.partial", "12");
    test::write_text(staging + "/mine", "12");
    // It ended while it gave names: this one has its own already.
    write_meta(staging, {{"data.csv", 0, 1, 3, {}}});
    test::write_text(at + "/data.csv", "123");
    {
        const int lock = ::open(staging.c_str(), O_RDONLY | O_DIRECTORY);
        REQUIRE(::flock(lock, LOCK_EX) == 0);
        CHECK(find_dataset(at).being_written);
        CHECK_THROWS_WITH_AS((void)remove_dataset(at), doctest::Contains("being written"), config_error);
        ::close(lock);
    }
    CHECK(find_dataset(at).interrupted);
    const dataset_removal removal = remove_dataset(at);
    CHECK(removal.removed.size() == 3);
    CHECK((removal.foreign == std::vector<std::string>{".spate-incomplete/mine"}));
    CHECK((names_in(at) == std::vector<std::string>{".spate-incomplete"}));
    fs::remove(staging + "/mine");
    CHECK(remove_dataset(at).directory_removed);
    // A link in its place leads nowhere.
    fs::create_directory(at);
    fs::create_directory(here / "other");
    test::write_text(here / "other/data-00001.csv", "12");
    fs::create_directory_symlink("../other", staging);
    CHECK_FALSE(find_dataset(at).is_dataset());
    CHECK(remove_dataset(at).removed.empty());
    CHECK(test::read_text(here / "other/data-00001.csv") == "12");
}
