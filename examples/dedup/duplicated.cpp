// SPDX-License-Identifier: Apache-2.0
// Exactly two thirds of the 4 KiB units are distinct; the composition of all three.
#include <cstdio>
#include <vector>

#include <spate/bytes.hpp>

using namespace spate;

int main() {
    const auto data = random_bytes{seed{42}} | compressible(2.0) | take(100_GiB) | duplicated({.ratio = {3, 2}, .unit = 4_KiB});
    const auto& map = data.mapper();
    std::printf("%llu units, %llu distinct\n", static_cast<unsigned long long>(map.size()), static_cast<unsigned long long>(map.distinct()));
    return map.distinct() == (100_GiB / 4_KiB * 2 + 1) / 3 ? 0 : 1;
}
