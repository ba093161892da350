// SPDX-License-Identifier: Apache-2.0
#include <spate/shape/compressible.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include <spate/bytes/concat.hpp>
#include <spate/bytes/patterns.hpp>
#include <spate/bytes/random_bytes.hpp>
#include <spate/bytes/take.hpp>
#include <spate/rng/ars.hpp>

#include "../support/hash.hpp"

using namespace spate;

namespace {

template <class Source>
std::vector<std::byte> part_of(const Source& source, std::uint64_t offset, std::size_t size) {
    std::vector<std::byte> bytes(size, std::byte{0x5a});
    source.fill(offset, bytes);
    return bytes;
}

std::string refused(ratio asked) {
    try {
        (void)(random_bytes{seed{1}} | compressible(asked));
    } catch (const config_error& error) {
        return error.what();
    }
    return "accepted";
}

// The bytes again, from the description alone: a prefix of the base's cell, then one match at a fixed distance.
std::vector<std::byte> described(std::span<const std::byte> base, std::size_t cell, double asked) {
    const auto [literals, distance] = detail::layout_for(asked, cell);
    std::vector<std::byte> out(base.begin(), base.end());
    for (std::size_t begin = 0; begin < out.size(); begin += cell)
        for (std::size_t i = begin + literals; i < std::min(begin + cell, out.size()); ++i) out[i] = out[i - distance];
    return out;
}

template <class Source>
void check_sectors(const Source& source, std::size_t size) {
    const auto bytes = part_of(source, 0, size);
    std::set<std::uint64_t> sectors;
    for (std::size_t at = 0; at + 512 <= size; at += 512) {
        const std::span sector = std::span{bytes}.subspan(at, 512);
        REQUIRE_MESSAGE(sectors.insert(test::hash(sector)).second, "the sector at " << at << " stands elsewhere too");
        REQUIRE(std::any_of(sector.begin(), sector.end(), [](std::byte b) { return b != std::byte{0}; }));
    }
}

}  // namespace

TEST_CASE("shape/compressible: cells are as described, for every ratio and base") {
    for (const double asked : {1.0, 1.01, 1.1, 1.5, 2.0, 2.5, 3.0, 4.0, 7.7, 10.0, 40.0, 90.0}) {
        CAPTURE(asked);
        const auto data = random_bytes{seed{1}} | compressible(asked);
        CHECK(data.literals() == detail::layout_for(asked, 4096).literals);
        CHECK(part_of(data, 0, 300'000) == described(part_of(random_bytes{seed{1}}, 0, 300'000), 4096, asked));
        const auto over_counter = counter_bytes{} | compressible(asked);
        CHECK(part_of(over_counter, 0, 100'000) == described(part_of(counter_bytes{}, 0, 100'000), 4096, asked));
        const auto large = random_bytes<rng::shishua<16384>>{seed{1}} | compressible(asked);
        CHECK(part_of(large, 0, 100'000) == described(part_of(random_bytes<rng::shishua<16384>>{seed{1}}, 0, 100'000), 16384, asked));
        const auto small = random_bytes<rng::shishua<512>>{seed{1}} | compressible(asked);
        CHECK(part_of(small, 0, 100'000) == described(part_of(random_bytes<rng::shishua<512>>{seed{1}}, 0, 100'000), 4096, asked));
        const auto ending = concat(pattern_bytes{"x"} | take(5001), random_bytes{seed{2}} | take(60'000)) | compressible(asked);
        CHECK(ending.size() == 65'001);
        CHECK(part_of(ending, 0, 65'001) == described(part_of(concat(pattern_bytes{"x"} | take(5001), random_bytes{seed{2}}), 0, 65'001), 4096, asked));
    }
}

TEST_CASE("shape/compressible: ratio 1 leaves the base as it is") {
    CHECK(part_of(random_bytes{seed{3}} | compressible(1.0), 777, 100'000) == part_of(random_bytes{seed{3}}, 777, 100'000));
    CHECK(part_of(random_bytes<rng::ars<5>>{seed{3}} | compressible(ratio{7, 7}), 1, 50'000) == part_of(random_bytes<rng::ars<5>>{seed{3}}, 1, 50'000));
    CHECK(part_of(counter_bytes{} | compressible(1.0), 3, 10'000) == part_of(counter_bytes{}, 3, 10'000));
}

TEST_CASE("shape/compressible: no sector equals another and none is zero, up to the largest ratio") {
    for (const double asked : {1.0, 1.1, 1.5, 2.0, 4.0, 16.0, 64.0, 99.0}) {
        CAPTURE(asked);
        check_sectors(random_bytes{seed{4}} | compressible(asked), 4 << 20);
    }
    check_sectors(random_bytes<rng::shishua<65536>>{seed{4}} | compressible(100.0), 4 << 20);
}

TEST_CASE("shape/compressible: literals grow with the ratio's inverse; no layout repeats a sector") {
    for (const std::size_t cell : {std::size_t{4096}, std::size_t{16384}, std::size_t{65536}}) {
        std::size_t before = cell;
        for (std::uint64_t tenths = 11; tenths < 990; ++tenths) {
            const auto [literals, distance] = detail::layout_for(ratio{tenths, 10}, cell);
            CHECK(literals <= before + 1);
            CHECK(distance <= literals);
            CHECK((distance >= 64 || distance == literals));
            before = literals;
            for (std::size_t apart = 512; apart < cell; apart += 512) REQUIRE(apart % distance != 0);
        }
    }
}

TEST_CASE("shape/compressible: what makes no sense is refused by name, with what would be right") {
    CHECK(refused(ratio{1, 2}) == "compress: 0.5 is below 1; use a ratio from 1 to 99");
    CHECK(refused(ratio{0, 1}).starts_with("compress: 0 is below 1"));
    CHECK(refused(99.0) == "accepted");
    CHECK(refused(200.0) == "compress: 200 is more than a unit of 4096 bytes can be compressed by; use a ratio from 1 to 99");
    CHECK(refused(4294967295.0).starts_with("compress: "));
    // A ratio is refused before it comes to compression; the file of the same name with fast_math asks the same under -ffast-math.
    CHECK_THROWS_AS((void)compressible(std::numeric_limits<double>::quiet_NaN()), config_error);
    CHECK_THROWS_AS((void)compressible(std::numeric_limits<double>::infinity()), config_error);
    CHECK_THROWS_AS((void)compressible(-1.0), config_error);
}

TEST_CASE("shape/compressible: models what it says") {
    using over_random = decltype(random_bytes{seed{1}} | compressible(2.0));
    static_assert(cell_source<over_random> && store_aware_source<over_random> && reseedable_source<over_random>);
    using over_counter = decltype(counter_bytes{} | compressible(2.0));
    static_assert(cell_source<over_counter> && store_aware_source<over_counter> && !reseedable_source<over_counter>);
    static_assert(sizeof(over_random) <= 128);
    CHECK((random_bytes{seed{5}} | compressible(2.0)).origin() == seed{5});
}
