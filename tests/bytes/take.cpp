// SPDX-License-Identifier: Apache-2.0
#include <spate/bytes/take.hpp>

#include <doctest/doctest.h>

#include <vector>

#include <spate/bytes/patterns.hpp>
#include <spate/bytes/random_bytes.hpp>

using namespace spate;

TEST_CASE("bytes/take: the first bytes, and never more than there are") {
    const random_bytes base{seed{1}};
    const auto some = base | take(10'001);
    CHECK(some.size() == 10'001);
    CHECK(some.origin() == seed{1});
    std::vector<std::byte> expected(10'001), found(10'001);
    base.fill(0, expected);
    some.fill(0, found);
    CHECK(found == expected);
    some.fill(10'000, std::span{found}.first(1));
    CHECK(found[0] == expected[10'000]);
    CHECK((some | take(20'000)).size() == 10'001);
    CHECK((some | take(7)).size() == 7);
    CHECK((base | take(0)).size() == 0);
    CHECK((base | take(unlimited)).size() == unlimited);
    CHECK(some.verify(0, expected) == std::nullopt);
    CHECK(some.with_seed(seed{2}).size() == 10'001);
    CHECK(some.with_seed(seed{2}).origin() == seed{2});
}

TEST_CASE("bytes/take: models what the base models") {
    using over_random = take_bytes<random_bytes<>>;
    static_assert(cell_source<over_random> && store_aware_source<over_random> && reseedable_source<over_random> && over_random::cell_size == 4096);
    using over_zero = take_bytes<zero_bytes>;
    static_assert(byte_source<over_zero> && !cell_source<over_zero> && !reseedable_source<over_zero>);
    const auto twice = take(100) | take(50);
    CHECK((random_bytes{seed{1}} | twice).size() == 50);
}
