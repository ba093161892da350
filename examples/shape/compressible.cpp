// SPDX-License-Identifier: Apache-2.0
// Data that compresses 2.5:1, every 4 KiB of it.
#include <cstdio>
#include <vector>

#include <spate/bytes.hpp>

using namespace spate;

int main() {
    const auto data = random_bytes{seed{42}} | compressible(2.5);
    std::vector<std::byte> cell(4096);
    data.fill(12 * 4096, cell);
    std::printf("%zu of 4096 bytes are literals, the rest is a match\n", data.literals());
    return data.literals() * 5 < 4096 * 2 ? 0 : 1;
}
