// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_REAL_HPP
#define SPATE_FIELD_REAL_HPP

/// `real_field`: columns of real numbers of any distribution; and `uniform_real(0, 1)`.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/clamped_real.hpp>
#include <spate/field/detail/draw.hpp>
#include <spate/field/field.hpp>
#include <spate/field/point_rule.hpp>
#include <spate/rng/fixed_math.hpp>
#include <spate/rng/uniform_real.hpp>

namespace spate::inline v0 {

class uniform_float_distribution;

/// Real numbers that a distribution makes of one random word a row, or of `words_per_row` of them. A distribution is a pure function of its words; one of
/// a single word never gives smaller values for larger words.
///
/// As floats, values are rounded to the nearest; those below 2^-126 in magnitude are 0, those above the largest float are that one. Determinism: the same
/// bits on every compiler, with every flag. Cost: the distribution's, and a quarter of a nanosecond for each word; no allocation. Thread safety: a value.
template <std::floating_point Real, class Distribution>
    requires(std::same_as<Real, float> || std::same_as<Real, double>)
class real_field : public number_field<Real> {
public:
    static constexpr std::size_t words_per_row = detail::words_of<Distribution>();

    constexpr explicit real_field(const Distribution& distribution) : distribution_{distribution} {}

    [[nodiscard]] constexpr const Distribution& distribution() const noexcept { return distribution_; }

    /// The distribution's values given that they lie in [low, high]; no row ever breaks the range. Those of one word a row stay so: the words are scaled to
    /// the ones whose values lie in it, at no further cost a value (some microseconds to construct). The others (gamma, beta) are drawn again until they
    /// do, from words mixed of the row's own, at most 512 times, after which the nearer bound is taken; that costs the value's time over the range's
    /// probability.
    ///
    /// Throws config_error when a bound is NaN, infinite, below 1e-270 (but for 0) or above 1e288 in magnitude, when high <= low, or when the range is too
    /// rare: it must hold a million of the 2^64 words' values, or a sixteenth of the values if they are drawn again.
    [[nodiscard]] constexpr auto clamped(Real low, Real high) const {
        return real_field<Real, detail::clamped_real<Real, Distribution>>{detail::clamped_real<Real, Distribution>{distribution_, low, high}};
    }

    void fill(const field_rows& rows, column& out) const {
        out.start(this->type(), rows.count);
        auto* const values = out.template values<Real>();
        detail::draw<words_per_row>(rows, [this, values](std::size_t done, const std::uint64_t* words, std::size_t count) {
            for (std::size_t i = 0; i < count; ++i) values[done + i] = detail::narrowed<Real>(detail::drawn_by(distribution_, words + i * words_per_row));
        });
    }

    /// How one row's value is made.
    [[nodiscard]] point_rule point() const noexcept {
        if constexpr (words_per_row > 2) {
            return {};
        } else {
            point_rule rule{.how = point_rule::kind::drawn_reals, .words = words_per_row, .source = &distribution_};
            rule.draw = [](const void* source, const std::uint64_t* words) {
                return static_cast<double>(detail::narrowed<Real>(detail::drawn_by(*static_cast<const Distribution*>(source), words)));
            };
            // Of these no value is changed when it is narrowed.
            if constexpr (std::same_as<Distribution, uniform_float_distribution> ||
                          (std::same_as<Distribution, rng::uniform_real> && std::same_as<Real, double>)) {
                rule.how = point_rule::kind::reals;
                rule.base = static_cast<std::uint64_t>(distribution_.low());
                rule.span = distribution_.span();
                rule.unit = distribution_.unit();
            }
            return rule;
        }
    }

    friend constexpr bool operator==(const real_field& a, const real_field& b) noexcept { return a.distribution_ == b.distribution_; }

private:
    Distribution distribution_;
};

/// Floats from `low` to `high` (never reached), all equally likely, on the multiples of 2^(e - 24) where 2^e is the least power of two above
/// both bounds' magnitudes; as rng::uniform_real is for doubles.
class uniform_float_distribution {
public:
    /// Throws config_error when a bound is NaN or infinite, has a magnitude below 2^-100 (but for 0) or above 2^126, or when high <= low.
    constexpr uniform_float_distribution(float low, float high) {
        const rng::detail::decoded from = rng::detail::decode(static_cast<double>(low), "uniform_real: low"),
                                   to = rng::detail::decode(static_cast<double>(high), "uniform_real: high");
        int top = -2000;
        if (from.mantissa != 0) top = from.ceil_log2();
        if (to.mantissa != 0 && to.ceil_log2() > top) top = to.ceil_log2();
        if (top != -2000 && (top < -100 || top > 126))
            spate::detail::raise_config("uniform_real", rng::detail::text(static_cast<double>(low)) + ".." + rng::detail::text(static_cast<double>(high)),
                                        "is a range of too large or too small floats", "give magnitudes between 1e-30 and 1e37, or doubles");
        const int grid = top - 24;
        if (top != -2000) {
            low_ = rng::detail::ceil_to_grid(from, grid);
            span_ = static_cast<std::uint64_t>(rng::detail::ceil_to_grid(to, grid)) - static_cast<std::uint64_t>(low_);
        }
        if (top == -2000 || span_ == 0 || span_ >> 63 != 0)
            spate::detail::raise_config("uniform_real", rng::detail::text(static_cast<double>(low)) + ".." + rng::detail::text(static_cast<double>(high)),
                                        "is an empty range", "give the smaller number first");
        unit_ = rng::detail::power_of_two(grid);
    }

    [[nodiscard]] constexpr double operator()(std::uint64_t word) const noexcept {
        return static_cast<double>(low_ + static_cast<std::int64_t>(scale(word, span_))) * unit_;
    }

    /// Values are (low + a number below span) * unit.
    [[nodiscard]] constexpr std::int64_t low() const noexcept { return low_; }
    [[nodiscard]] constexpr std::uint64_t span() const noexcept { return span_; }
    [[nodiscard]] constexpr double unit() const noexcept { return unit_; }

    friend constexpr bool operator==(const uniform_float_distribution&, const uniform_float_distribution&) = default;

private:
    std::int64_t low_ = 0;
    std::uint64_t span_ = 0;
    double unit_ = 0;
};

/// Numbers from `low` (included) to `high` (never reached), all equally likely, on the grid of the larger bound's neighbours (rng::uniform_real). One word a
/// row, about a nanosecond. Throws config_error as rng::uniform_real does; for floats also beyond 2^-100 and 2^126.
template <std::floating_point Real = double>
[[nodiscard]] constexpr auto uniform_real(std::type_identity_t<Real> low, std::type_identity_t<Real> high) {
    using distribution = std::conditional_t<std::same_as<Real, float>, uniform_float_distribution, rng::uniform_real>;
    return real_field<Real, distribution>{distribution{low, high}};
}

static_assert(field_generator<real_field<double, rng::uniform_real>>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_REAL_HPP
