// SPDX-License-Identifier: Apache-2.0
// Tables of one's own: bench/calibration/measure.hpp prints them for any function that compresses. Here is one for a codec that spends 10 bytes on
// each 4 KiB beyond the literals, however many they are.
#include <array>
#include <cstdio>

#include <spate/bytes.hpp>

using namespace spate;

constexpr std::size_t nodes = calibration_table::nodes(4096);

constexpr auto ten_bytes = [] {
    std::array<char16_t, nodes> out{};
    for (char16_t& one : out) one = 10 * 32;
    return out;
}();
constexpr calibration_table tables[] = {{.unit = 4096, .segment = 4096, .grain = 64, .stagger = 128, .above = 1, .overhead = ten_bytes.data()}};
constexpr calibration mine{"mine-v1", tables};

int main() {
    const auto data = random_bytes{seed{42}} | compressible({.ratio = 4.0, .tables = &mine});
    std::printf("%u literals in 4096 bytes\n", data.literals().count);
    return data.literals().count == 1024 - 10 ? 0 : 1;
}
