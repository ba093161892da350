// SPDX-License-Identifier: Apache-2.0
// The sum of an array that may be larger than the memory.
#include <spate/store/row_batches.hpp>

#include <filesystem>
#include <numeric>
#include <vector>

#include <spate/store/store.hpp>

int main() {
    std::filesystem::remove_all("row_batches_example");
    spate::store features{"row_batches_example"};
    features.save("x", std::vector<double>(10'000, 0.5), {10'000});
    double sum = 0;
    for (const auto part : features.stream_load<double>("x", 1024)) sum = std::accumulate(part.begin(), part.end(), sum);
    return sum == 5'000 ? 0 : 1;
}
