// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RNG_UNIFORM_REAL_HPP
#define SPATE_RNG_UNIFORM_REAL_HPP

/// Uniform real numbers of any range, as a pure function of one random word.

#include <bit>
#include <cstdint>
#include <string>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/rng/fixed_math.hpp>

namespace spate::inline v0::rng {

/// Real numbers from `low` (included) to `high` (never reached), all equally likely.
///
/// The values lie on a grid, the multiples of 2^(e - 53) where 2^e is the least power of two above both bounds' magnitudes (for [0, 1): of
/// 2^-53). A point of the grid is drawn in integers, as uniform_int does, and converted without rounding.
///
/// Determinism: the same bits on every compiler, with every flag. Larger words never give smaller values. Cost: one product, one
/// conversion and one multiplication; no allocation. Thread safety: a value.
class uniform_real {
public:
    using result_type = double;

    /// From 0 to 1.
    constexpr uniform_real() noexcept = default;

    /// Throws config_error when a bound is NaN or infinite, has a magnitude below 1e-270 (but 0) or above 1e288, or when high <= low.
    constexpr uniform_real(double low, double high) {
        const detail::decoded from = detail::decode(low, "uniform_real: low"), to = detail::decode(high, "uniform_real: high");
        int top = -2000;
        if (from.mantissa != 0) top = from.ceil_log2();
        if (to.mantissa != 0 && to.ceil_log2() > top) top = to.ceil_log2();
        const int grid = top - 53;
        if (top != -2000) {
            low_ = detail::ceil_to_grid(from, grid);
            span_ = static_cast<std::uint64_t>(detail::ceil_to_grid(to, grid)) - static_cast<std::uint64_t>(low_);
        }
        // Bounds that differ differ on the grid, since it is as fine as the neighbouring doubles of the larger one.
        if (top == -2000 || span_ == 0 || span_ >> 63 != 0)
            spate::detail::raise_config("uniform_real", detail::text(low) + ".." + detail::text(high), "is an empty range", "give the smaller number first");
        unit_ = detail::power_of_two(grid);
    }

    [[nodiscard]] constexpr double operator()(std::uint64_t word) const noexcept {
        return static_cast<double>(low_ + static_cast<std::int64_t>(scale(word, span_))) * unit_;
    }

    /// Values are (low + a number below span) * unit.
    [[nodiscard]] constexpr std::int64_t low() const noexcept { return low_; }
    [[nodiscard]] constexpr std::uint64_t span() const noexcept { return span_; }
    [[nodiscard]] constexpr double unit() const noexcept { return unit_; }

    friend constexpr bool operator==(const uniform_real&, const uniform_real&) = default;

private:
    std::int64_t low_ = 0;
    std::uint64_t span_ = std::uint64_t{1} << 53;
    double unit_ = 0x1p-53;
};

}  // namespace spate::inline v0::rng

#endif  // SPATE_RNG_UNIFORM_REAL_HPP
