// SPDX-License-Identifier: Apache-2.0
// Measures how often the units of a file occur, and makes a stream ten times as large with the same distribution.
#include <cstdio>
#include <fstream>
#include <string>

#include <spate/bytes.hpp>

using namespace spate;

int main() {
    const std::string path = "example_histogram.bin";
    {
        std::ofstream file{path, std::ios::binary};
        for (const char letter : {'a', 'b', 'a', 'c', 'a', 'd'}) file << std::string(4096, letter);
    }
    const auto rows = measure_histogram(path, 4_KiB);
    std::remove(path.c_str());
    std::printf("%s", format_histogram(rows).c_str());  // "0 3": three contents without a duplicate; "2 1": one with two

    const duplication like{.unit = 4_KiB, .popularity = from_histogram(rows)};
    const auto plan = plan_duplication(like, 60 * 4_KiB, seed{1});
    std::printf("%llu units, %llu distinct, %zu rows merged\n", static_cast<unsigned long long>(plan.map.size()),
                static_cast<unsigned long long>(plan.map.distinct()), plan.merged_rows);
    return plan.map.distinct() == 40 && plan.merged_rows == 0 ? 0 : 1;
}
