// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <spate/delta/local_store.hpp>

#include "../support/scratch.hpp"

#include <doctest/doctest.h>

using namespace spate;

TEST_CASE("delta/local_store: files are made once, replaced, read, listed and removed") {
    const test::scratch folder;
    local_store store{folder / "deep/table/"};
    CHECK(store.target() == folder / "deep/table");
    CHECK(store.list("_delta_log").empty());
    CHECK_FALSE(store.read("_delta_log/0.json"));
    CHECK(store.create("_delta_log/0.json", "first"));
    CHECK_FALSE(store.create("_delta_log/0.json", "second"));
    CHECK(store.read("_delta_log/0.json") == "first");
    CHECK(store.create("_delta_log/1.json", std::string(100'000, 'x')));
    store.put("_delta_log/0.json", "other");
    CHECK(store.read("_delta_log/0.json") == "other");
    store.put("a=1/b=2/part", "");
    CHECK(store.read("a=1/b=2/part") == "");
    const auto files = store.list("_delta_log");
    REQUIRE(files.size() == 2);
    CHECK(files[0].name == "0.json");
    CHECK(files[1].size == 100'000);
    CHECK(files[1].modified > 1'600'000'000'000);
    CHECK(store.list("_delta_log", "0.jsonx").size() == 1);
    store.remove("_delta_log/0.json");
    store.remove("_delta_log/0.json");
    // No temporary file is left.
    CHECK(test::file_names(folder / "deep/table/_delta_log") == std::set<std::string>{"1.json"});
    CHECK_THROWS_AS(local_store{""}, config_error);
}

TEST_CASE("delta/local_store: of many who make a file at the same moment one does, and it is whole") {
    const test::scratch folder;
    local_store store{folder / "t"};
    for (int round = 0; round < 20; ++round) {
        const std::string name = "_delta_log/" + std::to_string(round);
        std::atomic<int> made{0}, ready{0};
        std::string winner;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&, i] {
                const std::string text(10'000, static_cast<char>('a' + i));
                ++ready;
                while (ready != 4) std::this_thread::yield();
                if (!store.create(name, text)) return;
                ++made;
                winner = text;
            });
        for (std::thread& one : threads) one.join();
        CHECK(made == 1);
        CHECK(store.read(name) == winner);
    }
}

TEST_CASE("delta/local_store: what a killed process has left goes after an hour") {
    const test::scratch folder;
    local_store{folder / "t"}.put("_delta_log/.spate-1-1.tmp", "old");
    local_store{folder / "t"}.put("_delta_log/.spate-1-2.tmp", "new");
    std::filesystem::last_write_time(folder / "t/_delta_log/.spate-1-1.tmp", std::filesystem::file_time_type::clock::now() - std::chrono::hours{2});
    CHECK(local_store{folder / "t"}.create("_delta_log/0", ""));
    CHECK(test::file_names(folder / "t/_delta_log") == std::set<std::string>{".spate-1-2.tmp", "0"});
}

TEST_CASE("delta/local_store: what the system refuses is an io_error that names the file") {
    const test::scratch folder;
    test::write_file(folder / "file", "");
    local_store store{folder / "file"};
    CHECK_THROWS_AS((void)store.create("_delta_log/0", ""), io_error);
    try {
        store.put("x", "y");
        FAIL("a file cannot hold files");
    } catch (const io_error& error) {
        CHECK(std::string{error.what()}.find(folder / "file") != std::string::npos);
    }
}
