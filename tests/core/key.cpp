// SPDX-License-Identifier: Apache-2.0
#include <spate/core/key.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <set>
#include <utility>

using namespace spate;

namespace {
void insert(std::set<std::uint64_t>& low, std::set<std::uint64_t>& high, const key128& key) { low.insert(key.low), high.insert(key.high); }
}  // namespace

TEST_CASE("core/key: neighbouring seeds, numbers and purposes share no half of a key") {
    std::set<std::uint64_t> low, high;
    std::size_t keys = 0;
    for (std::uint64_t value = 0; value < 300; ++value)
        for (std::uint64_t purpose = 0; purpose < 30; ++purpose) insert(low, high, derive_key(seed{value}, purpose)), ++keys;
    for (std::uint64_t number = 0; number < 20'000; ++number) insert(low, high, derive_key(seed{1}, "a", {number})), ++keys;
    for (std::uint64_t number = 0; number < 5000; ++number) {
        insert(low, high, derive_key(seed{1}, "a", {number, 0}));
        insert(low, high, derive_key(seed{1}, "a", {0, number + 1}));
        insert(low, high, derive_key(seed{~number}, "a", {1, 2, 3}));
        keys += 3;
    }
    CHECK(low.size() == keys);
    CHECK(high.size() == keys);
}

TEST_CASE("core/key: one bit of the seed or of a number changes half of the key") {
    const auto distance = [](const key128& a, const key128& b) { return std::popcount(a.low ^ b.low) + std::popcount(a.high ^ b.high); };
    for (int bit = 0; bit < 64; ++bit) {
        CHECK(distance(derive_key(seed{0}, "bytes"), derive_key(seed{std::uint64_t{1} << bit}, "bytes")) > 30);
        CHECK(distance(derive_key(seed{0}, "bytes", {0}), derive_key(seed{0}, "bytes", {std::uint64_t{1} << bit})) > 30);
    }
}

TEST_CASE("core/key: a constant expression, and a name is its hash") {
    static_assert(derive_key(seed{1}, "x", {1, 2}) == derive_key(seed{1}, hash_name("x"), {1, 2}));
    CHECK(derive_key(seed{1}, "x") != derive_key(seed{1}, "y"));
}
