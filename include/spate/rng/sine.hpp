// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RNG_SINE_HPP
#define SPATE_RNG_SINE_HPP

/// Sines in integers, for seasons that must not depend on compiler, flags or the C library. Not for users of the library.
/// "Qn" means that an integer counts units of 2^-n.

#include <array>
#include <cstddef>
#include <cstdint>

#include <spate/core/hash.hpp>
#include <spate/rng/fixed_math.hpp>

namespace spate::inline v0::rng::detail {

/// The coefficients of Taylor's series in Q62 by the square of the angle: 1/1! -1/3! 1/5! ... from first = 1, 1/0! -1/2! 1/4! ... from first = 0.
template <std::size_t Terms>
[[nodiscard]] constexpr std::array<std::int64_t, Terms> make_taylor(std::uint64_t first) noexcept {
    std::array<std::int64_t, Terms> all{};
    // Divided in Q120 and rounded once.
    uint128 term = static_cast<uint128>(1) << 120;
    std::uint64_t n = first;
    for (std::size_t k = 0; k < Terms; ++k) {
        const auto rounded = static_cast<std::int64_t>((term + (static_cast<uint128>(1) << 57)) >> 58);
        all[k] = k % 2 == 0 ? rounded : -rounded;
        term = term / ((n + 1) * (n + 2));
        n += 2;
    }
    return all;
}

inline constexpr std::array<std::int64_t, 9> sine_series = make_taylor<9>(1);
inline constexpr std::array<std::int64_t, 10> cosine_series = make_taylor<10>(0);

template <std::size_t Terms>
[[nodiscard]] constexpr std::int64_t by_square(const std::array<std::int64_t, Terms>& series, std::int64_t square) noexcept {
    std::int64_t sum = series[Terms - 1];
    for (std::size_t k = Terms - 1; k-- > 0;) sum = series[k] + static_cast<std::int64_t>((static_cast<int128>(sum) * square) >> 63);
    return sum;
}

/// sin(2 pi turn) in Q62, for a part of a turn in Q64; within 2^-58. The values at 0, a quarter, a half and three quarters are exact, and
/// sine_of(-turn) == -sine_of(turn), sine_of(turn + half) == -sine_of(turn).
[[nodiscard]] constexpr std::int64_t sine_of(std::uint64_t turn) noexcept {
    constexpr std::uint64_t quarter = std::uint64_t{1} << 62, two_pi = 0xc90fdaa22168c235;  // in Q61
    std::uint64_t part = turn & (2 * quarter - 1);
    if (part > quarter) part = 2 * quarter - part;
    const bool near_top = part > quarter / 2;
    if (near_top) part = quarter - part;
    const auto angle = static_cast<std::int64_t>((static_cast<uint128>(part) * two_pi) >> 63);  // in Q62, at most pi / 4
    const auto square = static_cast<std::int64_t>((static_cast<int128>(angle) * angle) >> 61);  // in Q63
    const std::int64_t magnitude =
        near_top ? by_square(cosine_series, square) : static_cast<std::int64_t>((static_cast<int128>(by_square(sine_series, square)) * angle) >> 62);
    return turn >> 63 != 0 ? -magnitude : magnitude;
}

/// cos(2 pi turn) in Q62; as exact.
[[nodiscard]] constexpr std::int64_t cosine_of(std::uint64_t turn) noexcept { return sine_of(turn + (std::uint64_t{1} << 62)); }

/// The integral of sin(2 pi x) over x from 0 to turn in Q64, in Q64: (1 - cos(2 pi turn)) / (2 pi), from 0 to 1 / pi and back; within 2^-58.
[[nodiscard]] constexpr std::uint64_t sine_integral(std::uint64_t turn) noexcept {
    constexpr std::uint64_t reciprocal = 0x28be60db9391054a;                                            // 1 / (2 pi) in Q64
    const std::uint64_t rise = (std::uint64_t{1} << 62) - static_cast<std::uint64_t>(cosine_of(turn));  // up to 2^63
    return static_cast<std::uint64_t>((static_cast<uint128>(rise) * reciprocal) >> 62);
}

}  // namespace spate::inline v0::rng::detail

#endif  // SPATE_RNG_SINE_HPP
