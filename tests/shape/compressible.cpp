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
#include <spate/core/size.hpp>
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

// The bytes again, from the description alone: each segment's literals are those of the base's cell, from the next multiple of 256 on; then one match.
std::vector<std::byte> described(std::span<const std::byte> base, std::size_t cell, const unit_layout& layout) {
    std::vector<std::byte> out(base.begin(), base.end());
    const cell_shape& shape = layout.shape;
    std::size_t from = 0;
    for (std::size_t begin = 0; begin < out.size(); begin += shape.segment) {
        if (begin % cell == 0) from = begin;
        const std::size_t literals = shape.literals(begin % shape.unit() / shape.segment, layout.literals);
        for (std::size_t i = 0; i < shape.segment && begin + i < out.size(); ++i)
            out[begin + i] = i < literals ? base[from + i] : out[begin + i - shape.distance(literals)];
        from += (literals + 255) / 256 * 256;
    }
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

TEST_CASE("shape/compressible: cells are as described, for every codec, unit, ratio and base") {
    for (const codec& with : {codec::neutral, codec::zlib, codec::snappy})
        for (const std::uint64_t unit : {512_KiB / 1024, 4_KiB, 8_KiB, 32_KiB, 256_KiB})
            for (const double asked : {1.01, 1.1, 1.5, 2.0, 2.5, 4.0, 6.5, 7.7, 9.5, 14.0, 40.0}) {
                if ((unit < 4096 && asked > 7) || (with == codec::snappy && asked > 15)) continue;
                CAPTURE(with.text());
                CAPTURE(unit);
                CAPTURE(asked);
                if (asked > 12 && with == codec::zlib) continue;
                const unit_layout layout = layout_for({.ratio = asked, .codec = with, .unit = unit});
                const auto apply = compressible(compression{.ratio = asked, .codec = with, .unit = unit});
                const auto data = random_bytes{seed{1}} | apply;
                CHECK(data.compress_unit() == unit);
                CHECK(data.literals().count == layout.literals);
                REQUIRE(part_of(data, 0, 300'000) == described(part_of(random_bytes{seed{1}}, 0, 300'000), 4096, layout));
                const auto over_counter = counter_bytes{} | apply;
                REQUIRE(part_of(over_counter, 0, 100'000) == described(part_of(counter_bytes{}, 0, 100'000), 4096, layout));
                const auto large = random_bytes<rng::shishua<16384>>{seed{1}} | apply;
                REQUIRE(part_of(large, 0, 100'000) == described(part_of(random_bytes<rng::shishua<16384>>{seed{1}}, 0, 100'000), 16384, layout));
                const auto small = random_bytes<rng::shishua<512>>{seed{1}} | apply;
                REQUIRE(part_of(small, 0, 100'000) == described(part_of(random_bytes<rng::shishua<512>>{seed{1}}, 0, 100'000), 4096, layout));
                const auto other = random_bytes<rng::ars<5>>{seed{1}} | apply;
                REQUIRE(part_of(other, 0, 100'000) == described(part_of(random_bytes<rng::ars<5>>{seed{1}}, 0, 100'000), 4096, layout));
                const auto ending = concat(pattern_bytes{"x"} | take(5001), random_bytes{seed{2}} | take(60'000)) | apply;
                CHECK(ending.size() == 65'001);
                REQUIRE(part_of(ending, 0, 65'001) ==
                        described(part_of(concat(pattern_bytes{"x"} | take(5001), random_bytes{seed{2}}), 0, 65'001), 4096, layout));
            }
}

TEST_CASE("shape/compressible: ratio 1 leaves the base as it is") {
    CHECK(part_of(random_bytes{seed{3}} | compressible(1.0), 777, 100'000) == part_of(random_bytes{seed{3}}, 777, 100'000));
    CHECK(part_of(random_bytes<rng::ars<5>>{seed{3}} | compressible(ratio{7, 7}), 1, 50'000) == part_of(random_bytes<rng::ars<5>>{seed{3}}, 1, 50'000));
    CHECK(part_of(counter_bytes{} | compressible(1.0), 3, 10'000) == part_of(counter_bytes{}, 3, 10'000));
}

TEST_CASE("shape/compressible: no sector equals another and none is zero, up to the largest ratio") {
    for (const double asked : {1.0, 1.1, 1.5, 2.0, 4.0, 16.0, 64.0, 95.0}) {
        CAPTURE(asked);
        check_sectors(random_bytes{seed{4}} | compressible(asked), 4 << 20);
    }
    for (const codec& with : {codec::lz4, codec::zstd, codec::zlib, codec::snappy})
        for (const std::uint64_t unit : {512_KiB / 1024, 4_KiB, 128_KiB})
            for (const double asked : {1.05, 2.0, 5.5})
                check_sectors(random_bytes{seed{5}} | compressible({.ratio = asked, .codec = with, .unit = unit}), 1 << 20);
    check_sectors(random_bytes<rng::shishua<65536>>{seed{4}} | compressible(90.0), 4 << 20);
}

TEST_CASE("shape/compressible: what makes no sense is refused by name") {
    const auto refused = [](ratio asked) {
        try {
            (void)(random_bytes{seed{1}} | compressible(asked));
        } catch (const config_error& error) {
            return error.parameter();
        }
        return std::string{"accepted"};
    };
    CHECK(refused(ratio{1, 2}) == "compress");
    CHECK(refused(ratio{0, 1}) == "compress");
    CHECK(refused(95.0) == "accepted");
    CHECK(refused(4294967295.0) == "compress");
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
