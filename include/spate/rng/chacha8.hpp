// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RNG_CHACHA8_HPP
#define SPATE_RNG_CHACHA8_HPP

/// The ChaCha8 engine: the stream cipher with eight rounds, counter based.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <spate/core/concepts.hpp>
#include <spate/core/hash.hpp>
#include <spate/rng/blocks.hpp>
#include <spate/simd/dispatch.hpp>
#include <spate/simd/words.hpp>

namespace spate::inline v0::kernels {
// What a ChaCha block depends on beside its counter, as words in memory order.
struct chacha_input {
    std::uint64_t key[4];
    std::uint64_t nonce;
};
}  // namespace spate::inline v0::kernels

#define SPATE_KERNEL <spate/rng/detail/chacha8.inc>
#include <spate/simd/foreach_isa.inc>

namespace spate::inline v0::rng {

namespace detail {
inline constexpr simd::kernel_table<void (*)(const kernels::chacha_input&, std::uint64_t, std::byte*, std::size_t, bool) noexcept> chacha_blocks{
    SPATE_KERNELS(chacha_blocks)};

// The stream's key is half of the cipher's; the other half is a hash of it. The map is injective.
[[nodiscard]] constexpr kernels::chacha_input chacha_expand(const key128& key) noexcept {
    const std::uint64_t third = mix(key.low ^ mix(key.high + 0x243f6a8885a308d3u));
    return {{key.low, key.high, third, mix(key.high ^ mix(third + 0x13198a2e03707344u))}, 0};
}
}  // namespace detail

/// ChaCha with eight rounds (Daniel Bernstein: ChaCha, a variant of Salsa20, 2008), the 64-bit counter being the block's index and
/// the nonce zero. The 256-bit key is the stream's 128-bit key and a hash of it, so 128 bits of it are secret at best.
///
/// Period: 2^64 blocks of 64 bytes per key. Granule: 256 bytes. Tests: no departure from randomness of the cipher with eight rounds
/// is known; this use of it is tested in tests/statistics. Not meant for cryptography: seeds are too short for it.
/// Determinism: bytes depend on key and position alone. Thread safety: no state. Cost: about 5 GB/s with AVX2 (Zen 3); no allocation.
struct chacha8 {
    static constexpr std::string_view name = "chacha8";
    static constexpr std::size_t granule = 256;
    static constexpr std::size_t cell_size = 4096;

    /// Makes prefixes of cells of the stream `key`.
    static void make(const key128& key, std::span<const cell_request> requests, store_mode mode) noexcept {
        const maker blocks{detail::chacha_expand(key)};
        for (const cell_request& request : requests) fill_from_blocks<granule>(request.index * cell_size, {request.out, request.bytes}, mode, blocks);
    }

    /// Writes bytes [position, position + out.size()) of the stream `key`.
    static void fill(const key128& key, std::uint64_t position, std::span<std::byte> out, store_mode mode = store_mode::cached) noexcept {
        fill_from_blocks<granule>(position, out, mode, maker{detail::chacha_expand(key)});
    }

private:
    struct maker {
        kernels::chacha_input input;
        void operator()(std::uint64_t first, std::size_t count, std::byte* out, bool streaming) const noexcept {
            detail::chacha_blocks(input, first, out, count, streaming);
        }
    };
};

static_assert(bit_engine<chacha8>);

}  // namespace spate::inline v0::rng

#endif  // SPATE_RNG_CHACHA8_HPP
