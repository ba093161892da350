// SPDX-License-Identifier: Apache-2.0
// Cities, one more frequent than the other.
#include <cstdio>

#include <spate/field/choice.hpp>

using namespace spate;

int main() {
    const auto city = one_of({"Paris", "Rome"}, {0.7, 0.3});
    column rows;
    city.fill({column_key(seed{42}, "orders", "city"), 0, 1000}, rows);
    int in_paris = 0;
    for (std::size_t row = 0; row < 1000; ++row) in_paris += city.value(rows, row) == "Paris";
    std::printf("%d of 1000 orders come from Paris\n", in_paris);
    return in_paris > 650 && in_paris < 750 ? 0 : 1;
}
