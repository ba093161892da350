// SPDX-License-Identifier: Apache-2.0
// Compiled with -fno-exceptions: the core works without them. Linked with a unit that has them.
#include <array>

#include <spate/bytes.hpp>
#include <spate/core.hpp>
#include <spate/dedup.hpp>
#include <spate/rng.hpp>
#include <spate/shape.hpp>
#include <spate/simd.hpp>

#if defined(__cpp_exceptions)
#error "this unit is compiled without exceptions"
#endif

std::array<std::byte, 4096> without_exceptions() {
    std::array<std::byte, 4096> out{};
    const auto source = spate::random_bytes(spate::seed{7}) | spate::compressible(2) | spate::take(1 << 20) | spate::duplicated({.ratio = {3, 2}, .unit = 4096});
    source.fill(777, out);
    return out;
}

// A wrong specification ends the program with its message, instead of an exception.
void wrong_specification() { static_cast<void>(spate::random_bytes(spate::seed{7}) | spate::compressible(0.5)); }
