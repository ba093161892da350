// SPDX-License-Identifier: Apache-2.0
// A matrix that stands in memory by columns is saved by rows.
#include <spate/store/strided_array.hpp>

#include <filesystem>
#include <vector>

#include <spate/store/store.hpp>

int main() {
    std::filesystem::remove_all("strided_array_example");
    spate::store features{"strided_array_example"};
    const std::vector<float> columns{1, 3, 5, 2, 4, 6};
    features.save("matrix", spate::strided_array<float>{columns.data(), {3, 2}, {sizeof(float), 3 * sizeof(float)}});
    return features.load<float>("matrix") == std::vector<float>{1, 2, 3, 4, 5, 6} ? 0 : 1;
}
