// SPDX-License-Identifier: Apache-2.0
// Compiled with -fno-exceptions: the core works without them, and gives the same bytes. With the argument "wrong" it asks for a ratio that
// cannot be, which ends the program with a message instead of an exception.
#include <cinttypes>
#include <cstdio>

#include <spate/bytes.hpp>
#include <spate/core.hpp>
#include <spate/dedup.hpp>
#include <spate/rng.hpp>
#include <spate/shape.hpp>
#include <spate/simd.hpp>

#include "../odr/unit.hpp"

#if defined(__cpp_exceptions)
#error "this program is compiled without exceptions"
#endif

int main(int argc, char**) {
    const auto random = spate::random_bytes(spate::seed{42});
    const auto shaped = random | spate::compressible(argc > 1 ? 0.5 : 2.5) | spate::take(1 << 24) | spate::duplicated({.ratio = {3, 2}, .unit = 4096});
    if (argc > 1) return 0;
    const std::uint64_t got[] = {hash_of(random), hash_of(shaped)};
    std::printf("random %016" PRIx64 ", shaped %016" PRIx64 "\n", got[0], got[1]);
    return got[0] == golden.random && got[1] == golden.shaped ? 0 : 1;
}
