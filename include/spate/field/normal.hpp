// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_NORMAL_HPP
#define SPATE_FIELD_NORMAL_HPP

/// `normal(30, 10)`: normally distributed numbers.

#include <concepts>

#include <spate/field/real.hpp>
#include <spate/rng/normal.hpp>

namespace spate::inline v0 {

/// Numbers with a mean and a standard deviation, by inversion (rng::normal), one word a row: at most 9.16 deviations from the mean. Throws config_error
/// when a parameter is NaN or infinite, has a magnitude below 1e-270 or above 1e288 (a mean of 0 is fine), or when the deviation is not above 0. Cost:
/// 10 to 20 ns a value.
template <std::floating_point Real = double>
[[nodiscard]] constexpr auto normal(double mean, double deviation) {
    return real_field<Real, rng::normal>{rng::normal{mean, deviation}};
}

static_assert(field_generator<real_field<float, rng::normal>>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_NORMAL_HPP
