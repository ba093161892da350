// SPDX-License-Identifier: Apache-2.0
// Random bytes at any offset: a part is the same whether it is made alone or with all the rest.
#include <algorithm>
#include <cstdio>
#include <vector>

#include <spate/bytes.hpp>

using namespace spate;

int main() {
    const auto data = random_bytes{seed{42}};
    std::vector<std::byte> whole(10'000), part(100);
    data.fill(0, whole);
    data.fill(5'000, part);
    const bool same = std::equal(part.begin(), part.end(), whole.begin() + 5'000);
    std::printf("the part is %s\n", same ? "the same" : "different");
    return same ? 0 : 1;
}
