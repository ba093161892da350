// SPDX-License-Identifier: Apache-2.0
#include <spate/exec/default_pool.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <cstdio>
#include <thread>

#include <sys/wait.h>

#include "../support/thread_sanitizer.hpp"

namespace {

// True when f() is true in a forked child; false also when the child does not end within some seconds.
template <class Function>
bool in_child(Function f) {
    std::fflush(nullptr);
    const pid_t child = ::fork();
    if (child == 0) ::_exit(f() ? 0 : 1);
    for (int wait = 0; wait < 2000; ++wait) {
        int status = 0;
        if (::waitpid(child, &status, WNOHANG) == child) return WIFEXITED(status) && WEXITSTATUS(status) == 0;
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    return false;
}

bool works(spate::thread_pool& pool) {
    std::atomic<std::size_t> sum{0};
    pool.bulk(1000, [&](std::size_t i) { sum.fetch_add(i, std::memory_order_relaxed); });
    return sum.load() == 499'500;
}

// How many threads take part when each call waits for the others.
std::size_t threads_of(spate::thread_pool& pool) {
    std::atomic<std::size_t> inside{0};
    pool.bulk(pool.concurrency(), [&](std::size_t) {
        inside.fetch_add(1);
        for (int wait = 0; wait < 2000 && inside.load() < pool.concurrency(); ++wait) std::this_thread::sleep_for(std::chrono::milliseconds{1});
    });
    return inside.load();
}

}  // namespace

TEST_CASE("exec/default_pool: made once, by whoever comes first") {
    std::atomic<spate::thread_pool*> pools[4] = {};
    std::vector<std::thread> users;
    for (auto& pool : pools) users.emplace_back([&pool] { pool.store(&spate::default_pool()); });
    for (std::thread& user : users) user.join();
    for (auto& pool : pools) CHECK(pool.load() == &spate::default_pool());
    CHECK(works(spate::default_pool()));
    CHECK(spate::default_pool().concurrency() >= 1);
}

TEST_CASE("exec/default_pool: made again after fork, and again in the child's child" * doctest::skip(SPATE_TEST_UNDER_TSAN)) {
    spate::thread_pool* const parents = &spate::default_pool();
    CHECK(works(*parents));
    CHECK(in_child([&] {
        spate::thread_pool& mine = spate::default_pool();
        return &mine != parents && works(mine) && threads_of(mine) == mine.concurrency() &&
               in_child([&] { return &spate::default_pool() != &mine && works(spate::default_pool()); });
    }));
    CHECK(&spate::default_pool() == parents);
    CHECK(works(*parents));
}

TEST_CASE("exec/default_pool: fork in the middle of a bulk" * doctest::skip(SPATE_TEST_UNDER_TSAN)) {
    std::atomic<bool> runs{false}, end{false};
    std::thread user{[&] {
        spate::default_pool().bulk(8, [&](std::size_t) {
            runs.store(true);
            while (!end.load()) std::this_thread::sleep_for(std::chrono::milliseconds{1});
        });
    }};
    while (!runs.load()) std::this_thread::yield();
    CHECK(in_child([] { return works(spate::default_pool()); }));
    end.store(true);
    user.join();
    CHECK(works(spate::default_pool()));
}

TEST_CASE("exec/default_pool: a user's own pool in a forked child works without its threads" * doctest::skip(SPATE_TEST_UNDER_TSAN)) {
    auto pool = std::make_unique<spate::thread_pool>(spate::pool_options{.threads = 3});
    CHECK(works(*pool));
    CHECK(in_child([&] {
        const bool good = works(*pool);
        pool.reset();
        return good;
    }));
}
