// SPDX-License-Identifier: Apache-2.0
// The eight-lane kernels without AVX-512: their bodies are compiled once more, in a namespace of this test and without the target, where
// the compiler makes several narrow registers of each wide one. What differs from scalar here differs on a machine with AVX-512.
#include <spate/rng/permutation.hpp>
#include <spate/rng/shishua.hpp>
#include <spate/rng/xoshiro256pp.hpp>
#include <spate/simd/copy.hpp>
#include <spate/simd/products.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstring>
#include <vector>

#include "../support/random.hpp"

#if defined(__clang__)
#pragma clang diagnostic ignored "-Wpsabi"
#else
#pragma GCC diagnostic ignored "-Wpsabi"
#endif

namespace emulated {
using namespace spate;
using kernels::ones_and_zeros, kernels::permutation_rounds, kernels::shishua_constants, kernels::xoshiro_constants;

// In place of the instructions that need the hardware.
template <class Target, class Value>
void store_wide(Target* target, const Value& value) {
    std::memcpy(target, &value, sizeof value);
}
template <class Words>
auto multiply_wide(const Words& a, const Words& b) {
    using result = long long __attribute__((vector_size(64)));
    std::uint32_t x[16], y[16];
    std::uint64_t products[8];
    std::memcpy(x, &a, 64);
    std::memcpy(y, &b, 64);
    for (std::size_t i = 0; i < 8; ++i) products[i] = static_cast<std::uint64_t>(x[2 * i]) * y[2 * i];
    result r;
    std::memcpy(&r, products, 64);
    return r;
}

#define SPATE_LANES 8
#define __builtin_ia32_movntdq512(target, value) store_wide(target, value)
#define __builtin_ia32_pmuludq512(a, b) multiply_wide(a, b)
#define __builtin_ia32_pmuludq512_mask(a, b, otherwise, mask) multiply_wide(a, b)
// Each needs those before it.
// clang-format off
#include <spate/simd/words.inc>
#include <spate/simd/products.inc>
#include <spate/simd/copy.inc>
#include <spate/rng/detail/permutation.inc>
#include <spate/rng/detail/shishua.inc>
#include <spate/rng/detail/xoshiro256pp.inc>
#include "operations.inc"
// clang-format on
#undef __builtin_ia32_movntdq512
#undef __builtin_ia32_pmuludq512
#undef __builtin_ia32_pmuludq512_mask
#undef SPATE_LANES
}  // namespace emulated

namespace scalar {
using namespace spate;
using namespace spate::kernels::scalar;
#define SPATE_LANES 1
#include "operations.inc"
#undef SPATE_LANES
}  // namespace scalar

using namespace spate;

TEST_CASE("simd/emulated: every operation on eight lanes") {
    test::dice dice{1};
    for (int round = 0; round < 300; ++round) {
        std::uint64_t a[8], b[8];
        for (std::size_t i = 0; i < 8; ++i) a[i] = dice.word(), b[i] = dice.word();
        alignas(64) std::byte wide[20 * 64], narrow[20 * 64];
        emulated::operations(a, b, wide);
        scalar::operations(a, b, narrow);
        for (std::size_t i = 0; i < 20; ++i) {
            CAPTURE(i);
            REQUIRE(std::memcmp(wide + 64 * i, narrow + 64 * i, 64) == 0);
        }
    }
}

TEST_CASE("simd/emulated: cells of both engines, cached and streamed, whole and in part") {
    const key128 key{0x0123456789abcdefu, 0xfedcba9876543210u};
    alignas(64) static std::byte wide[3][4096], narrow[3][4096];
    for (const std::size_t bytes : {4096u, 4095u, 2048u, 300u, 256u, 255u, 128u, 1u})
        for (const bool streaming : {false, true}) {
            CAPTURE(bytes);
            const cell_request wanted[3] = {{7, narrow[0], bytes}, {~std::uint64_t{0}, narrow[1], 4096}, {8, narrow[2], bytes}};
            const cell_request requests[3] = {{7, wide[0], bytes}, {~std::uint64_t{0}, wide[1], 4096}, {8, wide[2], bytes}};
            for (int engine = 0; engine < 2; ++engine) {
                CAPTURE(engine);
                std::memset(wide, 0xa7, sizeof wide);
                std::memset(narrow, 0xa7, sizeof narrow);
                if (engine == 0) {
                    emulated::shishua_make(key, requests, 3, streaming);
                    kernels::scalar::shishua_make(key, wanted, 3, streaming);
                } else {
                    emulated::xoshiro_make(key, requests, 3, streaming);
                    kernels::scalar::xoshiro_make(key, wanted, 3, streaming);
                }
                REQUIRE(std::memcmp(wide, narrow, sizeof wide) == 0);
            }
        }
}

TEST_CASE("simd/emulated: cells in every shape, and parts of cells") {
    const key128 key{5, 6};
    alignas(64) static std::byte wide[2][4096 + 64], narrow[2][4096 + 64];
    std::vector<std::byte> plain(4096);
    rng::shishua<>::fill(key, 3 * 4096, plain);
    for (const cell_shape& shape : {cell_shape{4096, 0, 64, 0}, cell_shape{4096, 2, 64, 128}, cell_shape{512, 3, 32, 32}, cell_shape{1024, 2, 32, 16}})
        for (const std::size_t of_4096 : {4096u, 4069u, 3700u, 2706u, 2024u, 1000u, 600u, 385u, 250u, 136u})
            for (const std::uint32_t bytes : {4096u, 4095u, 3008u, 700u, 64u})
                for (const std::size_t shift : {0u, 8u}) {
                    CAPTURE(shape.segment);
                    CAPTURE(of_4096);
                    CAPTURE(bytes);
                    CAPTURE(shift);
                    const auto literals = static_cast<std::uint32_t>(of_4096 * shape.unit() / 4096);
                    std::memset(wide, 0xa7, sizeof wide);
                    std::memset(narrow, 0xa7, sizeof narrow);
                    const shaped_request wanted[2] = {{3, narrow[0] + shift, bytes, 0, literals}, {9, narrow[1] + shift, bytes, 1, literals}},
                                         requests[2] = {{3, wide[0] + shift, bytes, 0, literals}, {9, wide[1] + shift, bytes, 1, literals}};
                    emulated::shishua_make_shaped(key, requests, 2, shape);
                    kernels::scalar::shishua_make_shaped(key, wanted, 2, shape);
                    REQUIRE(std::memcmp(wide, narrow, sizeof wide) == 0);
                    // And both are what they say.
                    const std::byte* const out = wide[0] + shift;
                    std::size_t from = 0;
                    for (std::size_t begin = 0; begin < bytes; begin += shape.segment) {
                        const std::size_t of_segment = shape.literals(begin / shape.segment, literals);
                        for (std::size_t i = 0; i < shape.segment && begin + i < bytes; ++i)
                            REQUIRE(out[begin + i] == (i < of_segment ? plain[from + i] : out[begin + i - shape.distance(of_segment)]));
                        from += (of_segment + 255) / 256 * 256;
                    }
                    REQUIRE(out[bytes] == std::byte{0xa7});
                }
    for (const std::size_t from : {std::size_t{0}, std::size_t{1}, std::size_t{255}, std::size_t{256}, std::size_t{3000}}) {
        std::memset(wide, 0xa7, sizeof wide);
        emulated::shishua_part(key, 3, from, wide[0], 4096 - from);
        REQUIRE(std::memcmp(wide[0], plain.data() + from, 4096 - from) == 0);
        REQUIRE(wide[0][4096 - from] == std::byte{0xa7});
    }
}

TEST_CASE("simd/emulated: copies and permutations") {
    test::dice dice{2};
    alignas(64) static std::byte wide[5000], narrow[5000];
    for (int round = 0; round < 300; ++round) {
        for (std::size_t i = 0; i < sizeof wide; ++i) wide[i] = narrow[i] = static_cast<std::byte>(dice.word());
        const auto prefix = static_cast<std::size_t>(dice.from(1, 2000)), distance = static_cast<std::size_t>(dice.from(1, prefix)),
                   size = static_cast<std::size_t>(dice.from(1, 4900)), shift = static_cast<std::size_t>(dice.below(64));
        emulated::repeat_prefix(wide + shift, prefix, distance, size);
        kernels::scalar::repeat_prefix(narrow + shift, prefix, distance, size);
        REQUIRE(std::memcmp(wide, narrow, sizeof wide) == 0);
        emulated::stream_copy(wide, narrow + 7, size);
        REQUIRE(std::memcmp(wide, narrow + 7, size) == 0);
    }
    for (const std::uint64_t n : {std::uint64_t{17}, std::uint64_t{1000}, std::uint64_t{65'536}, (std::uint64_t{1} << 32) - 5}) {
        const std::uint64_t a = n == 17 ? 4 : n == 1000 ? 31 : n == 65'536 ? 256 : 65'535, b = (n - 1) / a + 1;
        const kernels::permutation_rounds rounds{a, b, (std::uint64_t{1} << 32) / b, 0x9e3779b1u, {dice.word(), dice.word()}};
        std::uint64_t x[16], y[16];
        emulated::permute_small(rounds, n - 16, x, 16);
        kernels::scalar::permute_small(rounds, n - 16, y, 16);
        for (std::size_t i = 0; i < 16; ++i) REQUIRE(x[i] == y[i]);
    }
}
