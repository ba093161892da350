// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_HOT_KEYS_HPP
#define SPATE_FIELD_HOT_KEYS_HPP

/// `hot_keys(1'000'000, {.hot = 100, .share = 0.8})`: keys of which some are used far more often than the others.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/ratio.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/draw.hpp>
#include <spate/field/field.hpp>
#include <spate/field/words.hpp>
#include <spate/rng/permutation.hpp>

namespace spate::inline v0 {

/// How keys are used.
struct hot_key_options {
    /// How many are hot.
    std::uint64_t hot = 1;
    /// The share of rows that have a hot one.
    ratio share{4, 5};
    /// The smallest key.
    std::int64_t start = 0;
};

/// The integers of [start, start + count): a share of the rows have one of `hot` of them, all equally often, and the rest one of the others, all equally often
/// too. Which ones are hot a permutation says that the column's key chooses, so they are anywhere in the range.
///
/// Determinism: two words a row, in integers. Cost: 15 to 20 ns a value; no allocation. Thread safety: a value.
class hot_keys_field : public number_field<std::int64_t> {
public:
    static constexpr std::size_t words_per_row = 2;

    /// Throws config_error when count is below 2 or above 2^48, when no key or all are hot, for a share above 1, and where the last key is above 2^63 - 1.
    hot_keys_field(std::uint64_t count, const hot_key_options& options) : options_{options}, order_{checked(count, options)} {}

    [[nodiscard]] std::uint64_t count() const noexcept { return order_.size(); }

    void fill(const field_rows& rows, column& out) const {
        out.start(type(), rows.count);
        auto* const values = out.values<std::uint64_t>();
        const key128 key = column_key(rows.key, "scatter");
        const uint128 below = static_cast<uint128>(options_.share.numerator()) << 64;
        detail::draw<words_per_row>(rows, [&](std::size_t done, const std::uint64_t* words, std::size_t count) {
            for (std::size_t i = 0; i < count; ++i) {
                const bool is_hot = static_cast<uint128>(words[2 * i]) * options_.share.denominator() < below;
                const std::uint64_t rank =
                    is_hot ? scale(words[2 * i + 1], options_.hot) : options_.hot + scale(words[2 * i + 1], this->count() - options_.hot);
                values[done + i] = static_cast<std::uint64_t>(options_.start) + order_(key, rank);
            }
        });
    }

    friend bool operator==(const hot_keys_field& a, const hot_keys_field& b) noexcept {
        return a.count() == b.count() && a.options_.hot == b.options_.hot && a.options_.share == b.options_.share && a.options_.start == b.options_.start;
    }

private:
    static std::uint64_t checked(std::uint64_t count, const hot_key_options& options) {
        if (count < 2 || count > std::uint64_t{1} << 48)
            detail::raise_config("hot_keys: count", std::to_string(count), "is not from 2 to 2^48", "give how many keys there are");
        if (options.hot == 0 || options.hot >= count)
            detail::raise_config("hot_keys: hot", std::to_string(options.hot), "is not from 1 to " + std::to_string(count - 1), "give how many keys are hot");
        if (options.share.numerator() > options.share.denominator())
            detail::raise_config("hot_keys: share", options.share.text(), "is above 1", "give the share of rows with a hot key, like 0.8");
        if (options.start > std::numeric_limits<std::int64_t>::max() - static_cast<std::int64_t>(count - 1))
            detail::raise_config("hot_keys: start", std::to_string(options.start), "leaves no room for " + std::to_string(count) + " keys",
                                 "give a smaller one");
        return count;
    }

    hot_key_options options_;
    permutation order_;
};

/// Keys of [start, start + count), some of them hot; throws config_error as hot_keys_field does.
[[nodiscard]] inline hot_keys_field hot_keys(std::uint64_t count, const hot_key_options& options = {}) { return {count, options}; }

static_assert(field_generator<hot_keys_field>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_HOT_KEYS_HPP
