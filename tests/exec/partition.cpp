// SPDX-License-Identifier: Apache-2.0
#include <spate/exec/partition.hpp>

#include <doctest/doctest.h>

#include <initializer_list>

using spate::even_share;
using spate::index_range;

static_assert(even_share(10, 0, 4) == index_range{0, 3});
static_assert(even_share(10, 1, 4) == index_range{3, 6});
static_assert(even_share(10, 2, 4) == index_range{6, 8});
static_assert(even_share(10, 3, 4) == index_range{8, 10});
static_assert(even_share(0, 2, 3) == index_range{0, 0});

TEST_CASE("exec/partition: shares cover everything once and differ by one at most") {
    for (std::uint64_t n : {0u, 1u, 2u, 3u, 63u, 64u, 65u, 1000u})
        for (std::uint64_t size : {1u, 2u, 3u, 7u, 64u, 100u}) {
            std::uint64_t at = 0;
            for (std::uint64_t rank = 0; rank < size; ++rank) {
                const index_range share = even_share(n, rank, size);
                CHECK(share.begin == at);
                CHECK(share.size() >= n / size);
                CHECK(share.size() <= (n + size - 1) / size);
                at = share.end;
            }
            CHECK(at == n);
        }
}

TEST_CASE("exec/partition: no size overflows") {
    const std::uint64_t most = ~std::uint64_t{0};
    CHECK(even_share(most, 0, 3) == index_range{0, most / 3});
    CHECK(even_share(most, 2, 3) == index_range{most / 3 * 2, most});
    CHECK(even_share(most, most - 1, most) == index_range{most - 1, most});
}
