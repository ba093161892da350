// SPDX-License-Identifier: Apache-2.0
// All bytes of a stream in order, made on all cores into one buffer.
#include <cstdio>
#include <vector>

#include <spate/bytes.hpp>

using namespace spate;

int main() {
    std::uint64_t total = 0, ones = 0;
    for (const std::span<const std::byte> chunk : random_bytes{seed{42}} | take(64_MiB) | chunks(4_MiB)) {
        total += chunk.size();
        ones += std::to_integer<unsigned>(chunk[0]) & 1;
    }
    std::printf("%s in chunks, %llu of them begin with an odd byte\n", format_size(total).c_str(), static_cast<unsigned long long>(ones));
    return total == 64_MiB ? 0 : 1;
}
