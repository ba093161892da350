// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RNG_SPLITMIX64_HPP
#define SPATE_RNG_SPLITMIX64_HPP

/// The SplitMix64 engine: a Weyl sequence and a mixer.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <spate/core/concepts.hpp>
#include <spate/rng/blocks.hpp>
#include <spate/simd/dispatch.hpp>
#include <spate/simd/products.hpp>

#define SPATE_KERNEL <spate/rng/detail/splitmix64.inc>
#include <spate/simd/foreach_isa.inc>

namespace spate::inline v0::rng {

namespace detail {
inline constexpr simd::kernel_table<void (*)(std::uint64_t, std::uint64_t, std::uint64_t, std::byte*, std::size_t, bool) noexcept> splitmix_blocks{
    SPATE_KERNELS(splitmix_blocks)};

// An odd increment for a stream. An increment whose bits seldom change from one to the next mixes badly, so such a one is
// changed, by the rule of the paper's section 5 (fewer than 24 changes).
[[nodiscard]] constexpr std::uint64_t splitmix_gamma(std::uint64_t bits) noexcept {
    bits |= 1;
    return std::popcount(bits ^ (bits >> 1)) < 24 ? bits ^ 0xaaaaaaaaaaaaaaaau : bits;
}
}  // namespace detail

/// SplitMix64 (Guy Steele, Doug Lea, Christine Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014, with Stafford's
/// thirteenth mixer): word i is mix(start + (i + 1) gamma). The key's low word is the start and its high word gives gamma, the
/// increment, made odd and varied enough as the paper demands. With the published fixed increment all streams would be pieces of
/// one sequence of 2^64 words.
///
/// Period: 2^64 words per key, each word once: a stream is short of repeated words once it is longer than 2^32 words or so. Streams: 2^127
/// or so; two that share an increment, with probability 2^-63, are pieces of one sequence. Granule: 64 bytes. Tests: the published
/// generator passes BigCrush (as its authors report); this use of it is tested in tests/statistics. Not for cryptography.
/// Determinism: bytes depend on key and position alone. Thread safety: no state. Cost: about 10 GB/s; no allocation.
struct splitmix64 {
    static constexpr std::string_view name = "splitmix64";
    static constexpr std::size_t granule = 64;
    static constexpr std::size_t cell_size = 4096;

    /// Makes prefixes of cells of the stream `key`.
    static void make(const key128& key, std::span<const cell_request> requests, store_mode mode) noexcept {
        for (const cell_request& request : requests) fill(key, request.index * cell_size, {request.out, request.bytes}, mode);
    }

    /// Writes bytes [position, position + out.size()) of the stream `key`.
    static void fill(const key128& key, std::uint64_t position, std::span<std::byte> out, store_mode mode = store_mode::cached) noexcept {
        fill_from_blocks<granule>(position, out, mode, maker{key.low, detail::splitmix_gamma(key.high)});
    }

private:
    struct maker {
        std::uint64_t start, gamma;
        void operator()(std::uint64_t first, std::size_t count, std::byte* out, bool streaming) const noexcept {
            detail::splitmix_blocks(start, gamma, first, out, count, streaming);
        }
    };
};

static_assert(bit_engine<splitmix64>);

}  // namespace spate::inline v0::rng

#endif  // SPATE_RNG_SPLITMIX64_HPP
