// SPDX-License-Identifier: Apache-2.0
// Blocks of 4 KiB of which two fit into one, with a header of 36 bytes, when lz4 has compressed them.
#include <cstdio>
#include <vector>

#include <spate/bytes.hpp>

using namespace spate;

int main() {
    const auto data = random_bytes{seed{42}} | fits(2030, {.codec = codec::lz4});
    std::vector<std::byte> block(4_KiB);
    data.fill(7 * 4_KiB, block);
    std::printf("%u literals and one match\n", data.literals().count);
    return data.literals().count < 2030 ? 0 : 1;
}
