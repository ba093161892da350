// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DEDUP_DUPLICATED_HPP
#define SPATE_DEDUP_DUPLICATED_HPP

/// `| duplicated({.ratio = 1.5, .unit = 4_KiB})`: makes a stream deduplicate by an exact ratio.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/core/pipe.hpp>
#include <spate/core/ratio.hpp>
#include <spate/core/stream.hpp>
#include <spate/dedup/ratio_mapper.hpp>
#include <spate/rng/cells.hpp>

namespace spate::inline v0 {

/// What `duplicated` is asked for.
struct duplication {
    /// Units in the stream per distinct unit; 1 or more.
    spate::ratio ratio = {};
    /// What the deduplicating system compares, in bytes: a multiple of 512, at most 64 MiB.
    std::uint64_t unit = 4096;
    /// How many units are permuted together; duplicates lie within a group. `unlimited` for one group (of a finite stream).
    std::uint64_t group = 65536;
};

/// Unit i of the stream is unit map(i) of the base. A rest at the end that is shorter than a unit is no unit; its bytes are the
/// base's, from after the last distinct unit.
///
/// Determinism: as the base and the mapper. Cost: the base's and the mapper's; nothing is made that is not used, if the base is made
/// of cells and the unit is a multiple of them.
///
/// | models | when |
/// |---|---|
/// | byte_source, store_aware_source | always |
/// | cell_source | the base does |
/// | reseedable_source | the base does, with a mapper made by `duplicated(duplication)` |
template <byte_source Base, index_mapper Mapper>
class duplicated_bytes : public byte_stream<duplicated_bytes<Base, Mapper>> {
public:
    /// Requires that the mapper has as many units as the base has whole ones (or one, if the base has none).
    duplicated_bytes(Base base, Mapper map, std::uint64_t unit, std::uint64_t group) noexcept
        : base_{std::move(base)},
          map_{std::move(map)},
          unit_{unit},
          cells_{1},
          group_{group},
          whole_units_{base_.size() == unlimited ? unlimited : base_.size() / unit} {
        if constexpr (cell_source<Base>) cells_ = divisor{std::max<std::uint64_t>(unit / Base::cell_size, 1)};
    }

    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return base_.size(); }
    [[nodiscard]] constexpr seed origin() const noexcept { return origin_of(base_); }
    [[nodiscard]] constexpr std::uint64_t unit() const noexcept { return unit_.value(); }
    /// The map from the stream's units to the base's.
    [[nodiscard]] constexpr const Mapper& mapper() const noexcept { return map_; }

    [[nodiscard]] duplicated_bytes with_seed(seed other) const noexcept
        requires reseedable_source<Base> && requires(const Mapper& map, const key128& key) {
            { map.with_key(key) } noexcept -> std::same_as<Mapper>;
        }
    {
        return duplicated_bytes{base_.with_seed(other), map_.with_key(order_key(other, group_)), unit_.value(), group_};
    }

    void fill(std::uint64_t offset, std::span<std::byte> out, store_mode mode = store_mode::cached) const noexcept {
        if (out.empty()) return;
        if constexpr (cell_source<Base>) {
            // Large units are filled by the base itself, which knows its cells without being told.
            if (unit_.value() % Base::cell_size == 0 && cells_.value() < cells_at_once) {
                fill_from_cells<Base::cell_size>(offset, out, mode,
                                                 [this](std::span<const cell_request> requests, store_mode as) noexcept { make(requests, as); });
                return;
            }
        }
        std::uint64_t ids[cells_at_once];
        auto [position, within] = unit_.divide(offset);
        while (!out.empty()) {
            const std::size_t count = std::min<std::size_t>(cells_at_once, static_cast<std::size_t>((within + out.size() - 1) / unit_.value() + 1));
            contents(position, std::span{ids}.first(count));
            for (std::size_t i = 0; i < count; ++i) {
                const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), unit_.value() - within));
                fill_as(base_, ids[i] * unit_.value() + within, out.first(size), mode);
                out = out.subspan(size);
                within = 0;
            }
            position += count;
        }
    }

    void make(std::span<const cell_request> requests, store_mode mode) const noexcept
        requires cell_source<Base>
    {
        if (unit_.value() % Base::cell_size != 0) {
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

    /// The key of the units' order under a seed, for mappers that `duplicated` makes.
    [[nodiscard]] static constexpr key128 order_key(seed from, std::uint64_t group) noexcept {
        constexpr std::uint64_t purpose = hash_name("dedup order");
        return derive_key(from, purpose, {group});
    }

private:
    void contents(std::uint64_t position, std::span<std::uint64_t> ids) const noexcept {
        if (position + ids.size() > whole_units_) {
            ids.back() = whole_units_ == 0 ? 0 : map_.distinct();
            ids = ids.first(ids.size() - 1);
        }
        if (!ids.empty()) map_.map(position, ids);
    }

    void make_some(std::span<const cell_request> requests, store_mode mode) const noexcept {
        // Cells that follow one another, as they do in a fill, are mapped together: one id a unit.
        cell_request moved[cells_at_once];
        std::uint64_t ids[cells_at_once];
        for (std::size_t first = 0; first < requests.size();) {
            std::size_t run = 1;
            while (first + run < requests.size() && requests[first + run].index == requests[first].index + run) ++run;
            auto [position, within] = cells_.divide(requests[first].index);
            contents(position, std::span{ids}.first(static_cast<std::size_t>((within + run - 1) / cells_.value() + 1)));
            for (std::size_t i = 0, unit = 0; i < run; ++i) {
                const cell_request& request = requests[first + i];
                moved[first + i] = {ids[unit] * cells_.value() + within, request.out, request.bytes};
                if (++within == cells_.value()) within = 0, ++unit;
            }
            first += run;
        }
        base_.make(std::span{moved}.first(requests.size()), mode);
    }

    Base base_;
    Mapper map_;
    divisor unit_, cells_;
    std::uint64_t group_;
    std::uint64_t whole_units_;
};

/// Makes a stream of N whole units hold round(N / ratio) distinct ones, exactly: `data | take(size) | duplicated({.ratio = {3, 2}, .unit = 4_KiB})`.
/// A finite size belongs before it (`take`), since it is part of what is permuted; an endless stream is permuted group by group.
/// Throws config_error for a ratio below 1, a unit that is not a multiple of 512 up to 64 MiB, and a group of no units or more than 2^48.
[[nodiscard]] inline auto duplicated(duplication asked) {
    constexpr std::uint64_t largest_unit = std::uint64_t{64} << 20;
    if (asked.unit == 0 || asked.unit % 512 != 0 || asked.unit > largest_unit)
        detail::raise_config("unit", std::to_string(asked.unit), asked.unit > largest_unit ? "is more than 64 MiB" : "is not a multiple of 512",
                             asked.unit > largest_unit ? "use at most 67108864"
                                                       : "use " + (asked.unit > 512 ? std::to_string(asked.unit / 512 * 512) + " or " : "") +
                                                             std::to_string(asked.unit / 512 * 512 + 512));
    return adaptor{[asked]<byte_source Base>(Base base) {
        const std::uint64_t units = base.size() == unlimited ? unlimited : std::max<std::uint64_t>(base.size() / asked.unit, base.size() != 0 ? 1 : 0);
        using result = duplicated_bytes<Base, ratio_mapper>;
        ratio_mapper map{units, asked.ratio, asked.group, result::order_key(origin_of(base), asked.group)};
        return result{std::move(base), std::move(map), asked.unit, asked.group};
    }};
}

}  // namespace spate::inline v0

#endif  // SPATE_DEDUP_DUPLICATED_HPP
