// SPDX-License-Identifier: Apache-2.0
// One unit is compiled with -O2, the other with -O3 -march=native -ffast-math. The linker keeps one of their two copies of each inline
// function, so a function whose meaning depends on the flags would change one of them. CMake links them in both orders.
#include <cinttypes>
#include <cstdio>
#include <initializer_list>
#include <utility>

#include "unit.hpp"

int main() {
    int failed = 0;
    for (const auto& [name, got] : {std::pair{"-O2", plain()}, {"-O3 -march=native -ffast-math", fast()}}) {
        std::printf("%s: random %016" PRIx64 ", shaped %016" PRIx64 ", xoshiro256++ %016" PRIx64 ", philox4x32 %016" PRIx64 ", NaN and infinity %s\n", name,
                    got.random, got.shaped, got.xoshiro, got.philox, got.refused ? "refused" : "ACCEPTED");
        if (!(got == golden)) {
            std::printf("%s: not the golden bytes\n", name);
            ++failed;
        }
    }
    return failed;
}
