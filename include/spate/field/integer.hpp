// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_INTEGER_HPP
#define SPATE_FIELD_INTEGER_HPP

/// `uniform_int(1, 6)`: integers of a range, all equally likely.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <spate/field/column.hpp>
#include <spate/field/detail/draw.hpp>
#include <spate/field/field.hpp>
#include <spate/field/point_rule.hpp>
#include <spate/rng/uniform_int.hpp>

namespace spate::inline v0 {

/// Integers from `low` to `high`, both included. Takes one word a row where that is as good as two (at most 2^32 values, or a power of two of them), else
/// two; a value's probability is off by less than a 2^-32nd of itself (rng::uniform_int). Determinism: of (range, key, row), in integers. Cost: half a
/// nanosecond a value, twice that with two words; no allocation. Thread safety: a value.
template <std::integral Integer>
    requires(sizeof(Integer) <= 8 && !std::same_as<Integer, bool>)
class uniform_int_field : public number_field<Integer> {
public:
    /// Throws config_error when high < low.
    constexpr uniform_int_field(Integer low, Integer high) : range_{low, high} {}

    [[nodiscard]] constexpr Integer low() const noexcept { return range_.min(); }
    [[nodiscard]] constexpr Integer high() const noexcept { return range_.max(); }
    [[nodiscard]] constexpr std::size_t words_per_row() const noexcept { return range_.one_word_is_enough() ? 1 : 2; }

    void fill(const field_rows& rows, column& out) const {
        out.start(this->type(), rows.count);
        auto* const values = out.template values<Integer>();
        // A copy, since the compiler takes stores to bytes for changes of the member.
        const rng::uniform_int<Integer> range = range_;
        if (range.one_word_is_enough())
            detail::draw<1>(rows, [range, values](std::size_t done, const std::uint64_t* words, std::size_t count) {
                for (std::size_t i = 0; i < count; ++i) values[done + i] = range(words[i]);
            });
        else
            detail::draw<2>(rows, [range, values](std::size_t done, const std::uint64_t* words, std::size_t count) {
                for (std::size_t i = 0; i < count; ++i) values[done + i] = range(words[2 * i], words[2 * i + 1]);
            });
    }

    /// How one row's value is made.
    [[nodiscard]] point_rule point() const noexcept {
        const auto low = static_cast<std::uint64_t>(range_.min());
        return {.how = range_.one_word_is_enough() ? point_rule::kind::integers : point_rule::kind::wide_integers,
                .words = static_cast<unsigned char>(words_per_row()),
                .base = low,
                .span = static_cast<std::uint64_t>(range_.max()) - low + 1};
    }

    friend constexpr bool operator==(const uniform_int_field&, const uniform_int_field&) = default;

private:
    rng::uniform_int<Integer> range_;
};

/// Integers from `low` to `high`, both included. The column has the bounds' type: `uniform_int(1, 6)` is of int32, `uniform_int<std::uint8_t>(1, 6)` of uint8.
template <std::integral Integer>
[[nodiscard]] constexpr uniform_int_field<Integer> uniform_int(Integer low, std::type_identity_t<Integer> high) {
    return {low, high};
}

static_assert(field_generator<uniform_int_field<std::int64_t>>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_INTEGER_HPP
