// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_GROWING_HPP
#define SPATE_FIELD_GROWING_HPP

/// `growing(0.01, uuid4())`: a column in which the number of different values grows with that of the rows.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/key.hpp>
#include <spate/core/ratio.hpp>
#include <spate/detail/scratch.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/extent.hpp>
#include <spate/field/field.hpp>
#include <spate/field/referred_rows.hpp>
#include <spate/field/type.hpp>
#include <spate/field/words.hpp>

namespace spate::inline v0 {

/// Which rows of another generator the rows of a growing column have the values of: for every n, exactly max(1, floor(n * share)) of them, but at most
/// `most`, in the first n rows.
///
/// Row i is the first with a new one, the next, where that number grows; all others have one of those before, all equally likely, by a word of the column's
/// stream "growing". Determinism: of (share, most, key, row), in integers. Cost: a nanosecond a row; 50 more for a row alone. Thread safety: a value.
class growing_rows {
public:
    static constexpr std::uint64_t no_limit = std::numeric_limits<std::uint64_t>::max();

    /// Throws config_error for a share of 0 or above 1, and for a most of 0.
    growing_rows(ratio share, std::uint64_t most) : share_{share}, most_{most} {
        if (share.numerator() == 0 || share.numerator() > share.denominator())
            detail::raise_config("growing: share", share.text(), "is no share of the rows", "give a number above 0, up to 1");
        if (most == 0) detail::raise_config("growing: most", "0", "leaves no value", "give 1 or more");
    }

    [[nodiscard]] bool all() const noexcept { return share_.at_least_one() && most_ == no_limit; }
    /// How many there are in the first n rows. Requires n <= 2^48.
    [[nodiscard]] std::uint64_t count(std::uint64_t n) const noexcept { return n == 0 ? 0 : std::clamp<std::uint64_t>(part_of(n).whole, 1, most_); }

    /// Those of rows [first, first + out.size()) of a column with this key.
    void fill(const key128& key, std::uint64_t first, std::span<std::uint64_t> out) const noexcept {
        words(column_key(key, "growing"), first, out);
        auto [whole, rest] = part_of(first);
        for (std::size_t i = 0; i < out.size(); ++i) {
            const std::uint64_t before = whole;
            rest += share_.numerator();
            if (rest >= share_.denominator()) ++whole, rest -= share_.denominator();
            out[i] = drawn(before, whole, out[i]);
        }
    }
    /// The same, of any rows: in place.
    void fill_scattered(const key128& key, std::span<std::uint64_t> rows) const noexcept {
        const key128 stream = column_key(key, "growing");
        for (std::uint64_t& one : rows) {
            std::uint64_t word = 0;
            words(stream, one, {&word, 1});
            one = drawn(part_of(one).whole, part_of(one + 1).whole, word);
        }
    }

private:
    struct part {
        std::uint64_t whole, rest;
    };
    // n * share, and what is over, in parts of its denominator.
    [[nodiscard]] part part_of(std::uint64_t n) const noexcept {
        const std::uint64_t by = share_.denominator(), rows = n / by, over = n % by * share_.numerator();
        return {rows * share_.numerator() + over / by, over % by};
    }
    [[nodiscard]] std::uint64_t drawn(std::uint64_t before, std::uint64_t after, std::uint64_t word) const noexcept {
        // Before the share comes to 1 there is the one of row 0.
        if (after != before && before < most_) return before;
        return scale(word, std::clamp<std::uint64_t>(before, 1, most_));
    }

    ratio share_;
    std::uint64_t most_;
};

/// See growing().
template <field_generator Base>
class growing_field {
public:
    using value_type = typename Base::value_type;

    /// Throws config_error as growing_rows.
    growing_field(ratio share, Base base, std::uint64_t most) : rows_{share, most}, base_{std::move(base)} {}

    [[nodiscard]] const growing_rows& rows() const noexcept { return rows_; }
    [[nodiscard]] data_type type() const { return base_.type(); }
    [[nodiscard]] std::uint64_t most_values() const { return detail::most_values(base_); }
    [[nodiscard]] value_type value(const column& from, std::size_t row) const { return base_.value(from, row); }

    void fill(const field_rows& rows, column& out) const {
        if (rows_.all()) return base_.fill(rows, out);
        detail::scratch<std::vector<std::uint64_t>> referred;
        referred->resize(rows.count);
        rows_.fill(rows.key, rows.first, *referred);
        fill_values(rows.key, *referred, rows_.count(rows.first + rows.count), out);
    }
    /// The values of any rows.
    void fill_scattered(const key128& key, std::span<const std::uint64_t> rows, column& out) const {
        detail::scratch<std::vector<std::uint64_t>> referred;
        referred->assign(rows.begin(), rows.end());
        const std::uint64_t last = rows.empty() ? 0 : *std::max_element(rows.begin(), rows.end()) + 1;
        rows_.fill_scattered(key, *referred);
        fill_values(key, *referred, rows_.count(last), out);
    }

private:
    void fill_values(const key128& key, std::span<const std::uint64_t> rows, std::uint64_t count, column& out) const {
        if constexpr (scattered_field<Base>) {
            base_.fill_scattered(key, rows, out);
        } else {
            if constexpr (requires { base_.try_fill_scattered(key, rows, out); })
                if (base_.try_fill_scattered(key, rows, out)) return;
            detail::scratch<column> made;
            fill_from_rows(
                type(), rows, count,
                [&](std::uint64_t first, std::size_t size, const auto& use) {
                    base_.fill({key, first, size}, *made);
                    use(std::as_const(*made));
                },
                out);
        }
    }

    growing_rows rows_;
    Base base_;
};

/// A column whose first n rows have exactly max(1, floor(n * share)) values of another generator, for every n: the first that it has under the same key, each
/// again and again at random from where it is new. So many different ones if those of the generator differ, as of sequence, permuted_int, uuid4 and key_text;
/// at most `most`. It is what a given share of different values means where the number of rows is not known; `distinct` is for a number of values.
///
///     field<"user">(growing(0.01, uuid4()))
///
/// Throws config_error for a share of 0 or above 1, and for a most of 0. Determinism: of (share, most, generator, key, row). Cost: that of foreign_key; with a
/// share of 1, the generator's alone. Thread safety: that of the generator.
template <field_generator Base>
[[nodiscard]] growing_field<Base> growing(ratio share, Base base, std::uint64_t most = growing_rows::no_limit) {
    return {share, std::move(base), most};
}

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_GROWING_HPP
