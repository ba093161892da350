// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SHAPE_COMPRESSIBLE_HPP
#define SPATE_SHAPE_COMPRESSIBLE_HPP

/// `| compressible(ratio)`: makes every 4 KiB of a stream compress by a ratio.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/core/pipe.hpp>
#include <spate/core/ratio.hpp>
#include <spate/rng/cells.hpp>
#include <spate/simd/copy.hpp>

namespace spate::inline v0 {

namespace detail {

// What the codecs spend on a cell's one literal run and one match, in bytes; found with lz4 on cells of 4 KiB.
inline constexpr std::uint64_t match_cost = 24;

// So few literals that each of a cell's sectors still begins at another of them.
[[nodiscard]] constexpr std::uint64_t fewest_literals(std::size_t cell) noexcept { return cell / 512 > 16 ? cell / 512 + 1 : 17; }

/// A cell's layout: this many literals, then one match that goes on to the end, each byte the one `distance` before it.
struct match_layout {
    std::size_t literals, distance;
};

// Two sectors of 512 bytes would be equal if a multiple of the distance were a multiple of 512 within the cell. An odd multiple of
// 64 above an eighth of the cell avoids that, and lets whole lines be copied; below that any odd number does.
[[nodiscard]] inline match_layout layout_for(ratio asked, std::size_t cell) {
    if (asked.numerator() == asked.denominator()) return {cell, cell};
    if (!asked.at_least_one() || asked.divide(cell) < match_cost + fewest_literals(cell))
        raise_config("compress", asked.text(),
                     asked.at_least_one() ? "is more than a unit of " + std::to_string(cell) + " bytes can be compressed by" : "is below 1",
                     "use a ratio from 1 to " + std::to_string(cell / (match_cost + fewest_literals(cell))));
    const auto literals = static_cast<std::size_t>(asked.divide(cell) - match_cost);
    const std::size_t lines = (literals / 64 - 1) | 1;
    if (literals >= 128 && lines * 64 <= literals && lines * 64 > cell / 8) return {literals, lines * 64};
    return {literals | 1, literals | 1};
}

}  // namespace detail

/// Each cell begins with literals, which are the beginning of the same cell of the base, and goes on with one match to its end:
/// each byte is the one a fixed distance before it. So every unit of whole cells compresses by the ratio, by itself, with any codec that
/// finds matches; nothing of the base is made in vain, no sector of 512 bytes equals another and none is zero.
///
/// Determinism: as the base; the literals' number depends on the ratio alone. Cost: the base's for the literals, a copy in the L1
/// cache for the rest; no allocation.
/// Accuracy, measured on units of 4 KiB to 1 MiB at ratios to 4: lz4 within 0.5 %; zstd 0 to 2.1 % above the ratio asked; zlib within 0.5 %
/// from 64 KiB on, 1 to 6 % below it at 4 KiB; snappy 8 to 13 % below it from 2 on, and blind to ratios near 1.
///
/// | models | when |
/// |---|---|
/// | byte_source, store_aware_source, cell_source | always |
/// | reseedable_source | the base does |
template <byte_source Base, std::size_t Cell>
class compressible_bytes : public cellwise<compressible_bytes<Base, Cell>, Cell> {
public:
    compressible_bytes(Base base, ratio asked) : base_{std::move(base)}, layout_{detail::layout_for(asked, Cell)} {}

    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return base_.size(); }
    [[nodiscard]] constexpr seed origin() const noexcept { return origin_of(base_); }
    /// How many bytes of each cell are literals.
    [[nodiscard]] constexpr std::size_t literals() const noexcept { return layout_.literals; }

    [[nodiscard]] compressible_bytes with_seed(seed other) const noexcept
        requires reseedable_source<Base>
    {
        return compressible_bytes{base_.with_seed(other), layout_};
    }

    void make(std::span<const cell_request> requests, store_mode mode) const noexcept {
        if (mode == store_mode::cached) return make_cached(requests);
        // Matches read what was written before them, which must not have left the cache: cells are made in a buffer.
        alignas(64) std::byte cell[Cell];
        for (const cell_request& request : requests) {
            const cell_request here{request.index, cell, request.bytes};
            make_cached({&here, 1});
            simd::stream_copy(request.out, cell, request.bytes);
        }
    }

private:
    compressible_bytes(Base base, detail::match_layout layout) noexcept : base_{std::move(base)}, layout_{layout} {}

    void make_cached(std::span<const cell_request> requests) const noexcept {
        if constexpr (requires {
                          requires Base::cell_size == Cell;
                          base_.make_repeated(requests, 1, 1);
                      }) {
            base_.make_repeated(requests, layout_.literals, layout_.distance);
        } else if constexpr (cell_source<Base> && requires { requires Base::cell_size == Cell; }) {
            // Few at a time, so that the literals are still in the L1 cache when they are repeated.
            cell_request literals[at_once];
            for (; !requests.empty(); requests = requests.subspan(std::min(requests.size(), at_once))) {
                const std::size_t count = std::min(requests.size(), at_once);
                for (std::size_t i = 0; i < count; ++i) literals[i] = {requests[i].index, requests[i].out, std::min(requests[i].bytes, layout_.literals)};
                base_.make(std::span{literals}.first(count), store_mode::cached);
                for (std::size_t i = 0; i < count; ++i) repeat(requests[i]);
            }
        } else {
            for (const cell_request& request : requests) {
                base_.fill(request.index * Cell, {request.out, std::min(request.bytes, layout_.literals)});
                repeat(request);
            }
        }
    }

    void repeat(const cell_request& request) const noexcept {
        if (request.bytes > layout_.literals) simd::repeat_prefix(request.out, layout_.literals, layout_.distance, request.bytes);
    }

    static constexpr std::size_t at_once = std::max<std::size_t>(16384 / Cell, 1);

    Base base_;
    detail::match_layout layout_;
};

/// Makes a stream compressible, each 4 KiB (or each cell of the base, if that is larger) by itself: `random_bytes(seed{1}) | compressible(2.5)`.
/// Ratio 1 leaves the base as it is. Throws config_error for a ratio below 1, NaN, or beyond what a cell can reach (about 99).
[[nodiscard]] inline auto compressible(ratio asked) {
    return adaptor{[asked]<byte_source Base>(Base base) {
        if constexpr (cell_source<Base>)
            return compressible_bytes<Base, std::max<std::size_t>(Base::cell_size, 4096)>{std::move(base), asked};
        else
            return compressible_bytes<Base, 4096>{std::move(base), asked};
    }};
}

}  // namespace spate::inline v0

#endif  // SPATE_SHAPE_COMPRESSIBLE_HPP
