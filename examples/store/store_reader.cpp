// SPDX-License-Identifier: Apache-2.0
// A reader keeps the arrays of the generation that it was opened at, until it goes on.
#include <spate/store/store_reader.hpp>

#include <filesystem>
#include <vector>

#include <spate/store/store.hpp>

int main() {
    std::filesystem::remove_all("store_reader_example");
    spate::store features{"store_reader_example"};
    features.save("prices", std::vector<float>{1, 2, 3}, {3});
    spate::store_reader reader{"store_reader_example"};
    const bool before = reader.view<float>("prices")[2] == 3;
    features.save("costs", std::vector<float>{1}, {1});
    const bool unseen = !reader.contains("costs");
    reader.refresh();
    return before && unseen && reader.contains("costs") ? 0 : 1;
}
