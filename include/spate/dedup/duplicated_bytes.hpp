// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DEDUP_DUPLICATED_BYTES_HPP
#define SPATE_DEDUP_DUPLICATED_BYTES_HPP

/// A stream whose extents are those of a base, in the order of a mapper.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include <spate/core/concepts.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/core/stream.hpp>
#include <spate/dedup/duplication.hpp>
#include <spate/rng/cells.hpp>
#include <spate/rng/permutation.hpp>

namespace spate::inline v0 {

/// How `duplicated_bytes` is laid out; see `duplication` for the members of the same name.
struct extent_layout {
    std::uint64_t unit = 4096, run = 1, shift = 0, group = 65536;
    std::optional<std::uint64_t> pool = {};
    std::uint64_t version = 0;
    /// See duplication_plan.
    bool rest_is_new = true;
};

/// Extent i of the stream is extent map(i) of the base, whose seed is exchanged for content_seed(its seed, pool, version). Reference number j of a
/// content is rotated to the right by j * shift bytes, modulo the extent. What follows the last whole extent is the base's extent behind the last
/// content, or the beginning of the last content.
///
/// Determinism: as the base and the mapper. Cost: the base's and the mapper's; nothing is made that is not used, if the base is made
/// of cells and the extent is a multiple of them; a rotated extent is made in two parts.
///
/// | models | when |
/// |---|---|
/// | byte_source, store_aware_source | always |
/// | cell_source | the base does |
/// | reseedable_source | the base does, with a mapper that has `with_key(key128)` |
template <byte_source Base, index_mapper Mapper>
class duplicated_bytes : public byte_stream<duplicated_bytes<Base, Mapper>> {
public:
    /// Requires that the mapper has as many units as the base has whole extents (or one, if the base has none), that a base for a pool or a version
    /// other than 0 is reseedable, and that a mapper for a shift has `map(first, ids, numbers)`.
    duplicated_bytes(Base base, Mapper map, const extent_layout& layout) noexcept
        : duplicated_bytes{origin_of(base), contents_base(base, layout), std::move(map), layout} {}

    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return base_.size(); }
    [[nodiscard]] constexpr seed origin() const noexcept { return origin_; }
    [[nodiscard]] constexpr std::uint64_t unit() const noexcept { return layout_.unit; }
    /// The bytes of an extent: unit * run.
    [[nodiscard]] constexpr std::uint64_t extent() const noexcept { return extent_.value(); }
    [[nodiscard]] constexpr const extent_layout& layout() const noexcept { return layout_; }
    /// The map from the stream's extents to the base's.
    [[nodiscard]] constexpr const Mapper& mapper() const noexcept { return map_; }
    /// The base with the seed of the contents: content c is its extent c.
    [[nodiscard]] constexpr const Base& contents() const noexcept { return base_; }
    /// The bytes that the base compresses together.
    [[nodiscard]] constexpr std::uint64_t compress_unit() const noexcept
        requires requires(const Base& base) { base.compress_unit(); }
    {
        return base_.compress_unit();
    }

    [[nodiscard]] duplicated_bytes with_seed(seed other) const noexcept
        requires reseedable_source<Base> && requires(const Mapper& map, const key128& key) {
            { map.with_key(key) } noexcept -> std::same_as<Mapper>;
        }
    {
        return duplicated_bytes{other, layout_.pool ? base_ : base_.with_seed(content_seed(other, {}, layout_.version)),
                                map_.with_key(order_key(other, layout_.group)), layout_};
    }

    void fill(std::uint64_t offset, std::span<std::byte> out, store_mode mode = store_mode::cached) const noexcept {
        if (out.empty()) return;
        if (layout_.shift != 0) return fill_rotated(offset, out, mode);
        if constexpr (cell_source<Base>) {
            // Large extents are filled by the base itself, which knows its cells without being told.
            if (extent_.value() % Base::cell_size == 0 && cells_.value() < cells_at_once) {
                fill_from_cells<Base::cell_size>(offset, out, mode,
                                                 [this](std::span<const cell_request> requests, store_mode as) noexcept { make(requests, as); });
                return;
            }
        }
        std::uint64_t ids[cells_at_once];
        for_extents(offset, out, [&](std::uint64_t position, std::uint64_t within, std::size_t count, std::span<std::byte> rest) {
            find(position, {ids, count}, {});
            for (std::size_t i = 0; i < count; ++i) {
                const std::span<std::byte> part = rest.first(static_cast<std::size_t>(std::min<std::uint64_t>(rest.size(), extent_.value() - within)));
                fill_as(base_, ids[i] * extent_.value() + within, part, mode);
                rest = rest.subspan(part.size());
                within = 0;
            }
            return rest;
        });
    }

    void make(std::span<const cell_request> requests, store_mode mode) const noexcept
        requires cell_source<Base>
    {
        if (extent_.value() % Base::cell_size != 0 || layout_.shift != 0) {
            for (const cell_request& request : requests) fill(request.index * Base::cell_size, {request.out, request.bytes}, mode);
            return;
        }
        while (!requests.empty()) {
            const std::size_t count = std::min(requests.size(), cells_at_once);
            make_some(requests.first(count), mode);
            requests = requests.subspan(count);
        }
    }

    static constexpr std::size_t cell_size = [] {
        if constexpr (cell_source<Base>)
            return Base::cell_size;
        else
            return std::size_t{0};
    }();

private:
    duplicated_bytes(seed origin, Base contents, Mapper map, const extent_layout& layout) noexcept
        : base_{std::move(contents)},
          map_{std::move(map)},
          layout_{layout},
          origin_{origin},
          extent_{layout.unit * layout.run},
          cells_{1},
          whole_extents_{base_.size() == unlimited ? unlimited : base_.size() / extent_.value()} {
        if constexpr (cell_source<Base>) cells_ = divisor{std::max<std::uint64_t>(extent_.value() / Base::cell_size, 1)};
    }

    static Base contents_base(const Base& base, const extent_layout& layout) noexcept {
        if constexpr (reseedable_source<Base>)
            if (layout.pool || layout.version != 0) return base.with_seed(content_seed(origin_of(base), layout.pool, layout.version));
        return base;
    }

    // Calls make(position, within, count, out), which returns what is left, for as many extents at a time as `ids` are.
    template <class Make>
    void for_extents(std::uint64_t offset, std::span<std::byte> out, const Make& make) const noexcept {
        auto [position, within] = extent_.divide(offset);
        while (!out.empty()) {
            const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(cells_at_once, (within + out.size() - 1) / extent_.value() + 1));
            out = make(position, within, count, out);
            within = 0;
            position += count;
        }
    }

    void fill_rotated(std::uint64_t offset, std::span<std::byte> out, store_mode mode) const noexcept {
        std::uint64_t ids[cells_at_once], numbers[cells_at_once];
        for_extents(offset, out, [&](std::uint64_t position, std::uint64_t within, std::size_t count, std::span<std::byte> rest) {
            find(position, {ids, count}, {numbers, count});
            const std::uint64_t extent = extent_.value();
            for (std::size_t i = 0; i < count; ++i) {
                const auto rotation = static_cast<std::uint64_t>(static_cast<uint128>(numbers[i]) * layout_.shift % extent);
                for (std::uint64_t left = std::min<std::uint64_t>(rest.size(), extent - within); left != 0;) {
                    const std::uint64_t from = within >= rotation ? within - rotation : within + extent - rotation;
                    const std::span<std::byte> part = rest.first(static_cast<std::size_t>(std::min(left, extent - from)));
                    fill_as(base_, ids[i] * extent + from, part, mode);
                    rest = rest.subspan(part.size());
                    within += part.size();
                    left -= part.size();
                }
                within = 0;
            }
            return rest;
        });
    }

    // Contents from `position` on, and with `numbers` the references that they are.
    void find(std::uint64_t position, std::span<std::uint64_t> ids, std::span<std::uint64_t> numbers) const noexcept {
        if (position + ids.size() > whole_extents_) {
            ids.back() = whole_extents_ == 0 ? 0 : map_.distinct() - (layout_.rest_is_new ? 0 : 1);
            if (!numbers.empty()) numbers.back() = 0, numbers = numbers.first(ids.size() - 1);
            ids = ids.first(ids.size() - 1);
        }
        if (ids.empty()) return;
        if constexpr (requires { map_.map(position, ids, numbers); })
            map_.map(position, ids, numbers);
        else
            map_.map(position, ids);
    }

    void make_some(std::span<const cell_request> requests, store_mode mode) const noexcept {
        // Cells that follow one another, as they do in a fill, are mapped together: one id an extent.
        cell_request moved[cells_at_once];
        std::uint64_t ids[cells_at_once];
        for (std::size_t first = 0; first < requests.size();) {
            std::size_t run = 1;
            while (first + run < requests.size() && requests[first + run].index == requests[first].index + run) ++run;
            auto [position, within] = cells_.divide(requests[first].index);
            find(position, {ids, static_cast<std::size_t>((within + run - 1) / cells_.value() + 1)}, {});
            for (std::size_t i = 0, unit = 0; i < run; ++i) {
                const cell_request& request = requests[first + i];
                moved[first + i] = {ids[unit] * cells_.value() + within, request.out, request.bytes};
                if (++within == cells_.value()) within = 0, ++unit;
            }
            first += run;
        }
        base_.make({moved, requests.size()}, mode);
    }

    Base base_;
    Mapper map_;
    extent_layout layout_;
    seed origin_;
    divisor extent_, cells_;
    std::uint64_t whole_extents_;
};

}  // namespace spate::inline v0

#endif  // SPATE_DEDUP_DUPLICATED_BYTES_HPP
