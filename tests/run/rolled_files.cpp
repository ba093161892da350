// SPDX-License-Identifier: Apache-2.0
#include <spate/run/rolled_files.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef SYS_renameat2
#include <sys/inotify.h>
#endif

#include <spate/event/schedule.hpp>
#include <spate/field/choice.hpp>
#include <spate/field/sequence.hpp>
#include <spate/format/csv.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/format/parquet.hpp>
#include <spate/run/deliver.hpp>
#include <spate/schema/rows.hpp>
#include <spate/schema/schema.hpp>
#include <spate/sink/memory.hpp>

#include "../support/thread_sanitizer.hpp"
#include "support.hpp"

using namespace spate;
using namespace std::chrono_literals;

namespace {

auto orders(std::uint64_t count) { return schema(field<"id">(sequence()), field<"city">(one_of({"Paris", "Rome", "Oslo"}))) | rows(count); }

std::string whole(const auto& table) {
    std::vector<std::byte> text(std::size_t{16} << 20);
    text.resize(run(table, ndjson{}, memory_sink{text}).bytes);
    return {reinterpret_cast<const char*>(text.data()), text.size()};
}

// The names of the files that are complete, in order.
std::vector<std::string> names_in(const std::filesystem::path& folder) {
    std::vector<std::string> out;
    for (const auto& one : std::filesystem::directory_iterator{folder})
        if (const std::string name = one.path().filename().string(); !name.starts_with('.')) out.push_back(name);
    std::sort(out.begin(), out.end());
    return out;
}
std::string contents_of(const std::filesystem::path& folder) {
    std::string out;
    for (const std::string& name : names_in(folder)) out += test::read_text((folder / name).string());
    return out;
}

delivery_options unpaced() {
    delivery_options out;
    out.paced = false;
    return out;
}

const delivery_stream stream{"orders", 0, 1, 77, "seed=1"};

}  // namespace

TEST_CASE("files together are the rows, none is larger than it may be, and names tell the first row") {
    const test::directory folder;
    const auto table = orders(200'000);
    rolled_files sink{table, ndjson{}, {.folder = folder / "out", .roll_bytes = 500'000, .sync = false}, default_pool()};
    sink.check(stream);
    CHECK(!std::filesystem::exists(folder.path / "out"));
    const delivery_report report = deliver(sink, stream, table.size(), nullptr, unpaced());
    CHECK(report.end_reason == run_end::complete);
    CHECK(report.error.empty());
    CHECK(report.next == 200'000);
    const auto names = names_in(folder.path / "out");
    REQUIRE(names.size() > 5);
    CHECK(names[0] == "orders-0-000000000000000.ndjson");
    CHECK(report.counts.requests == names.size());
    std::uint64_t rows = 0;
    for (const std::string& name : names) {
        const std::string text = test::read_text((folder.path / "out" / name).string());
        CHECK(text.size() <= 500'000);
        if (name != names.back()) CHECK(text.size() > 350'000);
        CHECK(std::stoull(name.substr(9, 15)) == rows);
        rows += static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
    }
    CHECK(contents_of(folder.path / "out") == whole(table));
    CHECK(report.counts.bytes == whole(table).size());
}

TEST_CASE("a stream that is stopped goes on where its files end, and a finished one is not written over") {
    const test::directory folder;
    const auto table = orders(60'000);
    const rolled_file_options to{.folder = folder / "out", .prefix = "part", .roll_bytes = 100'000, .sync = false};
    delivery_options options = unpaced();
    options.count = 10'007;
    {
        rolled_files sink{table, ndjson{}, to, default_pool()};
        CHECK(deliver(sink, stream, table.size(), nullptr, options).next == 10'007);
    }
    options.count = unlimited;
    const auto refused = [&](const delivery_stream& as, std::string_view why) {
        rolled_files sink{table, ndjson{}, to, default_pool()};
        std::string message;
        try {
            (void)deliver(sink, as, table.size(), nullptr, options);
        } catch (const config_error& error) {
            message = error.what();
        }
        CAPTURE(message);
        CHECK(message.find(why) != std::string::npos);
    };
    refused(stream, "has not come to its end: it is at place 10007");
    options.restart = true;
    refused(stream, "holds part-0-0000000000");
    options.restart = false;
    options.resume = true;
    delivery_stream other = stream;
    other.specification = 78;
    refused(other, "of another specification");
    rolled_files sink{table, ndjson{}, to, default_pool()};
    const delivery_report report = deliver(sink, stream, table.size(), nullptr, options);
    CHECK(report.begin == 10'007);
    CHECK(report.next == 60'000);
    CHECK(contents_of(folder.path / "out") == whole(table));
}

TEST_CASE("files are complete after a time, too") {
    const test::directory folder;
    const auto table = orders(10'000);
    rolled_files sink{table, csv(), {.folder = folder.path.string(), .extension = "csv", .roll_time = 100ms, .sync = false}, default_pool()};
    delivery_options options;
    options.duration = 450ms;
    const schedule when{0, {1000, 1}};
    const delivery_report report = deliver(sink, stream, table.size(), &when, options);
    CHECK(report.next == 450);
    const auto names = names_in(folder.path);
    CHECK(names.size() >= 2);
    CHECK(names.size() <= 6);
    for (const std::string& name : names) CHECK(test::read_text((folder.path / name).string()).starts_with("id,city"));
}

TEST_CASE("the shards' files together are the rows; each shard has names of its own") {
    const test::directory folder;
    const auto table = orders(50'000);
    std::vector<std::string> lines;
    for (std::uint64_t shard = 0; shard < 3; ++shard) {
        rolled_files sink{table, ndjson{}, {.folder = folder.path.string(), .roll_bytes = 100'000, .sync = false}, default_pool()};
        delivery_stream one = stream;
        one.shard = shard, one.shards = 3;
        delivery_options options = unpaced();
        options.first = 100;
        CHECK(deliver(sink, one, table.size(), nullptr, options).next == stream_shard{shard, 3}.below(50'000));
    }
    std::size_t count = 0;
    const auto split = [](const std::string& text) {
        std::vector<std::string> out;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = text.find('\n', at);
            out.push_back(text.substr(at, end - at));
            at = end + 1;
        }
        return out;
    };
    auto got = split(contents_of(folder.path)), expected = split(whole(table));
    expected.erase(expected.begin(), expected.begin() + 100);
    std::sort(got.begin(), got.end());
    std::sort(expected.begin(), expected.end());
    CHECK(got == expected);
    for (const std::string& name : names_in(folder.path)) count += name.starts_with("orders-2-");
    CHECK(count >= 2);
}

TEST_CASE("Parquet files are whole files, and rows that are too many for one are fewer in each") {
    const test::directory folder;
    const auto table = orders(100'000);
    rolled_files sink{table, parquet(), {.folder = folder.path.string(), .extension = "parquet", .roll_bytes = 50'000, .sync = true}, default_pool()};
    const delivery_report report = deliver(sink, stream, table.size(), nullptr, unpaced());
    CHECK(report.error.empty());
    CHECK(report.next == 100'000);
    CHECK(names_in(folder.path).size() > 5);
    for (const std::string& name : names_in(folder.path)) {
        const std::string text = test::read_text((folder.path / name).string());
        CHECK(text.size() <= 50'000);
        CHECK(text.starts_with("PAR1"));
        CHECK(text.ends_with("PAR1"));
    }
}

TEST_CASE("after a kill at any moment and a resumed run every row is there once" * doctest::skip(SPATE_TEST_UNDER_TSAN)) {
    const auto table = orders(120'000);
    const std::string expected = whole(table);
    std::mt19937 random{11};
    const test::directory folder;
    const rolled_file_options to{.folder = folder / "out", .roll_bytes = 60'000, .sync = false};
    delivery_options options = unpaced();
    options.resume = true;
    options.batch = 4096;
    int killed = 0;
    bool complete = false;
    for (int round = 0; round < 200 && !complete; ++round) {
        const pid_t child = ::fork();
        if (child == 0) {
            int status = 2;
            try {
                rolled_files sink{table, ndjson{}, to, default_pool()};
                status = deliver(sink, stream, table.size(), nullptr, options).end_reason == run_end::complete ? 0 : 1;
            } catch (...) {
            }
            ::_exit(status);
        }
        if (round < 30) {
            std::this_thread::sleep_for(std::chrono::microseconds{300 + random() % 6000});
            ::kill(child, SIGKILL);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        const bool was_killed = WIFSIGNALED(status);
        killed += was_killed;
        if (!was_killed) REQUIRE(WEXITSTATUS(status) == 0);
        // What bears its name is whole, and without a gap, but for one file that has no name yet.
        complete = !was_killed;
        if (complete && round < 29) {
            CHECK(contents_of(folder.path / "out") == expected);
            std::filesystem::remove_all(folder.path / "out");
            complete = false;
        }
    }
    CHECK(killed >= 5);
    CHECK(complete);
    CHECK(contents_of(folder.path / "out") == expected);
    for (const auto& one : std::filesystem::directory_iterator{folder.path / "out"}) {
        const std::string name = one.path().filename().string();
        CHECK((name == ".spate" || name.starts_with("orders-0-")));
    }
}

TEST_CASE("a complete file that had not got its name gets it, and one that was not complete is gone") {
    const test::directory folder;
    const auto table = orders(3000);
    const rolled_file_options to{.folder = folder.path.string(), .sync = false};
    delivery_options options = unpaced();
    options.count = 1000;
    {
        rolled_files sink{table, ndjson{}, to, default_pool()};
        (void)deliver(sink, stream, table.size(), nullptr, options);
    }
    {
        const detail::rolled_folder left{folder.path.string(), "orders", "ndjson", false, stream};
        std::filesystem::rename(folder.path / "orders-0-000000000000000.ndjson", left.temporary("orders-0-000000000000000.ndjson"));
        test::write_text(left.temporary("orders-0-000000000001000.ndjson"), "half");
        test::write_text(left.temporary("orders-0-000000000001000.ndjson") + ".partial", "half");
    }
    test::write_text(folder / "orders-1-000000000001000.ndjson", "another shard's");
    options.count = unlimited;
    options.resume = true;
    rolled_files sink{table, ndjson{}, to, default_pool()};
    CHECK(deliver(sink, stream, table.size(), nullptr, options).next == 3000);
    std::filesystem::remove(folder.path / "orders-1-000000000001000.ndjson");
    CHECK(names_in(folder.path).size() == 2);
    CHECK(contents_of(folder.path) == whole(table));
}

TEST_CASE("a complete file gets the name that it was made for, whatever names the files of the resumed run have") {
    const test::directory folder;
    const auto table = orders(3000);
    delivery_options options = unpaced();
    options.count = 1000;
    {
        rolled_files sink{table, ndjson{}, {.folder = folder.path.string(), .prefix = "a", .extension = "json", .sync = false}, default_pool()};
        (void)deliver(sink, stream, table.size(), nullptr, options);
    }
    {
        const detail::rolled_folder left{folder.path.string(), "a", "json", false, stream};
        std::filesystem::rename(folder.path / "a-0-000000000000000.json", left.temporary("a-0-000000000000000.json"));
    }
    options.count = unlimited;
    options.resume = true;
    rolled_files sink{table, ndjson{}, {.folder = folder.path.string(), .prefix = "b", .sync = false}, default_pool()};
    CHECK(deliver(sink, stream, table.size(), nullptr, options).next == 3000);
    CHECK(names_in(folder.path) == std::vector<std::string>{"a-0-000000000000000.json", "b-0-000000000001000.ndjson"});
    CHECK(contents_of(folder.path) == whole(table));
}

TEST_CASE("what a killed stream has left is its own: a stream of another name or of other shards in the same folder leaves it alone") {
    const auto table = orders(3000);
    for (const bool same_name : {false, true}) {
        const test::directory folder;
        const rolled_file_options to{.folder = folder.path.string(), .prefix = "part", .sync = false};
        delivery_options options = unpaced();
        options.count = 1000;
        {
            rolled_files sink{table, ndjson{}, to, default_pool()};
            (void)deliver(sink, stream, table.size(), nullptr, options);
        }
        // As after a kill between the two: the folder says that the file is complete, and it has no name yet.
        const detail::rolled_folder left{folder.path.string(), "part", "ndjson", false, stream};
        std::filesystem::rename(folder.path / "part-0-000000000000000.ndjson", left.temporary("part-0-000000000000000.ndjson"));
        delivery_stream other = stream;
        if (same_name)
            other.shards = 2;
        else
            other.name = "returns";
        {
            rolled_files sink{table, ndjson{}, to, default_pool()};
            (void)sink.position(other);
        }
        CHECK(std::filesystem::exists(left.temporary("part-0-000000000000000.ndjson")));
    }
}

#if defined(RENAME_NOREPLACE) && defined(SYS_renameat2)
TEST_CASE("a file gets its name in one step, so that one that was taken away at once is not there again after a kill") {
    const test::directory folder;
    const int watch = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    REQUIRE(watch >= 0);
    REQUIRE(::inotify_add_watch(watch, folder.path.c_str(), IN_CREATE | IN_MOVED_TO) >= 0);
    const auto table = orders(100);
    rolled_files sink{table, ndjson{}, {.folder = folder.path.string(), .sync = false}, default_pool()};
    CHECK(deliver(sink, stream, table.size(), nullptr, unpaced()).next == 100);
    alignas(inotify_event) char seen[65536];
    const ssize_t bytes = ::read(watch, seen, sizeof seen);
    ::close(watch);
    REQUIRE(bytes > 0);
    int named = 0;
    for (ssize_t at = 0; at < bytes;) {
        inotify_event event{};
        std::memcpy(&event, seen + at, sizeof event);
        if (std::string_view{seen + at + sizeof event}.starts_with("orders-")) {
            ++named;
            CHECK((event.mask & IN_MOVED_TO) != 0);
        }
        at += static_cast<ssize_t>(sizeof event + event.len);
    }
    CHECK(named == 1);
}
#endif

TEST_CASE("options that make no sense and folders that are none are refused") {
    const auto table = orders(10);
    const auto made = [&](const rolled_file_options& options) { rolled_files{table, ndjson{}, options, default_pool()}.check(stream); };
    CHECK_THROWS_AS(made({}), config_error);
    CHECK_THROWS_AS(made({.folder = "a", .prefix = "b/c"}), config_error);
    CHECK_THROWS_AS(made({.folder = "a", .extension = ""}), config_error);
    CHECK_THROWS_AS(made({.folder = "a", .roll_bytes = 100}), config_error);
    CHECK_THROWS_AS(made({.folder = "a", .roll_time = -1ms}), config_error);
    const test::directory folder;
    test::write_text(folder / "file", "x");
    CHECK_THROWS_AS(made({.folder = folder / "file"}), config_error);
    CHECK_NOTHROW(made({.folder = folder / "new/folder"}));
}
