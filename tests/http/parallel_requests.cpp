// SPDX-License-Identifier: Apache-2.0

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <spate/http/parallel_requests.hpp>

namespace {

using namespace std::chrono_literals;
using range = std::pair<std::uint64_t, std::uint64_t>;
using spate::parallel_requests;
using spate::request_state;

// The ranges that were taken, in the order in which they were.
struct taken {
    std::mutex lock;
    std::vector<range> ranges;

    void add(std::uint64_t first, std::uint64_t end) {
        const std::lock_guard hold{lock};
        ranges.emplace_back(first, end);
    }
};

bool is_partition(std::vector<range> ranges, std::uint64_t first, std::uint64_t end) {
    std::sort(ranges.begin(), ranges.end());
    for (const auto& [begin, stop] : ranges) {
        if (begin != first || stop <= begin) return false;
        first = stop;
    }
    return first == end;
}

std::string failure_of(parallel_requests& requests) {
    try {
        requests.flush();
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "nothing";
}

}  // namespace

TEST_CASE("parallel_requests: each place goes to one thread once, in ranges that no block of makers lies across") {
    for (const std::size_t threads : {1u, 3u, 8u}) {
        taken all;
        request_state state{100};
        {
            parallel_requests requests{{threads, 1024}, state, [&](request_state& shared) -> parallel_requests::worker {
                                           return [&](std::uint64_t first, std::uint64_t end) {
                                               all.add(first, end);
                                               shared.acknowledge(first, end, end - first);
                                           };
                                       }};
            requests.send(100, 101);
            requests.send(101, 5000);
            requests.send(5000, 5000);
            requests.send(5000, 50'000);
            requests.flush();
            CHECK(state.acknowledged() == 50'000);
            CHECK(state.counts().acknowledged == 49'900);
        }
        CHECK(is_partition(all.ranges, 100, 50'000));
        if (threads == 1) CHECK(std::is_sorted(all.ranges.begin(), all.ranges.end()));
        for (const auto& [first, end] : all.ranges) CHECK(first / 1024 == (end - 1) / 1024);
    }
}

TEST_CASE("parallel_requests: who sends waits while all threads have enough; small pieces become one") {
    taken all;
    request_state state;
    std::atomic<bool> open = false;
    std::atomic<std::uint64_t> handed = 0;
    parallel_requests requests{{2, 512}, state, [&](request_state& shared) -> parallel_requests::worker {
                                   return [&](std::uint64_t first, std::uint64_t end) {
                                       all.add(first, end);
                                       while (!open && shared.wait(1ms)) continue;
                                       shared.acknowledge(first, end, 1);
                                   };
                               }};
    std::thread sender{[&] {
        for (std::uint64_t place = 0; place < 51'200; place += 64) {
            requests.send(place, place + 64);
            handed = place + 64;
        }
    }};
    std::this_thread::sleep_for(100ms);
    // Two ranges under way and two that wait.
    CHECK(handed <= 4 * 512);
    CHECK(state.acknowledged() == 0);
    open = true;
    sender.join();
    requests.flush();
    CHECK(state.acknowledged() == 51'200);
    CHECK(is_partition(all.ranges, 0, 51'200));
    CHECK(all.ranges.size() < 51'200 / 64);
}

TEST_CASE("parallel_requests: of failures the earliest is thrown; all before it is sent, and nothing long after it") {
    request_state state;
    parallel_requests requests{{4, 512}, state, [&](request_state& shared) -> parallel_requests::worker {
                                   return [&](std::uint64_t first, std::uint64_t end) {
                                       // The fourth fails at once, the third fails late, and the first two come last.
                                       if (first == 3 * 512) throw std::runtime_error{"fourth"};
                                       std::this_thread::sleep_for(first == 2 * 512 ? 30ms : 60ms);
                                       if (first == 2 * 512) throw std::runtime_error{"third"};
                                       shared.acknowledge(first, end, end - first);
                                   };
                               }};
    try {
        requests.send(0, 100 * 512);
        FAIL("no failure");
    } catch (const std::runtime_error& error) {
        CHECK(std::string{error.what()} == "third");
    }
    CHECK(state.acknowledged() == 1024);
    CHECK_FALSE(state.is_wanted(2 * 512));
    CHECK(state.is_wanted(0));
    CHECK(failure_of(requests) == "third");
    CHECK_THROWS_AS(requests.send(100 * 512, 101 * 512), std::runtime_error);
}

TEST_CASE("parallel_requests: a thread that cannot begin is a failure; what is destroyed gives up") {
    request_state state;
    parallel_requests requests{{2, 512}, state, [](request_state&) -> parallel_requests::worker { throw std::runtime_error{"no client"}; }};
    CHECK_THROWS_AS(requests.send(0, 100'000), std::runtime_error);
    CHECK(failure_of(requests) == "no client");

    request_state stuck;
    const auto begin = std::chrono::steady_clock::now();
    {
        parallel_requests endless{
            {2, 512}, stuck, [](request_state& shared) -> parallel_requests::worker { return [&](std::uint64_t, std::uint64_t) { (void)shared.wait(60s); }; }};
        endless.send(0, 1024);
    }
    CHECK(std::chrono::steady_clock::now() - begin < 10s);
    CHECK(stuck.acknowledged() == 0);

    request_state none;
    const parallel_requests::make_worker idle = [](request_state&) -> parallel_requests::worker { return [](std::uint64_t, std::uint64_t) {}; };
    CHECK_THROWS_AS((parallel_requests{{0, 512}, none, idle}), spate::config_error);
    CHECK_THROWS_AS((parallel_requests{{1, 500}, none, idle}), spate::config_error);
}

TEST_CASE("request_state: counts") {
    request_state state;
    state.begin_request(3, 100);
    state.begin_request(2, 50);
    state.end_request(100);
    state.count_retries();
    state.count_errors(4);
    const spate::delivery_counts counts = state.counts();
    CHECK(counts.sent == 5);
    CHECK(counts.bytes == 150);
    CHECK(counts.bytes_in_flight == 50);
    CHECK(counts.requests == 2);
    CHECK(counts.retries == 1);
    CHECK(counts.errors == 4);
    CHECK(state.wait(1ms));
    state.stop();
    CHECK_FALSE(state.wait(60s));
    CHECK(state.stop_flag());
    CHECK_FALSE(state.is_wanted(0));
}
