// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_PARETO_HPP
#define SPATE_FIELD_PARETO_HPP

/// `pareto(1, 1.16)`: numbers with a minimum and a heavy tail, such as incomes and sizes.

#include <concepts>
#include <cstdint>

#include <spate/core/error.hpp>
#include <spate/field/detail/scaled.hpp>
#include <spate/field/real.hpp>
#include <spate/rng/exponential.hpp>
#include <spate/rng/fixed_math.hpp>

namespace spate::inline v0 {

/// minimum * e^(x / shape) with the x of rng::exponential, which is minimum * u^(-1 / shape) for a uniform u, in integers; relatively within 2^-50 / shape of
/// the exact quantile.
class pareto_distribution {
public:
    constexpr pareto_distribution(double minimum, double shape) {
        const rng::detail::decoded least = rng::detail::decode(minimum, "pareto: minimum"), power = rng::detail::decode(shape, "pareto: shape");
        if (least.negative || least.mantissa == 0)
            detail::raise_config("pareto: minimum", rng::detail::text(minimum), "is not a minimum", "give a number above 0");
        // The largest value is 2^(65 / shape) minima.
        if (power.negative || power.mantissa == 0 || shape < 0.1)
            detail::raise_config("pareto: shape", rng::detail::text(shape), "is not a shape", "give a number from 0.1 on");
        if (minimum > 0x1p300) detail::raise_config("pareto: minimum", rng::detail::text(minimum), "is too large", "give at most 1e90");
        minimum_ = detail::scaled{least};
        factor_ = detail::log2_e / detail::scaled{power};
    }

    [[nodiscard]] constexpr double operator()(std::uint64_t word) const noexcept {
        return detail::real_of(detail::scaled_exp2(detail::multiplied(rng::detail::standard_exponential(word), factor_)) * minimum_);
    }

    friend constexpr bool operator==(const pareto_distribution&, const pareto_distribution&) = default;

private:
    detail::scaled minimum_, factor_;
};

/// Numbers x >= minimum, of which a share (minimum / x)^shape is larger than x: 1.16 is the 80-20 rule; up to a shape of 1 there is no finite mean, up to
/// 2 no finite variance. By inversion, one word a row. Throws config_error when the minimum is not above 0 and at most 1e90, or the shape
/// below 0.1. Cost: 50 to 70 ns a value.
template <std::floating_point Real = double>
[[nodiscard]] constexpr auto pareto(double minimum, double shape) {
    return real_field<Real, pareto_distribution>{pareto_distribution{minimum, shape}};
}

static_assert(field_generator<real_field<double, pareto_distribution>>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_PARETO_HPP
