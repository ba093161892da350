// SPDX-License-Identifier: Apache-2.0
#include <spate/field/permuted.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <set>
#include <vector>

#include "sample.hpp"

using namespace spate;

TEST_CASE("field/permuted: any partition of rows") {
    for (const std::uint64_t count : {1u, 2u, 3u, 10u, 16u, 17u, 100u, 1000u, 1'000'003u}) {
        CAPTURE(count);
        laws::check_partition(permuted_int(count, -50));
    }
    laws::check_partition(permuted_int(std::uint64_t{1} << 40));
}

TEST_CASE("field/permuted: every round has each number once, and rounds differ") {
    for (const std::size_t count : {1u, 2u, 5u, 17u, 100u, 4097u}) {
        CAPTURE(count);
        const auto two = laws::values(permuted_int(count, 1000), 2 * count, 5 * count);
        std::vector<std::int64_t> first(two.begin(), two.begin() + static_cast<std::ptrdiff_t>(count)),
            second(two.begin() + static_cast<std::ptrdiff_t>(count), two.end());
        if (count > 10) CHECK(first != second);
        for (auto* round : {&first, &second}) {
            std::sort(round->begin(), round->end());
            for (std::size_t i = 0; i < count; ++i) REQUIRE((*round)[i] == static_cast<std::int64_t>(1000 + i));
        }
    }
    std::vector<bool> seen(sample::rows);
    for (const std::int64_t value : laws::values(permuted_int(sample::rows), sample::rows)) {
        REQUIRE_FALSE(seen[static_cast<std::size_t>(value)]);
        seen[static_cast<std::size_t>(value)] = true;
    }
}

TEST_CASE("field/permuted: beyond 2^32 numbers there are no repeats in a million either") {
    const auto values = laws::values(permuted_int(std::uint64_t{1} << 33, 7), sample::rows);
    CHECK(std::set<std::int64_t>(values.begin(), values.end()).size() == values.size());
    const auto all = permuted_int(std::uint64_t{1} << 63);
    for (const std::int64_t value : laws::values(all, 1000)) REQUIRE(value >= 0);
}

TEST_CASE("field/permuted: in any place of a round every number is as likely as the others") {
    for (const std::size_t count : {4u, 10u, 100u}) {
        CAPTURE(count);
        for (const std::size_t place : {std::size_t{0}, count / 2, count - 1}) {
            std::vector<std::uint64_t> counts(count);
            for (std::uint64_t round = 0; round < 1000 * count; ++round)
                ++counts[static_cast<std::size_t>(permuted_int(count).at(laws::some_key, round * count + place))];
            CHECK(std::abs(statistics::chi_square(counts, std::vector<double>(count, 1000.0))) < 4.5);
        }
    }
}

TEST_CASE("field/permuted: a row alone is that of the column") {
    const auto field = permuted_int(1000, 5);
    const auto values = laws::values(field, 3000);
    for (std::size_t i = 0; i < 3000; ++i) REQUIRE(field.at(laws::some_key, i) == values[i]);
}

TEST_CASE("field/permuted: bad parameters") {
    constexpr auto last = std::numeric_limits<std::int64_t>::max();
    statistics::check_refused([] { return permuted_int(0); }, "permuted_int: count");
    statistics::check_refused([] { return permuted_int(2, last); }, "permuted_int: count");
    statistics::check_refused([] { return permuted_int(~std::uint64_t{0}, std::numeric_limits<std::int64_t>::min()); }, "permuted_int: count");
    CHECK(laws::values(permuted_int(1, last), 2) == std::vector<std::int64_t>{last, last});
    CHECK_FALSE(permuted_int(5) == permuted_int(6));
}
