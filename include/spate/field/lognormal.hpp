// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_LOGNORMAL_HPP
#define SPATE_FIELD_LOGNORMAL_HPP

/// `lognormal(3, 0.5)`: numbers whose logarithms are normally distributed.

#include <concepts>
#include <cstdint>

#include <spate/core/error.hpp>
#include <spate/field/detail/scaled.hpp>
#include <spate/field/real.hpp>
#include <spate/rng/fixed_math.hpp>
#include <spate/rng/normal.hpp>

namespace spate::inline v0 {

/// e^(mean + deviation * z) with the z of rng::normal, in integers; relatively within 2^-30 of a deviation of the exact quantile.
class lognormal_distribution {
public:
    constexpr lognormal_distribution(double log_mean, double log_deviation) {
        const rng::detail::decoded mean = rng::detail::decode(log_mean, "lognormal: log_mean"),
                                   deviation = rng::detail::decode(log_deviation, "lognormal: log_deviation");
        // So that no value is beyond 1e251, nor closer to 0 than 1e-251.
        if (log_mean < -300 || log_mean > 300)
            detail::raise_config("lognormal: log_mean", rng::detail::text(log_mean), "is too large or too small", "give a number from -300 to 300");
        if (deviation.negative || deviation.mantissa == 0 || log_deviation > 30)
            detail::raise_config("lognormal: log_deviation", rng::detail::text(log_deviation), "is not a deviation of logarithms",
                                 "give a number above 0 and up to 30");
        factor_ = detail::scaled{deviation} * detail::log2_e;
        const detail::int128 size = detail::fixed_of(detail::scaled{mean} * detail::log2_e, 57);
        shift_ = mean.negative ? -size : size;
    }

    [[nodiscard]] constexpr double operator()(std::uint64_t word) const noexcept {
        return detail::real_of(detail::scaled_exp2(shift_ + detail::multiplied(rng::detail::standard_normal(word), factor_)));
    }

    friend constexpr bool operator==(const lognormal_distribution&, const lognormal_distribution&) = default;

private:
    detail::scaled factor_;     // of z, for a power of 2
    detail::int128 shift_ = 0;  // Q57
};

/// Numbers above 0 whose natural logarithms have a mean and a standard deviation; their median is e^log_mean, their mean
/// e^(log_mean + log_deviation^2 / 2). By inversion, one word a row. Throws config_error when log_mean is not within -300 and 300, or log_deviation not
/// above 0 and at most 30. Cost: some 30 ns a value.
template <std::floating_point Real = double>
[[nodiscard]] constexpr auto lognormal(double log_mean, double log_deviation) {
    return real_field<Real, lognormal_distribution>{lognormal_distribution{log_mean, log_deviation}};
}

static_assert(field_generator<real_field<double, lognormal_distribution>>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_LOGNORMAL_HPP
