// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/batch.hpp>

#include <doctest/doctest.h>

#include <cstdint>

#include <spate/field/sequence.hpp>

using namespace spate;

namespace {
struct numbers {
    [[nodiscard]] static record_type type() { return {{"n", sequence().type()}}; }
    [[nodiscard]] static std::uint64_t size() noexcept { return 10; }
    static void fill(std::uint64_t first, std::size_t count, batch& out) {
        out.first = first, out.count = count;
        out.columns.resize(1);
        sequence().fill({{}, first, count}, out.columns[0]);
    }
};
static_assert(record_source<numbers> && !record_source<batch>);
}  // namespace

TEST_CASE("schema/batch: is filled again and again") {
    batch rows;
    numbers::fill(2, 3, rows);
    CHECK(rows.columns[0].values<std::int64_t>()[2] == 4);
    numbers::fill(5, 1, rows);
    CHECK(rows.count == 1);
    CHECK(rows.columns[0].size() == 1);
}
