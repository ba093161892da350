// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RNG_ARS_HPP
#define SPATE_RNG_ARS_HPP

/// The ARS engines: counter based, a few rounds of AES with a simple key schedule.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <spate/core/concepts.hpp>
#include <spate/rng/blocks.hpp>
#include <spate/simd/aes.hpp>

#define SPATE_KERNEL <spate/rng/detail/ars.inc>
#include <spate/simd/foreach_aes.inc>

namespace spate::inline v0::rng {

namespace detail {

using ars_kernel = void (*)(const key128&, std::uint64_t, std::uint64_t, std::byte*, std::size_t, bool) noexcept;

// In the order of simd::aes_unit, with null where this architecture has none.
template <int Rounds>
inline constexpr std::array<ars_kernel, simd::aes_unit_count> ars_blocks {
    &kernels::aes_table::ars_blocks<Rounds>,
#if SPATE_IS_X86_64()
        &kernels::aes_x86::ars_blocks<Rounds>, &kernels::aes_x86_wide::ars_blocks<Rounds>, nullptr
#elif SPATE_IS_AARCH64()
        nullptr, nullptr, &kernels::aes_arm::ars_blocks<Rounds>
#else
        nullptr, nullptr, nullptr
#endif
};

}  // namespace detail

/// ARS with `Rounds` rounds (John Salmon, Mark Moraes, Ron Dror, David Shaw: Parallel Random Numbers: As Easy as 1, 2, 3, SC'11): AES
/// rounds over a counter with round keys from a Weyl sequence. Block b of 16 bytes is ARS of the 128-bit counter b under the stream's key.
///
/// Period: 2^64 blocks per key; no block repeats within it. Granule: 128 bytes. Tests: five rounds and more pass BigCrush (as the
/// authors report; seven are their default); this use of it is tested in tests/statistics. Not for cryptography.
/// Determinism: bytes depend on key and position alone. Thread safety: no state. Cost with VAES: about 35 GB/s (ars<5>) and
/// 28 GB/s (ars<7>, Zen 3), half of that with AES-NI, 0.3 GB/s without AES instructions; no allocation.
template <int Rounds>
    requires(Rounds == 5 || Rounds == 7)
struct ars {
    static constexpr std::string_view name = Rounds == 5 ? "ars5" : "ars7";
    static constexpr std::size_t granule = 128;
    static constexpr std::size_t cell_size = 4096;

    /// Makes prefixes of cells of the stream `key`.
    static void make(const key128& key, std::span<const cell_request> requests, store_mode mode) noexcept {
        const maker blocks{key, kernel()};
        for (const cell_request& request : requests) fill_from_blocks<granule>(request.index * cell_size, {request.out, request.bytes}, mode, blocks);
    }

    /// Writes bytes [position, position + out.size()) of the stream `key`.
    static void fill(const key128& key, std::uint64_t position, std::span<std::byte> out, store_mode mode = store_mode::cached) noexcept {
        fill_from_blocks<granule>(position, out, mode, maker{key, kernel()});
    }

private:
    [[nodiscard]] static detail::ars_kernel kernel() noexcept {
        return detail::ars_blocks<Rounds>[static_cast<std::size_t>(simd::aes_unit_for(simd::active_isa()))];
    }

    struct maker {
        const key128& key;
        detail::ars_kernel kernel;
        void operator()(std::uint64_t first, std::size_t count, std::byte* out, bool streaming) const noexcept {
            kernel(key, 0, 8 * first, out, count, streaming);
        }
    };
};

static_assert(bit_engine<ars<5>> && bit_engine<ars<7>>);

}  // namespace spate::inline v0::rng

#endif  // SPATE_RNG_ARS_HPP
