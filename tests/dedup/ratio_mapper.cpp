// SPDX-License-Identifier: Apache-2.0
#include <spate/dedup/ratio_mapper.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <spate/core/size.hpp>

#include "../support/random.hpp"

using namespace spate;

namespace {

constexpr key128 key{0x243f6a8885a308d3u, 0x13198a2e03707344u};

struct fraction {
    std::uint64_t n, d;
};

// round(units * d / n), halves up, the long way.
std::uint64_t rounded(std::uint64_t units, fraction by) {
    return static_cast<std::uint64_t>((2 * static_cast<uint128>(units) * by.d + by.n) / (2 * static_cast<uint128>(by.n)));
}

// What the mapper's description says of group `number`, found without it: which contents stand in the group.
struct share {
    std::uint64_t begin, end;
};
share share_of_group(std::uint64_t units, fraction by, std::uint64_t group, std::uint64_t number) {
    const std::uint64_t first = number * group, behind = units == unlimited ? first + group : std::min(units, first + group);
    const bool last = units != unlimited && behind == units;
    return {rounded(first, by), last ? std::max<std::uint64_t>(rounded(units, by), 1) : rounded(behind, by)};
}

// Every group against its description, by brute force; returns how many contents occurred in all.
std::uint64_t check_groups(const ratio_mapper& map, std::uint64_t units, fraction by, std::uint64_t group, std::uint64_t groups) {
    std::map<std::uint64_t, std::uint64_t> all;
    for (std::uint64_t number = 0; number < groups; ++number) {
        const std::uint64_t first = number * group, size = std::min(group, units == unlimited ? group : units - first);
        std::vector<std::uint64_t> ids(size);
        map.map(first, ids);
        std::map<std::uint64_t, std::uint64_t> counts;
        for (const std::uint64_t id : ids) ++counts[id], ++all[id];
        const auto [begin, end] = share_of_group(units, by, group, number);
        CAPTURE(number);
        if (begin == end) {
            REQUIRE(counts.size() == 1);
            REQUIRE(counts.begin()->first == std::max<std::uint64_t>(begin, 1) - 1);
            continue;
        }
        REQUIRE(counts.size() == end - begin);
        REQUIRE(counts.begin()->first == begin);
        REQUIRE(counts.rbegin()->first == end - 1);
        const auto [least, most] = std::minmax_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
        REQUIRE(most->second - least->second <= 1);
    }
    return all.size();
}

constexpr fraction ratios[] = {{1, 1}, {107, 100}, {3, 2}, {2, 1}, {3, 1}, {64, 1}, {1000, 1}, {4294967295u, 4294967294u}, {4294967295u, 2}};

}  // namespace

TEST_CASE("dedup/ratio_mapper: every group has exactly its contents, and all units exactly round(N / ratio)") {
    for (const fraction by : ratios)
        for (const std::uint64_t group : {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{7}, std::uint64_t{1000}, std::uint64_t{65'536}, unlimited})
            for (const std::uint64_t units :
                 {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{3}, std::uint64_t{6}, std::uint64_t{7}, std::uint64_t{8}, std::uint64_t{100},
                  std::uint64_t{999}, std::uint64_t{1000}, std::uint64_t{1001}, std::uint64_t{65'535}, std::uint64_t{65'536}, std::uint64_t{65'537}}) {
                CAPTURE(by.n);
                CAPTURE(by.d);
                CAPTURE(group);
                CAPTURE(units);
                const ratio_mapper map{units, ratio{by.n, by.d}, group, key};
                CHECK(map.size() == units);
                const std::uint64_t wanted = std::max<std::uint64_t>(rounded(units, by), 1);
                REQUIRE(map.distinct() == wanted);
                const std::uint64_t g = std::min(group, units);
                if (units / g > 3000 && by.n != 3) continue;  // many groups of one or two: with three of the ratios only
                REQUIRE(check_groups(map, units, by, g, (units + g - 1) / g) == wanted);
            }
}

TEST_CASE("dedup/ratio_mapper: an endless stream is the finite one in all of its whole groups") {
    for (const fraction by : ratios)
        for (const std::uint64_t group : {std::uint64_t{1}, std::uint64_t{7}, std::uint64_t{1000}}) {
            CAPTURE(by.n);
            CAPTURE(group);
            const ratio_mapper endless{unlimited, ratio{by.n, by.d}, group, key};
            CHECK(endless.size() == unlimited);
            const std::uint64_t found = check_groups(endless, unlimited, by, group, 20);
            CHECK(found == std::max<std::uint64_t>(rounded(20 * group, by), 1));
            for (const std::uint64_t units : {group, 5 * group, 5 * group + group / 2 + 1}) {
                const ratio_mapper finite{units, ratio{by.n, by.d}, group, key};
                for (std::uint64_t i = 0; i < units / group * group; ++i) REQUIRE(finite(i) == endless(i));
            }
        }
}

TEST_CASE("dedup/ratio_mapper: rows of positions are the positions one at a time, across groups") {
    test::dice dice{1};
    for (const std::uint64_t units : {std::uint64_t{5000}, std::uint64_t{4999}, unlimited}) {
        const ratio_mapper map{units, ratio{107, 100}, 333, key};
        std::vector<std::uint64_t> ids(1000);
        for (int round = 0; round < 100; ++round) {
            const auto size = static_cast<std::size_t>(dice.below(1001));
            const std::uint64_t first = units == unlimited ? dice.below(std::uint64_t{1} << 55) : dice.below(units - size + 1);
            std::fill(ids.begin(), ids.end(), 77'777'777);
            map.map(first, std::span{ids}.first(size));
            for (std::size_t i = 0; i < size; ++i) REQUIRE(ids[i] == map(first + i));
            for (std::size_t i = size; i < ids.size(); ++i) REQUIRE(ids[i] == 77'777'777);
        }
    }
}

TEST_CASE("dedup/ratio_mapper: very large sizes stay in range, with the contents of their group") {
    test::dice dice{2};
    for (const std::uint64_t units : {std::uint64_t{1} << 48, (std::uint64_t{1} << 55) - 1})
        for (const std::uint64_t group : {std::uint64_t{65'536}, ratio_mapper::max_group, (std::uint64_t{1} << 48) - 3})
            for (const fraction by : {fraction{1, 1}, fraction{107, 100}, fraction{4294967295u, 4294967294u}}) {
                const ratio_mapper map{units, ratio{by.n, by.d}, group, key};
                CHECK(map.distinct() == rounded(units, by));
                for (int i = 0; i < 500; ++i) {
                    const std::uint64_t position = i % 2 == 0 ? dice.below(units) : units - 1 - dice.below(1000);
                    const auto [begin, end] = share_of_group(units, by, group, position / group);
                    const std::uint64_t id = map(position);
                    REQUIRE(id >= begin);
                    REQUIRE(id < end);
                }
            }
}

TEST_CASE("dedup/ratio_mapper: ratio 1 moves every unit and loses none; keys give other orders") {
    constexpr std::uint64_t units = 10'000;
    const ratio_mapper map{units, ratio{}, 65'536, key};
    std::vector<std::uint64_t> ids(units), sorted, other(units);
    map.map(0, ids);
    sorted = ids;
    std::sort(sorted.begin(), sorted.end());
    for (std::uint64_t i = 0; i < units; ++i) REQUIRE(sorted[i] == i);
    for (const key128& near : {key128{key.low + 1, key.high}, {key.low, key.high + 1}}) {
        const ratio_mapper moved = map.with_key(near);
        CHECK(moved.size() == units);
        moved.map(0, other);
        std::size_t same = 0;
        for (std::size_t i = 0; i < units; ++i) same += other[i] == ids[i];
        CHECK(same < 20);
        const ratio_mapper fresh{units, ratio{}, 65'536, near};
        for (std::uint64_t i = 0; i < 100; ++i) CHECK(fresh(i) == other[i]);
    }
    // Groups of one stream have orders of their own.
    const ratio_mapper grouped{units, ratio{}, 100, key};
    grouped.map(0, ids);
    std::size_t same = 0;
    for (std::size_t i = 100; i < units; ++i) same += ids[i] % 100 == ids[i % 100] % 100;
    CHECK(same < units / 100 * 2);
}

TEST_CASE("dedup/ratio_mapper: duplicates are scattered within their group, not in runs or at one distance") {
    constexpr std::uint64_t units = 65'536;
    const ratio_mapper map{units, ratio{2, 1}, 65'536, key};
    std::vector<std::uint64_t> ids(units), last(units, unlimited);
    map.map(0, ids);
    std::map<std::uint64_t, int> distances;
    int sequential = 0, adjacent = 0;
    for (std::uint64_t i = 0; i < units; ++i) {
        if (last[ids[i]] != unlimited) ++distances[i - last[ids[i]]];
        last[ids[i]] = i;
        if (i != 0) sequential += ids[i] == ids[i - 1] + 1, adjacent += ids[i] == ids[i - 1];
    }
    int most = 0;
    for (const auto& [distance, count] : distances) most = std::max(most, count);
    CHECK(distances.size() > 10'000);
    CHECK(most < 200);
    CHECK(sequential < 30);
    CHECK(adjacent < 30);
}

TEST_CASE("dedup/ratio_mapper: what makes no sense is refused by name") {
    const auto refused = [](std::uint64_t units, ratio asked, std::uint64_t group) -> std::string {
        try {
            (void)ratio_mapper{units, asked, group, key};
        } catch (const config_error& error) {
            return error.parameter() + " " + error.value();
        }
        return "accepted";
    };
    CHECK(refused(10, ratio{1, 2}, 10) == "dedup 0.5");
    CHECK(refused(10, ratio{0, 1}, 10) == "dedup 0");
    CHECK(refused(0, ratio{}, 10) == "size 0");
    CHECK(refused(10, ratio{}, 0) == "group 0");
    CHECK(refused(unlimited, ratio{}, unlimited) == "group " + std::to_string(unlimited));
    CHECK(refused(unlimited, ratio{}, ratio_mapper::max_group + 1) == "group 281474976710657");
    CHECK(refused(unlimited, ratio{}, ratio_mapper::max_group) == "accepted");
    CHECK(refused(10, ratio{}, unlimited) == "accepted");
    static_assert(sizeof(ratio_mapper) <= 4096 && noexcept(std::declval<const ratio_mapper&>()(1)));
}
