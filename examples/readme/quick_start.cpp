// SPDX-License-Identifier: Apache-2.0
// The first program of the README.
#include <spate/spate.hpp>

#include <cstdio>
#include <vector>

int main() {
    using namespace spate;

    // 100 GiB that compress 2.5 : 1 and deduplicate 3 : 2, every byte a function of this description, the seed and its offset.
    const auto data = random_bytes(seed{42}) | compressible(2.5) | take(100_GiB) | duplicated({.ratio = {3, 2}, .unit = 4_KiB});

    std::vector<std::byte> buffer(1_MiB);
    data.fill(70_GiB, buffer);  // any offset, any length; nothing is stored, nothing is allocated
    std::printf("%zu of state, %llu distinct units\n", sizeof data, static_cast<unsigned long long>(data.mapper().distinct()));

    buffer[12345] ^= std::byte{1};
    std::printf("the first wrong byte is at 70 GiB + %llu\n", static_cast<unsigned long long>(*data.verify(70_GiB, buffer) - 70_GiB));

    std::uint64_t bytes = 0;
    for (std::span<const std::byte> chunk : data | take(1_GiB) | chunks()) bytes += chunk.size();  // made in parallel, ready in the cache
    std::printf("%s read\n", format_size(bytes).c_str());
}
