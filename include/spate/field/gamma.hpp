// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_GAMMA_HPP
#define SPATE_FIELD_GAMMA_HPP

/// `gamma(2, 10)`: gamma-distributed numbers, such as sums of waiting times.

#include <concepts>
#include <cstddef>
#include <cstdint>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/field/detail/scaled.hpp>
#include <spate/field/real.hpp>
#include <spate/rng/exponential.hpp>
#include <spate/rng/fixed_math.hpp>
#include <spate/rng/normal.hpp>

namespace spate::inline v0 {

namespace detail {

/// Gamma-distributed numbers of scale 1, from four words: one for a normal number, one to accept it or not, one for shapes below 1, and one from which
/// further pairs are mixed where the first is refused, once in 20 values or less. After 64 pairs, which no row has ever needed, the number is the mode.
///
/// Source: Marsaglia and Tsang: A Simple Method for Generating Gamma Variables, ACM TOMS 26, 2000; also for shapes below 1 (a number of shape + 1, times
/// u^(1 / shape)). In integers, so that no compiler accepts what another refuses.
class standard_gamma {
public:
    static constexpr std::size_t words_per_row = 4;

    constexpr standard_gamma(double shape, const char* parameter) {
        const rng::detail::decoded given = rng::detail::decode(shape, parameter);
        if (given.negative || given.mantissa == 0 || shape < 0.001 || shape > 1e9)
            raise_config(parameter, rng::detail::text(shape), "is not a shape", "give a number from 0.001 to 1e9");
        below_one_ = shape < 1;
        constexpr int128 one = static_cast<int128>(1) << 90;
        const int128 d = fixed_of(scaled{given}, 90) + (below_one_ ? one : 0) - one / 3;
        d_ = scaled_of(static_cast<uint128>(d), -90);
        // 1 / (3 sqrt d), at most 0.41.
        c_ = static_cast<std::int64_t>(fixed_of(scaled_exp2(-scaled_log2(d_) / 2), 62) / 3);
        if (below_one_) inverse_ = log2_e / scaled{given};
    }

    [[nodiscard]] constexpr scaled operator()(const std::uint64_t* words) const noexcept {
        std::uint64_t v = cube(words[0], words[1]);
        for (std::uint64_t turn = 1; v == 0; ++turn) {
            if (turn == 64)
                v = std::uint64_t{1} << 56;
            else
                v = cube(mix(words[3] + 2 * turn * step), mix(words[3] + (2 * turn + 1) * step));
        }
        const scaled drawn = d_ * scaled{v, -56};
        if (!below_one_) return drawn;
        return drawn * scaled_exp2(-multiplied(rng::detail::standard_exponential(words[2]), inverse_));
    }

    friend constexpr bool operator==(const standard_gamma&, const standard_gamma&) = default;

private:
    static constexpr std::uint64_t step = 0x9e3779b97f4a7c15u;

    // (1 + c z)^3 in Q56, below 2^63, or 0 if it is refused.
    [[nodiscard]] constexpr std::uint64_t cube(std::uint64_t normal, std::uint64_t uniform) const noexcept {
        const std::int64_t z = rng::detail::standard_normal(normal);                                                      // Q57
        const std::int64_t t = (std::int64_t{1} << 57) + static_cast<std::int64_t>((static_cast<int128>(z) * c_) >> 62);  // Q57, below 4.8
        if (t <= 0) return 0;
        const auto square = static_cast<std::int64_t>((static_cast<int128>(t) * t) >> 57);   // Q57
        const auto v = static_cast<std::uint64_t>((static_cast<int128>(square) * t) >> 58);  // Q56
        if (v == 0) return 0;
        const auto z2 = static_cast<std::int64_t>((static_cast<int128>(z) * z) >> 58);  // z^2 in Q56, below 84
        // The probability of being accepted is above 1 - 0.0331 z^4, which spares most numbers the logarithms.
        if (z2 < std::int64_t{5} << 56) {
            const auto z4 = static_cast<std::uint64_t>((static_cast<int128>(z2) * z2) >> 56);  // Q56, below 25
            if (~uniform < ~static_cast<std::uint64_t>((static_cast<uint128>(z4) * 0x8793dd97f62b680u) >> 56)) return v;
        }
        // ln u < z^2 / 2 + d (1 - v + ln v), in Q57, where u = (~uniform + 1/2) / 2^64.
        const int128 log2_v = static_cast<int128>(rng::detail::log2_of(v)) - (static_cast<int128>(56) << 57);
        const int128 log_v = (log2_v * static_cast<int128>(0xb17217f7d1cf79acu)) >> 64;
        const int128 lack = 2 * static_cast<int128>(v) - (static_cast<int128>(1) << 57) - log_v;  // v - 1 - ln v, at least 0, below 2^65
        const int128 lost = ((lack < 0 ? 0 : lack) * static_cast<int128>(d_.mantissa >> 4)) >> (-d_.exponent - 4);
        return -static_cast<int128>(rng::detail::standard_exponential(uniform)) < static_cast<int128>(z2) - lost ? v : 0;
    }

    scaled d_, inverse_;
    std::int64_t c_ = 0;  // Q62
    bool below_one_ = false;
};

}  // namespace detail

class gamma_distribution {
public:
    static constexpr std::size_t words_per_row = detail::standard_gamma::words_per_row;

    constexpr gamma_distribution(double shape, double scale) : standard_{shape, "gamma: shape"} {
        const rng::detail::decoded given = rng::detail::decode(scale, "gamma: scale");
        if (given.negative || given.mantissa == 0)
            spate::detail::raise_config("gamma: scale", rng::detail::text(scale), "is not a scale", "give a number above 0");
        scale_ = detail::scaled{given};
    }

    [[nodiscard]] constexpr double operator()(const std::uint64_t* words) const noexcept { return detail::real_of(standard_(words) * scale_); }

    friend constexpr bool operator==(const gamma_distribution&, const gamma_distribution&) = default;

private:
    detail::standard_gamma standard_;
    detail::scaled scale_;
};

/// Numbers above 0 with the mean shape * scale and the variance shape * scale^2; those below 1e-288 are 0 (possible for small shapes only). Four words a
/// row, by rejection (Marsaglia and Tsang), in integers. Throws config_error when the shape is not between 0.001 and 1e9, or the scale not
/// between 1e-270 and 1e288. Cost: 20 to 30 ns a value, 70 to 110 ns for shapes below 1.
template <std::floating_point Real = double>
[[nodiscard]] constexpr auto gamma(double shape, double scale) {
    return real_field<Real, gamma_distribution>{gamma_distribution{shape, scale}};
}

static_assert(field_generator<real_field<double, gamma_distribution>>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_GAMMA_HPP
