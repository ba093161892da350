// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TELEMETRY_DETAIL_TABLES_HPP
#define SPATE_TELEMETRY_DETAIL_TABLES_HPP

/// Sines and Gaussian numbers by table, for values that are made by the hundred million.

#include <array>
#include <cstddef>
#include <cstdint>

#include <spate/detail/config.hpp>
#include <spate/rng/fixed_math.hpp>
#include <spate/rng/normal.hpp>
#include <spate/rng/sine.hpp>

namespace spate::inline v0::detail {

/// Cosines in Q56, straight between 1024 points of a turn: within 5e-6 of the exact one. Differences of neighbours are a season's rate, so the slope counts: it
/// is within 0.4 % of the largest.
class cosine_table {
public:
    cosine_table() noexcept {
        for (std::uint64_t i = 0; i < points_.size(); ++i) points_[i] = rng::detail::cosine_of(i << 54) >> 6;
    }
    /// `turn` in Q64.
    [[nodiscard]] SPATE_ALWAYS_INLINE std::int64_t operator()(std::uint64_t turn) const noexcept {
        const std::int64_t* const at = points_.data() + (turn >> 54);
        const auto part = static_cast<std::int64_t>(turn & ((std::uint64_t{1} << 54) - 1));
        return at[0] + static_cast<std::int64_t>((static_cast<rng::detail::int128>(at[1] - at[0]) * part) >> 54);
    }

private:
    std::array<std::int64_t, 1025> points_{};
};

/// Standard normal numbers in Q12 from 13 random bits: the middles, in probability, of 8192 equal parts of the distribution, stretched so that the standard
/// deviation is 1 (by 2 in 10,000, since the outermost ones lie at 3.84). The distribution function is within 1/16384 of the normal one; the mean is 0.
class gaussian_table {
public:
    static constexpr unsigned bits = 13;

    gaussian_table() noexcept {
        constexpr std::uint64_t half = std::uint64_t{1} << (64 - bits - 1);
        std::uint64_t squares = 0;  // in Q48
        std::array<std::int64_t, size> exact{};
        for (std::uint64_t i = 0; i < size; ++i) {
            exact[i] = rng::detail::standard_normal((i << (64 - bits)) + half) >> 33;  // in Q24
            squares += static_cast<std::uint64_t>(exact[i] * exact[i]) >> bits;
        }
        // 1 / sqrt(1 - e) is near 1 + e / 2 + 3 e^2 / 8, of which the last does not count here.
        const auto missing = static_cast<std::int64_t>((std::uint64_t{1} << 48) - squares);
        const std::int64_t factor = (std::int64_t{1} << 24) + (missing >> 25);
        for (std::size_t i = 0; i < size; ++i) values_[i] = static_cast<std::int16_t>((((exact[i] * factor) >> 24) + (1 << 11)) >> 12);
    }
    [[nodiscard]] SPATE_ALWAYS_INLINE std::int32_t operator()(std::uint64_t word) const noexcept { return values_[word & (size - 1)]; }

private:
    static constexpr std::size_t size = std::size_t{1} << bits;
    std::array<std::int16_t, size> values_{};
};

[[nodiscard]] inline const cosine_table& usual_cosines() noexcept {
    static const cosine_table table;
    return table;
}
[[nodiscard]] inline const gaussian_table& usual_gaussians() noexcept {
    static const gaussian_table table;
    return table;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_TELEMETRY_DETAIL_TABLES_HPP
