// SPDX-License-Identifier: Apache-2.0
// Partition keys of a stream: ten of a million take half of the load.
#include <spate/field/hot_keys.hpp>

int main() {
    const auto key = spate::hot_keys(1'000'000, {.hot = 10, .share = 0.5});
    spate::column column;
    key.fill({spate::column_key(spate::seed{42}, "events", "key"), 0, 10'000}, column);
    int repeated = 0;
    for (std::size_t row = 1; row < 10'000; ++row) repeated += key.value(column, row) == key.value(column, row - 1);
    return repeated > 150 && repeated < 350 ? 0 : 1;
}
