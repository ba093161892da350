// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstdio>
#include <cstring>

#include <spate/bytes.hpp>

std::array<std::byte, 4096> without_exceptions();
void wrong_specification();

int main(int argc, char** argv) {
    if (argc > 1 && std::strcmp(argv[1], "wrong") == 0) {
        wrong_specification();
        std::puts("a wrong specification went unnoticed");
        return 0;
    }
    std::array<std::byte, 4096> out{};
    const auto source = spate::random_bytes(spate::seed{7}) | spate::compressible(2) | spate::take(1 << 20) | spate::duplicated({.ratio = {3, 2}, .unit = 4096});
    source.fill(777, out);
    if (out != without_exceptions()) {
        std::puts("the bytes differ without exceptions");
        return 1;
    }
    try {
        static_cast<void>(spate::random_bytes(spate::seed{7}) | spate::compressible(0.5));
    } catch (const spate::config_error&) {
        std::puts("equal bytes, and the unit with exceptions throws");
        return 0;
    }
    std::puts("the unit with exceptions did not throw");
    return 1;
}
