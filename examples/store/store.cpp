// SPDX-License-Identifier: Apache-2.0
// Prices that are saved, changed in place, appended to, and read without a copy.
#include <spate/store/store.hpp>

#include <cstdint>
#include <filesystem>
#include <vector>

int main() {
    std::filesystem::remove_all("store_example");
    spate::store features{"store_example"};
    features.save("prices", std::vector<float>(1000 * 10, 1.0f), {1000, 10});

    const std::vector<std::uint64_t> rows{7, 500};
    const std::vector<float> better(2 * 10, 2.0f);
    features.replace<float>("prices", rows, better);
    features.append("prices", better);
    features.drop_rows("prices", std::vector<std::uint64_t>{0});
    features.commit();

    const spate::stored_array prices = features["prices"];
    return prices.shape() == spate::array_shape{1001, 10} && prices.row<float>(6)[0] == 2 ? 0 : 1;
}
