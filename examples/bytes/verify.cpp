// SPDX-License-Identifier: Apache-2.0
// Data that was written is checked by making it again; the first byte that differs is named.
#include <cstdio>
#include <vector>

#include <spate/bytes.hpp>

using namespace spate;

int main() {
    const auto data = random_bytes{seed{42}} | take(1_MiB);
    std::vector<std::byte> written(1_MiB);
    data.fill(0, written);
    written[123'456] ^= std::byte{1};
    const auto wrong = data.verify(0, written);
    std::printf("first difference at %llu\n", static_cast<unsigned long long>(wrong.value_or(unlimited)));
    return wrong == 123'456 ? 0 : 1;
}
