// SPDX-License-Identifier: Apache-2.0
// Which rows of another table are referred to, and their values.
#include <cstdint>
#include <vector>

#include <spate/field/referred_rows.hpp>
#include <spate/field/uuid.hpp>
#include <spate/field/words.hpp>

int main() {
    using namespace spate;
    const key128 key = column_key(seed{42}, "orders", "customer"), parent_key = column_key(seed{42}, "customers", "id");
    const referred_rows customers{1'000'000, 1.1};
    std::vector<std::uint64_t> rows(100);
    customers.fill(key, 0, rows);

    column made, ids;
    fill_from_rows(
        uuid4().type(), rows, customers.rows(),
        [&](std::uint64_t first, std::size_t count, const auto& use) {
            uuid4().fill({parent_key, first, count}, made);
            use(made);
        },
        ids);
    return ids.size() == 100 ? 0 : 1;
}
