// SPDX-License-Identifier: Apache-2.0
// Every operation on eight lanes, on every instruction set, against the plain meaning of the operation lane by lane.
#include <spate/simd/words.hpp>

#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include <spate/simd/dispatch.hpp>

#include "../support/random.hpp"

#define SPATE_KERNEL "../../../tests/simd/operations.inc"
#include <spate/simd/foreach_isa.inc>

using namespace spate;

namespace {

constexpr std::size_t count = 20;
using lanes = std::array<std::uint64_t, 8>;

std::array<lanes, count> expected(const lanes& a, const lanes& b) {
    std::array<lanes, count> r{};
    for (std::size_t i = 0; i < 8; ++i) {
        r[0][i] = a[i] + b[i];
        r[1][i] = a[i] ^ b[i];
        r[2][i] = a[i] & b[i];
        r[3][i] = a[i] | b[i];
        r[4][i] = a[i] >> 3;
        r[5][i] = a[i] << 17;
        r[6][i] = std::rotr(a[i], 32);
        r[7][i] = std::rotr(a[i], 24);
        r[8][i] = std::rotr(a[i], 16);
        r[9][i] = std::rotr(a[i], 63);
        r[10][i] = std::rotr(a[i], 13);
        r[13][i] = a[0];
        r[14][i] = b[i % 4];
        r[15][i] = a[i] + b[i % 4];
        r[16][i] = a[i % 4] + b[i % 4];
        r[17][i] = a[i];
        r[18][i] = a[i];
        r[19][i] = b[i];
    }
    // Rotations of the 32-bit lanes of each half.
    std::uint32_t words[16], rotated[16];
    std::memcpy(words, a.data(), 64);
    for (const std::size_t by : {std::size_t{3}, std::size_t{5}}) {
        for (std::size_t half = 0; half < 16; half += 8)
            for (std::size_t i = 0; i < 8; ++i) rotated[half + i] = words[half + (i + by) % 8];
        std::memcpy(r[by == 3 ? 11 : 12].data(), rotated, 64);
    }
    return r;
}

}  // namespace

TEST_CASE("simd/words: every operation means the same on every instruction set") {
    constexpr simd::kernel_table<void (*)(const std::uint64_t*, const std::uint64_t*, std::byte*)> operations{SPATE_KERNELS(operations)};
    test::dice dice{1};
    for (const simd::isa which : simd::available_isas()) {
        CAPTURE(simd::name(which));
        for (int round = 0; round < 200; ++round) {
            lanes a, b;
            for (std::size_t i = 0; i < 8; ++i) {
                a[i] = round == 0 ? i : round == 1 ? ~std::uint64_t{0} : dice.word();
                b[i] = round == 1 ? ~std::uint64_t{0} : dice.word();
            }
            alignas(64) std::array<lanes, count> found{};
            operations.at(which)(a.data(), b.data(), reinterpret_cast<std::byte*>(found.data()));
            const auto wanted = expected(a, b);
            for (std::size_t i = 0; i < count; ++i) {
                CAPTURE(i);
                REQUIRE(found[i] == wanted[i]);
            }
        }
    }
}
