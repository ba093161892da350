// SPDX-License-Identifier: Apache-2.0
// The parts alone: a table of reference counts, a mapper over it, and a stream with that mapper.
#include <cstdio>
#include <memory>
#include <vector>

#include <spate/bytes.hpp>

using namespace spate;

int main() {
    const std::vector<reference_row> rows{{100, 2}, {1, 800}};  // two contents a hundred times each, and 800 once
    const auto table = std::make_shared<const reference_table>(rows);
    const table_mapper map{unlimited, table, nullptr, order_key(seed{42}, table->units())};
    const duplicated_bytes data{random_bytes{seed{42}}, map, extent_layout{.unit = 4_KiB, .group = table->units()}};

    std::vector<std::uint64_t> ids(1000);
    map.map(1'000'000'000, ids);
    std::size_t popular = 0;
    for (const std::uint64_t id : ids) popular += id % table->distinct() < 2;
    std::printf("%zu of 1000 units hold the two popular contents of their group\n", popular);
    return popular == 200 && data.size() == unlimited ? 0 : 1;
}
