// SPDX-License-Identifier: Apache-2.0
#include <spate/dedup/scaled_table.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "../support/random.hpp"

using namespace spate;

namespace {

using rows = std::vector<reference_row>;

rows rows_of(const reference_table& table) {
    rows list;
    for (std::size_t i = 0; i < table.rows(); ++i) list.push_back(table.row(i));
    return list;
}

std::uint64_t rounded(std::uint64_t units, std::uint64_t distinct, std::uint64_t in) {
    return static_cast<std::uint64_t>((2 * static_cast<uint128>(units) * distinct + in) / (2 * static_cast<uint128>(in)));
}

template <class Call>
std::string refused(const Call& call) {
    try {
        (void)call();
    } catch (const config_error& error) {
        return error.what();
    }
    return "accepted";
}

rows drawn(test::dice& dice, std::uint64_t count, std::uint64_t most, std::uint64_t singles) {
    rows list{{1, singles}};
    for (std::uint64_t i = 0; i < count; ++i) list.push_back({dice.from(2, most), dice.from(1, 1 + singles / (i + 1) / 4)});
    return list;
}

}  // namespace

TEST_CASE("dedup/scaled_table: at its own size a histogram is itself") {
    test::dice dice{1};
    for (int round = 0; round < 50; ++round) {
        const rows list = drawn(dice, dice.below(100), 5000, dice.from(1, 10'000));
        const reference_table table{list};
        const made_table exact = exact_table(list), scaled = scaled_table(list, table.units());
        CHECK(exact.table == table);
        CHECK(exact.merged_rows == 0);
        CHECK(exact.merged_contents == 0);
        CHECK(scaled.table == table);
        CHECK(scaled.merged_rows == 0);
    }
}

TEST_CASE("dedup/scaled_table: units and contents are exact at any size, and rows keep their references and their share") {
    test::dice dice{2};
    std::vector<rows> tables{{{1, 1}}, {{2, 1}}, {{1'000'000, 10}}, {{1'000'000, 1}, {1, 1}}, {{2, 1}, {1, 1'000'000}}, {{3, 7}, {2, 7}}};
    for (int round = 0; round < 60; ++round) tables.push_back(drawn(dice, dice.below(300), round % 2 == 0 ? 60 : 100'000, dice.from(1, 100'000)));
    for (const rows& list : tables) {
        const reference_table from{list};
        for (const std::uint64_t units :
             {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{3}, std::uint64_t{10}, std::uint64_t{77}, std::uint64_t{1000}, std::uint64_t{65'536},
              from.units() / 2 + 1, from.units() + 1, 3 * from.units(), std::uint64_t{1} << 40, reference_table::max_units}) {
            CAPTURE(units);
            CAPTURE(from.units());
            CAPTURE(from.distinct());
            const made_table made = scaled_table(list, units);
            REQUIRE(made.table.units() == units);
            REQUIRE(made.table.distinct() == std::clamp<std::uint64_t>(rounded(units, from.distinct(), from.units()), 1, units));
            REQUIRE(made.table.rows() <= reference_table::max_rows);
            // A row with many contents keeps its references, and the number of contents that is its share, but for one (and but for a
            // few of the most referenced, where rounding is settled).
            std::map<std::uint64_t, std::uint64_t> found;
            for (const reference_row& row : rows_of(made.table)) found[row.references] += row.contents;
            std::uint64_t off = 0;
            for (const reference_row& row : rows_of(from)) {
                const auto share = static_cast<std::uint64_t>(static_cast<uint128>(row.contents) * units / from.units());
                if (share < 1) continue;
                const std::uint64_t has = found.contains(row.references) ? found[row.references] : 0;
                // Merged contents may happen to have the same number of references.
                if (has < share) off += share - has;
            }
            const std::uint64_t room = from.rows() + 2;
            CHECK(off <= room);
        }
    }
}

TEST_CASE("dedup/scaled_table: rows that lose all contents leave their references to the contents that stand for them") {
    // A hundred contents with 1,000 to 1,099 references, one each, and a million singletons; a tenth of it has ten contents of about 1,045.
    rows list{{1, 1'000'000}};
    for (std::uint64_t i = 0; i < 100; ++i) list.push_back({1000 + i, 1});
    const reference_table from{list};
    const made_table made = scaled_table(list, from.units() / 10);
    CHECK(made.merged_rows == 100);
    CHECK(made.merged_contents == 100);
    std::uint64_t contents = 0, references = 0;
    for (const reference_row& row : rows_of(made.table))
        if (row.references > 1) {
            contents += row.contents;
            references += row.references * row.contents;
            CHECK(row.references > 900);
            CHECK(row.references < 1200);
        }
    CHECK(contents == 10);
    CHECK(references > 10'300);
    CHECK(references < 10'600);
    // The tail keeps its shape: the first of the ten stand for the most referenced ten.
    CHECK(made.table.max_references() >= 1080);
}

TEST_CASE("dedup/scaled_table: a maximum is kept, with the units and the contents of the histogram") {
    test::dice dice{3};
    for (int round = 0; round < 40; ++round) {
        const rows list = drawn(dice, dice.below(200), 100'000, dice.from(1, 100'000));
        const reference_table from{list};
        const std::uint64_t least = (from.units() + from.distinct() - 1) / from.distinct();
        for (const std::uint64_t cap : {least, least + 1, std::uint64_t{254}, std::uint64_t{5000}, unlimited}) {
            if (cap < least) continue;
            const made_table made = exact_table(list, cap);
            REQUIRE(made.table.units() == from.units());
            REQUIRE(made.table.distinct() == from.distinct());
            REQUIRE(made.table.max_references() <= cap);
            if (cap >= from.max_references()) CHECK(made.table == from);
            for (const std::uint64_t units : {std::uint64_t{1000}, std::uint64_t{65'536}, 2 * from.units()}) {
                const std::uint64_t contents = std::clamp<std::uint64_t>(rounded(units, from.distinct(), from.units()), 1, units);
                if (static_cast<uint128>(cap) * contents < units) continue;
                const made_table scaled = scaled_table(list, units, cap);
                REQUIRE(scaled.table.units() == units);
                REQUIRE(scaled.table.distinct() == contents);
                REQUIRE(scaled.table.max_references() <= cap);
            }
        }
        if (least > 1)
            CHECK(refused([&] { return exact_table(list, least - 1); }) == "max_references: " + std::to_string(least - 1) + " cannot hold " +
                                                                               std::to_string(from.units()) + " units in " + std::to_string(from.distinct()) +
                                                                               " contents; use at least " + std::to_string(least) + ", or a smaller ratio");
    }
    // What is above the maximum goes to the next most popular: 10 -> 4 leaves 6, which lifts two contents from 2 to 4 and a third to 4 too.
    CHECK(rows_of(exact_table(rows{{10, 1}, {2, 5}, {1, 5}}, 4).table) == rows{{4, 4}, {2, 2}, {1, 5}});
    CHECK(rows_of(exact_table(rows{{9, 1}, {2, 5}, {1, 5}}, 4).table) == rows{{4, 3}, {3, 1}, {2, 2}, {1, 5}});
}

TEST_CASE("dedup/scaled_table: more than 2,600 rows are merged with their neighbours, and reported") {
    rows list;
    for (std::uint64_t i = 1; i <= 20'000; ++i) list.push_back({i, 1 + 20'000 / i});
    std::uint64_t units = 0, distinct = 0;
    for (const reference_row& row : list) units += row.references * row.contents, distinct += row.contents;
    const made_table made = exact_table(list);
    CHECK(made.table.units() == units);
    CHECK(made.table.distinct() == distinct);
    CHECK(made.table.rows() <= reference_table::max_rows);
    CHECK(made.merged_rows > 20'000 - reference_table::max_rows);
    CHECK(made.merged_contents >= made.merged_rows);
    // Few references stay as they are; no count moves by more than one part in 256.
    const rows found = rows_of(made.table);
    CHECK(found.back() == reference_row{1, 20'001});
    CHECK(found[found.size() - 256] == reference_row{256, 1 + 20'000 / 256});
    std::uint64_t before = 0, i = list.size() - 1;
    for (const reference_row& row : found) {
        for (std::uint64_t left = row.contents; left != 0;) {
            const std::uint64_t part = std::min(left, list[i].contents - before),
                                distance = std::max(list[i].references, row.references) - std::min(list[i].references, row.references);
            REQUIRE(distance * 256 <= list[i].references);
            left -= part;
            before += part;
            if (before == list[i].contents) before = 0, --i;
        }
    }
    const made_table smaller = scaled_table(list, units / 3);
    CHECK(smaller.table.units() == units / 3);
    CHECK(smaller.table.rows() <= reference_table::max_rows);
}

TEST_CASE("dedup/scaled_table: what makes no sense is refused") {
    CHECK(refused([] { return exact_table(rows{}); }) == "histogram: no rows describe nothing; give at least one row");
    CHECK(refused([] { return scaled_table(rows{}, 5); }) == "histogram: no rows describe nothing; give at least one row");
    CHECK(refused([] { return exact_table(rows{{1, 5}, {0, 5}}); }) == "histogram: 5 contents with 0 references each is an empty row; leave it out");
    CHECK(refused([] {
              return scaled_table(rows{{1, 5}}, 0);
          }) == "units: 0 is not from 1 to 2^48; use a size of at least one unit, and groups of at most 2^48");
    CHECK(refused([] { return scaled_table(rows{{1, 5}}, (std::uint64_t{1} << 48) + 1); }).starts_with("units: 281474976710657 is not"));
    CHECK(refused([] {
              return exact_table(rows{{std::uint64_t{1} << 47, 1}, {std::uint64_t{1} << 46, 3}});
          }) == "histogram: 2 rows have more than 2^48 units in all; describe a part of the data, or larger units");
    CHECK(refused([] { return exact_table(rows{{~std::uint64_t{0}, ~std::uint64_t{0}}}); }).find("more than 2^48 units") != std::string::npos);
    CHECK(refused([] { return exact_table(rows{{5, 1}}, 0); }).starts_with("max_references: 0 cannot hold"));
}
