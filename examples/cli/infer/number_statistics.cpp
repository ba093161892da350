// SPDX-License-Identifier: Apache-2.0
#include "number_statistics.hpp"

#include <algorithm>
#include <cmath>

namespace cli::infer {

void number_statistics::take(double value) {
    min_ = count_ == 0 ? value : std::min(min_, value);
    max_ = count_ == 0 ? value : std::max(max_, value);
    // Every second value is forgotten when there are too many: which ones stay depends on their places alone.
    if (count_ % stride_ == 0) {
        if (sample_.size() == sample_size) {
            for (std::size_t i = 0; i < sample_size / 2; ++i) sample_[i] = sample_[2 * i];
            sample_.resize(sample_size / 2);
            stride_ *= 2;
        }
        if (count_ % stride_ == 0) sample_.push_back(value);
    }
    ++count_;
}

void number_statistics::add_integer(std::int64_t value, std::uint64_t row) {
    if (count_ == reals_) whole_min_ = whole_max_ = value;
    whole_min_ = std::min(whole_min_, value);
    whole_max_ = std::max(whole_max_, value);
    steps_.add(value, row);
    if (kept_all_) {
        kept_all_ = kept_.size() < most_kept && static_cast<std::uint64_t>(whole_max_) - static_cast<std::uint64_t>(whole_min_) < most_kept;
        if (kept_all_)
            kept_.push_back(value);
        else
            std::vector<std::int64_t>{}.swap(kept_);
    }
    if (few_) {
        ++whole_distinct_[value];
        few_ = whole_distinct_.size() + real_distinct_.size() <= most_distinct;
        if (!few_) whole_distinct_.clear(), real_distinct_.clear();
    }
    same_places_ = same_places_ && (first_places_ == 0 || count_ == 0);
    if (count_ == 0) first_places_ = 0;
    take(static_cast<double>(value));
}

void number_statistics::add_real(double value, int places, std::optional<std::int64_t> units) {
    if (!std::isfinite(value)) {
        ++not_finite_;
        most_places_ = -1;
        return;
    }
    if (value == 0) value = 0;  // one zero
    kept_all_ = false;
    std::vector<std::int64_t>{}.swap(kept_);
    if (few_) {
        ++real_distinct_[value];
        few_ = whole_distinct_.size() + real_distinct_.size() <= most_distinct;
        if (!few_) whole_distinct_.clear(), real_distinct_.clear();
    }
    if (places < 0 || !units) most_places_ = -1;
    if (most_places_ >= 0) most_places_ = std::max(most_places_, places);
    same_places_ = same_places_ && (first_places_ == places || count_ == 0);
    if (count_ == 0) first_places_ = places;
    take(value);
    ++reals_;
}

bool number_statistics::is_permutation() const {
    if (!kept_all_ || reals_ != 0 || count_ < 8 || static_cast<std::uint64_t>(whole_max_ - whole_min_) + 1 != count_) return false;
    std::vector<bool> seen(kept_.size());
    for (const std::int64_t value : kept_) {
        const auto at = static_cast<std::size_t>(value - whole_min_);
        if (seen[at]) return false;
        seen[at] = true;
    }
    return true;
}

std::vector<double> number_statistics::sorted_sample() const {
    std::vector<double> out = sample_;
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace cli::infer
