// SPDX-License-Identifier: Apache-2.0
// The pipelines of the guide compression.md.
#include <spate/bytes.hpp>

#include <cstdio>
#include <vector>

using namespace spate;

int main() {
    const random_bytes random{seed{42}};
    // clang-format off
auto volume  = random | compressible({.ratio = 2.5, .codec = codec::zstd, .unit = 128_KiB});
auto blocks  = random | fits(2030, {.codec = codec::lz4});                                      // two of them fit into 4 KiB
auto mixture = random | compressible_mix({{0.3, 1.0}, {0.5, 2.0}, {0.2, 4.0}}) | holes(0.1);
    // clang-format on
    std::vector<std::byte> bytes(128_KiB);
    volume.fill(7 * 128_KiB, bytes);
    blocks.fill(0, bytes);
    mixture.fill(0, bytes);
    std::printf("literals in a unit: %u of 131072, %u of 4096\n", volume.literals().count, blocks.literals().count);
    return volume.literals().count < 128_KiB / 2.5 && blocks.literals().count < 2030 ? 0 : 1;
}
