// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RNG_PCG64_HPP
#define SPATE_RNG_PCG64_HPP

/// The PCG64 engine: a 128-bit linear congruential generator with a permuted output, and jumps to any position.

#include <array>
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
inline constexpr uint128 pcg_multiplier = (static_cast<uint128>(0x2360ed051fc65da4u) << 64) | 0x4385df649fccf645u;
}  // namespace spate::inline v0::kernels

#define SPATE_KERNEL <spate/rng/detail/pcg64.inc>
#include <spate/simd/foreach_isa.inc>

namespace spate::inline v0::rng {

namespace detail {
inline constexpr simd::kernel_table<void (*)(uint128, uint128, std::byte*, std::size_t, bool) noexcept> pcg_blocks{SPATE_KERNELS(pcg_blocks)};

// n steps at once: state * factor + increment * sum, where factor = m^n and sum = 1 + m + ... + m^(n - 1).
struct pcg_jump {
    uint128 factor, sum;
};

// The jumps of d * 16^k steps, for every hexadecimal digit d of a 64-bit number of steps.
[[nodiscard]] constexpr std::array<std::array<pcg_jump, 16>, 16> pcg_make_jumps() noexcept {
    std::array<std::array<pcg_jump, 16>, 16> table{};
    pcg_jump unit{kernels::pcg_multiplier, 1};
    for (auto& digit : table) {
        pcg_jump jump{1, 0};
        for (auto& entry : digit) {
            entry = jump;
            jump = {jump.factor * unit.factor, jump.sum * unit.factor + unit.sum};
        }
        unit = jump;
    }
    return table;
}
inline constexpr std::array<std::array<pcg_jump, 16>, 16> pcg_jumps = pcg_make_jumps();

struct pcg_state {
    uint128 state, increment;

    // As the published constructor seeds: `stream` picks the increment, and one step is taken before and after `start` enters.
    // The published generator takes one more before its first output, which is done here too: word 0 is the output of `state`.
    static constexpr pcg_state from(uint128 start, uint128 stream) noexcept {
        const uint128 increment = (stream << 1) | 1;
        return pcg_state{(increment + start) * kernels::pcg_multiplier + increment, increment}.after(1);
    }

    [[nodiscard]] constexpr pcg_state after(std::uint64_t steps) const noexcept {
        uint128 reached = state;
        for (const auto& digit : pcg_jumps) {
            if (steps == 0) break;
            reached = reached * digit[steps & 15].factor + increment * digit[steps & 15].sum;
            steps >>= 4;
        }
        return {reached, increment};
    }
};

// The stream's key picks both: the start is the key itself, the increment a hash of it. Streams with increments that are not related by
// chance are not shifted copies of each other.
[[nodiscard]] constexpr pcg_state pcg_start(const key128& key) noexcept {
    const std::uint64_t high = mix(key.high ^ mix(key.low + 0x243f6a8885a308d3u)), low = mix(key.low ^ mix(high + 0x13198a2e03707344u));
    return pcg_state::from((static_cast<uint128>(key.high) << 64) | key.low, (static_cast<uint128>(high) << 64) | low);
}
}  // namespace detail

/// PCG64, that is PCG XSL RR 128/64 (Melissa O'Neill: PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for
/// Random Number Generation, HMC-CS-2014-0905, 2014). Word i is the i-th output of the published generator, seeded with the stream's
/// key as its state and a hash of the key as its stream number. A jump to any position takes at most sixteen products by tables.
///
/// Period: 2^128 words per key, of which positions reach 2^61. Granule: 64 bytes. Tests: the published generator passes BigCrush (as
/// its author reports); this use of it is tested in tests/statistics. Not for cryptography.
/// Determinism: bytes depend on key and position alone. Thread safety: no state. Cost: about 4 GB/s, a jump about 100 ns; no allocation.
struct pcg64 {
    static constexpr std::string_view name = "pcg64";
    static constexpr std::size_t granule = 64;
    static constexpr std::size_t cell_size = 4096;

    /// Makes prefixes of cells of the stream `key`.
    static void make(const key128& key, std::span<const cell_request> requests, store_mode mode) noexcept {
        const maker blocks{detail::pcg_start(key)};
        for (const cell_request& request : requests) fill_from_blocks<granule>(request.index * cell_size, {request.out, request.bytes}, mode, blocks);
    }

    /// Writes bytes [position, position + out.size()) of the stream `key`.
    static void fill(const key128& key, std::uint64_t position, std::span<std::byte> out, store_mode mode = store_mode::cached) noexcept {
        fill_from_blocks<granule>(position, out, mode, maker{detail::pcg_start(key)});
    }

private:
    struct maker {
        detail::pcg_state start;
        void operator()(std::uint64_t first, std::size_t count, std::byte* out, bool streaming) const noexcept {
            const detail::pcg_state here = start.after(8 * first);
            detail::pcg_blocks(here.state, here.increment, out, count, streaming);
        }
    };
};

static_assert(bit_engine<pcg64>);

}  // namespace spate::inline v0::rng

#endif  // SPATE_RNG_PCG64_HPP
