// SPDX-License-Identifier: Apache-2.0
// The code of the guide store.md.
#include <spate/store.hpp>

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

int main() {
    for (const char* const name : {"features", "old"}) std::filesystem::remove_all(name);
    {
        spate::store old{"old"};
        old.save("labels", std::vector<std::int8_t>{1, 0, 1}, {3});
        spate::export_npz(old, "old.npz");
    }
    const std::vector<float> prices(1000 * 10, 1.0f), better(2 * 10, 2.0f);
    const std::vector<std::int64_t> ids(1000, 7), more_ids{8, 9};
    const std::vector<std::uint64_t> rows{7, 500};
    // clang-format off
spate::store features{"features"};                                     // a directory, made if it is not there
features.save("prices", prices, {1000, 10});                           // features/prices.npy
features.save("ids", ids, {1000});

features.replace<float>("prices", rows, better);                       // in place: whole or not at all
features.append("prices", better);
features.drop_rows("prices", std::vector<std::uint64_t>{0, 1});        // gone at once, in the file until update()

std::span<const float> row = features.row<float>("prices", 3);         // in memory, no copy
for (std::span<const float> part : features.stream_load<float>("prices", 256)) row = part.last(10);

{
    spate::store_batch change{features};                               // several arrays, one commit
    change.append<std::int64_t>("ids", more_ids);
    (void)spate::import_npz(change, "old.npz");
}
spate::export_safetensors(features, "features.safetensors");
const bool whole = features.verify().whole();                          // or what is wrong, and where
    // clang-format on
    return whole && row.size() == 10 && features.contains("labels") && features.shape("ids")[0] == 1002 ? 0 : 1;
}
