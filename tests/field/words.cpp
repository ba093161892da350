// SPDX-License-Identifier: Apache-2.0
#include <spate/field/words.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

using namespace spate;

TEST_CASE("field/words: any part of a column's words is the same as in the whole") {
    const key128 key = column_key(seed{42}, "orders", "price");
    std::vector<std::uint64_t> whole(2000);
    words(key, 0, {whole.data(), whole.size()});
    for (const std::uint64_t first : {0u, 1u, 511u, 512u, 777u})
        for (const std::size_t count : {1u, 3u, 512u, 1000u}) {
            std::vector<std::uint64_t> part(count);
            words(key, first, {part.data(), count});
            for (std::size_t i = 0; i < count; ++i) REQUIRE(part[i] == whole[first + i]);
        }
}

TEST_CASE("field/words: keys hang on the seed, the schema, the path and the purpose") {
    const key128 key = column_key(seed{1}, "t", "a");
    CHECK(key == column_key(seed{1}, "t", "a"));
    for (const key128& other : {column_key(seed{2}, "t", "a"), column_key(seed{1}, "u", "a"), column_key(seed{1}, "t", "b"), column_key(key, "null")})
        CHECK(other != key);
    CHECK(column_key(key, "null") != column_key(key, "length"));
    // Both halves of a key hang on the purpose, and on both halves of the key that it is made of.
    const key128 made = column_key(key, "null");
    CHECK(made.low != column_key(key, "length").low);
    CHECK(made.high != column_key(key, "length").high);
    CHECK(column_key({key.low + 1, key.high}, "null").low != made.low);
    CHECK(column_key({key.low, key.high + 1}, "null").high != made.high);
    // Golden: keys may never change.
    CHECK(key.low == 0x33e9d5d6aefd6a46u);
    CHECK(key.high == 0x1f8800acf92b9fb6u);
    CHECK(made.low == 0x5062ca17256a0ebau);
    CHECK(made.high == 0x653f38138d970a9bu);
}
