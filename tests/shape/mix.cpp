// SPDX-License-Identifier: Apache-2.0
#include <spate/shape/mix.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <spate/bytes/random_bytes.hpp>
#include <spate/core/size.hpp>

#include "../support/random.hpp"

using namespace spate;

namespace {

constexpr mixed_literals::part three[] = {{std::uint64_t{1} << 62, 100}, {std::uint64_t{3} << 62, 200}, {~std::uint64_t{0}, 300}};

std::string refused(std::vector<compression_part> parts, const compression& common = {}) {
    try {
        (void)compressible_mix(parts, common);
    } catch (const config_error& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("shape/mix: in every 64 units each part has its share") {
    const mixed_literals mixed{three, seed{1}};
    for (std::uint64_t begin : {std::uint64_t{0}, std::uint64_t{64}, std::uint64_t{1} << 40}) {
        std::vector<std::uint32_t> counts(64);
        mixed.map(begin, counts);
        std::map<std::uint32_t, int> found;
        for (const std::uint32_t one : counts) ++found[one];
        CHECK(found[100] == 16);
        CHECK(found[200] == 32);
        CHECK(found[300] == 16);
    }
    CHECK(mixed.units_up_to(0, 640) == 160);
    CHECK(mixed.units_up_to(1, 640) == 480);
    CHECK(mixed.units_up_to(2, 640) == 640);
    // Shares that 64 does not hold are met over several times 64.
    constexpr mixed_literals::part third[] = {{~std::uint64_t{0} / 3, 1}, {~std::uint64_t{0}, 2}};
    std::vector<std::uint32_t> counts(64 * 3);
    mixed_literals{third, seed{1}}.map(0, counts);
    CHECK(std::abs(std::count(counts.begin(), counts.end(), 1u) - 64) <= 1);
}

TEST_CASE("shape/mix: a unit's part is a function of its number, however units are asked for, and of the seed") {
    const mixed_literals mixed{three, seed{1}};
    std::vector<std::uint32_t> all(5000), again(5000);
    mixed.map(0, all);
    test::dice dice{3};
    for (int i = 0; i < 200; ++i) {
        const auto first = static_cast<std::size_t>(dice.below(5000)), count = static_cast<std::size_t>(dice.below(5000 - first) + 1);
        std::vector<std::uint32_t> part(count);
        mixed.map(first, part);
        REQUIRE(std::equal(part.begin(), part.end(), all.begin() + static_cast<std::ptrdiff_t>(first)));
    }
    mixed.with_seed(seed{2}).map(0, again);
    CHECK(again != all);
    mixed.with_seed(seed{2}).with_seed(seed{1}).map(0, again);
    CHECK(again == all);
}

TEST_CASE("shape/mix: units are those of the part alone") {
    const auto mixed = random_bytes{seed{9}} | compressible_mix({{0.3, 1.0}, {0.5, 2.0}, {0.2, 4.0}}, {.codec = codec::lz4, .unit = 16_KiB});
    CHECK(mixed.compress_unit() == 16_KiB);
    std::vector<std::byte> unit(16_KiB), expected(16_KiB);
    for (std::uint64_t i = 0; i < 200; ++i) {
        std::uint32_t literals;
        mixed.literals().map(i, {&literals, 1});
        mixed.fill(i * 16_KiB, unit);
        (random_bytes{seed{9}} | compressible(unit_layout{mixed.shape(), literals})).fill(i * 16_KiB, expected);
        REQUIRE(unit == expected);
    }
    // Reseeding chooses anew.
    std::vector<std::byte> one(1 << 20), two(1 << 20);
    mixed.with_seed(seed{10}).fill(0, one);
    (random_bytes{seed{10}} | compressible_mix({{0.3, 1.0}, {0.5, 2.0}, {0.2, 4.0}}, {.codec = codec::lz4, .unit = 16_KiB})).fill(0, two);
    CHECK(one == two);
}

TEST_CASE("shape/mix: weights and ratios that make no sense are refused") {
    CHECK(refused({{1.0, 2.0}}) == "accepted");
    CHECK(refused({{ratio{1, 3}, 2.0}, {ratio{2, 3}, 4.0}}) == "accepted");
    CHECK(refused({{0.3, 1.0}, {0.5, 2.0}}) ==
          "compress-mix: 0.3:1,0.5:2 has weights that sum to 0.8; use weights of a few digits that sum to 1, like 0.3:1,0.5:2,0.2:4");
    CHECK(refused({{0.7, 1.0}, {0.5, 2.0}}).starts_with("compress-mix: 0.7:1,0.5:2 has weights that sum to more than 1"));
    CHECK(refused({{0.0, 1.0}, {1.0, 2.0}}).starts_with("compress-mix: 0:1,1:2 has a part of weight 0"));
    CHECK(refused({}).starts_with("compress-mix: 0 is not a number of parts"));
    CHECK(refused(std::vector<compression_part>(65, {ratio{1, 65}, 2.0})).starts_with("compress-mix: 65 is not a number of parts"));
    CHECK(refused({{0.5, 1.0}, {0.5, 400.0}}).starts_with("compress: 400 is more than"));
    CHECK(refused({{0.5, 1.0}, {0.5, ratio{1, 2}}}).starts_with("compress: 0.5 is below 1"));
    // With one part that only long segments reach, all have long segments.
    CHECK((random_bytes{seed{1}} | compressible_mix({{0.5, 1.5}, {0.5, 15.0}}, {.codec = codec::snappy})).shape().segment == 1024);
}
