// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RNG_CELLS_HPP
#define SPATE_RNG_CELLS_HPP

/// Reads any part of a stream that is made of cells.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include <spate/core/concepts.hpp>
#include <spate/core/stream.hpp>

namespace spate::inline v0 {

/// How many cells are asked for at once: enough to keep an engine busy, few enough that the requests stay in the L1 cache.
inline constexpr std::size_t cells_at_once = 64;

/// Writes bytes [offset, offset + out.size()) of a stream of cells of `Cell` bytes; `make(requests, mode)` makes prefixes of cells,
/// as cell_source demands. Whole cells are made in place. Where `offset` lies inside a cell, that cell is made in a buffer on the
/// stack, together with the one that follows it.
///
/// Determinism: each byte depends on its offset alone. Cost: one memcpy of at most a cell; no allocation.
template <std::size_t Cell, class Make>
void fill_from_cells(std::uint64_t offset, std::span<std::byte> out, store_mode mode, const Make& make) noexcept {
    if (out.empty()) return;
    cell_request requests[cells_at_once];
    std::uint64_t index = offset / Cell;
    if (const auto within = static_cast<std::size_t>(offset % Cell); within != 0) {
        alignas(64) std::byte edge[Cell];
        const std::size_t part = std::min(out.size(), Cell - within);
        const std::size_t rest = std::min(out.size() - part, Cell);
        requests[0] = {index, edge, within + part};
        requests[1] = {index + 1, out.data() + part, rest};
        make({requests, rest != 0 ? std::size_t{2} : std::size_t{1}}, store_mode::cached);
        std::memcpy(out.data(), edge + within, part);
        out = out.subspan(part + rest);
        index += 2;
    }
    if (reinterpret_cast<std::uintptr_t>(out.data()) % 64 != 0) mode = store_mode::cached;
    while (!out.empty()) {
        std::size_t count = 0;
        for (; count < cells_at_once && !out.empty(); ++count, ++index) {
            const std::size_t bytes = std::min(out.size(), Cell);
            requests[count] = {index, out.data(), bytes};
            out = out.subspan(bytes);
        }
        make({requests, count}, mode);
    }
}

/// Gives a source whose `make(requests, mode)` makes prefixes of cells its `fill` at any offset and length.
template <class Source, std::size_t Cell>
struct cellwise : byte_stream<Source> {
    static constexpr std::size_t cell_size = Cell;

    void fill(std::uint64_t offset, std::span<std::byte> out, store_mode mode = store_mode::cached) const noexcept {
        const auto& source = static_cast<const Source&>(*this);
        fill_from_cells<Cell>(offset, out, mode, [&source](std::span<const cell_request> requests, store_mode as) noexcept { source.make(requests, as); });
    }
};

}  // namespace spate::inline v0

#endif  // SPATE_RNG_CELLS_HPP
