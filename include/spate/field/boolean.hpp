// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_BOOLEAN_HPP
#define SPATE_FIELD_BOOLEAN_HPP

/// `boolean({3, 10})`: true with a probability.

#include <cstddef>
#include <cstdint>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/ratio.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/draw.hpp>
#include <spate/field/field.hpp>
#include <spate/field/point_rule.hpp>

namespace spate::inline v0 {

/// Truths, one word a row: floor(2^64 p) of the 2^64 words are true, so the probability is exact where p is a multiple of 2^-64 (1/2, 1/4, 0, 1) and
/// too small by less than 2^-64 elsewhere. Determinism: of (p, key, row), in integers. Cost: about a nanosecond a value; no allocation. Thread safety: a
/// value.
class boolean_field : public number_field<bool, type_id::boolean> {
public:
    /// Throws config_error when the probability is above 1.
    constexpr explicit boolean_field(ratio probability) : always_{probability == ratio{1, 1}} {
        if (probability.numerator() > probability.denominator())
            detail::raise_config("boolean: probability", probability.text(), "is above 1", "give a number from 0 to 1, like 0.3");
        if (!always_) bound_ = static_cast<std::uint64_t>((static_cast<uint128>(probability.numerator()) << 64) / probability.denominator());
    }

    [[nodiscard]] static bool value(const column& from, std::size_t row) noexcept { return from.boolean(row); }

    void fill(const field_rows& rows, column& out) const {
        out.start(type(), rows.count);
        auto* const values = out.values<std::uint64_t>();
        const std::uint64_t bound = bound_, always = always_ ? ~std::uint64_t{0} : 0;
        // Bits are gathered in a word of the column, whose borders are not those of the words drawn.
        std::uint64_t bits = 0;
        detail::draw<1>(rows, [&bits, values, bound, always](std::size_t done, const std::uint64_t* words, std::size_t count) {
            for (std::size_t i = 0; i < count;) {
                const std::size_t place = (done + i) % 64, stop = count - i < 64 - place ? i + (count - i) : i + (64 - place);
                std::uint64_t more = 0;
                for (std::size_t k = stop; k > i; --k) more = more << 1 | static_cast<std::uint64_t>(words[k - 1] < bound);
                bits |= more << place;
                values[(done + i) / 64] = bits | always;
                i = stop;
                if ((done + i) % 64 == 0) bits = 0;
            }
        });
    }

    /// How one row's value is made.
    [[nodiscard]] point_rule point() const noexcept {
        return {.how = point_rule::kind::truths, .words = 1, .base = always_ ? std::uint64_t{1} : 0, .span = bound_};
    }

    friend constexpr bool operator==(const boolean_field&, const boolean_field&) = default;

private:
    std::uint64_t bound_ = 0;
    bool always_;
};

/// True with a probability, given as a number or exactly: boolean(), boolean(0.3), boolean({3, 10}). Throws config_error when it is above 1.
[[nodiscard]] constexpr boolean_field boolean(ratio probability = ratio{1, 2}) { return boolean_field{probability}; }

static_assert(field_generator<boolean_field>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_BOOLEAN_HPP
