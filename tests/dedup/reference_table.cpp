// SPDX-License-Identifier: Apache-2.0
#include <spate/dedup/reference_table.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "../support/random.hpp"
#include "oracle.hpp"

using namespace spate;

namespace {

using rows = std::vector<reference_row>;

test::table_rows pairs(const rows& list) {
    test::table_rows out;
    for (const reference_row& row : list) out.emplace_back(row.references, row.contents);
    return out;
}

std::string refused(const rows& list) {
    try {
        (void)reference_table{list};
    } catch (const config_error& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("dedup/reference_table: every rank is the reference that the written-down list has, alone and in batches of any size") {
    test::dice dice{1};
    std::vector<rows> tables{{{1, 1}}, {{1, 5000}}, {{5000, 1}}, {{3, 2}, {1, 7}}, {{1, 7}, {3, 2}, {3, 1}}, {{1000, 3}, {999, 1}, {2, 1}, {1, 10'000}}};
    for (int round = 0; round < 40; ++round) {
        rows list;
        const auto count = dice.from(1, round < 30 ? 40 : 500);
        for (std::uint64_t i = 0; i < count; ++i) list.push_back({dice.from(1, round % 2 == 0 ? 30 : 900), dice.from(1, 5)});
        tables.push_back(list);
    }
    for (const rows& list : tables) {
        const reference_table table{list};
        const std::vector<test::place> ranks = test::ranks_of(pairs(list), 0);
        REQUIRE(table.units() == ranks.size());
        REQUIRE(table.distinct() == test::distinct(ranks));
        std::uint64_t units = 0, contents = 0;
        for (std::size_t i = 0; i < table.rows(); ++i) {
            if (i != 0) REQUIRE(table.row(i - 1).references > table.row(i).references);
            units += table.row(i).references * table.row(i).contents;
            contents += table.row(i).contents;
        }
        CHECK(units == table.units());
        CHECK(contents == table.distinct());
        CHECK(table.row(0).references == table.max_references());
        for (std::size_t rank = 0; rank < ranks.size(); ++rank) REQUIRE(table(rank) == reference_table::reference{ranks[rank].content, ranks[rank].number});
        for (const std::size_t size : {std::size_t{1}, std::size_t{7}, std::size_t{8}, std::size_t{9}, std::size_t{32}, std::size_t{100}}) {
            std::vector<std::uint64_t> ids(size), numbers(size), asked(size);
            for (std::uint64_t& rank : asked) rank = dice.below(ranks.size());
            ids = asked;
            table.find(ids, 1000);
            for (std::size_t i = 0; i < size; ++i) REQUIRE(ids[i] == 1000 + ranks[asked[i]].content);
            ids = asked;
            table.find(ids, 7, numbers);
            for (std::size_t i = 0; i < size; ++i) {
                REQUIRE(ids[i] == 7 + ranks[asked[i]].content);
                REQUIRE(numbers[i] == ranks[asked[i]].number);
            }
        }
    }
}

TEST_CASE("dedup/reference_table: exact at the ends of rows and contents, up to 2^48 units and 2,600 rows") {
    test::dice dice{2};
    std::vector<rows> tables{{{std::uint64_t{1} << 48, 1}},
                             {{1, std::uint64_t{1} << 48}},
                             {{(std::uint64_t{1} << 24) - 1, (std::uint64_t{1} << 24) - 1}},
                             {{3, 93'824'992'236'885u}}};
    rows longest, steep;
    for (std::uint64_t i = 1; i <= reference_table::max_rows; ++i) longest.push_back({i, 1 + 2600 / i}), steep.push_back({i * i * i, 1 + dice.below(3)});
    tables.push_back(longest);
    tables.push_back(steep);
    for (const rows& list : tables) {
        const reference_table table{list};
        CHECK(table.rows() == list.size());
        std::uint64_t first = 0, content = 0;
        for (std::size_t i = 0; i < table.rows(); ++i) {
            const auto [references, contents] = table.row(i);
            for (const std::uint64_t which : {std::uint64_t{0}, contents / 2, contents - 1, dice.below(contents)})
                for (const std::uint64_t number : {std::uint64_t{0}, references / 2, references - 1, dice.below(references)}) {
                    const std::uint64_t rank = first + which * references + number;
                    REQUIRE(table(rank) == reference_table::reference{content + which, number});
                    std::uint64_t eight[8], numbers[8];
                    for (std::uint64_t& one : eight) one = rank;
                    table.find(eight, 0, numbers);
                    REQUIRE(eight[5] == content + which);
                    REQUIRE(numbers[5] == number);
                }
            first += references * contents;
            content += contents;
        }
    }
    // The largest table: a row more than it has, 24 bytes each, and 1,025 beginnings of two bytes.
    static_assert((reference_table::max_rows + 1) * 24 + 1025 * 2 <= 65'536);
}

TEST_CASE("dedup/reference_table: what describes nothing, or too much, is refused") {
    CHECK(refused({}) == "histogram: no rows describe nothing; give at least one row");
    CHECK(refused({{0, 5}}) == "histogram: 5 contents with 0 references each is an empty row; leave it out");
    CHECK(refused({{2, 1}, {5, 0}}) == "histogram: 0 contents with 5 references each is an empty row; leave it out");
    CHECK(refused({{std::uint64_t{1} << 48, 1}}) == "accepted");
    CHECK(refused({{std::uint64_t{1} << 48, 1}, {1, 1}}) ==
          "histogram: 1 contents with 1 references each makes it more than 2^48 units in all; describe a part of the data, or larger units");
    CHECK(refused({{~std::uint64_t{0}, ~std::uint64_t{0}}}).find("more than 2^48") != std::string::npos);
    CHECK(refused({{std::uint64_t{1} << 32, std::uint64_t{1} << 32}}).find("more than 2^48") != std::string::npos);
    rows many;
    for (std::uint64_t i = 1; i <= reference_table::max_rows + 1; ++i) many.push_back({i, 1});
    CHECK(refused(many) == "histogram: 2601 rows are more than 2600; merge some, as exact_table does");
    many.push_back({1, 1});
    many.erase(many.begin());
    CHECK(refused(many) == "histogram: 2601 rows are more than 2600; merge some, as exact_table does");
    const reference_table a{rows{{2, 1}, {1, 1}}}, b{rows{{1, 1}, {2, 1}}}, c{rows{{2, 2}}};
    CHECK(a == b);
    CHECK(!(a == c));
}
