// SPDX-License-Identifier: Apache-2.0
#include <spate/core/hash.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <set>
#include <string>

#include "../support/random.hpp"

using namespace spate;

TEST_CASE("core/hash: mix is Stafford's thirteenth finaliser") {
    // SplitMix64 from state 0 gives mix of multiples of the golden ratio; its published first outputs.
    static_assert(mix(0x9e3779b97f4a7c15u) == 0xe220a8397b1dcdafu);
    CHECK(mix(0x9e3779b97f4a7c15u * 2) == 0x6e789e6aa1b965f4u);
    CHECK(mix(0x9e3779b97f4a7c15u * 3) == 0x06c45d188009454fu);
    CHECK(mix(0) == 0);
}

TEST_CASE("core/hash: every input bit of mix changes about half of the output bits") {
    test::dice dice{1};
    for (int bit = 0; bit < 64; ++bit) {
        int changed = 0;
        for (int i = 0; i < 400; ++i) {
            const std::uint64_t word = dice.word();
            changed += std::popcount(mix(word) ^ mix(word ^ std::uint64_t{1} << bit));
        }
        CHECK(changed > 400 * 32 - 6 * 80);
        CHECK(changed < 400 * 32 + 6 * 80);
    }
}

TEST_CASE("core/hash: products and scaling") {
    static_assert(fold_product(0, 5) == 0 && fold_product(3, 5) == 15 && fold_product(std::uint64_t{1} << 63, 4) == 2);
    CHECK(fold_product(~std::uint64_t{0}, ~std::uint64_t{0}) == (std::uint64_t{1} ^ (~std::uint64_t{0} - 1)));
    static_assert(scale(0, 10) == 0 && scale(~std::uint64_t{0}, 10) == 9 && scale(std::uint64_t{1} << 63, 10) == 5);
    for (const std::uint64_t n : {std::uint64_t{1}, std::uint64_t{3}, ~std::uint64_t{0}}) CHECK(scale(~std::uint64_t{0}, n) == n - 1);
}

TEST_CASE("core/hash: names have different hashes") {
    std::set<std::uint64_t> seen;
    std::size_t names = 0;
    for (const std::string& name : {std::string{}, std::string{"a"}, std::string{"b"}, std::string{"ab"}, std::string{"ba"}, std::string{"aa"},
                                    std::string(1, '\0'), std::string(2, '\0')})
        seen.insert(hash_name(name)), ++names;
    for (int i = 0; i < 50'000; ++i) seen.insert(hash_name("column" + std::to_string(i))), ++names;
    CHECK(seen.size() == names);
    static_assert(hash_name("bytes") != hash_name("text"));
}
