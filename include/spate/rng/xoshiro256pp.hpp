// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RNG_XOSHIRO256PP_HPP
#define SPATE_RNG_XOSHIRO256PP_HPP

/// The xoshiro256++ engine: sixteen interleaved generators, restarted in every cell from the stream's key and the cell's index.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <spate/core/concepts.hpp>
#include <spate/rng/cells.hpp>
#include <spate/simd/dispatch.hpp>
#include <spate/simd/words.hpp>

namespace spate::inline v0::kernels {

// Hexadecimal digits of pi for the key and the index; then one word for each of the sixteen lanes, multiples of the golden ratio.
alignas(64) inline constexpr std::uint64_t xoshiro_constants[24] = {0x243f6a8885a308d3u,
                                                                    0x13198a2e03707344u,
                                                                    0xa4093822299f31d0u,
                                                                    0,
                                                                    0,
                                                                    0,
                                                                    0,
                                                                    0,
                                                                    0x9e3779b97f4a7c15u,
                                                                    0x3c6ef372fe94f82au,
                                                                    0xdaa66d2c7ddf743fu,
                                                                    0x78dde6e5fd29f054u,
                                                                    0x1715609f7c746c69u,
                                                                    0xb54cda58fbbee87eu,
                                                                    0x538454127b096493u,
                                                                    0xf1bbcdcbfa53e0a8u,
                                                                    0x8ff34785799e5cbdu,
                                                                    0x2e2ac13ef8e8d8d2u,
                                                                    0xcc623af8783354e7u,
                                                                    0x6a99b4b1f77dd0fcu,
                                                                    0x08d12e6b76c84d11u,
                                                                    0xa708a824f612c926u,
                                                                    0x454021de755d453bu,
                                                                    0xe3779b97f4a7c150u};

}  // namespace spate::inline v0::kernels

#define SPATE_KERNEL <spate/rng/detail/xoshiro256pp.inc>
#include <spate/simd/foreach_isa.inc>

namespace spate::inline v0::rng {

namespace detail {
inline constexpr simd::kernel_table<void (*)(const key128&, const cell_request*, std::size_t, bool) noexcept> xoshiro_make{SPATE_KERNELS(xoshiro_make)};
inline constexpr simd::kernel_table<void (*)(const std::uint64_t (&)[4][8], std::byte*, std::size_t) noexcept> xoshiro_run{SPATE_KERNELS(xoshiro_run)};
}  // namespace detail

/// xoshiro256++ (David Blackman and Sebastiano Vigna: Scrambled Linear Pseudorandom Number Generators, ACM TOMS 47, 2021;
/// prng.di.unimi.it), sixteen generators whose 64-bit words are interleaved: word w of a cell is output w / 16 of generator w % 16.
/// In every cell of `Cell` bytes they start anew: the stream's 128-bit key, the cell's index and the generator's number pass
/// through five quarter rounds of BLAKE2b's permutation and are the state. The map is injective, so no two generators start equal.
///
/// Period: 2^64 cells per key. Granule: a cell. Tests: the published generator passes BigCrush and PractRand (as its authors
/// report); the restarts are tested here by themselves (tests/statistics). Not for cryptography.
/// Determinism: bytes depend on key and position alone. Thread safety: no state. Cost: about 16 GB/s with AVX2 (Zen 3); no allocation.
template <std::size_t Cell = 4096>
    requires(Cell % 128 == 0 && Cell >= 512 && Cell <= 65536)
struct xoshiro256pp {
    static constexpr std::string_view name = "xoshiro256pp";
    static constexpr std::size_t granule = Cell;
    static constexpr std::size_t cell_size = Cell;

    /// Makes prefixes of cells of the stream `key`.
    static void make(const key128& key, std::span<const cell_request> requests, store_mode mode) noexcept {
        if (!requests.empty()) detail::xoshiro_make(key, requests.data(), requests.size(), mode == store_mode::streaming);
    }

    /// Writes bytes [position, position + out.size()) of the stream `key`.
    static void fill(const key128& key, std::uint64_t position, std::span<std::byte> out, store_mode mode = store_mode::cached) noexcept {
        fill_from_cells<Cell>(position, out, mode, maker{key});
    }

private:
    struct maker {
        const key128& key;
        void operator()(std::span<const cell_request> requests, store_mode mode) const noexcept { make(key, requests, mode); }
    };
};

static_assert(bit_engine<xoshiro256pp<>>);

}  // namespace spate::inline v0::rng

#endif  // SPATE_RNG_XOSHIRO256PP_HPP
