// SPDX-License-Identifier: Apache-2.0
// The measured distributions of real data sets: reproduced exactly at their own size, and scaled. What needs hundreds of millions of
// positions is in refcounts_long.cpp.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <spate/dedup.hpp>

#include "refcounts.hpp"

using namespace spate;

namespace {

// The file read without the library.
std::map<std::uint64_t, std::uint64_t> counts_of(const std::string& name) {
    std::map<std::uint64_t, std::uint64_t> counts;
    std::ifstream file{test::refcounts_path(name)};
    for (std::uint64_t duplicates, contents; file >> duplicates >> contents;) counts[duplicates + 1] += contents;
    return counts;
}

std::map<std::uint64_t, std::uint64_t> counts_of(const reference_table& table) {
    std::map<std::uint64_t, std::uint64_t> counts;
    for (std::size_t i = 0; i < table.rows(); ++i) counts[table.row(i).references] += table.row(i).contents;
    return counts;
}

}  // namespace

TEST_CASE("dedup/refcounts: the table of each data set at its own size is the file, row by row") {
    for (const test::data_set& set : test::data_sets) {
        CAPTURE(set.name);
        const auto rows = read_histogram(test::refcounts_path(set.name));
        const made_table made = exact_table(rows);
        CHECK(made.merged_rows == 0);
        CHECK(made.table.units() == set.units);
        CHECK(made.table.distinct() == set.distinct);
        CHECK(made.table.max_references() == set.max_references);
        CHECK(counts_of(made.table) == counts_of(set.name));
        CHECK(parse_histogram(format_histogram(rows)) == rows);
        // The stream of that size uses this table and no other.
        const duplication_plan plan = plan_duplication({.popularity = from_histogram(rows)}, set.units * 4096, seed{1});
        REQUIRE(plan.map.by_table() != nullptr);
        CHECK(plan.map.by_table()->whole() == made.table);
        CHECK(plan.map.by_table()->last() == nullptr);
        CHECK(plan.map.distinct() == set.distinct);
        CHECK(predict({.popularity = from_histogram(rows)}, set.units * 4096) == predicted_units{set.units, set.distinct});
    }
}

TEST_CASE("dedup/refcounts: every rank of every row's ends is found in the largest tables") {
    for (const test::data_set& set : test::data_sets) {
        const reference_table table = exact_table(read_histogram(test::refcounts_path(set.name))).table;
        std::uint64_t rank = 0, content = 0;
        for (std::size_t i = 0; i < table.rows(); ++i) {
            const auto [references, contents] = table.row(i);
            REQUIRE(table(rank) == reference_table::reference{content, 0});
            rank += references * contents;
            content += contents;
            REQUIRE(table(rank - 1) == reference_table::reference{content - 1, references - 1});
        }
        CHECK(rank == set.units);
        CHECK(content == set.distinct);
    }
}

TEST_CASE("dedup/refcounts: the contents of the smaller sets' streams, counted position by position, are the file") {
    for (const test::data_set& set : test::data_sets) {
        if (set.units > 6'000'000) continue;
        CAPTURE(set.name);
        const duplication_plan plan =
            plan_duplication({.popularity = from_histogram(read_histogram(test::refcounts_path(set.name)))}, set.units * 4096, seed{42});
        std::vector<std::uint32_t> times(set.distinct);
        std::vector<std::uint64_t> ids(4096);
        for (std::uint64_t first = 0; first < set.units; first += ids.size()) {
            const auto some = std::span{ids}.first(std::min<std::uint64_t>(ids.size(), set.units - first));
            plan.map.map(first, some);
            for (const std::uint64_t id : some) ++times[id];
        }
        std::map<std::uint64_t, std::uint64_t> counts;
        for (const std::uint32_t count : times) ++counts[count];
        CHECK(counts == counts_of(set.name));
    }
}

TEST_CASE("dedup/refcounts: scaled to other sizes, units are exact and contents within one of their share") {
    for (const test::data_set& set : test::data_sets) {
        const popularity like = from_histogram(read_histogram(test::refcounts_path(set.name)));
        for (const std::uint64_t units :
             {std::uint64_t{1000}, std::uint64_t{65'536}, std::uint64_t{1'000'000}, std::uint64_t{25'600'001}, std::uint64_t{1} << 36}) {
            CAPTURE(set.name);
            CAPTURE(units);
            const duplication_plan plan = plan_duplication({.popularity = like}, units * 4096, seed{1});
            const reference_table& table = plan.map.by_table()->whole();
            CHECK(table.units() == units);
            const auto share = static_cast<double>(units) / static_cast<double>(set.units) * static_cast<double>(set.distinct);
            CHECK(static_cast<double>(table.distinct()) > share - 0.51);
            CHECK(static_cast<double>(table.distinct()) < share + 0.51);
            // VDO's limit, with the same totals.
            const reference_table capped = plan_duplication({.popularity = like, .max_references = 254}, units * 4096, seed{1}).map.by_table()->whole();
            CHECK(capped.units() == units);
            CHECK(capped.distinct() == table.distinct());
            CHECK(capped.max_references() <= 254);
        }
    }
}
