// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_STEPS_HPP
#define SPATE_FIELD_DETAIL_STEPS_HPP

/// floor(row * numerator / denominator) for rows in a row, exactly, at the price of an addition each.

#include <cstdint>

#include <spate/core/hash.hpp>

namespace spate::inline v0::detail {

/// Multiples of a fraction, rounded down; those above `most` are `most`.
class fraction_steps {
public:
    /// Requires first < 2^48 and 0 < denominator < 2^63.
    fraction_steps(std::uint64_t numerator, std::uint64_t denominator, std::uint64_t most, std::uint64_t first) noexcept
        : whole_{numerator / denominator}, part_{numerator % denominator}, denominator_{denominator}, most_{most} {
        const uint128 product = static_cast<uint128>(first) * numerator, quotient = product / denominator;
        value_ = quotient > most ? most : static_cast<std::uint64_t>(quotient);
        rest_ = static_cast<std::uint64_t>(product % denominator);
    }

    /// This row's; then goes on to the next.
    std::uint64_t next() noexcept {
        const std::uint64_t now = value_;
        // Denominators are below 2^63, so that the sum of two rests does not overflow.
        rest_ += part_;
        const std::uint64_t carry = rest_ >= denominator_ ? 1 : 0;
        rest_ -= carry != 0 ? denominator_ : 0;
        const std::uint64_t step = whole_ + carry;
        value_ = most_ - value_ > step ? value_ + step : most_;
        return now;
    }

private:
    std::uint64_t whole_, part_, denominator_, most_, value_ = 0, rest_ = 0;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_STEPS_HPP
