// SPDX-License-Identifier: Apache-2.0
#include <spate/field/sequence.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <vector>

#include "laws.hpp"

using namespace spate;

namespace {
std::vector<std::int64_t> values(const sequence_field& of, std::uint64_t first, std::size_t count) {
    column out;
    of.fill({{1, 2}, first, count}, out);
    CHECK(out.size() == count);
    CHECK(out.nulls() == 0);
    std::vector<std::int64_t> got;
    for (std::size_t i = 0; i < count; ++i) got.push_back(of.value(out, i));
    return got;
}
}  // namespace

TEST_CASE("field/sequence: start, steps and any first row") {
    CHECK(values(sequence(), 0, 4) == std::vector<std::int64_t>{0, 1, 2, 3});
    CHECK(values(sequence(100, -7), 0, 3) == std::vector<std::int64_t>{100, 93, 86});
    CHECK(values(sequence(1), (std::uint64_t{1} << 48) - 2, 2) == std::vector<std::int64_t>{(std::int64_t{1} << 48) - 1, std::int64_t{1} << 48});
    CHECK(values(sequence(std::numeric_limits<std::int64_t>::max()), 0, 2) ==
          std::vector<std::int64_t>{std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()});
    CHECK(values(sequence(5), 9, 0).empty());
    CHECK(sequence(1) == sequence(1, 1));
    CHECK(sequence(1) != sequence(2));
}

TEST_CASE("field/sequence: any partition of rows") { laws::check_partition(sequence(-5, 1'000'000'007)); }
