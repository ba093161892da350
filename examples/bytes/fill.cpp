// SPDX-License-Identifier: Apache-2.0
// A large buffer, filled on all cores.
#include <cstdio>
#include <vector>

#include <spate/bytes.hpp>

using namespace spate;

int main() {
    const auto data = random_bytes{seed{42}} | compressible(2.0);
    std::vector<std::byte> buffer(16_MiB);
    fill(default_pool(), data, 1_TiB, buffer);
    const auto wrong = data.verify(1_TiB, buffer);
    std::printf("%s\n", wrong ? "differs" : "as it should be");
    return wrong ? 1 : 0;
}
