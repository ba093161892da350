// SPDX-License-Identifier: Apache-2.0
// What every consumer compiles: the umbrella, and one stream that must come out the same from two offsets.
#include <cstddef>
#include <cstdio>
#include <vector>

#include <spate/spate.hpp>
#include <spate/version.hpp>

int main() {
    const auto source = spate::random_bytes(spate::seed{42}) | spate::take(1 << 20);
    std::vector<std::byte> whole(65536), part(1000);
    source.fill(0, whole);
    source.fill(4321, part);
    for (std::size_t i = 0; i < part.size(); ++i) {
        if (part[i] != whole[4321 + i]) {
            std::fprintf(stderr, "byte %zu differs\n", 4321 + i);
            return 1;
        }
    }
    std::printf("spate %s\n", SPATE_VERSION_STRING);
    return 0;
}
