// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_CARDINALITY_HPP
#define SPATE_FIELD_CARDINALITY_HPP

/// `distinct(100, uuid4())`: a column of exactly so many different values.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/draw.hpp>
#include <spate/field/detail/extent.hpp>
#include <spate/field/detail/gather.hpp>
#include <spate/field/field.hpp>
#include <spate/field/words.hpp>
#include <spate/rng/permutation.hpp>

namespace spate::inline v0 {

/// The first `count` values of another generator, each once in any `count` rows that begin at a multiple of count: in an order of its own for each such
/// round, or over and over in the base's order. That the values differ is the base's part: those of `sequence`, `permuted_int` and `uuid4` do, those
/// of `uniform_int` need not.
///
/// The value of row i is the base's value of row id(i) under the same key, where the ids of a round are those of permuted_int(count). Determinism: a
/// pure function of (count, base, key, row). Cost: while `count` is at most 8 times the rows of a call, the base makes all its values and rows are picked,
/// 3 ns a row (10 ns in rounds of fewer than 17) and the base's time for `count` values; beyond, the base is asked row by row, 55 ns for one that draws
/// words, 10 ns for one that does not. In the base's order it is the base's own cost, but for calls in which a round ends. Each thread keeps scratch
/// columns, one or as many as a call has rows. Thread safety: a value.
template <field_generator Base>
class distinct_field {
public:
    using value_type = typename Base::value_type;

    /// Throws config_error when count is 0 or above 2^48.
    constexpr distinct_field(std::uint64_t count, Base base) : order_{check(count)}, base_{std::move(base)} {}

    [[nodiscard]] constexpr std::uint64_t count() const noexcept { return order_.size(); }
    [[nodiscard]] data_type type() const { return base_.type(); }
    [[nodiscard]] std::uint64_t most_values() const { return detail::most_values(base_); }
    [[nodiscard]] value_type value(const column& from, std::size_t row) const { return base_.value(from, row); }

    /// The same values in the base's order: the first, the second ... the last, the first again.
    [[nodiscard]] constexpr distinct_field in_order() const {
        distinct_field other = *this;
        other.in_order_ = true;
        return other;
    }

    void fill(const field_rows& rows, column& out) const {
        if (const std::uint64_t place = rows.first % count(); in_order_ && rows.count <= count() - place) {
            base_.fill({rows.key, place, rows.count}, out);
            return;
        }
        // What a call takes is given back at its end, so that a base which calls a generator of this type finds none taken.
        static thread_local scratch kept;
        scratch mine = std::move(kept);
        mine.ids.resize(rows.count);
        mine.taken.resize(rows.count);
        set_ids(rows, mine.ids);
        const data_type kind = type();
        const bool at_once = count() <= values_for_a_row * rows.count;
        const std::size_t needed = at_once ? 1 : rows.count;
        if (mine.columns.size() < needed) mine.columns.resize(needed);
        if (at_once) base_.fill({rows.key, 0, static_cast<std::size_t>(count())}, mine.columns[0]);
        for (std::size_t i = 0; i < rows.count; ++i) {
            if (!at_once) base_.fill({rows.key, mine.ids[i], 1}, mine.columns[i]);
            mine.taken[i] = at_once ? detail::taken{0, static_cast<std::uint32_t>(mine.ids[i])} : detail::taken{static_cast<std::uint32_t>(i), 0};
        }
        mine.sources.clear();
        for (std::size_t i = 0; i < needed; ++i) mine.sources.push_back(&mine.columns[i]);
        detail::gather(kind, {mine.sources.data(), needed}, mine.taken.data(), rows.count, out);
        kept = std::move(mine);
    }

    friend constexpr bool operator==(const distinct_field& a, const distinct_field& b) noexcept
        requires std::equality_comparable<Base>
    {
        return a.count() == b.count() && a.base_ == b.base_ && a.in_order_ == b.in_order_;
    }

private:
    static constexpr std::uint64_t values_for_a_row = 8;

    struct scratch {
        std::vector<std::uint64_t> ids;
        std::vector<detail::taken> taken;
        std::vector<const column*> sources;
        std::vector<column> columns;
    };

    static constexpr std::uint64_t check(std::uint64_t count) {
        if (count == 0 || count > std::uint64_t{1} << 48)
            detail::raise_config("distinct: count", std::to_string(count), "is not a number of values", "give a number from 1 to 2^48");
        return count;
    }

    // The base's row for each row.
    void set_ids(const field_rows& rows, std::vector<std::uint64_t>& ids) const noexcept {
        const key128 key = column_key(rows.key, "distinct");
        std::uint64_t round = rows.first / count(), place = rows.first % count();
        for (std::size_t done = 0; done < rows.count; place = 0, ++round) {
            const auto part = static_cast<std::size_t>(rows.count - done < count() - place ? rows.count - done : count() - place);
            if (in_order_)
                for (std::size_t i = 0; i < part; ++i) ids[done + i] = place + i;
            else
                order_.map(detail::numbered_key(key, round), place, {ids.data() + done, part});
            done += part;
        }
    }

    permutation order_;
    Base base_;
    bool in_order_ = false;
};

/// A column of exactly `count` different values, the first that `base` has, in random order; see distinct_field.
template <field_generator Base>
[[nodiscard]] constexpr distinct_field<Base> distinct(std::uint64_t count, Base base) {
    return {count, std::move(base)};
}

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_CARDINALITY_HPP
