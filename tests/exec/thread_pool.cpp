// SPDX-License-Identifier: Apache-2.0
#include <spate/exec/thread_pool.hpp>

#include <doctest/doctest.h>

#include <algorithm>

#include <chrono>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

using spate::pool_options;
using spate::thread_pool;

namespace {

// How often each index ran.
class tally {
public:
    explicit tally(std::size_t n) : counts_(n) {}
    void operator()(std::size_t i) { counts_.at(i).fetch_add(1, std::memory_order_relaxed); }
    [[nodiscard]] bool each_once() const {
        for (const auto& count : counts_)
            if (count.load() != 1) return false;
        return true;
    }

private:
    std::vector<std::atomic<int>> counts_;
};

void function(std::size_t) {}

}  // namespace

TEST_CASE("exec/thread_pool: every index once, with 1 to 64 threads") {
    for (const std::size_t threads : {1u, 2u, 3u, 7u, 16u, 64u}) {
        thread_pool pool{{.threads = threads}};
        CHECK(pool.concurrency() == threads);
        CHECK(pool.places().size() == threads);
        for (const std::size_t n : {0u, 1u, 2u, 3u, 5u, 63u, 64u, 65u, 1000u, 300'001u}) {
            CAPTURE(threads);
            CAPTURE(n);
            tally counts{n};
            pool.bulk(n, counts);
            CHECK(counts.each_once());
        }
        pool.bulk(3, function);
    }
}

TEST_CASE("exec/thread_pool: many jobs, one after the other") {
    for (const std::size_t threads : {2u, 5u}) {
        thread_pool pool{{.threads = threads, .pin = threads == 2}};
        for (int job = 0; job < 3000; ++job) {
            const auto n = static_cast<std::size_t>(2 + job % 9);
            std::vector<int> plain(n, 0);  // not atomic: what a job wrote must be visible after it
            pool.bulk(n, [&](std::size_t i) { plain[i] += 1 + job; });
            for (const int value : plain) REQUIRE(value == 1 + job);
            if (job % 500 == 0) std::this_thread::sleep_for(std::chrono::milliseconds{1});
        }
    }
}

TEST_CASE("exec/thread_pool: the threads do take part") {
    thread_pool pool{{.threads = 4}};
    std::mutex mutex;
    std::set<std::thread::id> seen;
    // Each call stays until all four have come (or for too long).
    pool.bulk(4, [&](std::size_t) {
        for (int wait = 0; wait < 5000; ++wait) {
            {
                const std::lock_guard lock{mutex};
                seen.insert(std::this_thread::get_id());
                if (seen.size() == 4) return;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
        }
    });
    CHECK(seen.size() == 4);
    CHECK(seen.count(std::this_thread::get_id()) == 1);
}

TEST_CASE("exec/thread_pool: the first exception comes out, the rest does not run, the pool goes on") {
    thread_pool pool{{.threads = 4}};
    for (int round = 0; round < 200; ++round) {
        std::atomic<int> calls{0};
        CHECK_THROWS_WITH_AS(pool.bulk(100'000,
                                       [&](std::size_t i) {
                                           calls.fetch_add(1, std::memory_order_relaxed);
                                           if (i % 1000 == 10) throw std::runtime_error{"ten"};
                                       }),
                             "ten", std::runtime_error);
        CHECK(calls.load() < 100'000);
        tally counts{50};
        pool.bulk(50, counts);
        CHECK(counts.each_once());
    }
}

TEST_CASE("exec/thread_pool: after one exception nobody begins another call") {
    thread_pool pool{{.threads = 4}};
    for (int round = 0; round < 10; ++round) {
        std::atomic<int> calls{0};
        CHECK_THROWS_AS(pool.bulk(20'000,
                                  [&](std::size_t i) {
                                      calls.fetch_add(1, std::memory_order_relaxed);
                                      if (i == 10) throw 10;
                                      std::this_thread::sleep_for(std::chrono::microseconds{20});
                                  }),
                        int);
        CHECK(calls.load() < 19'000);
    }
}

TEST_CASE("exec/thread_pool: bulk within bulk, in the same pool and across two") {
    thread_pool pool{{.threads = 3}}, other{{.threads = 3}};
    std::atomic<int> calls{0};
    pool.bulk(6, [&](std::size_t) {
        pool.bulk(6, [&](std::size_t) { other.bulk(6, [&](std::size_t) { pool.bulk(2, [&](std::size_t) { calls.fetch_add(1); }); }); });
    });
    CHECK(calls.load() == 6 * 6 * 6 * 2);
    CHECK_THROWS_AS(pool.bulk(4, [&](std::size_t) { pool.bulk(4, [](std::size_t) { throw 1; }); }), int);
}

TEST_CASE("exec/thread_pool: calls from several threads at once") {
    thread_pool pool{{.threads = 3}};
    std::vector<std::thread> users;
    std::atomic<int> wrong{0};
    for (int user = 0; user < 4; ++user)
        users.emplace_back([&, user] {
            for (int job = 0; job < 300; ++job) {
                tally counts{static_cast<std::size_t>(1 + (job * 7 + user) % 40)};
                pool.bulk(static_cast<std::size_t>(1 + (job * 7 + user) % 40), counts);
                if (!counts.each_once()) wrong.fetch_add(1);
            }
        });
    for (std::thread& user : users) user.join();
    CHECK(wrong.load() == 0);
}

TEST_CASE("exec/thread_pool: a call that found the workers taken gets them when they are free") {
    thread_pool pool{{.threads = 2}};
    std::atomic<bool> first_runs{false}, first_may_end{false};
    std::thread first{[&] {
        pool.bulk(2, [&](std::size_t) {
            first_runs.store(true);
            while (!first_may_end.load()) std::this_thread::sleep_for(std::chrono::milliseconds{1});
        });
    }};
    while (!first_runs.load()) std::this_thread::yield();
    std::mutex mutex;
    std::set<std::thread::id> seen;
    pool.bulk(2000, [&](std::size_t i) {
        if (i == 3) first_may_end.store(true);
        if (i >= 3) std::this_thread::sleep_for(std::chrono::milliseconds{1});
        const std::lock_guard lock{mutex};
        seen.insert(std::this_thread::get_id());
    });
    first.join();
    CHECK(seen.size() == 2);
}

TEST_CASE("exec/thread_pool: the caller's affinity is its own") {
    const auto before = spate::detail::os::process_affinity();
    {
        thread_pool pool;
        pool.bulk(100, [](std::size_t) {});
    }
    CHECK(spate::detail::os::process_affinity() == before);
}

TEST_CASE("exec/thread_pool: workers are bound to where they were placed") {
#if defined(__linux__)
    thread_pool pool{{.threads = spate::detail::os::process_affinity().size()}};
    std::set<unsigned> allowed;
    for (const auto& place : pool.places()) allowed.insert(place.cpus.begin(), place.cpus.end());
    const std::thread::id caller = std::this_thread::get_id();
    std::atomic<int> outside{0};
    for (int round = 0; round < 20; ++round)
        pool.bulk(64, [&](std::size_t) {
            if (std::this_thread::get_id() == caller) return;
            cpu_set_t set;
            CPU_ZERO(&set);
            if (::sched_getaffinity(0, sizeof set, &set) != 0) return;
            for (unsigned cpu = 0; cpu < CPU_SETSIZE; ++cpu)
                if (CPU_ISSET(cpu, &set) && allowed.count(cpu) == 0) outside.fetch_add(1);
            if (pool.concurrency() == pool.places().size() && pool.places()[0].cpus.size() == 1 && CPU_COUNT(&set) != 1) outside.fetch_add(1);
        });
    CHECK(outside.load() == 0);
#endif
}

TEST_CASE("exec/thread_pool: options that this machine cannot meet") {
    CHECK_THROWS_WITH_AS(thread_pool{{.numa = spate::numa_policy::on_node(4000)}}, doctest::Contains("node 4000 does not exist"), spate::config_error);
    CHECK_THROWS_WITH_AS(thread_pool{{.threads = 5000}}, doctest::Contains("use 4096 or fewer"), spate::config_error);
    thread_pool pool{{.numa = spate::numa_policy::uma()}};
    CHECK(pool.numa().is_uma());
}

TEST_CASE("exec/thread_pool: idle threads sleep") {
    thread_pool pool{{.threads = 8}};
    pool.bulk(100, [](std::size_t) {});
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
    timespec before{}, after{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
    std::this_thread::sleep_for(std::chrono::milliseconds{200});
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
    const double used = static_cast<double>(after.tv_sec - before.tv_sec) + static_cast<double>(after.tv_nsec - before.tv_nsec) * 1e-9;
    CHECK(used < 0.05);
}
