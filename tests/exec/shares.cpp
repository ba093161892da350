// SPDX-License-Identifier: Apache-2.0
#include <spate/exec/detail/shares.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

using spate::index_range;
using spate::detail::shares;

TEST_CASE("exec/shares: one rank alone takes everything, its own share first") {
    for (const std::size_t ranks : {1u, 2u, 3u, 8u})
        for (const std::size_t n : {1u, 2u, 7u, 8u, 9u, 100u, 50'000u, 1'000'003u})
            for (std::size_t rank = 0; rank < ranks; ++rank) {
                shares work{ranks};
                for (int job = 0; job < 2; ++job) {
                    work.begin(n);
                    std::vector<bool> seen(n, false);
                    index_range range{};
                    bool first = true;
                    bool twice = false;
                    while (work.claim(rank, range)) {
                        if (first && n >= 8 * ranks) CHECK(range.begin >= n / ranks * rank);
                        first = false;
                        REQUIRE(range.begin < range.end);
                        REQUIRE(range.end <= n);
                        for (std::uint64_t i = range.begin; i < range.end; ++i) {
                            twice = twice || seen[i];
                            seen[i] = true;
                        }
                    }
                    CHECK_FALSE(twice);
                    CHECK(std::find(seen.begin(), seen.end(), false) == seen.end());
                    CHECK_FALSE(work.claim(rank, range));
                }
            }
}

TEST_CASE("exec/shares: the same indices fall to the same rank in every job") {
    shares work{4};
    index_range before[4], after[4];
    work.begin(64);
    for (std::size_t rank = 0; rank < 4; ++rank) REQUIRE(work.claim(rank, before[rank]));
    work.begin(64);
    for (std::size_t rank = 4; rank-- > 0;) REQUIRE(work.claim(rank, after[rank]));
    for (std::size_t rank = 0; rank < 4; ++rank) {
        CHECK(before[rank] == after[rank]);
        CHECK(before[rank].begin == 16 * rank);
    }
}

TEST_CASE("exec/shares: a huge number of indices") {
    shares work{2};
    work.begin(~std::size_t{0});
    index_range range{};
    REQUIRE(work.claim(1, range));
    CHECK(range.begin >= (~std::uint64_t{0} >> 1) - (std::uint64_t{1} << 54));
    CHECK(range.begin <= (~std::uint64_t{0} >> 1) + (std::uint64_t{1} << 54));
    index_range last = range;
    while (work.claim(1, range)) last = range.begin > last.begin ? range : last;
    CHECK(last.end == ~std::uint64_t{0});
}
