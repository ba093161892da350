// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SHAPE_MIX_HPP
#define SPATE_SHAPE_MIX_HPP

/// `| compressible_mix({{0.3, 1.0}, {0.5, 2.0}, {0.2, 4.0}})`: units of different ratios side by side.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <span>
#include <string>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/core/pipe.hpp>
#include <spate/core/ratio.hpp>
#include <spate/core/stream.hpp>
#include <spate/rng/permutation.hpp>
#include <spate/shape/compressible.hpp>
#include <spate/shape/layout.hpp>

namespace spate::inline v0 {

/// So many of a stream's units compress by this ratio.
struct compression_part {
    spate::ratio weight;
    spate::ratio ratio;
};

/// Deals out numbers of literals to units: in every 64 units those of each part stand in a random order, and after k times 64 units each has
/// its share of them but for less than one unit. Units smaller than a cell of 4 KiB are dealt with by cells.
/// Determinism: a pure function of (parts, seed, unit), in integers. Cost: 2 ns a unit in a row, 15 ns alone.
class mixed_literals {
public:
    static constexpr std::size_t most_parts = 64;

    struct part {
        /// The sum of the weights up to this one, in 2^-64; the last one's is taken for 1.
        std::uint64_t end;
        std::uint32_t literals;
    };

    /// Requires 1 to most_parts parts, their ends in order.
    mixed_literals(std::span<const part> parts, seed from) noexcept : count_{parts.size()}, key_{key_for(from)} {
        std::copy(parts.begin(), parts.end(), parts_.begin());
    }
    [[nodiscard]] mixed_literals with_seed(seed from) const noexcept { return {parts(), from}; }
    [[nodiscard]] std::span<const part> parts() const noexcept { return {parts_.data(), count_}; }

    /// How many of the units first ... first + units - 1 belong to parts 0 ... i, exactly where both ends are multiples of 64.
    [[nodiscard]] std::uint64_t units_up_to(std::size_t i, std::uint64_t units) const noexcept { return i + 1 == count_ ? units : scale(units, parts_[i].end); }

    void map(std::uint64_t first, std::span<std::uint32_t> counts) const noexcept {
        std::uint64_t ranks[group];
        while (!counts.empty()) {
            const std::uint64_t number = first / group, within = first % group;
            const std::size_t count = std::min<std::size_t>(counts.size(), group - static_cast<std::size_t>(within));
            order.map(key128{mix(key_.low ^ number), mix(key_.high + number)}, within, {ranks, count});
            // A part is found by counting the ends that are passed, without a branch. (Rounding may leave an end one below the last, which then has no units.)
            std::uint64_t ends[most_parts], last = 0;
            for (std::size_t i = 0; i + 1 < count_; ++i) ends[i] = last = std::max(last, units_up_to(i, (number + 1) * group) - units_up_to(i, number * group));
            for (std::size_t k = 0; k < count; ++k) {
                std::size_t passed = 0;
                for (std::size_t i = 0; i + 1 < count_; ++i) passed += ranks[k] >= ends[i];
                counts[k] = parts_[passed].literals;
            }
            counts = counts.subspan(count);
            first += count;
        }
    }

private:
    static constexpr std::uint64_t group = 64;
    static constexpr permutation order{group};
    [[nodiscard]] static constexpr key128 key_for(seed from) noexcept { return derive_key(from, "compression mix"); }

    std::array<part, most_parts> parts_{};
    std::size_t count_;
    key128 key_;
};

namespace detail {

SPATE_WHEN_USED
[[nodiscard]] inline auto mixed(const cell_shape& shape, std::span<const mixed_literals::part> parts) {
    return adaptor{[shape, mixed = mixed_literals{parts, seed{0}}]<byte_source Base>(Base base) {
        const seed from = origin_of(base);
        return compressible_bytes<Base, detail::shaped_cell<Base>, mixed_literals>{std::move(base), shape, mixed.with_seed(from)};
    }};
}

}  // namespace detail

/// Gives units these layouts in these shares. Requires that all have one shape; see compressible_mix.
SPATE_WHEN_USED
[[nodiscard]] inline auto compressible_mix(const cell_shape& shape, std::span<const mixed_literals::part> parts) { return detail::mixed(shape, parts); }

/// Makes part of a stream's units compress by one ratio and part by another; the codec, the unit and the tables are those of `common`.
/// Throws config_error for no part or more than 64, weights that do not sum to 1, and as layout_for does.
SPATE_WHEN_USED
[[nodiscard]] inline auto compressible_mix(std::span<const compression_part> parts, compression common = {}) {
    if (parts.empty() || parts.size() > mixed_literals::most_parts)
        detail::raise_config("compress-mix", std::to_string(parts.size()), "is not a number of parts from 1 to 64",
                             "write weight:ratio, like 0.3:1,0.5:2,0.2:4");
    const auto refuse = [&](const std::string& problem) {
        std::string shown;
        for (const compression_part& part : parts) shown.append(shown.empty() ? "" : ",").append(part.weight.text()).append(":").append(part.ratio.text());
        detail::raise_config("compress-mix", shown, problem, "use weights of a few digits that sum to 1, like 0.3:1,0.5:2,0.2:4");
    };
    std::array<mixed_literals::part, mixed_literals::most_parts> made;
    std::uint64_t over = 0, under = 1;  // the sum of the weights
    double shown = 0;
    cell_shape shape;
    spate::ratio hardest;
    for (const compression_part& part : parts)
        if (part.ratio.at_least_one() && part.ratio.divide(std::uint64_t{1} << 32) < hardest.divide(std::uint64_t{1} << 32)) hardest = part.ratio;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const ratio weight = parts[i].weight;
        const uint128 numerator = static_cast<uint128>(over) * weight.denominator() + static_cast<uint128>(weight.numerator()) * under;
        const uint128 denominator = static_cast<uint128>(under) * weight.denominator();
        uint128 a = numerator, b = denominator;
        while (b != 0) a = std::exchange(b, a % b);
        shown += weight.value();
        if (numerator > denominator || weight.numerator() == 0 || denominator / a >> 32 != 0)
            refuse(weight.numerator() == 0 ? "has a part of weight 0" : "has weights that sum to more than 1, or have too many digits");
        over = static_cast<std::uint64_t>(numerator / a), under = static_cast<std::uint64_t>(denominator / a);
        common.ratio = parts[i].ratio;
        const unit_layout layout = detail::layout_beside(common, hardest);
        shape = layout.shape;
        made[i] = {over == under ? ~std::uint64_t{0} : static_cast<std::uint64_t>((static_cast<uint128>(over) << 64) / under), layout.literals};
    }
    if (over != under) {
        char sum[64];
        std::snprintf(sum, sizeof sum, "has weights that sum to %g", shown);
        refuse(sum);
    }
    return detail::mixed(shape, {made.data(), parts.size()});
}
SPATE_WHEN_USED
[[nodiscard]] inline auto compressible_mix(std::initializer_list<compression_part> parts, const compression& common = {}) {
    return compressible_mix(std::span<const compression_part>{parts.begin(), parts.size()}, common);
}

}  // namespace spate::inline v0

#endif  // SPATE_SHAPE_MIX_HPP
