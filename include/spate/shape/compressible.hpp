// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SHAPE_COMPRESSIBLE_HPP
#define SPATE_SHAPE_COMPRESSIBLE_HPP

/// `| compressible(2.5, codec::zstd)`: makes every unit of a stream compress by a ratio.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>

#include <spate/core/cell_shape.hpp>
#include <spate/core/concepts.hpp>
#include <spate/core/pipe.hpp>
#include <spate/core/ratio.hpp>
#include <spate/core/stream.hpp>
#include <spate/rng/cells.hpp>
#include <spate/shape/layout.hpp>
#include <spate/simd/copy.hpp>

namespace spate::inline v0 {

/// Says of each unit how many literals it has: `map(first, counts)` for units first, first + 1, ...
template <class L>
concept literal_counts = std::copy_constructible<L> && requires(const L& counts, std::uint64_t first, std::span<std::uint32_t> out) {
    { counts.map(first, out) } noexcept;
};

/// The same number for every unit.
struct equal_literals {
    std::uint32_t count;
    void map(std::uint64_t, std::span<std::uint32_t> out) const noexcept { std::fill(out.begin(), out.end(), count); }
};

/// Each segment of a unit begins with literals, which are bytes of the same cell of the base, and goes on with one match to its end (see
/// cell_shape). So every unit compresses by itself, with any codec that finds matches; nothing of the base is made in vain, no sector of 512
/// bytes equals another and none is zero. Where the literals are as many as the bytes, the base is left as it is.
///
/// Determinism: as the base; the literals' number depends on the layout alone. Cost: the base's for the literals, a copy in the L1
/// cache for the rest; no allocation.
///
/// | models | when |
/// |---|---|
/// | byte_source, store_aware_source, cell_source | always |
/// | reseedable_source | the base does, and what chooses the literals does not hang on a seed or can be reseeded |
template <byte_source Base, std::size_t Cell, literal_counts Literals = equal_literals>
class compressible_bytes : public cellwise<compressible_bytes<Base, Cell, Literals>, Cell> {
public:
    compressible_bytes(Base base, const cell_shape& shape, Literals literals) noexcept : base_{std::move(base)}, shape_{shape}, literals_{std::move(literals)} {
        while (std::uint64_t{Cell} << log2_cells_ < shape.unit()) ++log2_cells_;
    }

    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return base_.size(); }
    [[nodiscard]] constexpr seed origin() const noexcept { return origin_of(base_); }
    /// What is compressed by itself; what deduplicates may not cut it.
    [[nodiscard]] constexpr std::uint64_t compress_unit() const noexcept { return shape_.unit(); }
    [[nodiscard]] constexpr const cell_shape& shape() const noexcept { return shape_; }
    [[nodiscard]] constexpr const Literals& literals() const noexcept { return literals_; }

    [[nodiscard]] compressible_bytes with_seed(seed other) const noexcept
        requires reseedable_source<Base>
    {
        if constexpr (requires { literals_.with_seed(other); })
            return {base_.with_seed(other), shape_, literals_.with_seed(other)};
        else
            return {base_.with_seed(other), shape_, literals_};
    }

    void make(std::span<const cell_request> requests, store_mode mode) const noexcept {
        if constexpr (std::same_as<Literals, equal_literals> && cell_source<Base>) {
            if (literals_.count == shape_.unit() && Cell == Base::cell_size) return base_.make(requests, mode);
        }
        if (mode == store_mode::cached) return make_cached(requests);
        // Matches read what was written before them, which must not have left the cache: cells are made in a buffer.
        alignas(64) std::byte cells[at_once][Cell];
        cell_request here[at_once];
        for (; !requests.empty(); requests = requests.subspan(std::min(requests.size(), at_once))) {
            const std::size_t count = std::min(requests.size(), at_once);
            for (std::size_t i = 0; i < count; ++i) here[i] = {requests[i].index, cells[i], requests[i].bytes};
            make_cached({here, count});
            for (std::size_t i = 0; i < count; ++i) simd::stream_copy(requests[i].out, cells[i], requests[i].bytes);
        }
    }

private:
    static constexpr std::size_t at_once = std::max<std::size_t>(16384 / Cell, 1);

    void make_cached(std::span<const cell_request> requests) const noexcept {
        shaped_request shaped[cells_at_once];
        for (; !requests.empty(); requests = requests.subspan(std::min(requests.size(), cells_at_once))) {
            const std::size_t count = std::min(requests.size(), cells_at_once);
            choose(requests.first(count), shaped);
            if constexpr (shapeable_source<Base> && Cell == cell_size_of_base)
                base_.make_shaped({shaped, count}, shape_);
            else
                for (std::size_t i = 0; i < count; ++i) make_one(shaped[i]);
        }
    }

    // Units that follow one another, as they do in a fill, are asked for together. (Units smaller than a cell: one number for each cell.)
    void choose(std::span<const cell_request> requests, shaped_request* out) const noexcept {
        std::uint32_t counts[cells_at_once];
        const std::uint64_t mask = (std::uint64_t{1} << log2_cells_) - 1;
        const std::uint64_t segments = shape_.log2_segments == 0 ? 0 : Cell / shape_.segment;
        for (std::size_t first = 0; first < requests.size();) {
            std::size_t run = 1;
            while (first + run < requests.size() && requests[first + run].index == requests[first].index + run) ++run;
            const std::uint64_t unit = requests[first].index >> log2_cells_;
            literals_.map(unit, {counts, static_cast<std::size_t>(((requests[first].index + run - 1) >> log2_cells_) - unit + 1)});
            for (std::size_t i = first; i < first + run; ++i) {
                const cell_request& of = requests[i];
                out[i] = {of.index, of.out, static_cast<std::uint32_t>(of.bytes), static_cast<std::uint32_t>((of.index & mask) * segments),
                          counts[(of.index >> log2_cells_) - unit]};
            }
            first += run;
        }
    }

    // The literals of all segments are made first, so that the base is asked once.
    void make_one(const shaped_request& request) const noexcept {
        alignas(64) std::byte made[Cell];
        std::size_t needed = 0;
        std::uint64_t number = request.segment;
        for (std::size_t done = 0; done < request.bytes; done += shape_.segment, ++number)
            needed += (shape_.literals(number, request.literals) + 255) / 256 * 256;
        needed = std::min(needed, Cell);
        if constexpr (cell_source<Base> && Cell == cell_size_of_base) {
            const cell_request all{request.index, made, needed};
            base_.make({&all, 1}, store_mode::cached);
        } else {
            const std::uint64_t begin = request.index * Cell;
            needed = static_cast<std::size_t>(std::min<std::uint64_t>(needed, base_.size() - begin));
            base_.fill(begin, {made, needed});
            std::memset(made + needed, 0, Cell - needed);  // beyond the end of the base, where nothing is asked for
        }
        const std::byte* from = made;
        number = request.segment;
        for (std::size_t done = 0; done < request.bytes; done += shape_.segment, ++number) {
            const std::size_t literals = shape_.literals(number, request.literals), size = std::min<std::size_t>(shape_.segment, request.bytes - done);
            std::memcpy(request.out + done, from, std::min(literals, size));
            if (size > literals) simd::repeat_prefix(request.out + done, literals, shape_.distance(literals), size);
            from += (literals + 255) / 256 * 256;
        }
    }

    static constexpr std::size_t cell_size_of_base = [] {
        if constexpr (cell_source<Base>)
            return Base::cell_size;
        else
            return std::size_t{0};
    }();

    Base base_;
    cell_shape shape_;
    Literals literals_;
    std::uint32_t log2_cells_ = 0;
};

namespace detail {

template <byte_source Base>
inline constexpr std::size_t shaped_cell = 4096;
template <byte_source Base>
    requires cell_source<Base>
inline constexpr std::size_t shaped_cell<Base> = std::max<std::size_t>(Base::cell_size, 4096);

}  // namespace detail

/// Gives every unit of a stream this layout.
SPATE_WHEN_USED
[[nodiscard]] inline auto compressible(const unit_layout& layout) {
    return adaptor{[layout]<byte_source Base>(Base base) {
        return compressible_bytes<Base, detail::shaped_cell<Base>>{std::move(base), layout.shape, equal_literals{layout.literals}};
    }};
}

/// Makes a stream compressible: `random_bytes(seed{1}) | compressible({.ratio = 2.5, .codec = codec::zstd, .unit = 128_KiB})`.
/// Throws config_error as layout_for does.
///
/// Accuracy, measured on units of 4 KiB to 1 MiB at ratios from 1.1 to 10 (tests/shape/codecs): the mean within 0.1 % or one byte for lz4 and zstd,
/// 0.3 % for zlib, 1 % for snappy up to 15. codec::neutral: within 1 % of the ratio for lz4 and zstd in units of 16 KiB and up, at ratios up to 4.
SPATE_WHEN_USED
[[nodiscard]] inline auto compressible(const compression& asked) { return compressible(layout_for(asked)); }
SPATE_WHEN_USED
[[nodiscard]] inline auto compressible(ratio asked, codec with = codec::neutral) { return compressible(compression{.ratio = asked, .codec = with}); }

}  // namespace spate::inline v0

#endif  // SPATE_SHAPE_COMPRESSIBLE_HPP
