// SPDX-License-Identifier: Apache-2.0
// Data that compresses 2.5:1 with zstd, every 128 KiB of it.
#include <cstdio>
#include <vector>

#include <spate/bytes.hpp>

using namespace spate;

int main() {
    const auto data = random_bytes{seed{42}} | compressible({.ratio = 2.5, .codec = codec::zstd, .unit = 128_KiB});
    std::vector<std::byte> unit(128_KiB);
    data.fill(12 * 128_KiB, unit);
    std::printf("%u of %zu bytes are literals, the rest are matches\n", data.literals().count, unit.size());
    return data.literals().count < 128_KiB / 2.5 ? 0 : 1;
}
