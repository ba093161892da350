// SPDX-License-Identifier: Apache-2.0
#include <spate/field/growing.hpp>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <spate/field/erased.hpp>
#include <spate/field/key_text.hpp>
#include <spate/field/list.hpp>
#include <spate/field/nullable.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/uuid.hpp>

#include "sample.hpp"
#include "samples.hpp"

using namespace spate;

TEST_CASE("field/growing: in the first n rows there are exactly so many values, for every n") {
    std::vector<ratio> shares{1.0, 0.999, 0.5, 0.1, 0.01, 1e-9, ratio{1, 3}, ratio{2, 3}, ratio{4294967294u, 4294967295u}, ratio{1, 100'000}, ratio{1, 99'999}};
    for (std::uint64_t i = 1; i < 40; ++i) shares.emplace_back(i, 40 + 7 * i % 977);
    for (const ratio share : shares) {
        CAPTURE(share.text());
        for (const std::uint64_t most : {growing_rows::no_limit, std::uint64_t{1000}, std::uint64_t{1}}) {
            const growing_rows rows{share, most};
            std::vector<std::uint64_t> ids(100'000);
            rows.fill(laws::some_key, 0, ids);
            std::uint64_t next = 0;
            std::size_t wrong = 0;
            for (std::uint64_t n = 1; n <= ids.size(); ++n) {
                wrong += ids[n - 1] > next;
                next = std::max(next, ids[n - 1] + 1);
                const std::uint64_t promised = std::min(most, std::max<std::uint64_t>(1, n * share.numerator() / share.denominator()));
                wrong += next != promised || rows.count(n) != promised;
            }
            REQUIRE(wrong == 0);
        }
    }
}

TEST_CASE("field/growing: values are those of the generator's first rows, as often as each other") {
    const auto made = growing(0.01, sequence(5), 20);
    std::vector<std::size_t> counts(20);
    for (const std::int64_t one : laws::values(made, 402'000)) ++counts.at(static_cast<std::size_t>(one - 5));
    // All 20 are there from row 2,000 on.
    for (const std::size_t one : counts) CHECK(one > 19'400);
    CHECK(laws::values(growing(1.0, uuid4()), 1000) == laws::values(uuid4(), 1000));
    CHECK(laws::values(growing(1.0, sequence(), 3), 3) == std::vector<std::int64_t>{0, 1, 2});
    CHECK(laws::values(growing(1e-9, sequence(7)), 1000) == std::vector<std::int64_t>(1000, 7));
    const auto texts = laws::values(growing(0.1, key_text()), 3000);
    const auto firsts = laws::values(key_text(), 300);
    CHECK(std::set<std::string>(texts.begin(), texts.end()) == std::set<std::string>(firsts.begin(), firsts.end()));
}

TEST_CASE("field/growing: any partition of rows, of every kind of generator, and any rows alone") {
    for (const double share : {1.0, 0.3, 1e-4, 1e-9}) {
        CAPTURE(share);
        laws::check_partition(growing(share, sequence()));
        laws::check_partition(growing(share, key_text(), 700));
        laws::check_partition(growing(share, nullable(samples::letters{}, 0.3)));
        laws::check_partition(growing(share, erased_generator{erased_field{sequence()}}, 700));
        laws::check_partition(growing(share, erased_generator{erased_field{list_of(samples::coin{}, 0, 3)}}));
    }
    const auto made = growing(0.2, nullable(samples::letters{}, 0.3));
    std::vector<std::uint64_t> rows;
    for (std::uint64_t i = 0; i < 100; ++i) rows.push_back(i * i * i * 1'000'003 % 123'457);
    column scattered, alone;
    made.fill_scattered(laws::some_key, rows, scattered);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        made.fill({laws::some_key, rows[i], 1}, alone);
        REQUIRE(laws::same_value(made.type(), scattered, i, alone, 0));
    }
}

TEST_CASE("field/growing: what cannot be") {
    statistics::check_refused([] { return growing(0.0, sequence()); }, "growing: share");
    statistics::check_refused([] { return growing(1.01, sequence()); }, "growing: share");
    statistics::check_refused([] { return growing(0.5, sequence(), 0); }, "growing: most");
}
