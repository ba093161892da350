// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RNG_NORMAL_HPP
#define SPATE_RNG_NORMAL_HPP

/// Normally distributed numbers, as a pure function of one random word.

#include <bit>
#include <cstdint>

#include <spate/core/error.hpp>
#include <spate/rng/fixed_math.hpp>

namespace spate::inline v0::rng {

namespace detail {

// The upper quantile of the standard normal distribution in Q59. Tail probabilities fall into octaves (2^-(k+2), 2^-(k+1)], each cut into
// four parts; a row holds the coefficients of the polynomial of degree 6 through the Chebyshev points of a part, over [-1, 1].
inline constexpr std::int64_t normal_table[256][7] = {
#include <spate/rng/detail/normal_table.inc>
};

// The value z in Q57 with P(Z <= z) = (word + 1/2) / 2^64.
[[nodiscard]] constexpr std::int64_t standard_normal(std::uint64_t word) noexcept {
    const bool upper = word >> 63 != 0;
    // The probability of the nearer tail, in units of 2^-65: odd, so never 0, and below 2^64.
    const std::uint64_t tail = (upper ? ~word : word) << 1 | 1;
    const int octave = std::countl_zero(tail);
    const std::uint64_t fraction = octave == 63 ? 0 : tail << (octave + 1);
    const auto x = static_cast<std::int64_t>((fraction << 2) ^ std::uint64_t{1} << 63);
    const std::int64_t(&row)[7] = normal_table[4 * static_cast<unsigned>(octave) + static_cast<unsigned>(fraction >> 62)];
    std::int64_t z = row[6];
    for (int i = 5; i >= 0; --i) z = row[i] + 2 * multiply_high(z, x);
    const std::int64_t rounded = (z + 2) >> 2;
    return upper ? rounded : -rounded;
}

}  // namespace detail

/// Normally distributed numbers with a mean and a standard deviation, by inversion of the distribution function: larger words never
/// give smaller values, and word and ~word lie symmetrically about the mean.
///
/// The quantile comes from a table of polynomials in integers, within 2^-31 of a standard deviation of the exact one, up to the 9.16
/// standard deviations that the outermost of 2^64 words mean; it is then scaled in integers and rounded once, to the grid
/// of doubles at 32 standard deviations or at twice the mean, whichever is coarser.
///
/// Determinism: the same bits on every compiler, with every flag. Cost: about 15 ns or less; no allocation, a shared table of 14 KiB, of
/// which few lines are hot. Thread safety: a value.
class normal {
public:
    using result_type = double;

    /// Mean 0, standard deviation 1.
    constexpr normal() : normal{0.0, 1.0} {}

    /// Throws config_error when a parameter is NaN or infinite, has a magnitude below 1e-270 or above 1e288 (a mean of 0 is fine), or
    /// when the deviation is not positive.
    constexpr normal(double mean, double deviation) {
        const detail::decoded shift = detail::decode(mean, "normal: mean"), scale = detail::decode(deviation, "normal: deviation");
        if (scale.negative || scale.mantissa == 0)
            spate::detail::raise_config("normal: deviation", detail::text(deviation), "is not a standard deviation", "give a number above 0");
        map_ = detail::affine{shift, scale, 4};
    }

    [[nodiscard]] constexpr double operator()(std::uint64_t word) const noexcept { return map_(detail::standard_normal(word)); }

    friend constexpr bool operator==(const normal&, const normal&) = default;

private:
    detail::affine map_;
};

}  // namespace spate::inline v0::rng

#endif  // SPATE_RNG_NORMAL_HPP
