// SPDX-License-Identifier: Apache-2.0
// The pipeline of the guide bytes.md.
#include <spate/bytes.hpp>

#include <cstdio>
#include <vector>

using namespace spate::literals;

int main() {
    // clang-format off
auto data = spate::random_bytes(spate::seed{42}) | spate::compressible(2.0) | spate::take(100_GiB)
          | spate::duplicated({.ratio = {3, 2}, .unit = 4_KiB});
    // clang-format on

    std::vector<std::byte> bytes(4_KiB);
    data.fill(99_GiB, bytes);
    std::printf("%llu of %llu units are different\n", static_cast<unsigned long long>(data.mapper().distinct()),
                static_cast<unsigned long long>(data.size() / data.unit()));
    return data.verify(99_GiB, bytes) ? 1 : 0;
}
