// SPDX-License-Identifier: Apache-2.0
// The streams of the large data sets, counted position by position: some 600 million, and 1.2 GB of counts.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <vector>

#include <spate/dedup.hpp>

#include "refcounts.hpp"

using namespace spate;

TEST_CASE("dedup/refcounts_long: the contents of every set's stream are the file") {
    for (const test::data_set& set : test::data_sets) {
        CAPTURE(set.name);
        const auto rows = read_histogram(test::refcounts_path(set.name));
        const duplication_plan plan = plan_duplication({.popularity = from_histogram(rows)}, set.units * 4096, seed{7});
        std::vector<std::uint32_t> times(set.distinct);
        std::vector<std::uint64_t> ids(4096);
        for (std::uint64_t first = 0; first < set.units; first += ids.size()) {
            const auto some = std::span{ids}.first(std::min<std::uint64_t>(ids.size(), set.units - first));
            plan.map.map(first, some);
            for (const std::uint64_t id : some) ++times[id];
        }
        std::map<std::uint64_t, std::uint64_t> counts, wanted;
        for (const std::uint32_t count : times) ++counts[count];
        for (const reference_row& row : rows) wanted[row.references] += row.contents;
        CHECK(counts == wanted);
    }
}
