// SPDX-License-Identifier: Apache-2.0
// Two arrays that belong together change together: both, or none.
#include <spate/store/store_batch.hpp>

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <vector>

int main() {
    std::filesystem::remove_all("store_batch_example");
    spate::store features{"store_batch_example"};
    {
        spate::store_batch change{features};
        change.save<std::int64_t>("ids", std::vector<std::int64_t>{1, 2}, {2});
        change.save<float>("prices", std::vector<float>{0.5f, 1.5f}, {2});
    }
    try {
        spate::store_batch change{features};
        change.append<std::int64_t>("ids", std::vector<std::int64_t>{3});
        throw std::runtime_error{"there is no price of it"};
    } catch (const std::runtime_error&) {
    }
    return features.shape("ids") == features.shape("prices") ? 0 : 1;
}
