// SPDX-License-Identifier: Apache-2.0
// A volume of which 30 % do not compress, half compresses 2:1 and the rest 4:1; a tenth of it has never been written.
#include <cstdio>
#include <vector>

#include <spate/bytes.hpp>

using namespace spate;

int main() {
    const auto data = random_bytes{seed{42}} | compressible_mix({{0.3, 1.0}, {0.5, 2.0}, {0.2, 4.0}}, {.codec = codec::lz4}) | holes(0.1);
    std::vector<std::byte> bytes(640 * 4_KiB);
    data.fill(0, bytes);
    std::printf("%llu of 640 units are holes\n", static_cast<unsigned long long>(data.holes_in(640)));
    return data.holes_in(640) == 63 || data.holes_in(640) == 64 ? 0 : 1;
}
