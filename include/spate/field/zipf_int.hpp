// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_ZIPF_INT_HPP
#define SPATE_FIELD_ZIPF_INT_HPP

/// `zipf_int(1000, 1.1)`: integers of which few are very frequent and most are rare.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

#include <spate/core/error.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/draw.hpp>
#include <spate/field/field.hpp>
#include <spate/rng/permutation.hpp>
#include <spate/rng/zipf.hpp>

namespace spate::inline v0 {

/// The integers of [start, start + count), the k-th most frequent with a probability proportional to k^-exponent, one word a row. They are as frequent as
/// they are small, unless `scattered()`: then ranks are dealt to values by a permutation that the column's key chooses.
///
/// Source: Zipf's law by inversion, as rng::zipf tells. Determinism: of (parameters, key, row), in integers. Cost: 30 to 45 ns a value, 10 to 15 ns more if
/// scattered; tens of microseconds to construct; no allocation. Thread safety: a value (of 700 bytes).
class zipf_int_field : public number_field<std::int64_t> {
public:
    static constexpr std::size_t words_per_row = 1;

    /// Throws config_error when count is 0 or above 2^48, the exponent is not a number above 0, or the last integer is above 2^63 - 1.
    zipf_int_field(std::uint64_t count, double exponent, std::int64_t start = 1) : ranks_{count, exponent}, order_{count}, start_{start} {
        if (start > std::numeric_limits<std::int64_t>::max() - static_cast<std::int64_t>(count - 1))
            detail::raise_config("zipf_int: start", std::to_string(start), "leaves no room for " + std::to_string(count) + " integers", "give a smaller one");
    }

    [[nodiscard]] std::uint64_t count() const noexcept { return ranks_.max(); }
    [[nodiscard]] std::int64_t start() const noexcept { return start_; }

    /// The same with frequent values anywhere in the range.
    [[nodiscard]] zipf_int_field scattered() const {
        zipf_int_field other = *this;
        other.scattered_ = true;
        return other;
    }

    void fill(const field_rows& rows, column& out) const {
        out.start(type(), rows.count);
        auto* const values = out.values<std::uint64_t>();
        const auto from = static_cast<std::uint64_t>(start_);
        detail::draw<1>(rows, [this, values, from](std::size_t done, const std::uint64_t* words, std::size_t count) {
            for (std::size_t i = 0; i < count; ++i) values[done + i] = from + (ranks_(words[i]) - 1);
        });
        if (!scattered_) return;
        const key128 key = column_key(rows.key, "scatter");
        for (std::size_t i = 0; i < rows.count; ++i) values[i] = from + order_(key, values[i] - from);
    }

    friend bool operator==(const zipf_int_field& a, const zipf_int_field& b) noexcept {
        return a.ranks_ == b.ranks_ && a.start_ == b.start_ && a.scattered_ == b.scattered_;
    }

private:
    rng::zipf ranks_;
    permutation order_;
    std::int64_t start_;
    bool scattered_ = false;
};

/// Integers from `start` to start + count - 1, the smallest the most frequent; `zipf_int(1000, 1.1).scattered()` puts frequent ones anywhere. Throws
/// config_error as zipf_int_field does.
[[nodiscard]] inline zipf_int_field zipf_int(std::uint64_t count, double exponent, std::int64_t start = 1) { return {count, exponent, start}; }

static_assert(field_generator<zipf_int_field>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_ZIPF_INT_HPP
