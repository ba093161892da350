// SPDX-License-Identifier: Apache-2.0
#include <spate/dedup/duplication.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <spate/core/size.hpp>

using namespace spate;

namespace {

const std::vector<reference_row> some_rows{{100, 2}, {3, 50}, {1, 650}};

std::string refused(const duplication& asked, std::uint64_t size = 1_GiB) {
    try {
        (void)plan_duplication(asked, size, seed{1});
    } catch (const config_error& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("dedup/duplication: options that make no sense alone are refused, with what would be right") {
    CHECK(refused({.unit = 1000}) == "unit: 1000 is not a multiple of 512; use 512 or 1024");
    CHECK(refused({.run = 0}) == "run: 0 is no length of a run; use a number of units from 1 to 268435456");
    CHECK(refused({.run = 1u << 29}) == "run: 536870912 units of 4096 bytes are more than 1 TiB; use a number of units from 1 to 268435456");
    CHECK(refused({.run = 1u << 28}) == "accepted");
    CHECK(refused({.shift = 4096}) == "shift: 4096 is not smaller than the unit of 4096 bytes; use less, for instance 512; 0 for none");
    CHECK(refused({.shift = 4095}) == "accepted");
    CHECK(refused({.group = 0}) == "group: 0 is not from 1 to 2^48 units; use 65536, or the number of units for one group");
    CHECK(refused({.ratio = {1, 2}}) == "dedup: 0.5 is below 1; use a ratio of 1 or more, like 1.5 or 3/2");
    CHECK(refused({.ratio = {1, 2}, .popularity = zipf(1.0)}) == "dedup: 0.5 is below 1; use a ratio of 1 or more, like 1.5 or 3/2");
    CHECK(refused({.max_references = 0}).starts_with("max_references: 0 cannot hold a ratio of 1"));
    CHECK(refused({}, 0).starts_with("size: 0 leaves no unit"));
    CHECK(refused({.popularity = zipf(1.0)}, 0) == "size: 0 leaves no unit to deduplicate; use a size of at least one byte");
}

TEST_CASE("dedup/duplication: options that make no sense together are refused") {
    CHECK(refused({.ratio = 2.0, .popularity = from_histogram(some_rows)}) ==
          "dedup: 2 is given besides a histogram, which has a ratio of its own; leave one of them out");
    CHECK(refused({.popularity = from_histogram(some_rows), .run = 64, .cdc_average = 4096}) ==
          "cdc_average: 4096 cannot be made up for with a histogram, whose ratio is its own; ask for a ratio, with zipf(1.1) for a skewed popularity, or leave "
          "it out");
    CHECK(refused({.ratio = 2.0, .cdc_average = 8192}) == "cdc_average: 8192 needs duplicates in runs; use a run of some 128 units");
    CHECK(refused({.ratio = 2.0, .run = 8, .cdc_average = 8192}) ==
          "cdc_average: 8192 leaves a ratio of 2 unreachable: a chunker loses about two chunks of each run of 32768 bytes; use runs of at least 65536 bytes");
    CHECK(refused({.ratio = 2.0, .run = 16, .cdc_average = 8192}) == "accepted");
    CHECK(refused({.ratio = 2.0, .popularity = zipf(1.0), .run = 16, .cdc_average = 8192}) == "accepted");
    CHECK(refused({.ratio = 2.0, .group = unlimited}, unlimited).starts_with("group: 18446744073709551615 is not"));
    CHECK(refused({.ratio = 2.0, .group = unlimited, .popularity = zipf(1.0)}, unlimited).starts_with("group: 18446744073709551615 is not from 1 to 2^48"));
    CHECK(refused({.ratio = 2.0, .unit = 512, .popularity = zipf(1.0)}, 1_EiB).starts_with("group: 18446744073709551615 is not from 1 to 2^48"));
    CHECK(refused({.ratio = 2.0, .popularity = zipf(1.0)}, unlimited) == "accepted");
}

TEST_CASE("dedup/duplication: a maximum that cannot hold the ratio is refused, and what it names is enough") {
    CHECK(refused({.ratio = 300.0, .max_references = 254}) ==
          "max_references: 254 cannot hold a ratio of 300 in groups of 65536; use at least 301, or a smaller ratio");
    CHECK(refused({.ratio = 300.0, .popularity = zipf(1.0), .max_references = 254})
              .starts_with("max_references: 254 cannot hold 262144 units in 874 contents; use at least 300"));
    CHECK(refused({.popularity = from_histogram(some_rows), .max_references = 1}).starts_with("max_references: 1 cannot hold"));
    CHECK(refused({.ratio = 64.0, .group = 10, .max_references = 100}) == "max_references: 100 cannot hold a ratio of 64 in groups of 10; use a larger group");
    // By brute force: the most references that any content has, in all groups together, is the least maximum that is accepted.
    for (const ratio by : {ratio{}, ratio{107, 100}, ratio{3, 2}, ratio{3, 1}, ratio{7, 3}, ratio{20, 1}})
        for (const std::uint64_t group : {std::uint64_t{20}, std::uint64_t{77}, std::uint64_t{1000}, unlimited})
            for (const std::uint64_t units :
                 {std::uint64_t{1}, std::uint64_t{5}, std::uint64_t{20}, std::uint64_t{23}, std::uint64_t{777}, std::uint64_t{1000}}) {
                CAPTURE(by.value());
                CAPTURE(group);
                CAPTURE(units);
                const duplication_plan plan = plan_duplication({.ratio = by, .group = group}, units * 4096, seed{1});
                std::map<std::uint64_t, std::uint64_t> counts;
                for (std::uint64_t i = 0; i < units; ++i) ++counts[plan.map(i)];
                std::uint64_t most = 0;
                for (const auto& [id, count] : counts) most = std::max(most, count);
                if (most > 1) CHECK(refused({.ratio = by, .group = group, .max_references = most - 1}, units * 4096) != "accepted");
                const std::string said = refused({.ratio = by, .group = group, .max_references = most}, units * 4096);
                if (static_cast<double>(std::min(group, units)) >= by.value()) CHECK(said == "accepted");
            }
}

TEST_CASE("dedup/duplication: groups, unless asked for") {
    CHECK(plan_duplication({.ratio = 2.0}, 1_GiB, seed{1}).group == 65'536);
    CHECK(plan_duplication({.ratio = 2.0}, 1_GiB, seed{1}).map.group() == 65'536);
    CHECK(plan_duplication({.ratio = 2.0, .popularity = zipf(1.0)}, 1_GiB, seed{1}).map.group() == 262'144);
    CHECK(plan_duplication({.ratio = 2.0, .popularity = zipf(1.0)}, unlimited, seed{1}).map.group() == 65'536);
    CHECK(plan_duplication({.ratio = 2.0, .popularity = zipf(1.0), .run = 16}, 1_GiB, seed{1}).map.group() == 16'384);
    CHECK(plan_duplication({.ratio = 2.0, .group = 1000, .popularity = zipf(1.0)}, 1_GiB, seed{1}).map.group() == 1000);
    CHECK(plan_duplication({.popularity = from_histogram(some_rows)}, 1_GiB, seed{1}).map.group() == 262'144);
    // What a small group cannot show is said.
    CHECK(plan_duplication({.popularity = from_histogram(some_rows)}, 1000 * 4096, seed{1}).merged_rows == 0);
    CHECK(plan_duplication({.group = 10, .popularity = from_histogram(some_rows)}, 1000 * 4096, seed{1}).merged_rows >= 1);
}

TEST_CASE("dedup/duplication: the mapped ratio is the asked one, or what a chunker needs") {
    CHECK(mapped_ratio({.ratio = {3, 2}}) == ratio{3, 2});
    CHECK(mapped_ratio({.ratio = {3, 2}, .run = 64, .cdc_average = 4096}) == compensated_ratio(ratio{3, 2}, 64 * 4096, 4096));
    const duplication asked{.ratio = {3, 2}, .run = 64, .cdc_average = 4096};
    CHECK(plan_duplication(asked, 1_GiB, seed{1}).map.distinct() == mapped_ratio(asked).divide(4096));
    CHECK(asked.extent() == 262'144);
}

TEST_CASE("dedup/duplication: seeds of contents and keys of orders are those that were published") {
    CHECK(content_seed(seed{42}, {}, 0) == seed{42});
    CHECK(content_seed(seed{42}, {}, 1) != seed{42});
    CHECK(content_seed(seed{42}, {}, 1) != content_seed(seed{43}, {}, 1));
    CHECK(content_seed(seed{42}, {}, 1) != content_seed(seed{42}, {}, 2));
    CHECK(content_seed(seed{42}, 7, 0) == content_seed(seed{43}, 7, 0));
    CHECK(content_seed(seed{42}, 7, 0) != content_seed(seed{42}, 8, 0));
    CHECK(content_seed(seed{42}, 7, 0) != content_seed(seed{42}, 7, 1));
    CHECK(content_seed(seed{42}, 42, 0) != seed{42});
    CHECK(content_seed(seed{42}, 42, 1) != content_seed(seed{42}, {}, 1));
    CHECK(content_seed(seed{1}, {}, 1).value == 0x8024b99e111710f7u);
    CHECK(content_seed(seed{1}, 5, 0).value == 0xee9ec767b13ae198u);
    CHECK(content_seed(seed{1}, 5, 3).value == 0x1b8960c3056d58adu);
    CHECK(order_key(seed{1}, 65'536) == derive_key(seed{1}, "dedup order", {65'536}));
}
