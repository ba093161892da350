// SPDX-License-Identifier: Apache-2.0
#include <spate/run/run_records.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include <sys/mount.h>

#include <spate/exec/inline.hpp>
#include <spate/format/csv.hpp>
#include <spate/format/json_array.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/sink/memory.hpp>

#include "../support/table.hpp"
#include "support.hpp"

using namespace spate;
namespace fs = std::filesystem;

namespace {

// Blocks of 100 rows, so that small tables have many.
template <class Base>
struct small_blocks {
    Base base;
    [[nodiscard]] auto encoder(const record_type& type) const { return base.encoder(type); }
    [[nodiscard]] static std::size_t block_rows(const record_type&) { return 100; }
};

template <class Format>
std::string wanted(const test::every_type& table, const Format& format, std::uint64_t first, std::size_t count) {
    auto encoder = format.encoder(table.type());
    batch rows;
    text_buffer out;
    encoder.head(out);
    encoder.begin(out, true);
    table.fill(first, count, rows);
    encoder.encode(rows, out);
    const encoded_block<no_block_info> one{0, 0, count, encoder.finish(out)};
    encoder.tail({&one, count != 0 ? 1u : 0u}, out);
    return std::string{out.text()};
}

std::string text_of(const std::vector<std::byte>& bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

template <class Format, class Executor>
void check_sinks(const test::every_type& table, const Format& format, Executor workers, std::uint64_t first, std::size_t count) {
    const std::string all = wanted(table, format, first, count);
    const run_options options{.first = first, .rows = count};
    std::vector<std::byte> memory(all.size()), grown;
    record_report report = run(table, format, memory_sink{{memory.data(), memory.size()}}, workers, options);
    CHECK(report.end == run_end::complete);
    CHECK(report.rows == count);
    CHECK(report.bytes == all.size());
    CHECK((text_of(memory) == all));
    vector_sink ordered{grown};
    report = run(table, format, ordered, workers, options);
    CHECK(report.end == run_end::complete);
    CHECK((text_of(grown) == all));
}

// Takes so many bytes, then none.
struct small_sink {
    std::uint64_t room, taken = 0;
    bool closed = false;
    void write(std::span<const std::byte> bytes, std::error_code& error) noexcept {
        error = taken + bytes.size() > room ? std::make_error_code(std::errc::no_space_on_device) : std::error_code{};
        if (!error) taken += bytes.size();
    }
    void close(std::error_code& error) noexcept { error.clear(), closed = true; }
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

// Takes nothing before progress was told of.
struct waiting_sink {
    std::atomic<bool>* told;
    void write(std::span<const std::byte>, std::error_code& error) const noexcept {
        told->wait(false);
        error.clear();
    }
    static void close(std::error_code& error) noexcept { error.clear(); }
};

}  // namespace

TEST_CASE("run/run_records: the same bytes for any number of threads, any executor and any kind of sink") {
    const test::every_type table{5000};
    const auto formats = [&](auto workers) {
        check_sinks(table, small_blocks<ndjson>{}, workers, 0, 1234);
        check_sinks(table, small_blocks<csv_format>{csv()}, workers, 17, 1000);
        check_sinks(table, small_blocks<json_array>{}, workers, 4000, 1000);
        check_sinks(table, json_array{}, workers, 0, 0);
        check_sinks(table, csv(), workers, 5000, 0);
    };
    formats(inline_executor{});
    for (const std::size_t threads : {1u, 2u, 5u}) formats(test::threads{threads});
    formats(test::shuffled{7, 2, 1});
    formats(test::shuffled{2, 5, 2});
}

TEST_CASE("run/run_records: a sink that is full ends the run at the lowest block, and is not closed") {
    const test::every_type table{5000};
    const std::string all = wanted(table, ndjson{}, 0, 5000);
    for (const std::size_t threads : {1u, 3u}) {
        test::threads workers{threads};
        small_sink sink{all.size() / 2};
        const record_report report = run(table, small_blocks<ndjson>{}, sink, workers);
        CHECK(report.end == run_end::failed);
        CHECK(report.error == std::errc::no_space_on_device);
        CHECK_FALSE(sink.closed);
        CHECK(report.bytes == sink.taken);
        CHECK(report.rows % 100 == 0);
        CHECK((wanted(table, ndjson{}, 0, static_cast<std::size_t>(report.rows)) == all.substr(0, static_cast<std::size_t>(report.bytes))));
        CHECK_THROWS_AS(report.raise_failure("memory"), io_error);

        std::vector<std::byte> memory(all.size() / 2);
        const record_report other = run(table, small_blocks<ndjson>{}, memory_sink{{memory.data(), memory.size()}}, workers);
        CHECK(other.end == run_end::failed);
        CHECK(other.rows == report.rows);
        CHECK(other.bytes == report.bytes);
        CHECK((text_of(memory).substr(0, static_cast<std::size_t>(other.bytes)) == all.substr(0, static_cast<std::size_t>(other.bytes))));
    }
    small_sink none{0};
    inline_executor workers;
    const record_report report = run(table, csv(), none, workers);
    CHECK(report.end == run_end::failed);
    CHECK(report.rows == 0);
}

TEST_CASE("run/run_records: stopped, and a generator that throws") {
    std::atomic<bool> stop{false};
    const ending_table table{{100000}, 2000, &stop};
    for (const std::size_t threads : {1u, 3u}) {
        stop = false;
        test::threads workers{threads};
        small_sink sink{unlimited};
        const record_report report = run(table, small_blocks<ndjson>{}, sink, workers, {.stop = &stop});
        CHECK(report.end == run_end::stopped);
        CHECK(report.rows >= 2000);
        CHECK(report.rows < 3000);
        CHECK(report.bytes == sink.taken);
        CHECK_FALSE(sink.closed);
    }
    inline_executor workers;
    small_sink sink{unlimited};
    CHECK_THROWS_WITH_AS((void)run(ending_table{{100000}, 2000, nullptr}, small_blocks<ndjson>{}, sink, workers), "a generator failed", std::runtime_error);
    CHECK_FALSE(sink.closed);
    CHECK_THROWS_AS((void)run(test::every_type{10}, ndjson{}, sink, workers, {.first = 11}), config_error);
    CHECK_THROWS_AS((void)run(test::every_type{10}, ndjson{}, sink, workers, {.first = 5, .rows = 6}), config_error);
}

TEST_CASE("run/run_records: progress counts rows and bytes, and may end the run by an exception") {
    const test::every_type table{30000};
    test::threads workers{2};
    small_sink sink{unlimited};
    std::uint64_t calls = 0, last = 0;
    (void)run(table, small_blocks<ndjson>{}, sink, workers, {.interval = std::chrono::milliseconds{1}}, [&](const record_progress& now) {
        ++calls;
        CHECK(now.rows >= last);
        CHECK(now.length == 30000);
        CHECK((now.bytes > 0) == (now.rows > 0));
        last = now.rows;
    });
    CHECK(calls > 0);
    CHECK_THROWS_AS((void)run(table, small_blocks<ndjson>{}, sink, workers, {.interval = std::chrono::milliseconds{1}},
                              [](const record_progress&) { throw std::runtime_error{"enough"}; }),
                    std::runtime_error);
}

TEST_CASE("run/run_records: files, in one part and in several") {
    const test::directory here;
    const test::every_type table{1000};
    test::threads workers{2};
    const std::string name = here / "rows.v1.csv";
    CHECK(run_to_file(table, small_blocks<csv_format>{csv()}, {.path = name}, workers).end == run_end::complete);
    CHECK((test::read_text(name) == wanted(table, csv(), 0, 1000)));
    CHECK_THROWS_WITH_AS((void)run_to_file(table, csv(), {.path = name}, workers), doctest::Contains("exists"), config_error);
    const record_report report = run_to_file(table, csv(), {.path = name, .parts = 3, .run = {.first = 1, .rows = 998}}, workers);
    CHECK(report.rows == 998);
    for (std::uint64_t part = 0; part < 3; ++part) {
        const std::uint64_t first = 1 + part * 998 / 3, last = 1 + (part + 1) * 998 / 3;
        CHECK((test::read_text(here / ("rows.v1-0000" + std::to_string(part) + "-of-00003.csv").c_str()) ==
               wanted(table, csv(), first, static_cast<std::size_t>(last - first))));
    }
    CHECK(part_path("a.b/rows", 12, 100000) == "a.b/rows-00012-of-100000");
    CHECK(part_path("/x/.hidden", 0, 2) == "/x/.hidden-00000-of-00002");
    CHECK_THROWS_AS((void)run_to_file(table, csv(), {.path = here / "x", .parts = 0}, workers), config_error);
    CHECK_THROWS_AS((void)run_to_file(table, csv(), {.path = here / "x", .run = {.rows = 1001}}, workers), config_error);
    CHECK_FALSE(fs::exists(here / "x"));
}

TEST_CASE("run/run_records: an observer is given all bytes in order, and an output ends where it would be too large") {
    const test::every_type table{5000};
    const std::string all = wanted(table, json_array{}, 0, 5000);
    std::string seen;
    const auto see = [&](std::span<const std::byte> part) { seen.append(reinterpret_cast<const char*>(part.data()), part.size()); };
    for (const std::size_t threads : {1u, 3u}) {
        test::threads workers{threads};
        for (const bool ordered : {false, true}) {
            std::vector<std::byte> memory(all.size()), grown;
            const auto write = [&](const run_options& options) {
                seen.clear();
                if (ordered) return grown.clear(), run(table, small_blocks<json_array>{}, vector_sink{grown}, workers, options);
                return run(table, small_blocks<json_array>{}, memory_sink{{memory.data(), memory.size()}}, workers, options);
            };
            CHECK(write({.observer = see}).rows == 5000);
            CHECK((seen == all));
            CHECK(write({.most_bytes = all.size()}).rows == 5000);
            for (const std::uint64_t most : {all.size() - 1, all.size() / 3, wanted(table, json_array{}, 0, 100).size()}) {
                const record_report report = write({.most_bytes = most, .observer = see});
                const auto rows = static_cast<std::size_t>(report.rows);
                CHECK(report.end == run_end::complete);
                CHECK(rows % 100 == 0);
                CHECK((seen == wanted(table, json_array{}, 0, rows)));
                CHECK(report.bytes == seen.size());
                CHECK(seen.size() <= most);
                CHECK(wanted(table, json_array{}, 0, rows + 100).size() > most);
            }
            const record_report none = write({.most_bytes = wanted(table, json_array{}, 0, 100).size() - 1});
            CHECK(none.end == run_end::failed);
            CHECK(none.rows == 0);
            CHECK(none.error == std::errc::file_too_large);
            CHECK(write({.first = 4999, .most_bytes = 3}).rows == 1);
        }
    }
    inline_executor alone;
    small_sink sink{unlimited};
    CHECK_THROWS_AS((void)run(table, csv(), sink, alone, {.observer = [](std::span<const std::byte>) { throw std::runtime_error{"seen enough"}; }}),
                    std::runtime_error);
}

TEST_CASE("run/run_records: without an executor the process's pool is taken") {
    const test::directory here;
    const test::every_type table{20000};
    const std::string all = wanted(table, ndjson{}, 0, 20000), name = here / "rows.ndjson";
    std::vector<std::byte> memory;
    CHECK(run(table, ndjson{}, vector_sink{memory}).rows == 20000);
    CHECK((text_of(memory) == all));
    memory.clear();
    CHECK(run(table, ndjson{}, vector_sink{memory}, {.first = 19990}).rows == 10);
    CHECK(all.ends_with(text_of(memory)));
    std::atomic<bool> told{false};
    const run_options often{.interval = std::chrono::milliseconds{1}};
    CHECK(run(table, ndjson{}, waiting_sink{&told}, often, [&](const record_progress&) { told = true, told.notify_all(); }).end == run_end::complete);
    CHECK(told);

    CHECK(run(table, ndjson{}, file_sink{name}).bytes == all.size());
    CHECK((test::read_text(name) == all));
    const record_report report = run_to_file(table, ndjson{}, {.path = name, .parts = 2});
    CHECK(report.bytes == all.size());
    CHECK(report.files == 2);
    CHECK((test::read_text(part_path(name, 0, 2)) + test::read_text(part_path(name, 1, 2)) == all));
}

TEST_CASE("run/run_records: what is stopped or fails leaves no file, only the parts before it") {
    const test::directory here;
    std::atomic<bool> stop{false};
    const ending_table table{{1000}, 600, &stop};
    test::threads workers{2};
    const record_report report = run_to_file(table, small_blocks<ndjson>{}, {.path = here / "rows", .parts = 2, .run = {.stop = &stop}}, workers);
    CHECK(report.end == run_end::stopped);
    CHECK(report.files == 1);
    CHECK(fs::exists(here / "rows-00000-of-00002"));
    CHECK_FALSE(fs::exists(here / "rows-00001-of-00002"));
    CHECK_FALSE(fs::exists(here / "rows-00001-of-00002.partial"));
    inline_executor alone;
    CHECK_THROWS_AS((void)run_to_file(ending_table{{1000}, 600, nullptr}, small_blocks<ndjson>{}, {.path = here / "thrown"}, alone), std::runtime_error);
    CHECK_FALSE(fs::exists(here / "thrown"));
    CHECK_FALSE(fs::exists(here / "thrown.partial"));

    const std::string mount = here / "small";
    fs::create_directory(mount);
#if defined(__linux__)
    if (::mount("none", mount.c_str(), "tmpfs", 0, "size=1m") == 0) {
        const record_report full = run_to_file(test::every_type{20000}, ndjson{}, {.path = mount + "/out"}, workers);
        CHECK(full.end == run_end::failed);
        CHECK(full.error == std::errc::no_space_on_device);
        CHECK(fs::is_empty(mount));
        CHECK(::umount(mount.c_str()) == 0);
        return;
    }
#endif
    MESSAGE("skipped: no file system can be mounted here: " << std::strerror(errno));
}
