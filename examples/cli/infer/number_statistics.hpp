// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_INFER_NUMBER_STATISTICS_HPP
#define SPATE_EXAMPLES_CLI_INFER_NUMBER_STATISTICS_HPP

/// What is kept of a column's numbers while they pass: some 100 KiB at most, and 8 bytes a row where they may be a permutation.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "text_values.hpp"

namespace cli::infer {

/// Whole numbers that grow by the same step from row to row.
struct number_steps {
    int128 start;  // of row 0
    int128 step;
};

/// Whether values are start + row * step: each is compared as it comes.
class step_detector {
public:
    void add(int128 value, std::uint64_t row) {
        if (count_ == 0) {
            first_ = value;
            first_row_ = row;
        } else if (count_ == 1) {
            const int128 rows = static_cast<int128>(row - first_row_);
            holds_ = (value - first_) % rows == 0;
            step_ = (value - first_) / rows;
        } else if (holds_) {
            holds_ = value - first_ == step_ * static_cast<int128>(row - first_row_);
        }
        sorted_ = sorted_ && (count_ == 0 || value >= previous_);
        previous_ = value;
        ++count_;
    }
    /// Of three values or more, or of two neighbours.
    [[nodiscard]] std::optional<number_steps> steps() const {
        if (!holds_ || step_ == 0 || count_ < 2 || (count_ == 2 && step_ != 1)) return {};
        return number_steps{first_ - step_ * static_cast<int128>(first_row_), step_};
    }
    /// Whether no value was less than the one before.
    [[nodiscard]] bool sorted() const noexcept { return sorted_; }

private:
    int128 first_ = 0, step_ = 0, previous_ = 0;
    std::uint64_t first_row_ = 0, count_ = 0;
    bool holds_ = true, sorted_ = true;
};

class number_statistics {
public:
    static constexpr std::size_t most_distinct = 1024, most_kept = std::size_t{1} << 22, sample_size = 16384;

    /// `row` counts from 0 and grows.
    void add_integer(std::int64_t value, std::uint64_t row);
    /// A number with decimals: `places` is how many it was written with, -1 where that is not known; `units` its digits without the point.
    void add_real(double value, int places, std::optional<std::int64_t> units);

    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
    /// NaN and infinities, which are counted in none of what follows.
    [[nodiscard]] std::uint64_t not_finite() const noexcept { return not_finite_; }
    [[nodiscard]] bool all_whole() const noexcept { return reals_ == 0; }
    /// How many were added as reals.
    [[nodiscard]] std::uint64_t reals() const noexcept { return reals_; }
    [[nodiscard]] std::int64_t whole_min() const noexcept { return whole_min_; }
    [[nodiscard]] std::int64_t whole_max() const noexcept { return whole_max_; }
    [[nodiscard]] double min() const noexcept { return min_; }
    [[nodiscard]] double max() const noexcept { return max_; }
    /// The most decimal places; -1 where some number was not written with a known number of them. Whole numbers have 0.
    [[nodiscard]] int most_places() const noexcept { return most_places_; }
    [[nodiscard]] bool same_places() const noexcept { return same_places_; }
    [[nodiscard]] const step_detector& steps() const noexcept { return steps_; }
    /// Whether whole numbers are each of min ... max once.
    [[nodiscard]] bool is_permutation() const;
    /// Value -> how often, unless there are too many. Of whole numbers the values are exact below 2^53 only in `double`; use whole_distinct.
    [[nodiscard]] bool few() const noexcept { return few_; }
    [[nodiscard]] const std::map<std::int64_t, std::uint64_t>& whole_distinct() const noexcept { return whole_distinct_; }
    [[nodiscard]] const std::map<double, std::uint64_t>& real_distinct() const noexcept { return real_distinct_; }
    /// Some of the values, evenly spread over the rows, in ascending order.
    [[nodiscard]] std::vector<double> sorted_sample() const;

private:
    void take(double value);

    std::uint64_t count_ = 0, reals_ = 0, not_finite_ = 0;
    std::int64_t whole_min_ = 0, whole_max_ = 0;
    double min_ = 0, max_ = 0;
    int most_places_ = 0, first_places_ = -1;
    bool same_places_ = true, few_ = true, kept_all_ = true;
    step_detector steps_;
    std::map<std::int64_t, std::uint64_t> whole_distinct_;
    std::map<double, std::uint64_t> real_distinct_;
    std::vector<std::int64_t> kept_;
    std::vector<double> sample_;
    std::uint64_t stride_ = 1;
};

}  // namespace cli::infer

#endif  // SPATE_EXAMPLES_CLI_INFER_NUMBER_STATISTICS_HPP
