// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_BETA_HPP
#define SPATE_FIELD_BETA_HPP

/// `beta(2, 5)`: beta-distributed numbers from 0 to 1, such as shares and rates.

#include <concepts>
#include <cstddef>
#include <cstdint>

#include <spate/field/detail/scaled.hpp>
#include <spate/field/gamma.hpp>
#include <spate/field/real.hpp>

namespace spate::inline v0 {

/// x / (x + y) for gamma-distributed x of shape a and y of shape b, in integers.
class beta_distribution {
public:
    static constexpr std::size_t words_per_row = 2 * detail::standard_gamma::words_per_row;

    constexpr beta_distribution(double a, double b) : x_{a, "beta: a"}, y_{b, "beta: b"} {}

    [[nodiscard]] constexpr double operator()(const std::uint64_t* words) const noexcept {
        const detail::scaled x = x_(words), y = y_(words + detail::standard_gamma::words_per_row);
        return detail::real_of(x / (x + y));
    }

    friend constexpr bool operator==(const beta_distribution&, const beta_distribution&) = default;

private:
    detail::standard_gamma x_, y_;
};

/// Numbers from 0 to 1 with the mean a / (a + b); shapes below 1 push them towards the ends, which are reached when rounded. Eight words a row, as the
/// share of one gamma-distributed number in the sum of two. Throws config_error when a or b is not between 0.001 and 1e9. Cost: 70 to 80 ns a value, 110 to 250
/// ns for shapes below 1.
///
/// Source: Devroye: Non-Uniform Random Variate Generation, 1986, chapter IX, section 3.
template <std::floating_point Real = double>
[[nodiscard]] constexpr auto beta(double a, double b) {
    return real_field<Real, beta_distribution>{beta_distribution{a, b}};
}

static_assert(field_generator<real_field<double, beta_distribution>>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_BETA_HPP
