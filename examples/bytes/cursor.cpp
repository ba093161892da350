// SPDX-License-Identifier: Apache-2.0
// Reading a stream like a file; other seeds on the way.
#include <algorithm>
#include <cstdio>
#include <vector>

#include <spate/bytes.hpp>

using namespace spate;

int main() {
    cursor reader{random_bytes{seed{1}} | take(1'000)};
    std::vector<std::byte> a(400), b(400), again(400);
    reader.read(a);
    reader.set_seed(seed{2});
    reader.read(b);
    reader.set_seed(seed{1});
    const std::size_t last = reader.read(again);  // short: 200 bytes are left
    std::printf("%zu bytes at the end, %s\n", last, std::equal(again.begin(), again.begin() + 200, a.begin()) ? "A again" : "not A");
    return last == 200 && reader.is_complete() && std::equal(again.begin(), again.begin() + 200, a.begin()) ? 0 : 1;
}
