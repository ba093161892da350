// SPDX-License-Identifier: Apache-2.0
// A header, data and a footer as one stream.
#include <cstdio>
#include <vector>

#include <spate/bytes.hpp>

using namespace spate;

int main() {
    const auto file = concat(pattern_bytes{"HEAD"} | take(512), random_bytes{seed{1}} | take(1_MiB), zero_bytes{} | take(512));
    char magic[4];
    file.fill(0, std::as_writable_bytes(std::span{magic}));
    std::printf("%.4s, %s\n", magic, format_size(file.size()).c_str());
    return file.size() == 1_MiB + 1024 ? 0 : 1;
}
