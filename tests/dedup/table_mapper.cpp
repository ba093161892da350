// SPDX-License-Identifier: Apache-2.0
#include <spate/dedup/table_mapper.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "../support/random.hpp"
#include "oracle.hpp"

using namespace spate;

namespace {

constexpr key128 key{0x243f6a8885a308d3u, 0x13198a2e03707344u};

using rows = std::vector<reference_row>;

table_mapper::table_pointer table(const rows& list) { return std::make_shared<const reference_table>(list); }

test::table_rows pairs(const reference_table& from) {
    test::table_rows out;
    for (std::size_t i = 0; i < from.rows(); ++i) out.emplace_back(from.row(i).references, from.row(i).contents);
    return out;
}

struct example {
    rows whole, last;
    std::uint64_t groups;
};
const example examples[] = {{{{1, 1}}, {}, 20},
                            {{{5, 1}}, {{3, 1}}, 4},
                            {{{7, 2}, {3, 5}, {1, 71}}, {}, 1},
                            {{{7, 2}, {3, 5}, {1, 71}}, {{2, 1}, {1, 10}}, 9},
                            {{{400, 1}, {90, 3}, {2, 500}, {1, 1000}}, {{90, 3}, {2, 50}, {1, 100}}, 3},
                            {{{1, 1000}}, {{1, 999}}, 2}};

}  // namespace

TEST_CASE("dedup/table_mapper: every position is the reference that the oracle writes down") {
    for (const example& one : examples) {
        const auto whole = table(one.whole), last = one.last.empty() ? nullptr : table(one.last);
        const std::uint64_t group = whole->units(), units = one.groups * group + (last ? last->units() : 0);
        CAPTURE(units);
        const table_mapper map{units, whole, last, key};
        const auto places = test::table_places(units, group, key, [&](std::uint64_t size) { return pairs(size == group ? *whole : *last); });
        REQUIRE(map.size() == units);
        REQUIRE(map.group() == group);
        REQUIRE(map.distinct() == test::distinct(places));
        REQUIRE(map.whole_groups() == one.groups);
        for (std::uint64_t i = 0; i < units; ++i) REQUIRE(map(i) == places[i].content);
        std::vector<std::uint64_t> ids(units), numbers(units);
        map.map(0, ids, numbers);
        for (std::uint64_t i = 0; i < units; ++i) REQUIRE(test::place{ids[i], numbers[i]} == places[i]);
        test::dice dice{7};
        for (int round = 0; round < 50; ++round) {
            const std::uint64_t first = dice.below(units), size = dice.below(units - first + 1);
            std::vector<std::uint64_t> part(size + 1, 77'777'777), more(size + 1, 77'777'777);
            map.map(first, std::span{part}.first(size));
            for (std::uint64_t i = 0; i < size; ++i) REQUIRE(part[i] == places[first + i].content);
            REQUIRE(part[size] == 77'777'777);
            map.map(first, std::span{part}.first(size), std::span{more}.first(size));
            for (std::uint64_t i = 0; i < size; ++i) REQUIRE(test::place{part[i], more[i]} == places[first + i]);
            REQUIRE(more[size] == 77'777'777);
        }
        // Another key is another order of the same contents.
        const table_mapper moved = map.with_key({key.low + 1, key.high});
        const auto others =
            test::table_places(units, group, {key.low + 1, key.high}, [&](std::uint64_t size) { return pairs(size == group ? *whole : *last); });
        for (std::uint64_t i = 0; i < units; ++i) REQUIRE(moved(i) == others[i].content);
    }
}

TEST_CASE("dedup/table_mapper: an endless stream is the finite one in its whole groups; positions near 2^60 stay in their group") {
    const auto whole = table({{40, 3}, {2, 100}, {1, 680}}), last = table({{10, 2}, {1, 30}});
    const table_mapper endless{unlimited, whole, nullptr, key}, finite{5 * 1000 + 50, whole, last, key};
    CHECK(endless.size() == unlimited);
    CHECK(endless.distinct() == unlimited);
    for (std::uint64_t i = 0; i < 5000; ++i) REQUIRE(endless(i) == finite(i));
    for (std::uint64_t i = 0; i < 3000; ++i) {
        const std::uint64_t position = (std::uint64_t{1} << 60) + i, number = position / 1000;
        REQUIRE(endless(position) / 783 == number);
    }
    static_assert(sizeof(table_mapper) <= 256 && noexcept(std::declval<const table_mapper&>()(1)));
}

TEST_CASE("dedup/table_mapper: what does not fit is refused") {
    const auto refused = [](std::uint64_t units, const table_mapper::table_pointer& whole, const table_mapper::table_pointer& last) -> std::string {
        try {
            (void)table_mapper{units, whole, last, key};
        } catch (const config_error& error) {
            return error.what();
        }
        return "accepted";
    };
    const auto ten = table({{1, 10}}), three = table({{3, 1}});
    CHECK(refused(0, ten, nullptr) == "size: 0 leaves no unit to deduplicate; use a size of at least one byte");
    CHECK(refused(10, nullptr, nullptr) == "table: none describes the groups; give the table of a whole group");
    CHECK(refused(23, ten, nullptr) == "table: none is not the number of units behind the last whole group; give one of 3 units");
    CHECK(refused(24, ten, three) == "table: 3 is not the number of units behind the last whole group; give one of 4 units");
    CHECK(refused(23, ten, three) == "accepted");
    CHECK(refused(unlimited, ten, nullptr) == "accepted");
}
