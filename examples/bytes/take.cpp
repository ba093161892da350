// SPDX-License-Identifier: Apache-2.0
// A stream that ends.
#include <cstdio>
#include <vector>

#include <spate/bytes.hpp>

using namespace spate;

int main() {
    const auto data = random_bytes{seed{42}} | take(100_GiB);
    std::printf("%s\n", format_size(data.size()).c_str());
    return data.size() == 100_GiB ? 0 : 1;
}
