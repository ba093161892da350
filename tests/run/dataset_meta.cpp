// SPDX-License-Identifier: Apache-2.0
#include <spate/run/dataset_meta.hpp>

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "support.hpp"

using namespace spate;

namespace {

dataset_meta example() {
    dataset_meta out;
    out.schema = R"({"fields": [{"name": "a\"}", "max": -1.5e3, "x": [true, null]}]})";
    out.builtin = "simple";
    out.seed = ~std::uint64_t{0};
    out.format = "csv";
    out.compression = "none";
    out.options = {{"max_rows_per_file", "1000000"}, {"text", "\"a, b\""}};
    out.checksum_algorithm = "xxh3-128";
    out.files = {{"data-00001-of-00002.csv", 0, 10, 100, "ab"}, {"data-00002-of-00002.csv", 10, 5, 50, "cd"}};
    out.other_files = {{"schema.json", 0, 0, 7, "ef"}};
    out.started = 1795700790;
    out.finished = 1795700791;
    out.seconds = 0.5;
    return out;
}

}  // namespace

TEST_CASE("run/dataset_meta: what is written is read again") {
    const dataset_meta meta = example();
    const std::string text = to_json(meta);
    const dataset_meta read = parse_dataset_meta(text, "meta.json");
    CHECK(read.schema == meta.schema);
    CHECK(read.builtin == "simple");
    CHECK(read.seed == ~std::uint64_t{0});
    CHECK(read.format == "csv");
    CHECK(read.compression == "none");
    CHECK(read.options == meta.options);
    CHECK(read.checksum_algorithm == "xxh3-128");
    CHECK(read.files == meta.files);
    CHECK(read.other_files == meta.other_files);
    CHECK(read.spate_version == SPATE_VERSION_STRING);
    CHECK(read.rows() == 15);
    CHECK(read.bytes() == 150);
    CHECK(text.starts_with("{\n  \"kind\": \"spate dataset\",\n  \"version\": 1,\n  \"spate\": \""));
    CHECK(text.find("  \"seed\": \"18446744073709551615\",\n  \"rows\": 15,\n  \"bytes\": 150,\n") != std::string::npos);
    CHECK(text.find("    {\"name\": \"data-00002-of-00002.csv\", \"first_row\": 10, \"rows\": 5, \"bytes\": 50, \"checksum\": \"cd\"}\n") != std::string::npos);
    CHECK(text.find("  \"started\": \"2026-11-26T13:46:30Z\",\n  \"finished\": \"2026-11-26T13:46:31Z\",\n  \"seconds\": 0.5,\n  \"rows_per_second\": 30,\n") !=
          std::string::npos);
    dataset_meta least;
    least.format = "csv";
    CHECK(to_json(least).find("builtin") == std::string::npos);
    CHECK(parse_dataset_meta(to_json(least), "m").files.empty());
}

TEST_CASE("run/dataset_meta: what is no meta.json of spate is told with its line") {
    const std::string good = to_json(example());
    for (std::size_t size = 0; size + 3 < good.size(); size += 7) CHECK_THROWS_AS((void)parse_dataset_meta(good.substr(0, size), "m"), config_error);
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string text = good;
        text.replace(text.find(from), from.size(), to);
        return text;
    };
    CHECK_THROWS_WITH_AS((void)parse_dataset_meta(with("spate dataset", "other"), "m.json"), doctest::Contains("m.json is not the meta.json of a dataset"),
                         config_error);
    CHECK_THROWS_AS((void)parse_dataset_meta(with("\"version\": 1", "\"version\": 2"), "m"), config_error);
    CHECK_THROWS_AS((void)parse_dataset_meta(with("18446744073709551615", "x"), "m"), config_error);
    CHECK_THROWS_AS((void)parse_dataset_meta(with("\"bytes\": 100", "\"bytes\": -1"), "m"), config_error);
    CHECK_THROWS_AS((void)parse_dataset_meta(R"({"schema": {}, "generation_info": {"total_rows": 5}})", "m"), config_error);
    CHECK_THROWS_AS((void)parse_dataset_meta("[]", "m"), config_error);
    CHECK_NOTHROW((void)parse_dataset_meta(with("{\n", "{\n\"later\": {\"a\": [1, {\"b\": \"]}\"}]},\n"), "m"));
}

TEST_CASE("run/dataset_meta: files") {
    const test::directory here;
    test::write_text(here / "meta.json", to_json(example()));
    CHECK(load_dataset_meta(here / "meta.json").rows() == 15);
    CHECK_THROWS_AS((void)load_dataset_meta(here / "none"), io_error);
    CHECK_THROWS_AS((void)load_dataset_meta(here.path.string()), config_error);
    std::filesystem::create_symlink("meta.json", here / "link");
    CHECK_THROWS_AS((void)load_dataset_meta(here / "link"), io_error);
}
