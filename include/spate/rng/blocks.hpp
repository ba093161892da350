// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RNG_BLOCKS_HPP
#define SPATE_RNG_BLOCKS_HPP

/// Reads any part of a stream whose blocks are made from their index alone, as counter-based engines do.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include <spate/core/concepts.hpp>

namespace spate::inline v0 {

/// Writes bytes [position, position + out.size()) of a stream of blocks of `Block` bytes; `make(first, count, to, streaming)` writes
/// `count` > 0 whole blocks from block `first` on, and streams only if told so, to a multiple of 64. Whole blocks are made in place,
/// all in one call; a cut block at either end is made on the stack.
///
/// Determinism: each byte depends on its position alone. Cost: one memcpy of less than a block at each end; no allocation.
template <std::size_t Block, class Make>
void fill_from_blocks(std::uint64_t position, std::span<std::byte> out, store_mode mode, const Make& make) noexcept {
    static_assert(Block % 64 == 0 && (Block & (Block - 1)) == 0);
    alignas(64) std::byte edge[Block];
    std::uint64_t block = position / Block;
    if (const auto within = static_cast<std::size_t>(position % Block); within != 0 && !out.empty()) {
        const std::size_t part = std::min(out.size(), Block - within);
        make(block++, 1, edge, false);
        std::memcpy(out.data(), edge + within, part);
        out = out.subspan(part);
    }
    if (const std::size_t whole = out.size() / Block; whole != 0) {
        const bool aligned = reinterpret_cast<std::uintptr_t>(out.data()) % 64 == 0;
        make(block, whole, out.data(), aligned && mode == store_mode::streaming);
        block += whole;
        out = out.subspan(whole * Block);
    }
    if (!out.empty()) {
        make(block, 1, edge, false);
        std::memcpy(out.data(), edge, out.size());
    }
}

}  // namespace spate::inline v0

#endif  // SPATE_RNG_BLOCKS_HPP
