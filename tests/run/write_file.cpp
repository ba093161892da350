// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <spate/run/write_file.hpp>

#include "support.hpp"

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

const spate::specification begun{{"engine", "hash"}, {"seed", "1"}};

// Writes until about `blocks` blocks are done, then sets the stop flag.
spate::file_report interrupted(const std::string& name, const test::hash_source& source, std::uint64_t at, spate::file_options file = {}) {
    struct stopping_source {
        const test::hash_source* base;
        std::atomic<bool>* stop;
        std::uint64_t at;
        [[nodiscard]] std::uint64_t size() const noexcept { return base->size(); }
        void fill(std::uint64_t offset, std::span<std::byte> out) const noexcept {
            base->fill(offset, out);
            if (offset + out.size() > at) stop->store(true);
        }
    };
    std::atomic<bool> stop{false};
    test::threads workers{3};
    return spate::write_file(workers, stopping_source{&source, &stop, at},
                             {.path = name, .entries = begun, .file = file, .write = {.block = 65536, .stop = &stop}});
}

}  // namespace

TEST_CASE("run/write_file: a run gives the file, its record and the report") {
    const test::directory here;
    const test::hash_source source{700'001};
    test::threads workers{2};
    const std::string name = here / "out";
    const spate::file_report report =
        spate::write_file(workers, source, {.path = name, .entries = begun, .write = {.first = 1, .length = 700'000, .block = 4096}});
    CHECK(report.complete);
    CHECK(report.end == spate::run_end::complete);
    CHECK(report.mark == 700'001);
    CHECK(report.written() == 700'000);
    CHECK(test::read_file(name) == test::bytes_of(source, 1, 700'000));
    CHECK(spate::load_record(spate::record_path(name)) == spate::run_record{begun, 700'000, 700'000, true});
    CHECK_THROWS_WITH_AS((void)spate::write_file(workers, source, {.path = name}), doctest::Contains("exists"), spate::config_error);
    const spate::file_report bare = spate::write_file(workers, source, {.path = here / "bare", .record = false});
    CHECK(bare.complete);
    CHECK_FALSE(fs::exists(here / "bare.spate.json"));
    CHECK(spate::write_file(workers, source, {.path = "/dev/null"}).complete);
    CHECK_FALSE(fs::exists("/dev/null.spate.json"));
}

TEST_CASE("run/write_file: stopped and resumed, again and again, in any way, gives the identical file") {
    const test::hash_source source{3'000'007};
    for (const bool direct : {false, true}) {
        const test::directory here;
        const std::string name = here / "out";
        spate::file_options file{.resume = true, .direct = direct};
        try {
            std::uint64_t last = 0;
            for (const std::uint64_t at : {0u, 300'000u, 1'000'000u, 2'400'000u}) {
                const spate::file_report report = interrupted(name, source, at, file);
                CHECK(report.end == spate::run_end::stopped);
                CHECK_FALSE(report.complete);
                CHECK(report.resumed == last);
                CHECK(report.mark > at);
                CHECK(report.mark < source.size());
                CHECK_FALSE(fs::exists(name));
                const spate::run_record record = spate::load_record(spate::record_path(name));
                CHECK(record == spate::run_record{begun, source.size(), report.mark, false});
                last = report.mark;
            }
            test::threads workers{2};
            const spate::file_report report = spate::write_file(workers, source, {.path = name, .entries = begun, .file = file});
            CHECK(report.complete);
            CHECK(report.resumed == last);
            CHECK(report.written() == source.size() - last);
        } catch (const spate::config_error& refused) {
            if (!direct || refused.parameter() != "direct") throw;
            MESSAGE("skipped: " << refused.what());
            continue;
        }
        CHECK(test::read_file(name) == test::bytes_of(source, 0, source.size()));
        CHECK_FALSE(fs::exists(name + ".partial"));

        test::threads workers{2};
        const spate::file_report again = spate::write_file(workers, source, {.path = name, .entries = begun, .file = file});
        CHECK(again.complete);
        CHECK(again.written() == 0);
        CHECK(again.mark == source.size());
    }
}

TEST_CASE("run/write_file: a run that died before its record was completed is completed") {
    const test::directory here;
    const std::string name = here / "out";
    const test::hash_source source{100'000};
    test::threads workers{1};
    REQUIRE(spate::write_file(workers, source, {.path = name, .entries = begun}).complete);
    REQUIRE_FALSE(spate::save_record(spate::record_path(name), {begun, 100'000, 100'000, false}));
    CHECK(spate::write_file(workers, source, {.path = name, .entries = begun, .file = {.resume = true}}).complete);
    CHECK(spate::load_record(spate::record_path(name)).complete);
}

TEST_CASE("run/write_file: another specification or size is refused, by name, and nothing is touched") {
    const test::directory here;
    const std::string name = here / "out";
    const test::hash_source source{1'000'000};
    const std::uint64_t mark = interrupted(name, source, 300'000).mark;
    const auto before = test::read_file(name + ".partial");
    const std::string record = test::read_text(name + ".spate.json");
    test::threads workers{1};
    const auto resume = [&](spate::specification entries, std::uint64_t length = spate::unlimited) {
        (void)spate::write_file(workers, source, {.path = name, .entries = std::move(entries), .file = {.resume = true}, .write = {.length = length}});
    };
    CHECK_THROWS_WITH_AS(resume({{"engine", "hash"}, {"seed", "2"}}), doctest::Contains("seed: \"2\" is not what the run was begun with, \"1\""),
                         spate::config_error);
    CHECK_THROWS_WITH_AS(resume({{"engine", "hash"}}), doctest::Contains("seed: is missing"), spate::config_error);
    CHECK_THROWS_WITH_AS(resume({{"engine", "hash"}, {"seed", "1"}, {"unit", "4096"}}), doctest::Contains("unit: \"4096\" was not given"), spate::config_error);
    CHECK_THROWS_WITH_AS(resume({{"seed", "1"}, {"engine", "hash"}}), doctest::Contains("another order"), spate::config_error);
    CHECK_THROWS_WITH_AS(resume(begun, 999'999), doctest::Contains("size: 999999 is not what the run was begun with, 1000000"), spate::config_error);
    CHECK(test::read_file(name + ".partial") == before);
    CHECK(test::read_text(name + ".spate.json") == record);
    CHECK(mark > 300'000);
    resume(begun);
    CHECK(test::read_file(name) == test::bytes_of(source, 0, source.size()));
}

TEST_CASE("run/write_file: a changed or shortened file, a broken or missing record are found before going on") {
    const test::directory here;
    const std::string name = here / "out", partial = name + ".partial", record = name + ".spate.json";
    const test::hash_source source{1'000'000};
    (void)interrupted(name, source, 300'000);
    test::threads workers{3};
    const auto resume = [&] { return spate::write_file(workers, source, {.path = name, .entries = begun, .file = {.resume = true}}); };
    const std::string good = test::read_text(partial), good_record = test::read_text(record);

    for (const std::size_t at : {std::size_t{0}, std::size_t{123'456}, std::size_t{300'000}}) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 1);
        bad[300'000] = static_cast<char>(bad[300'000] ^ 1);
        if (at == 300'000) bad[at] = static_cast<char>(good[at] ^ 1);
        test::write_text(partial, bad);
        CHECK_THROWS_WITH_AS((void)resume(), doctest::Contains(("differs at offset " + std::to_string(at) + ",").c_str()), spate::config_error);
    }
    test::write_text(partial, good.substr(0, 200'000));
    CHECK_THROWS_WITH_AS((void)resume(), doctest::Contains("has 200000 bytes, but its record says"), spate::config_error);
    test::write_text(partial, good);
    test::write_text(record, good_record.substr(0, 50));
    CHECK_THROWS_WITH_AS((void)resume(), doctest::Contains("the file ends in the middle"), spate::config_error);
    fs::remove(record);
    CHECK_THROWS_WITH_AS((void)resume(), doctest::Contains("has no record"), spate::config_error);
    test::write_text(record, good_record);
    fs::remove(partial);
    CHECK_THROWS_WITH_AS((void)resume(), doctest::Contains("neither it nor"), spate::config_error);
    test::write_text(partial, good);
    CHECK_FALSE(fs::exists(name));
    CHECK(resume().complete);
}

TEST_CASE("run/write_file: a change further below the mark than 64 MiB is not looked for, one above that is found") {
    const test::directory here;
    const std::string name = here / "out", partial = name + ".partial";
    // The same 256 bytes again and again are made fast.
    struct repeating {
        [[nodiscard]] std::uint64_t size() const noexcept { return spate::resume_window + (1 << 20); }
        void fill(std::uint64_t, std::span<std::byte> out) const noexcept { std::memset(out.data(), 42, out.size()); }
    };
    test::threads workers{2};
    test::write_text(partial, std::string(spate::resume_window + 65536, '*'));
    REQUIRE_FALSE(spate::save_record(spate::record_path(name), {begun, repeating{}.size(), spate::resume_window + 65536, false}));
    const auto poke = [&](std::uint64_t at) {
        std::fstream file{partial, std::ios::in | std::ios::out | std::ios::binary};
        file.seekp(static_cast<std::streamoff>(at));
        file.put('!');
    };
    const auto resume = [&] { return spate::write_file(workers, repeating{}, {.path = name, .entries = begun, .file = {.resume = true}}); };
    poke(65536);
    CHECK_THROWS_WITH_AS((void)resume(), doctest::Contains("differs at offset 65536,"), spate::config_error);
    std::fstream{partial, std::ios::in | std::ios::out | std::ios::binary}.seekp(65536).put('*');
    poke(65535);
    CHECK(resume().complete);
}

TEST_CASE("run/write_file: an endless run is complete when its time is up") {
    const test::directory here;
    const std::string name = here / "out";
    test::threads workers{2};
    const spate::file_report report =
        spate::write_file(workers, test::hash_source{}, {.path = name, .entries = begun, .write = {.block = 4096, .duration = 30ms}});
    CHECK(report.end == spate::run_end::expired);
    CHECK(report.complete);
    CHECK(report.mark == fs::file_size(name));
    CHECK(report.mark > 0);
    CHECK(spate::load_record(spate::record_path(name)) == spate::run_record{begun, report.mark, report.mark, true});
    CHECK(test::read_file(name) == test::bytes_of({}, 0, report.mark));
}

TEST_CASE("run/write_file: a progress callback sees the resumed part counted") {
    const test::directory here;
    const std::string name = here / "out";
    const test::hash_source source{40'000'000};
    const std::uint64_t before = interrupted(name, source, 20'000'000).mark;
    test::threads workers{1};
    std::uint64_t calls = 0;
    (void)spate::write_file(workers, source, {.path = name, .entries = begun, .file = {.resume = true}, .write = {.block = 4096, .interval = 1ms}},
                            [&](const spate::write_progress& now) {
                                ++calls;
                                CHECK(now.first == 0);
                                CHECK(now.mark >= before);
                                CHECK(now.written >= now.mark);
                                CHECK(now.length == source.size());
                            });
    CHECK(calls > 0);
}

TEST_CASE("run/write_file: a full file system ends the run with the offset, and the run goes on when there is space") {
    const test::directory here;
    const std::string mount = here / "small";
    fs::create_directory(mount);
#if defined(__linux__)
    const bool mounted = ::mount("none", mount.c_str(), "tmpfs", 0, "size=1m") == 0;
#else
    const bool mounted = false;
#endif
    if (!mounted) {
        MESSAGE("skipped: no file system can be mounted here: " << std::strerror(errno));
        return;
    }
#if defined(__linux__)
    const std::string name = mount + "/out";
    const test::hash_source source{3'000'000};
    test::threads workers{3};
    const spate::file_report report = spate::write_file(workers, source, {.path = name, .entries = begun, .write = {.block = 65536}});
    CHECK(report.end == spate::run_end::failed);
    CHECK(report.error == std::errc::no_space_on_device);
    CHECK_FALSE(report.complete);
    // How far below the failure the mark lies depends on the thread that holds the lowest block.
    CHECK(report.mark < 1 << 20);
    CHECK_FALSE(fs::exists(name));
    const auto written = test::read_file(name + ".partial");
    CHECK(std::equal(written.begin(), written.begin() + static_cast<std::ptrdiff_t>(report.mark), test::bytes_of(source, 0, report.mark).begin()));
    CHECK(spate::load_record(name + ".spate.json").mark == report.mark);
    CHECK_THROWS_WITH_AS((void)spate::write_file(workers, source, {.path = mount + "/all", .file = {.preallocate = spate::preallocation::always}}),
                         doctest::Contains("reserve space"), spate::io_error);
    CHECK_FALSE(fs::exists(mount + "/all.partial"));
    CHECK(::mount("none", mount.c_str(), "tmpfs", MS_REMOUNT, "size=8m") == 0);
    CHECK(spate::write_file(workers, source, {.path = name, .entries = begun, .file = {.resume = true}}).complete);
    CHECK(test::read_file(name) == test::bytes_of(source, 0, source.size()));
    CHECK(::umount(mount.c_str()) == 0);
#endif
}
