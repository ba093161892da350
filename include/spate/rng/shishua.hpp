// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RNG_SHISHUA_HPP
#define SPATE_RNG_SHISHUA_HPP

/// The default engine: the SHISHUA core, restarted in every cell from the stream's key and the cell's index.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <spate/core/cell_shape.hpp>
#include <spate/core/concepts.hpp>
#include <spate/rng/cells.hpp>
#include <spate/simd/dispatch.hpp>
#include <spate/simd/words.hpp>

namespace spate::inline v0 {

namespace kernels {

// Hexadecimal digits of the golden ratio's fractional part; the first half are the constants of the published seeding.
alignas(64) inline constexpr std::uint64_t shishua_constants[32] = {
    0x9e3779b97f4a7c15u, 0xf39cc0605cedc834u, 0x1082276bf3a27251u, 0xf86c6a11d0c18e95u, 0x2767f0b153d27b7fu, 0x0347045b5bf1827fu, 0x01886f0928403002u,
    0xc1d64ba40f335e36u, 0xf06ad7ae9717877eu, 0x85839d6effbd7dc6u, 0x64d325d1c5371682u, 0xcadd0cccfdffbbe1u, 0x626e33b8d04b4331u, 0xbbf73c790d94f79du,
    0x471c4ab3ed3d82a5u, 0xfec507705e4ae6e5u, 0xe73a9b91f3aa4db2u, 0x87ae44f332e923a7u, 0x3cb91648e428e975u, 0xa3781eb01b49d867u, 0x4fa1508419e0eaa4u,
    0x038b352d9bad30f4u, 0x485b71a8ef64452au, 0x0dd40dc8cb8f9a2du, 0x4c514f1b229dcaa2u, 0x22ac268e9666e4a8u, 0x66769145f5f5880au, 0x9d0acd3b9e8c682fu,
    0x4f810320abeb9403u, 0x4e70f21608c061abu, 0x1c1caef1ebdcefbcu, 0x72134ecf06ed82bfu};

}  // namespace kernels
}  // namespace spate::inline v0

#define SPATE_KERNEL <spate/rng/detail/shishua.inc>
#include <spate/simd/foreach_isa.inc>

namespace spate::inline v0::rng {

namespace detail {
inline constexpr simd::kernel_table<void (*)(const key128&, const cell_request*, std::size_t, bool) noexcept> shishua_make{SPATE_KERNELS(shishua_make)};
inline constexpr simd::kernel_table<void (*)(const key128&, std::uint64_t, std::size_t, std::byte*, std::size_t) noexcept> shishua_part{
    SPATE_KERNELS(shishua_part)};
inline constexpr simd::kernel_table<void (*)(const key128&, const shaped_request*, std::size_t, const cell_shape&) noexcept> shishua_make_shaped{
    SPATE_KERNELS(shishua_make_shaped)};
inline constexpr simd::kernel_table<void (*)(std::uint64_t (&)[5][8], std::byte*, std::size_t) noexcept> shishua_run{SPATE_KERNELS(shishua_run)};
}  // namespace detail

/// The core of SHISHUA (Thaddée Tyl, 2020; github.com/espadrine/shishua): four 256-bit words of state and a counter; 128 bytes a
/// step. Here two cores run side by side, and are restarted in every cell of `Cell` bytes: the cell's index and the stream's
/// 128-bit key pass through four quarter rounds of BLAKE2b's permutation, in eight lanes with constants of their own, and are the
/// states. The map is injective: two cells never begin in the same state, whatever their keys.
///
/// Period: 2^64 cells per key. Granule: a cell. Tests: the published generator passes PractRand beyond 32 TiB; that does not
/// cover the restarts, which are tested here by themselves (tests/statistics, bench/statistics/README.md).
/// Not for cryptography. Cost: about twice that of a memset of the same bytes in the cache; in memory, where both wait for it, near a memset.
template <std::size_t Cell = 4096>
    requires(Cell % 256 == 0 && Cell >= 512 && Cell <= 65536)
struct shishua {
    static constexpr std::string_view name = "shishua";
    static constexpr std::size_t granule = Cell;
    static constexpr std::size_t cell_size = Cell;

    /// Makes prefixes of cells of the stream `key`. Thread safe; no allocation.
    static void make(const key128& key, std::span<const cell_request> requests, store_mode mode) noexcept {
        if (!requests.empty()) detail::shishua_make(key, requests.data(), requests.size(), mode == store_mode::streaming);
    }

    /// Makes prefixes of cells in a shape. The literals are those that `make` gives; faster than to make and to repeat them in turn.
    static void make_shaped(const key128& key, std::span<const shaped_request> requests, const cell_shape& shape) noexcept {
        if (!requests.empty()) detail::shishua_make_shaped(key, requests.data(), requests.size(), shape);
    }

    /// Writes bytes [position, position + out.size()) of the stream `key`. Thread safe; no allocation.
    static void fill(const key128& key, std::uint64_t position, std::span<std::byte> out, store_mode mode = store_mode::cached) noexcept {
        if (const auto within = static_cast<std::size_t>(position % Cell); within != 0 && !out.empty()) {
            const std::size_t part = std::min(out.size(), Cell - within);
            detail::shishua_part(key, position / Cell, within, out.data(), part);
            position += part;
            out = out.subspan(part);
        }
        fill_from_cells<Cell>(position, out, mode, maker{key});
    }

private:
    struct maker {
        const key128& key;
        void operator()(std::span<const cell_request> requests, store_mode mode) const noexcept { make(key, requests, mode); }
    };
};

static_assert(bit_engine<shishua<>>);

}  // namespace spate::inline v0::rng

#endif  // SPATE_RNG_SHISHUA_HPP
