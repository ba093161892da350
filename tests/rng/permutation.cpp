// SPDX-License-Identifier: Apache-2.0
#include <spate/rng/permutation.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <span>
#include <vector>

#include "../support/random.hpp"

using namespace spate;

namespace {
constexpr key128 keys[] = {{0, 0}, {1, 0}, {0, 1}, {~std::uint64_t{0}, ~std::uint64_t{0}}, {0x0123456789abcdefu, 0xfedcba9876543210u}};
}

TEST_CASE("rng/permutation: divisor divides like the machine") {
    test::dice dice{1};
    std::vector<std::uint64_t> numbers{0,
                                       1,
                                       2,
                                       3,
                                       4,
                                       5,
                                       511,
                                       512,
                                       513,
                                       65'535,
                                       65'536,
                                       65'537,
                                       (std::uint64_t{1} << 32) - 1,
                                       std::uint64_t{1} << 32,
                                       (std::uint64_t{1} << 63) - 1,
                                       std::uint64_t{1} << 63,
                                       (std::uint64_t{1} << 63) + 1,
                                       ~std::uint64_t{0} - 1,
                                       ~std::uint64_t{0}};
    for (int i = 0; i < 300; ++i) numbers.push_back(dice.word() >> dice.below(64));
    for (const std::uint64_t by : numbers) {
        if (by == 0) continue;
        const divisor division{by};
        CHECK(division.value() == by);
        for (const std::uint64_t n : numbers) {
            const auto [quotient, remainder] = division.divide(n);
            REQUIRE_MESSAGE(quotient == n / by, n << " / " << by);
            REQUIRE_MESSAGE(remainder == n % by, n << " % " << by);
        }
    }
}

TEST_CASE("rng/permutation: a bijection for every size from 1 to 300 and for others, under any key") {
    std::vector<std::uint64_t> sizes;
    for (std::uint64_t n = 1; n <= 300; ++n) sizes.push_back(n);
    for (const std::uint64_t n : {1000u, 4095u, 4096u, 4097u, 65'535u, 65'536u, 65'537u, 100'003u}) sizes.push_back(n);
    for (const std::uint64_t n : sizes) {
        const permutation order{n};
        CHECK(order.size() == n);
        for (const key128& key : keys) {
            std::vector<bool> seen(n);
            for (std::uint64_t i = 0; i < n; ++i) {
                const std::uint64_t to = order(key, i);
                REQUIRE_MESSAGE(to < n, i << " of " << n << " goes to " << to);
                REQUIRE_MESSAGE(!seen[to], "two of " << n << " go to " << to);
                seen[to] = true;
            }
        }
    }
}

TEST_CASE("rng/permutation: in range and without a collision in samples of very large sizes") {
    test::dice dice{2};
    for (const std::uint64_t n : {(std::uint64_t{1} << 32) - 1, std::uint64_t{1} << 48, (std::uint64_t{1} << 48) + 1, (std::uint64_t{1} << 63) + 5,
                                  ~std::uint64_t{0} - 1, ~std::uint64_t{0}}) {
        CAPTURE(n);
        const permutation order{n};
        std::set<std::uint64_t> from, to;
        for (int i = 0; i < 20'000; ++i)
            from.insert(i % 4 == 0 ? dice.below(n) : i % 4 == 1 ? dice.below(5000) : i % 4 == 2 ? n - 1 - dice.below(5000) : n / 2 + dice.below(5000));
        for (const std::uint64_t index : from) {
            const std::uint64_t place = order(keys[4], index);
            REQUIRE(place < n);
            to.insert(place);
        }
        CHECK(to.size() == from.size());
        // The places lie everywhere: eight equal parts of the range, each with an eighth of the sample (six standard deviations).
        std::size_t parts[8] = {};
        for (const std::uint64_t place : to) ++parts[static_cast<std::size_t>((static_cast<uint128>(place) * 8) / n)];
        const double mean = static_cast<double>(to.size()) / 8;
        for (const std::size_t part : parts) CHECK(std::abs(static_cast<double>(part) - mean) < 6 * std::sqrt(mean));
    }
}

TEST_CASE("rng/permutation: map is the call, several at a time") {
    for (const std::uint64_t n : {std::uint64_t{77}, std::uint64_t{65'536}, (std::uint64_t{1} << 40) + 1}) {
        const permutation order{n};
        std::vector<std::uint64_t> out(70);
        for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{8}, std::size_t{9}, std::size_t{70}}) {
            for (const std::uint64_t first : {std::uint64_t{0}, n / 3, n - size}) {
                if (first + size > n) continue;
                std::fill(out.begin(), out.end(), 42);
                order.map(keys[1], first, std::span{out}.first(size));
                for (std::size_t i = 0; i < size; ++i) CHECK(out[i] == order(keys[1], first + i));
                for (std::size_t i = size; i < out.size(); ++i) CHECK(out[i] == 42);
            }
        }
    }
}

TEST_CASE("rng/permutation: map is the call in every kernel, at every size and everywhere") {
    test::dice dice{3};
    std::vector<std::uint64_t> sizes;
    for (const int bits : {4, 5, 16, 31, 32, 33, 40, 47, 48, 49, 63})
        for (const int more : {-1, 0, 1}) sizes.push_back((std::uint64_t{1} << bits) + static_cast<std::uint64_t>(static_cast<std::int64_t>(more)));
    for (const std::uint64_t root : {65'536u, 65'537u, 1'000'003u, 16'777'215u, 16'777'216u})
        for (const std::uint64_t more : {std::uint64_t{0}, std::uint64_t{1}, root}) sizes.push_back(root * root + more);
    for (int i = 0; i < 200; ++i) sizes.push_back((dice.word() >> dice.below(48)) + 17);
    std::vector<std::uint64_t> out(64);
    for (const std::uint64_t n : sizes) {
        const permutation order{n};
        const key128 key{dice.word(), dice.word()};
        const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), n));
        for (const std::uint64_t first : {std::uint64_t{0}, n - size, dice.below(n - size + 1), dice.below(n - size + 1)}) {
            order.map(key, first, std::span{out}.first(size));
            for (std::size_t i = 0; i < size; ++i) REQUIRE_MESSAGE(out[i] == order(key, first + i), (first + i) << " of " << n);
        }
    }
}

TEST_CASE("rng/permutation: scatters, and every key differently") {
    constexpr std::uint64_t n = 65'536;
    const permutation order{n};
    std::vector<std::uint64_t> to(n);
    order.map(keys[4], 0, to);
    std::size_t neighbours = 0, fixed = 0, longest = 0, run = 0;
    std::uint64_t distance = 0;
    for (std::uint64_t i = 0; i + 1 < n; ++i) {
        neighbours += to[i + 1] == to[i] + 1;
        run = to[i + 1] == to[i] + 1 ? run + 1 : 0;
        longest = std::max(longest, run);
        fixed += to[i] == i;
        distance += to[i] > i ? to[i] - i : i - to[i];
    }
    // Of a random permutation one neighbour pair and one fixed point are expected, and a mean distance of a third of the range.
    CHECK(neighbours < 15);
    CHECK(longest < 4);
    CHECK(fixed < 15);
    CHECK(distance / n > n / 3 - n / 50);
    CHECK(distance / n < n / 3 + n / 50);
    // Differences between neighbours: none is frequent, as in a walk with a fixed stride. A random permutation has about nine of its most
    // frequent one; this one, under keys that are hashed (as ratio_mapper's are), had 47 to 128.
    for (std::uint64_t number = 0; number < 8; ++number) {
        const key128 hashed{mix(keys[4].low ^ number), mix(keys[4].high + number)};
        std::vector<std::uint16_t> steps(n);
        std::uint16_t most = 0;
        order.map(hashed, 0, to);
        for (std::uint64_t i = 0; i + 1 < n; ++i) most = std::max(most, ++steps[(to[i + 1] - to[i]) % n]);
        CHECK(most < 400);
    }
    order.map(keys[4], 0, to);
    for (const key128& other : {key128{keys[4].low + 1, keys[4].high}, {keys[4].low, keys[4].high + 1}}) {
        std::size_t same = 0;
        for (std::uint64_t i = 0; i < n; ++i) same += order(other, i) == to[i];
        CHECK(same < 15);
    }
}

TEST_CASE("rng/permutation: constant expressions and contracts") {
    static_assert(permutation{100}(key128{1, 2}, 50) < 100);
    static_assert(noexcept(permutation{3}(key128{}, 1)));
    static_assert(noexcept(divisor{3}.divide(1)));
    static_assert(permutation{1}(key128{9, 9}, 0) == 0);
    CHECK(permutation{100}(key128{1, 2}, 50) < 100);
}

TEST_CASE("rng/permutation: the inverse goes back, for small sizes and large") {
    test::dice dice{5};
    std::vector<std::uint64_t> sizes;
    for (std::uint64_t n = 1; n <= 70; ++n) sizes.push_back(n);
    for (const std::uint64_t n :
         {std::uint64_t{1'000'000}, std::uint64_t{1} << 32, (std::uint64_t{1} << 32) + 1, std::uint64_t{1} << 48, (std::uint64_t{1} << 62) + 12'345})
        sizes.push_back(n);
    for (const std::uint64_t n : sizes) {
        const permutation order{n};
        for (const key128& key : keys)
            for (std::uint64_t i = 0; i < 70; ++i) {
                const std::uint64_t index = n <= 70 ? i % n : dice.below(n);
                REQUIRE(order.inverse(key, order(key, index)) == index);
            }
    }
}
