// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_DELAY_LANES_HPP
#define SPATE_EVENT_DETAIL_DELAY_LANES_HPP

/// Delays that differ from instance to instance, as a bijection of ranks.

#include <bit>
#include <cstdint>

#include <spate/core/hash.hpp>

namespace spate::inline v0::detail {

/// A bijection from ranks of a step to ranks of the next, and back, in a constant number of steps: later by `ahead()` ranks to earlier by
/// `behind()`, `most` in all, all about equally likely.
///
/// Ranks are cut in rows of 2^n. A row is shuffled by a key of its own; then the rank in lane l of a row goes on in the same lane, so many rows later as
/// the lane says: 0 for the first lane, R for the last. Lanes alone would give 2^n delays; the shuffle adds up to 2^n - 1 to either side, so 2^n is about the
/// root of `most`, and a rank is in each lane equally often. For fewer than four ranks there is no difference.
class delay_lanes {
public:
    static constexpr std::uint64_t before_all = ~std::uint64_t{0};

    delay_lanes() = default;
    // Requires most < 2^46.
    delay_lanes(std::uint64_t most, std::uint64_t key) noexcept : key_{key} {
        while (std::uint64_t{4} << 2 * bits_ <= most) ++bits_;
        if (bits_ != 0) rows_ = ((most - 2 * (lanes() - 1)) >> bits_) + 1;
    }

    // A rank goes from this many before itself ...
    [[nodiscard]] std::uint64_t behind() const noexcept { return lanes() - 1; }
    // ... to this many after.
    [[nodiscard]] std::uint64_t ahead() const noexcept { return ((rows_ - 1) << bits_) + lanes() - 1; }

    // The rank of the step before that goes to `rank`; before_all where there is none.
    [[nodiscard]] std::uint64_t origin(std::uint64_t rank) const noexcept {
        if (bits_ == 0) return rank;
        const std::uint64_t lane = rank & (lanes() - 1), later = lane * rows_ >> bits_, row = rank >> bits_;
        return row < later ? before_all : (row - later) << bits_ | shuffled(row - later, lane);
    }

private:
    [[nodiscard]] std::uint64_t lanes() const noexcept { return std::uint64_t{1} << bits_; }
    // A bijection of [0, 2^bits) for each row: the word makes every lane equally likely, products and shifts make them independent enough.
    [[nodiscard]] std::uint64_t shuffled(std::uint64_t row, std::uint64_t lane) const noexcept {
        const std::uint64_t word = mix(key_ + row * 0x9e3779b97f4a7c15u), mask = lanes() - 1;
        const unsigned half = (bits_ + 1) / 2;
        lane = (lane ^ word) & mask;
        lane = lane * (word >> 24 | 1) & mask;
        lane ^= lane >> half;
        lane = lane * (word >> 40 | 1) & mask;
        lane ^= lane >> half;
        return (lane + (word >> 32)) & mask;
    }

    std::uint64_t key_ = 0, rows_ = 1;
    unsigned bits_ = 0;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_DELAY_LANES_HPP
