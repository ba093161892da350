// SPDX-License-Identifier: Apache-2.0
#include <spate/dedup/extent_mapper.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <vector>

#include "oracle.hpp"

using namespace spate;

namespace {
constexpr key128 key{1, 2}, other{3, 4};
}

TEST_CASE("dedup/extent_mapper: is the mapper inside, by ratio or by table, numbers of references too") {
    const std::vector<reference_row> rows{{10, 2}, {1, 80}};
    const auto table = std::make_shared<const reference_table>(rows),
               last = std::make_shared<const reference_table>(std::vector<reference_row>{{3, 7}, {1, 9}});
    const extent_mapper by_ratio{ratio_mapper{777, ratio{7, 3}, 100, key}}, by_table{table_mapper{330, table, last, key}};
    REQUIRE(by_ratio.by_ratio() != nullptr);
    REQUIRE(by_ratio.by_table() == nullptr);
    REQUIRE(by_table.by_ratio() == nullptr);
    REQUIRE(by_table.by_table() != nullptr);
    const auto check = [](const extent_mapper& map, const std::vector<test::place>& places) {
        REQUIRE(map.size() == places.size());
        CHECK(map.distinct() == test::distinct(places));
        CHECK(map.group() == 100);
        std::vector<std::uint64_t> ids(places.size()), numbers(places.size());
        map.map(0, ids, numbers);
        for (std::size_t i = 0; i < places.size(); ++i) {
            REQUIRE(test::place{ids[i], numbers[i]} == places[i]);
            REQUIRE(map(i) == places[i].content);
        }
        std::fill(ids.begin(), ids.end(), 0);
        map.map(0, ids);
        for (std::size_t i = 0; i < places.size(); ++i) REQUIRE(ids[i] == places[i].content);
        std::uint64_t seen = 0;
        for (std::uint64_t groups = 0; groups * 100 < places.size() + 100; ++groups) {
            CHECK(map.contents_before(groups) == seen);
            for (std::size_t i = groups * 100; i < places.size() && i < groups * 100 + 100; ++i) seen = std::max(seen, places[i].content + 1);
        }
    };
    for (const key128& one : {key, other}) {
        check(by_ratio.with_key(one), test::ratio_places(777, 100, one, 7, 3));
        check(by_table.with_key(one), test::table_places(330, 100, one, [](std::uint64_t size) {
                  return size == 100 ? test::table_rows{{10, 2}, {1, 80}} : test::table_rows{{3, 7}, {1, 9}};
              }));
    }
}

TEST_CASE("dedup/extent_mapper: numbers of references in groups without a content of their own") {
    const extent_mapper map{ratio_mapper{100, ratio{64, 1}, 7, key}};
    const auto places = test::ratio_places(100, 7, key, 64, 1);
    std::vector<std::uint64_t> ids(100), numbers(100);
    map.map(0, ids, numbers);
    for (std::size_t i = 0; i < 100; ++i) REQUIRE(test::place{ids[i], numbers[i]} == places[i]);
}
