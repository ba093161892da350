// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RNG_PHILOX_HPP
#define SPATE_RNG_PHILOX_HPP

/// The Philox4x32-10 engine: counter based, products of 32-bit words.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <spate/core/concepts.hpp>
#include <spate/rng/blocks.hpp>
#include <spate/simd/dispatch.hpp>
#include <spate/simd/products.hpp>

#define SPATE_KERNEL <spate/rng/detail/philox4x32.inc>
#include <spate/simd/foreach_isa.inc>

namespace spate::inline v0::rng {

namespace detail {
inline constexpr simd::kernel_table<void (*)(const key128&, std::uint64_t, std::byte*, std::size_t, bool) noexcept> philox_blocks{SPATE_KERNELS(philox_blocks)};
inline constexpr simd::kernel_table<void (*)(const std::uint64_t (&)[4][8], std::uint64_t, std::byte*) noexcept> philox_run{SPATE_KERNELS(philox_run)};
}  // namespace detail

/// Philox4x32-10 (John Salmon, Mark Moraes, Ron Dror, David Shaw: Parallel Random Numbers: As Easy as 1, 2, 3, SC'11). Block b is
/// the published function of the counter {b, high word of the key} and of the key {low word of the key}, so that all 128 bits of
/// the stream's key count: the counter's upper half separates streams exactly, the cipher's key separates them pseudo-randomly.
///
/// Period: 2^64 blocks of 16 bytes per key; no block repeats within it. Granule: 128 bytes. Tests: passes BigCrush (as its authors report);
/// this use of it is tested in tests/statistics. Not for cryptography.
/// Determinism: bytes depend on key and position alone. Thread safety: no state. Cost: about 5 GB/s with AVX2 (Zen 3); no allocation.
struct philox4x32 {
    static constexpr std::string_view name = "philox4x32";
    static constexpr std::size_t granule = 128;
    static constexpr std::size_t cell_size = 4096;

    /// Makes prefixes of cells of the stream `key`.
    static void make(const key128& key, std::span<const cell_request> requests, store_mode mode) noexcept {
        for (const cell_request& request : requests) fill(key, request.index * cell_size, {request.out, request.bytes}, mode);
    }

    /// Writes bytes [position, position + out.size()) of the stream `key`.
    static void fill(const key128& key, std::uint64_t position, std::span<std::byte> out, store_mode mode = store_mode::cached) noexcept {
        fill_from_blocks<granule>(position, out, mode, maker{key});
    }

private:
    struct maker {
        const key128& key;
        void operator()(std::uint64_t first, std::size_t count, std::byte* out, bool streaming) const noexcept {
            detail::philox_blocks(key, first, out, count, streaming);
        }
    };
};

static_assert(bit_engine<philox4x32>);

}  // namespace spate::inline v0::rng

#endif  // SPATE_RNG_PHILOX_HPP
