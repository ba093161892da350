// SPDX-License-Identifier: Apache-2.0
// Arrays in one file that np.load reads, and back into a store.
#include <spate/store/export_npz.hpp>

#include <cstdint>
#include <filesystem>
#include <vector>

#include <spate/store/import_npz.hpp>

int main() {
    for (const char* const name : {"export_npz_example", "export_npz_again"}) std::filesystem::remove_all(name);
    spate::store features{"export_npz_example"};
    features.save("ids", std::vector<std::int64_t>{1, 2}, {2});
    features.save("prices", std::vector<float>{0.5f, 1.5f}, {2});
    spate::export_npz(features, "export_npz_example.npz");
    spate::store again{"export_npz_again"};
    {
        spate::store_batch all{again};
        (void)spate::import_npz(all, "export_npz_example.npz");
    }
    return again.names() == features.names() ? 0 : 1;
}
