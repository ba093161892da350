// SPDX-License-Identifier: Apache-2.0
// A writer and readers in processes of their own, and in threads of one.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <spate/core/error.hpp>
#include <spate/store/store.hpp>
#include <spate/store/store_batch.hpp>
#include <spate/store/store_reader.hpp>

#include "../support/store_files.hpp"

#include <doctest/doctest.h>

namespace {

using rows = std::vector<std::uint64_t>;
using numbers = std::vector<std::uint64_t>;
constexpr std::uint64_t width = 64;

numbers row_of(std::uint64_t value) { return numbers(width, value); }

// Every row is `width` times one number; arrays grow, lose rows, and come and go.
void write(spate::store& to, unsigned round) {
    const std::uint64_t there = to.shape("a")[0];
    to.append<std::uint64_t>("a", row_of(round));
    if (round % 5 == 0 && there > 20) to.drop_rows("a", rows{0, there / 2});
    if (round % 40 == 0) to.update("a");
    if (round % 16 == 0) {
        spate::store_batch batch{to};
        batch.save<std::uint64_t>("b", row_of(round), {1, width});
        batch.append<std::uint64_t>("b", row_of(round));
        batch.append<std::uint64_t>("a", row_of(round));
    }
    if (round % 64 == 0) to.commit();
}

// What a reader finds wrong; nothing, however the writer and it meet.
std::string read(spate::store_reader& from, unsigned round) {
    try {
        if (round % 3 == 0) from.refresh();
        const auto shape = from.shape("a");
        numbers all(static_cast<std::size_t>(spate::elements_of(shape)));
        from.load<std::uint64_t>("a", all);
        for (std::size_t i = 0; i < all.size(); i += width)
            if (!std::all_of(all.begin() + static_cast<std::ptrdiff_t>(i), all.begin() + static_cast<std::ptrdiff_t>(i + width),
                             [&](std::uint64_t one) { return one == all[i]; }))
                return "a row of a is of several values";
        for (std::size_t i = width; i < all.size(); i += width)
            if (all[i] < all[i - width]) return "the rows of a are not in order";
        if (from.shape("a") != shape) return "the shape has changed";
        numbers again(all.size());
        from.load<std::uint64_t>("a", again);
        if (again != all) return "the rows have changed";
        if (const spate::verification found = from.verify(); !found.whole()) return found.problems[0].text();
        if (from.contains("b") && from.shape("b") != spate::array_shape{2, width}) return "b is not whole";
        return {};
    } catch (const spate::config_error& error) {
        // Asked for when a later generation had replaced it.
        return error.remedy() == "refresh() first" ? "" : error.what();
    } catch (const std::exception& error) {
        return error.what();
    }
}

bool is_over(std::chrono::steady_clock::time_point since, int milliseconds) {
    return std::chrono::steady_clock::now() - since > std::chrono::milliseconds{milliseconds};
}

}  // namespace

TEST_CASE("a second writer is refused, in another process too, until the first has ended in whatever way") {
    const test::scratch place;
    const std::string path = place / "store";
    const auto opens = [&] {
        try {
            spate::store other{path};
            return true;
        } catch (const spate::config_error& error) {
            CHECK(error.problem() == "is open for writing already, here or in another process");
            return false;
        }
    };
    int ready[2];
    REQUIRE(::pipe(ready) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        spate::store mine{path};
        (void)!::write(ready[1], "x", 1);
        ::pause();
    }
    char got = 0;
    REQUIRE(::read(ready[0], &got, 1) == 1);
    CHECK(!opens());
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    CHECK(opens());
    spate::store mine{path};
    CHECK(!opens());
    for (const int end : ready) ::close(end);
}

TEST_CASE("readers in other processes find whole rows and keep their shapes while a writer changes everything") {
    const test::scratch place;
    const std::string path = place / "store";
    spate::store to{path, {.level = spate::durability::none}};
    to.save<std::uint64_t>("a", row_of(0), {1, width});
    int stop[2];
    REQUIRE(::pipe(stop) == 0);
    std::vector<pid_t> children;
    for (int i = 0; i < 2; ++i) {
        const pid_t child = ::fork();
        if (child == 0) {
            ::close(stop[1]);
            std::string problem;
            unsigned round = 0;
            try {
                spate::store_reader from{path};
                const auto since = std::chrono::steady_clock::now();
                for (; problem.empty() && !is_over(since, 700); ++round) problem = read(from, round);
            } catch (const std::exception& error) {
                problem = error.what();
            }
            if (!problem.empty()) std::printf("reader, round %u: %s\n", round, problem.c_str());
            std::fflush(stdout);
            ::_exit(problem.empty() && round > 3 ? 0 : 1);
        }
        children.push_back(child);
    }
    const auto since = std::chrono::steady_clock::now();
    unsigned round = 1;
    for (; !is_over(since, 800); ++round) write(to, round);
    CHECK(round > 20);
    for (const pid_t child : children) {
        int status = 0;
        ::waitpid(child, &status, 0);
        CHECK(status == 0);
    }
    for (const int end : stop) ::close(end);
    to.commit();
    CHECK(to.verify().whole());
}

TEST_CASE("readers in threads beside a writer find the same") {
    const test::scratch place;
    const std::string path = place / "store";
    spate::store to{path, {.level = spate::durability::none}};
    to.save<std::uint64_t>("a", row_of(0), {1, width});
    std::atomic<bool> stop{false};
    std::vector<std::string> problems(2);
    std::vector<std::thread> threads;
    for (std::string& problem : problems)
        threads.emplace_back([&] {
            spate::store_reader from{path};
            for (unsigned round = 0; problem.empty() && !stop; ++round) problem = read(from, round);
        });
    const auto since = std::chrono::steady_clock::now();
    for (unsigned round = 1; !is_over(since, 500); ++round) write(to, round);
    stop = true;
    for (std::thread& one : threads) one.join();
    for (const std::string& problem : problems) CHECK(problem == "");
}

TEST_CASE("rows that are replaced become visible in a mapping of another process") {
    const test::scratch place;
    const std::string path = place / "store";
    spate::store to{path};
    to.save<std::uint64_t>("a", row_of(1), {1, width});
    int ready[2];
    REQUIRE(::pipe(ready) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        spate::store_reader from{path};
        const auto view = from.view<std::uint64_t>("a");
        (void)!::write(ready[1], view[5] == 1 ? "x" : "y", 1);
        const volatile std::uint64_t& element = view[5];
        for (int i = 0; i < 5000 && element != 2; ++i) ::usleep(1000);
        ::_exit(element == 2 ? 0 : 1);
    }
    char got = 0;
    REQUIRE(::read(ready[0], &got, 1) == 1);
    CHECK(got == 'x');
    to.replace<std::uint64_t>("a", 0, row_of(2));
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(status == 0);
    for (const int end : ready) ::close(end);
}
