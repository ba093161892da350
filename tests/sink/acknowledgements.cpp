// SPDX-License-Identifier: Apache-2.0
#include <spate/sink/acknowledgements.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <thread>
#include <utility>
#include <vector>

using namespace spate;

namespace {

// Parts of [first, end) in a random order.
std::vector<std::pair<std::uint64_t, std::uint64_t>> shuffled_parts(std::uint64_t first, std::uint64_t end, std::mt19937& random) {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> out;
    while (first < end) {
        const std::uint64_t next = std::min<std::uint64_t>(end, first + 1 + random() % 50);
        out.emplace_back(first, next);
        first = next;
    }
    std::shuffle(out.begin(), out.end(), random);
    return out;
}

}  // namespace

TEST_CASE("all below is acknowledged, and nothing more is claimed, whatever the order") {
    for (unsigned seed = 0; seed < 20; ++seed) {
        std::mt19937 random{seed};
        acknowledgements done{100};
        CHECK(done.below() == 100);
        std::vector<bool> there(1000);
        for (const auto& [first, end] : shuffled_parts(100, 1000, random)) {
            done.add(first, end);
            std::fill(there.begin() + static_cast<std::ptrdiff_t>(first), there.begin() + static_cast<std::ptrdiff_t>(end), true);
            const auto gap = std::find(there.begin() + 100, there.end(), false) - there.begin();
            CHECK(done.below() == static_cast<std::uint64_t>(gap));
        }
        CHECK(done.below() == 1000);
        CHECK(done.waiting() == 0);
    }
}

TEST_CASE("ranges of nothing change nothing, and those behind a gap wait") {
    acknowledgements done;
    done.add(0, 0);
    done.add(5, 5);
    CHECK(done.below() == 0);
    CHECK(done.waiting() == 0);
    done.add(10, 20);
    done.add(30, 40);
    CHECK(done.waiting() == 2);
    done.add(0, 10);
    CHECK(done.below() == 20);
    CHECK(done.waiting() == 1);
}

TEST_CASE("threads acknowledge at once, and what is seen meanwhile never decreases") {
    std::mt19937 random{3};
    const auto parts = shuffled_parts(0, 200'000, random);
    acknowledgements done;
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (std::size_t i = t; i < parts.size(); i += 4) done.add(parts[i].first, parts[i].second);
        });
    std::uint64_t last = 0;
    bool decreased = false;
    for (int i = 0; i < 1000; ++i) {
        const std::uint64_t now = done.below();
        decreased = decreased || now < last;
        last = now;
    }
    for (std::thread& one : threads) one.join();
    CHECK(!decreased);
    CHECK(done.below() == 200'000);
}
