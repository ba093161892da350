// SPDX-License-Identifier: Apache-2.0
#include <spate/run/dataset.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

#include <spate/core/hash.hpp>
#include <spate/exec/inline.hpp>
#include <spate/format/binary_rows.hpp>
#include <spate/format/csv.hpp>
#include <spate/format/json_array.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/format/parquet.hpp>
#include <spate/sink/memory.hpp>

#include "../support/table.hpp"
#include "support.hpp"

using namespace spate;
namespace fs = std::filesystem;

namespace {

// One text a row, of mostly few and rarely many bytes.
struct uneven {
    std::uint64_t rows = 0, seed = 0;
    std::size_t most = 0;

    [[nodiscard]] std::uint64_t size() const noexcept { return rows; }
    [[nodiscard]] static record_type type() { return {{"t", {.id = type_id::text}}}; }
    [[nodiscard]] std::size_t length(std::uint64_t i) const {
        const std::uint64_t word = mix(seed + i * 0x9e3779b97f4a7c15u);
        return word % 50 == 0 ? mix(word) % most : word % 20;
    }
    void fill(std::uint64_t first, std::size_t count, batch& out) const {
        out.first = first;
        out.count = count;
        out.columns.resize(1);
        std::size_t bytes = 0;
        for (std::size_t i = 0; i < count; ++i) bytes += length(first + i);
        column& to = out.columns[0];
        to.start(type()[0].type, count, bytes);
        std::fill_n(to.values<char>(), bytes, 'x');
        for (std::size_t i = 0; i < count; ++i) to.offsets()[i + 1] = to.offsets()[i] + static_cast<std::int32_t>(length(first + i));
    }
};

// Texts of a MiB; the most rows that were made at once are noted.
struct large_rows {
    std::size_t* most = nullptr;

    [[nodiscard]] static std::uint64_t size() noexcept { return 2000; }
    [[nodiscard]] static record_type type() { return uneven::type(); }
    void fill(std::uint64_t first, std::size_t count, batch& out) const {
        constexpr std::size_t length = std::size_t{1} << 20;
        *most = std::max(*most, count);
        out.first = first;
        out.count = count;
        out.columns.resize(1);
        out.columns[0].start(type()[0].type, count, count * length);
        std::fill_n(out.columns[0].values<char>(), count * length, 'x');
        for (std::size_t i = 0; i <= count; ++i) out.columns[0].offsets()[i] = static_cast<std::int32_t>(i * length);
    }
};

// Sets a flag, or throws, at a row.
struct ending_table : test::every_type {
    std::uint64_t at = 0;
    std::atomic<bool>* stop = nullptr;
    void fill(std::uint64_t first, std::size_t count, batch& out) const {
        if (first + count > at) {
            if (stop == nullptr) throw std::runtime_error{"a generator failed"};
            stop->store(true);
        }
        test::every_type::fill(first, count, out);
    }
};

std::string hash_text(std::string_view bytes) { return std::to_string(hash_name(bytes)) + "/" + std::to_string(bytes.size()); }

// Keeps the bytes, and makes a hash of all of them.
dataset_checksum kept_checksum(std::string& kept) {
    return {"test", [&] { kept.clear(); }, [&](std::span<const std::byte> bytes) { kept.append(reinterpret_cast<const char*>(bytes.data()), bytes.size()); },
            [&] { return hash_text(kept); }};
}

std::vector<std::string> names_in(const std::string& directory) {
    std::vector<std::string> out;
    for (const auto& one : fs::directory_iterator{directory}) out.push_back(one.path().filename().string());
    std::sort(out.begin(), out.end());
    return out;
}

// All files of a dataset; checks what meta.json says of them.
std::vector<std::string> files_of(const std::string& directory, std::uint64_t rows) {
    const dataset_meta meta = load_dataset_meta(directory + "/meta.json");
    std::vector<std::string> out, names{"meta.json"};
    std::uint64_t next = 0;
    for (const dataset_file& one : meta.files) {
        out.push_back(test::read_text(directory + "/" + one.name));
        names.push_back(one.name);
        CHECK(one.bytes == out.back().size());
        CHECK(one.checksum == hash_text(out.back()));
        CHECK(one.first_row == next);
        next += one.rows;
    }
    CHECK(next == rows);
    std::sort(names.begin(), names.end());
    CHECK((names_in(directory) == names));
    return out;
}

template <class Table, class Format>
std::vector<std::string> write_with(const Table& table, const Format& format, dataset_options options, std::size_t threads) {
    const test::directory here;
    std::string kept;
    options.checksum = kept_checksum(kept);
    test::threads workers{threads};
    const dataset_report report = write_dataset(table, format, here / "t", {}, options, workers);
    CHECK(report.end == run_end::complete);
    CHECK(report.rows == table.size());
    std::vector<std::string> out = files_of(here / "t", table.size());
    CHECK(report.files == out.size());
    return out;
}

}  // namespace

TEST_CASE("run/dataset: files hold the rows one after the other, split by rows, the same for any number of threads") {
    const test::every_type table{5000};
    const dataset_options options{.extension = "csv", .max_rows_per_file = 1700};
    const std::vector<std::string> files = write_with(table, csv(), options, 1);
    REQUIRE(files.size() == 3);
    inline_executor alone;
    for (std::size_t i = 0; i < 3; ++i) {
        std::vector<std::byte> wanted;
        (void)run(table, csv(), vector_sink{wanted}, alone, {.first = 1700 * i, .rows = std::min<std::uint64_t>(1700, 5000 - 1700 * i)});
        CHECK((files[i] == std::string{reinterpret_cast<const char*>(wanted.data()), wanted.size()}));
    }
    for (const std::size_t threads : {2u, 5u}) CHECK((write_with(table, csv(), options, threads) == files));
    CHECK(write_with(test::every_type{0}, ndjson{}, {.extension = "json"}, 2) == std::vector<std::string>{""});
    CHECK(write_with(test::every_type{1}, json_array{}, {.extension = "json"}, 2).size() == 1);
}

TEST_CASE("run/dataset: no file is larger than the limit unless one row is, and few are much smaller") {
    std::mt19937 random{5};
    std::size_t large_rows = 0;
    for (int round = 0; round < 12; ++round) {
        const uneven table{300 + random() % 2000, random(), std::size_t{1} << (4 + random() % 12)};
        const std::uint64_t about = table.rows * (20 + table.most / 100);
        dataset_options options{.extension = "x", .max_file_bytes = about / (2 + random() % 12), .block_rows = random() % 3 == 0 ? random() % 3000 : 0};
        CAPTURE(options.max_file_bytes);
        CAPTURE(table.most);
        const auto check = [&](const auto& format, std::uint64_t per_row) {
            const std::vector<std::string> files = write_with(table, format, options, 1);
            CHECK((write_with(table, format, options, 3) == files));
            std::uint64_t all = 0;
            for (const std::string& file : files) {
                all += file.size();
                const bool one_row = file.size() <= table.most + per_row && file.size() > options.max_file_bytes;
                CHECK((file.size() <= options.max_file_bytes || one_row));
                large_rows += one_row;
            }
            CHECK(all > table.rows);
        };
        check(ndjson{}, 16);
        check(json_array{}, 16);
        if (options.max_file_bytes > 2000) check(binary_rows{}, 300);
        if (options.max_file_bytes > 2000) check(parquet{}, 300);
    }
    CHECK(large_rows > 0);
    // Even rows fill their files.
    const test::every_type even{4000};
    const std::vector<std::string> files = write_with(even, ndjson{}, {.extension = "x", .max_file_bytes = 100000}, 2);
    for (std::size_t i = 0; i + 1 < files.size(); ++i) CHECK(files[i].size() > 75000);
}

TEST_CASE("run/dataset: a stopped or failed run leaves nothing, and what was there before") {
    const test::directory here;
    std::atomic<bool> stop{false};
    test::threads workers{2};
    dataset_options options{.extension = "csv", .max_rows_per_file = 1000, .block_rows = 100, .stop = &stop};
    const std::string at = here / "a/b/c";
    dataset_report report = write_dataset(ending_table{{5000}, 2500, &stop}, csv(), at, {}, options, workers);
    CHECK(report.end == run_end::stopped);
    CHECK(report.rows >= 2500);
    CHECK_FALSE(fs::exists(here / "a"));
    stop = false;
    inline_executor alone;
    CHECK_THROWS_AS((void)write_dataset(ending_table{{5000}, 2500, nullptr}, csv(), at, {}, options, alone), std::runtime_error);
    CHECK_FALSE(fs::exists(here / "a"));

    CHECK(write_dataset(test::every_type{1500}, csv(), at, {}, options, workers).end == run_end::complete);
    CHECK((names_in(at) == std::vector<std::string>{"data-00001-of-00002.csv", "data-00002-of-00002.csv", "meta.json"}));
    const std::string before = test::read_text(at + "/meta.json");
    options.overwrite = true;
    report = write_dataset(ending_table{{5000}, 2500, &stop}, csv(), at, {}, options, workers);
    CHECK(report.end == run_end::stopped);
    CHECK(names_in(at).size() == 3);
    CHECK(test::read_text(at + "/meta.json") == before);
}

TEST_CASE("run/dataset: a file that the system refuses fails the run, with its name") {
    const test::directory here;
    struct rlimit before {};
    ::getrlimit(RLIMIT_FSIZE, &before);
    struct rlimit little = before;
    little.rlim_cur = 20000;
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &little);
    inline_executor workers;
    const dataset_report report = write_dataset(test::every_type{3000}, csv(), here / "t", {}, {.extension = "csv", .block_rows = 10}, workers);
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    CHECK(report.end == run_end::failed);
    CHECK(report.error == std::errc::file_too_large);
    CHECK(report.failed == "data-00001.csv");
    CHECK_FALSE(fs::exists(here / "t"));
}

TEST_CASE("run/dataset: directories that hold something") {
    const test::directory here;
    const std::string at = here / "t";
    inline_executor workers;
    const auto write = [&](std::uint64_t rows, const char* extension, bool overwrite) {
        return write_dataset(test::every_type{rows}, csv(), at, {}, {.extension = extension, .max_rows_per_file = 100, .overwrite = overwrite}, workers);
    };
    fs::create_directory(at);
    CHECK(write(150, "csv", false).end == run_end::complete);
    CHECK_THROWS_WITH_AS((void)write(150, "csv", false), doctest::Contains("holds a dataset"), config_error);
    test::write_text(at + "/notes.txt", "mine");
    CHECK(write(50, "csv", true).end == run_end::complete);
    CHECK((names_in(at) == std::vector<std::string>{"data.csv", "meta.json", "notes.txt"}));
    CHECK(write(50, "json", true).end == run_end::complete);
    CHECK((names_in(at) == std::vector<std::string>{"data.json", "meta.json", "notes.txt"}));
    // A name that is needed belongs to somebody else.
    test::write_text(at + "/data-00002-of-00009.json", "mine");
    CHECK_THROWS_WITH_AS((void)write(50, "json", true), doctest::Contains("holds data-00002-of-00009.json, which no dataset of spate lists"), config_error);
    CHECK(write(50, "csv", true).end == run_end::complete);
    CHECK(test::read_text(at + "/data-00002-of-00009.json") == "mine");
    test::write_text(at + "/data.csv", "changed");
    CHECK_THROWS_WITH_AS((void)write(50, "csv", true), doctest::Contains("bytes"), config_error);
    test::write_text(at + "/meta.json", "{}");
    CHECK_THROWS_WITH_AS((void)write(50, "json", true), doctest::Contains("not overwritten"), config_error);
    CHECK(test::read_text(at + "/meta.json") == "{}");
    test::write_text(here / "file", "mine");
    CHECK_THROWS_WITH_AS((void)write_dataset(test::every_type{1}, csv(), here / "file", {}, {.extension = "csv"}, workers),
                         doctest::Contains("is not a directory"), config_error);
}

TEST_CASE("run/dataset: what a killed run left is in the way, or taken over") {
    const test::directory here;
    const std::string at = here / "t";
    inline_executor workers;
    fs::create_directories(at + "/.spate-incomplete");
    test::write_text(at + "/.spate-incomplete/data-00001.csv.partial", "left");
    const auto write = [&](bool overwrite) {
        return write_dataset(test::every_type{10}, csv(), at, {}, {.extension = "csv", .overwrite = overwrite}, workers);
    };
    CHECK_THROWS_WITH_AS((void)write(false), doctest::Contains("what an interrupted run left"), config_error);
    {
        const int lock = ::open((at + "/.spate-incomplete").c_str(), O_RDONLY | O_DIRECTORY);
        REQUIRE(::flock(lock, LOCK_EX) == 0);
        CHECK_THROWS_WITH_AS((void)write(true), doctest::Contains("being written by another process"), config_error);
        ::close(lock);
    }
    CHECK(write(true).end == run_end::complete);
    CHECK((names_in(at) == std::vector<std::string>{"data.csv", "meta.json"}));
}

TEST_CASE("run/dataset: options that make no sense, and other files") {
    const test::directory here;
    inline_executor workers;
    const auto write = [&](dataset_options options) { return write_dataset(test::every_type{10}, csv(), here / "t", {}, options, workers); };
    CHECK_THROWS_AS((void)write({.extension = "../csv"}), config_error);
    CHECK_THROWS_AS((void)write({.extension = ""}), config_error);
    CHECK_THROWS_AS((void)write({.extension = "csv", .max_rows_per_file = 0}), config_error);
    CHECK_THROWS_AS((void)write({.extension = "csv", .max_file_bytes = 0}), config_error);
    CHECK_THROWS_AS((void)write({.extension = "csv", .other_files = {{"notes.txt", ""}}}), config_error);
    CHECK_FALSE(fs::exists(here / "t"));
    const dataset_report report = write({.extension = "csv", .other_files = {{"schema.proto", "text"}}});
    REQUIRE(report.meta.other_files.size() == 1);
    CHECK(report.meta.other_files[0].bytes == 4);
    CHECK(test::read_text(here / "t/schema.proto") == "text");
}

TEST_CASE("run/dataset: without an executor the process's pool is taken, and progress is of all files") {
    const test::directory here;
    std::uint64_t last = 0;
    const dataset_report report =
        write_dataset(test::every_type{30000}, ndjson{}, here / "t", {},
                      {.extension = "json", .max_rows_per_file = 3000, .interval = std::chrono::milliseconds{1}}, [&](const record_progress& now) {
                          CHECK(now.length == 30000);
                          CHECK(now.rows >= last);
                          last = now.rows;
                      });
    CHECK(report.files == 10);
    CHECK(last > 3000);
    CHECK(report.bytes == report.meta.bytes());
    CHECK(sample_row_bytes(test::every_type{30000}, ndjson{}) == doctest::Approx(static_cast<double>(report.bytes) / 30000).epsilon(0.02));
}

TEST_CASE("run/dataset: no more rows are sampled than 64 MiB") {
    std::size_t most = 0;
    CHECK(sample_row_bytes(large_rows{&most}, ndjson{}) == doctest::Approx(0x1p20).epsilon(0.001));
    CHECK(most > 32);
    CHECK(most <= 64);
}
