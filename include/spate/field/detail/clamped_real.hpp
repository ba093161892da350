// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_CLAMPED_REAL_HPP
#define SPATE_FIELD_DETAIL_CLAMPED_REAL_HPP

/// Distributions of real numbers, and what remains of one between two bounds.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/rng/fixed_math.hpp>

namespace spate::inline v0::detail {

/// How many words a value takes: `words_per_row` of the distribution, or one. Of one word, larger words never give smaller values.
template <class Distribution>
[[nodiscard]] consteval std::size_t words_of() {
    if constexpr (requires { Distribution::words_per_row; })
        return Distribution::words_per_row;
    else
        return 1;
}

template <class Distribution>
[[nodiscard]] constexpr double drawn_by(const Distribution& distribution, const std::uint64_t* words) noexcept {
    if constexpr (words_of<Distribution>() == 1)
        return distribution(*words);
    else
        return distribution(words);
}

/// The nearest Real. As a float, magnitudes below 2^-126 become 0, since some flags flush them, and those above the largest float become that.
template <class Real>
[[nodiscard]] constexpr Real narrowed(double value) noexcept {
    if constexpr (std::is_same_v<Real, double>) {
        return value;
    } else {
        constexpr float largest = std::numeric_limits<float>::max();
        const std::uint64_t size = std::bit_cast<std::uint64_t>(value) << 1;
        if (size < std::bit_cast<std::uint64_t>(0x1p-126) << 1) return 0;
        if (size > std::bit_cast<std::uint64_t>(static_cast<double>(largest)) << 1) return value < 0 ? -largest : largest;
        return static_cast<float>(value);
    }
}

template <class Real>
constexpr void check_bound(Real bound, const char* parameter) {
    const rng::detail::decoded parts = rng::detail::decode(static_cast<double>(bound), parameter);
    if (std::is_same_v<Real, float> && parts.mantissa != 0 && parts.exponent < -126 - 52)
        raise_config(parameter, rng::detail::text(static_cast<double>(bound)), "is a subnormal float", "give 0 or a magnitude above 1.2e-38");
}

/// Bounds that a value can be held against. Throws config_error.
template <class Real>
constexpr void check_bounds(Real low, Real high) {
    check_bound(low, "clamped: low");
    check_bound(high, "clamped: high");
    if (!(low < high))
        raise_config("clamped", rng::detail::text(static_cast<double>(low)) + ".." + rng::detail::text(static_cast<double>(high)), "is an empty range",
                     "give the smaller number first");
}

template <class Real>
[[noreturn]] SPATE_COLD void raise_rare(Real low, Real high, const char* remedy) {
    raise_config("clamped", rng::detail::text(static_cast<double>(low)) + ".." + rng::detail::text(static_cast<double>(high)),
                 "is a range that the distribution's values hardly ever fall into", remedy);
}

/// A distribution given that its values lie in [low, high], by inversion: the words whose values do are a range, found by bisection, and a word is scaled to
/// it. One word a value, as before.
template <class Real, class Distribution>
class clamped_by_inverse {
public:
    static constexpr std::size_t words_per_row = 1;

    constexpr clamped_by_inverse(const Distribution& distribution, Real low, Real high) : distribution_{distribution}, low_{low}, high_{high} {
        check_bounds(low, high);
        // The words below `first` have values below `low`, those from `end` on values above `high`; 0 for an end stands for 2^64.
        std::uint64_t first = 0, end = 0;
        for (std::uint64_t bit = std::uint64_t{1} << 63; bit != 0; bit >>= 1) {
            if (value(first + (bit - 1)) < low) first += bit;
            if (value(end + (bit - 1)) <= high) end += bit;
        }
        const bool all_below = value(~std::uint64_t{0}) < low, none_above = value(~std::uint64_t{0}) <= high;
        if (none_above) end = 0;
        first_ = first, span_ = end - first;
        if (all_below || (!none_above && end <= first) || (span_ != 0 && span_ < std::uint64_t{1} << 20)) raise_rare(low, high, "give a wider one");
    }

    [[nodiscard]] constexpr double operator()(std::uint64_t word) const noexcept {
        // Held once more against the bounds, in case the values of neighbouring words are out of order in their last bit.
        const Real drawn = value(first_ + (span_ == 0 ? word : scale(word, span_)));
        return static_cast<double>(drawn < low_ ? low_ : drawn > high_ ? high_ : drawn);
    }

    friend constexpr bool operator==(const clamped_by_inverse&, const clamped_by_inverse&) = default;

private:
    [[nodiscard]] constexpr Real value(std::uint64_t word) const noexcept { return narrowed<Real>(distribution_(word)); }

    Distribution distribution_;
    Real low_, high_;
    std::uint64_t first_ = 0, span_ = 0;  // 0 stands for 2^64
};

/// The same, by drawing again until a value lies in the range: from the row's own words at first, then from words mixed of those. After `most` turns, which
/// less than one row in 10^14 needs, it is the bound next to the last value.
template <class Real, class Distribution>
class clamped_by_redrawing {
public:
    static constexpr std::size_t words_per_row = words_of<Distribution>();

    constexpr clamped_by_redrawing(const Distribution& distribution, Real low, Real high) : distribution_{distribution}, low_{low}, high_{high} {
        check_bounds(low, high);
        // One value in 16 must be in the range, as a sample of 4,096 tells.
        int inside = 0;
        for (std::uint64_t i = 0; i < 4096; ++i) {
            std::uint64_t words[words_per_row];
            for (std::size_t k = 0; k < words_per_row; ++k) words[k] = mix(i * words_per_row + k + 1);
            const Real drawn = narrowed<Real>(distribution_(words));
            inside += drawn >= low && drawn <= high;
        }
        if (inside < 4096 / 16) raise_rare(low, high, "give one that holds a sixteenth of them");
    }

    [[nodiscard]] constexpr double operator()(const std::uint64_t* words) const noexcept {
        Real drawn = narrowed<Real>(distribution_(words));
        for (std::uint64_t turn = 1; (drawn < low_ || drawn > high_) && turn < most; ++turn) {
            std::uint64_t others[words_per_row];
            for (std::size_t k = 0; k < words_per_row; ++k) others[k] = mix(words[k] + turn * 0xd1342543de82ef95u);
            drawn = narrowed<Real>(distribution_(others));
        }
        return static_cast<double>(drawn < low_ ? low_ : drawn > high_ ? high_ : drawn);
    }

    friend constexpr bool operator==(const clamped_by_redrawing&, const clamped_by_redrawing&) = default;

private:
    static constexpr std::uint64_t most = 512;
    Distribution distribution_;
    Real low_, high_;
};

template <class Real, class Distribution>
using clamped_real = std::conditional_t<words_of<Distribution>() == 1, clamped_by_inverse<Real, Distribution>, clamped_by_redrawing<Real, Distribution>>;

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_CLAMPED_REAL_HPP
