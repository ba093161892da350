// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SHAPE_HOLES_HPP
#define SPATE_SHAPE_HOLES_HPP

/// `| holes(0.1)`: makes a share of a stream's units zero.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <utility>

#include <spate/core/cell_shape.hpp>
#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/pipe.hpp>
#include <spate/core/ratio.hpp>
#include <spate/core/stream.hpp>
#include <spate/rng/cells.hpp>
#include <spate/shape/compressible.hpp>
#include <spate/shape/mix.hpp>

namespace spate::inline v0 {

/// A share of the units is zero, in a random order that hangs on the base's seed; the others are the base's. In every 64 units the share is exact
/// but for less than one unit. Zero units are all alike: a deduplicated stream has one content less for each of them but the first, so
/// holes come before `duplicated`.
///
/// Determinism: as the base. Cost: the base's for what is no hole.
///
/// | models | when |
/// |---|---|
/// | byte_source, store_aware_source, cell_source | always |
/// | reseedable_source | the base does |
template <byte_source Base, std::size_t Cell>
class holed_bytes : public cellwise<holed_bytes<Base, Cell>, Cell> {
public:
    /// Requires that the unit is a power of two; a unit smaller than a cell is taken for a cell.
    holed_bytes(Base base, ratio share, std::uint64_t unit, mixed_literals chosen) noexcept
        : base_{std::move(base)}, share_{share}, unit_{unit}, chosen_{std::move(chosen)} {
        while (std::uint64_t{Cell} << log2_cells_ < unit) ++log2_cells_;
    }

    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return base_.size(); }
    [[nodiscard]] constexpr seed origin() const noexcept { return origin_of(base_); }
    [[nodiscard]] constexpr std::uint64_t compress_unit() const noexcept {
        if constexpr (requires { base_.compress_unit(); })
            return std::max<std::uint64_t>(base_.compress_unit(), unit_);
        else
            return unit_;
    }
    /// How many of the first `units` units are holes, exactly where `units` is a multiple of 64.
    [[nodiscard]] std::uint64_t holes_in(std::uint64_t units) const noexcept { return chosen_.units_up_to(0, units); }

    [[nodiscard]] holed_bytes with_seed(seed other) const noexcept
        requires reseedable_source<Base>
    {
        return {base_.with_seed(other), share_, unit_, chosen_.with_seed(other)};
    }

    void make(std::span<const cell_request> requests, store_mode mode) const noexcept {
        cell_request left[cells_at_once];
        while (!requests.empty()) {
            const std::size_t count = std::min(requests.size(), cells_at_once);
            std::size_t kept = 0;
            for (std::size_t first = 0; first < count;) {
                // Units that follow one another, as they do in a fill, are asked for together.
                std::size_t run = 1;
                while (first + run < count && requests[first + run].index == requests[first].index + run) ++run;
                const std::uint64_t unit = requests[first].index >> log2_cells_;
                std::uint32_t stays[cells_at_once];
                chosen_.map(unit, {stays, static_cast<std::size_t>(((requests[first].index + run - 1) >> log2_cells_) - unit + 1)});
                for (const cell_request& of : requests.subspan(first, run)) {
                    if (stays[(of.index >> log2_cells_) - unit] != 0)
                        left[kept++] = of;
                    else
                        std::memset(of.out, 0, of.bytes);
                }
                first += run;
            }
            make_base({left, kept}, mode);
            requests = requests.subspan(count);
        }
    }

private:
    void make_base(std::span<const cell_request> requests, store_mode mode) const noexcept {
        if constexpr (cell_source<Base> && requires { requires Base::cell_size == Cell; }) {
            if (!requests.empty()) base_.make(requests, mode);
        } else {
            for (const cell_request& one : requests) fill_as(base_, one.index * Cell, {one.out, one.bytes}, mode);
        }
    }

    Base base_;
    ratio share_;
    std::uint64_t unit_;
    mixed_literals chosen_;
    std::uint32_t log2_cells_ = 0;
};

/// Makes a share of the units zero: `random_bytes(seed{1}) | compressible(2.0) | holes(0.1)`. Throws config_error for a share that is not below 1, and
/// for a unit that is no power of two from 512 to 64 MiB.
SPATE_WHEN_USED
[[nodiscard]] inline auto holes(ratio share, std::uint64_t unit = 4096) {
    if (share.numerator() >= share.denominator()) detail::raise_config("holes", share.text(), "is not a share below 1", "use one like 0.1");
    if (!std::has_single_bit(unit) || unit < 512 || unit > calibration::largest_unit)
        detail::raise_config("compress-unit", std::to_string(unit), "is not a power of two from 512 to 64 MiB", "use 4096");
    const mixed_literals::part parts[2] = {{static_cast<std::uint64_t>((static_cast<uint128>(share.numerator()) << 64) / share.denominator()), 0},
                                           {~std::uint64_t{0}, 1}};
    return adaptor{[share, unit, chosen = mixed_literals{parts, seed{0}}]<byte_source Base>(Base base) {
        const seed from = origin_of(base);
        return holed_bytes<Base, detail::shaped_cell<Base>>{std::move(base), share, unit, chosen.with_seed(from)};
    }};
}

}  // namespace spate::inline v0

#endif  // SPATE_SHAPE_HOLES_HPP
