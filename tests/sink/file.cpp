// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <random>
#include <thread>
#include <vector>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <spate/sink/file.hpp>

#include "../run/support.hpp"

namespace fs = std::filesystem;

TEST_CASE("sink/file: bears its name only when it is complete") {
    const test::directory here;
    const std::string name = here / "out";
    const auto bytes = test::bytes_of({}, 0, 100'000);
    {
        spate::file_sink sink{name};
        CHECK(sink.working_path() == name + ".partial");
        sink.write(std::span{bytes}.first(40'000));
        sink.write(std::span{bytes}.subspan(40'000));
        CHECK(sink.position() == bytes.size());
        CHECK_FALSE(fs::exists(name));
        CHECK(test::read_file(name + ".partial") == bytes);
        sink.close();
        sink.close();
    }
    CHECK(test::read_file(name) == bytes);
    CHECK_FALSE(fs::exists(name + ".partial"));
}

TEST_CASE("sink/file: what is not closed keeps its temporary name, and nothing leaves nothing") {
    const test::directory here;
    const auto bytes = test::bytes_of({}, 0, 5000);
    { spate::file_sink{here / "a"}.write(bytes); }
    CHECK(fs::exists(here / "a.partial"));
    CHECK_FALSE(fs::exists(here / "a"));
    { spate::file_sink empty{here / "b"}; }
    CHECK_FALSE(fs::exists(here / "b.partial"));
    {
        spate::file_sink dropped{here / "c"};
        dropped.write(bytes);
        dropped.discard();
    }
    CHECK_FALSE(fs::exists(here / "c.partial"));
    spate::file_sink nothing{here / "d"};
    nothing.close();
    CHECK(fs::file_size(here / "d") == 0);
}

TEST_CASE("sink/file: existing names, directories, dangling links and empty names are refused") {
    const test::directory here;
    test::write_text(here / "old", "old");
    CHECK_THROWS_WITH_AS(spate::file_sink{here / "old"}, doctest::Contains("exists; choose another name"), spate::config_error);
    CHECK_FALSE(fs::exists(here / "old.partial"));
    CHECK_THROWS_WITH_AS(spate::file_sink{here.path.string()}, doctest::Contains("is a directory"), spate::config_error);
    CHECK_THROWS_WITH_AS(spate::file_sink{""}, doctest::Contains("is not a file name"), spate::config_error);
    CHECK_THROWS_WITH_AS(spate::file_sink{here / "no/such"}, doctest::Contains("no/such"), spate::io_error);
    fs::create_symlink(here / "nowhere", here / "link");
    CHECK_THROWS_WITH_AS(spate::file_sink{here / "link"}, doctest::Contains("leads nowhere"), spate::config_error);
    CHECK(test::read_text(here / "old") == "old");
}

TEST_CASE("sink/file: overwriting keeps the old file until the new one is complete, and follows links") {
    const test::directory here;
    test::write_text(here / "old", "old");
    fs::create_symlink(here / "old", here / "link");
    const auto bytes = test::bytes_of({}, 0, 500);
    spate::file_sink sink{here / "link", {.overwrite = true}};
    sink.write(bytes);
    CHECK(test::read_text(here / "old") == "old");
    sink.close();
    CHECK(test::read_file(here / "old") == bytes);
    CHECK(fs::is_symlink(here / "link"));
}

TEST_CASE("sink/file: a name that is taken meanwhile is not replaced") {
    const test::directory here;
    spate::file_sink sink{here / "out"};
    sink.write(test::bytes_of({}, 0, 10));
    test::write_text(here / "out", "of somebody else");
    std::error_code error;
    sink.close(error);
    CHECK(error == std::errc::file_exists);
    CHECK(test::read_text(here / "out") == "of somebody else");
    sink.close(error);
    CHECK(error == std::errc::file_exists);
    CHECK(fs::exists(here / "out.partial"));
}

TEST_CASE("sink/file: what a run has left is neither lost nor shared") {
    const test::directory here;
    const std::string name = here / "out";
    const auto bytes = test::bytes_of({}, 0, 9000);
    { spate::file_sink{name}.write(std::span{bytes}.first(4000)); }
    CHECK_THROWS_WITH_AS(spate::file_sink{name}, doctest::Contains("resume that run"), spate::config_error);
    CHECK_THROWS_WITH_AS((spate::file_sink{here / "other", {.resume = true}}), doctest::Contains("cannot be resumed"), spate::config_error);
    {
        spate::file_sink again{name, {.resume = true}};
        CHECK(again.end() == 4000);
        CHECK_THROWS_WITH_AS((spate::file_sink{name, {.overwrite = true}}), doctest::Contains("being written by another"), spate::config_error);
        again.write_at(4000, std::span{bytes}.subspan(4000));
        again.close();
    }
    CHECK(test::read_file(name) == bytes);
    { spate::file_sink{here / "b"}.write(bytes); }
    spate::file_sink anew{here / "b", {.overwrite = true}};
    anew.write(std::span{bytes}.first(7));
    anew.close();
    CHECK(fs::file_size(here / "b") == 7);
}

TEST_CASE("sink/file: offsets from several threads, buffered and direct, any size, alignment and order") {
    const test::directory here;
    for (const bool direct : {false, true}) {
        for (const std::size_t size :
             {std::size_t{1}, std::size_t{4095}, std::size_t{4096}, std::size_t{70'001}, std::size_t{1} << 20, std::size_t{2'222'222}}) {
            const auto bytes = test::bytes_of({}, 0, size);
            for (const std::size_t piece : {std::size_t{3001}, std::size_t{8192}, std::size_t{500'000}}) {
                CAPTURE(direct);
                CAPTURE(size);
                CAPTURE(piece);
                std::vector<std::size_t> order((size + piece - 1) / piece);
                for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
                std::shuffle(order.begin(), order.end(), std::mt19937{static_cast<unsigned>(size + piece)});
                const std::string name = here / "out";
                try {
                    spate::file_sink sink{name, {.overwrite = true, .direct = direct, .size = direct ? size + 100 : spate::unlimited}};
                    std::atomic<std::size_t> failures{0};
                    test::threads{3}.bulk(order.size(), [&](std::size_t i) {
                        const std::size_t at = order[i] * piece, n = std::min(piece, size - at);
                        spate::detail::page_buffer aligned{piece};
                        std::copy_n(bytes.data() + at, n, aligned.data());
                        std::error_code error;
                        sink.write_at(at, i % 2 == 0 ? std::span<const std::byte>{aligned.first(n)} : std::span{bytes}.subspan(at, n), error);
                        if (error) ++failures;
                    });
                    CHECK(failures.load() == 0);
                    CHECK(sink.end() == size);
                    sink.close();
                } catch (const spate::config_error& refused) {
                    if (!direct || refused.parameter() != "direct") throw;
                    MESSAGE("skipped: " << refused.what());
                    return;
                }
                CHECK(test::read_file(name) == bytes);
            }
        }
    }
}

TEST_CASE("sink/file: preallocated, synced, in order and direct") {
    const test::directory here;
    const auto bytes = test::bytes_of({}, 0, 3'000'001);
    for (const std::uint64_t announced : {std::uint64_t{3'000'001}, std::uint64_t{5'000'000}, std::uint64_t{10}, spate::unlimited}) {
        spate::file_sink sink{here / "out", {.overwrite = true, .sync = true, .size = announced, .preallocate = spate::preallocation::always}};
        for (std::size_t at = 0; at < bytes.size(); at += 70'000) sink.write(std::span{bytes}.subspan(at, std::min<std::size_t>(70'000, bytes.size() - at)));
        sink.close();
        CHECK(test::read_file(here / "out") == bytes);
    }
}

TEST_CASE("sink/file: devices and FIFOs are written in place") {
    spate::file_sink null{"/dev/null"};
    CHECK(null.in_place());
    CHECK(null.working_path() == "/dev/null");
    null.write_at(1'000'000, test::bytes_of({}, 0, 10));
    null.write(test::bytes_of({}, 0, 10));
    null.close();
    CHECK_FALSE(fs::exists("/dev/null.partial"));
    if (fs::exists("/dev/full")) {
        spate::file_sink full{"/dev/full"};
        std::error_code error;
        full.write_at(0, test::bytes_of({}, 0, 10), error);
        CHECK(error == std::errc::no_space_on_device);
        CHECK_THROWS_WITH_AS(full.write(test::bytes_of({}, 0, 10)), doctest::Contains("write /dev/full at offset 0"), spate::io_error);
    } else {
        MESSAGE("skipped: there is no /dev/full");
    }

    const test::directory here;
    const std::string name = here / "fifo";
    REQUIRE(::mkfifo(name.c_str(), 0600) == 0);
    const auto bytes = test::bytes_of({}, 0, 300'000);
    std::vector<std::byte> got;
    std::thread reader{[&] { got = test::read_file(name); }};
    {
        spate::file_sink fifo{name};
        CHECK_FALSE(fifo.seekable());
        fifo.write(bytes);
        fifo.close();
    }
    reader.join();
    CHECK(got == bytes);
}

TEST_CASE("sink/file: a limit of the process gives EFBIG at the byte that it reached") {
    const test::directory here;
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{10'000, 10'000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        const auto bytes = test::bytes_of({}, 0, 16'000);
        spate::file_sink sink{here / "out"};
        std::error_code error;
        sink.write(std::span{bytes}.first(8000), error);
        if (error) ::_exit(1);
        sink.write(std::span{bytes}.subspan(8000), error);
        ::_exit(error == std::errc::file_too_large && sink.position() == 8000 && !fs::exists(here / "out") ? 0 : 2);
    }
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    CHECK_FALSE(fs::exists(here / "out"));
    CHECK(fs::exists(here / "out.partial"));
}
