// SPDX-License-Identifier: Apache-2.0
// Products and zips on every instruction set, against their plain meaning lane by lane.
#include <spate/simd/products.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>

#include <spate/simd/dispatch.hpp>

#include "../support/random.hpp"

#define SPATE_KERNEL "../../../tests/simd/product_operations.inc"
#include <spate/simd/foreach_isa.inc>

using namespace spate;

TEST_CASE("simd/products: every operation means the same on every instruction set") {
    constexpr simd::kernel_table<void (*)(const std::uint64_t*, const std::uint64_t*, std::byte*)> operations{SPATE_KERNELS(product_operations)};
    using lanes = std::array<std::uint64_t, 8>;
    test::dice dice{2};
    for (const simd::isa which : simd::available_isas()) {
        CAPTURE(simd::name(which));
        for (int round = 0; round < 200; ++round) {
            lanes a, b;
            for (std::size_t i = 0; i < 8; ++i) {
                a[i] = round == 0 ? ~std::uint64_t{0} : dice.word();
                b[i] = round == 0 ? ~std::uint64_t{0} : dice.word();
            }
            std::array<lanes, 5> found{};
            operations.at(which)(a.data(), b.data(), reinterpret_cast<std::byte*>(found.data()));
            std::array<std::uint64_t, 16> zipped{};
            for (std::size_t i = 0; i < 8; ++i) {
                zipped[i] = found[2][i];
                zipped[8 + i] = found[3][i];
            }
            unsigned places_seen = 0;
            for (std::size_t i = 0; i < 8; ++i) {
                CAPTURE(i);
                REQUIRE(found[0][i] == a[i] * b[i]);
                REQUIRE(found[1][i] == (a[i] & 0xffffffffu) * (b[i] & 0xffffffffu));
                const std::uint64_t place = found[4][i];
                REQUIRE(place < 8);
                places_seen |= 1u << place;
                REQUIRE(zipped[2 * place] == a[i]);
                REQUIRE(zipped[2 * place + 1] == b[i]);
            }
            REQUIRE(places_seen == 0xff);
        }
    }
}
