// SPDX-License-Identifier: Apache-2.0
// The .npy file of one store, or of NumPy, becomes an array of another one.
#include <spate/store/import_npy.hpp>

#include <filesystem>
#include <vector>

int main() {
    for (const char* const name : {"import_npy_example", "import_npy_from"}) std::filesystem::remove_all(name);
    spate::store from{"import_npy_from"};
    from.save("prices", std::vector<float>{1, 2, 3}, {3});
    spate::store features{"import_npy_example"};
    {
        spate::store_batch all{features};
        spate::import_npy(all, "old_prices", "import_npy_from/prices.npy");
    }
    return features.load<float>("old_prices") == from.load<float>("prices") ? 0 : 1;
}
