// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_DETAIL_LOG_HISTOGRAM_HPP
#define SPATE_RUN_DETAIL_LOG_HISTOGRAM_HPP

/// Counts of times, in classes that grow with them.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace spate::inline v0::detail {

/// 32 classes for each power of two, so that a percentile is within 1/32 of the value. 15 KiB, whatever is counted. One thread at a time.
class log_histogram {
public:
    log_histogram() : counts_(static_cast<std::size_t>(65 - bits) << bits) {}

    void add(std::uint64_t value, std::uint64_t times = 1) noexcept {
        counts_[class_of(value)] += times;
        total_ += times;
        greatest_ = std::max(greatest_, value);
    }
    [[nodiscard]] std::uint64_t total() const noexcept { return total_; }
    [[nodiscard]] std::uint64_t greatest() const noexcept { return greatest_; }
    /// The least value (its class's greatest, at most `greatest()`) that so many thousandths of all values do not exceed; 0 where there is none.
    [[nodiscard]] std::uint64_t percentile(std::uint64_t thousandths) const noexcept {
        // As many values as that, rounded up, which a total below 2^54 cannot overflow.
        const std::uint64_t wanted = std::max<std::uint64_t>(1, (total_ * thousandths + 999) / 1000);
        std::uint64_t found = 0;
        for (std::size_t k = 0; k < counts_.size(); ++k)
            if ((found += counts_[k]) >= wanted && total_ != 0) return std::min(last_of(k), greatest_);
        return 0;
    }

private:
    static constexpr int bits = 5;

    [[nodiscard]] static std::size_t class_of(std::uint64_t value) noexcept {
        const int shift = std::max(0, 63 - bits - std::countl_zero(value | 1));
        return (static_cast<std::size_t>(shift) << bits) + static_cast<std::size_t>(value >> shift);
    }
    [[nodiscard]] static std::uint64_t last_of(std::size_t index) noexcept {
        constexpr std::size_t each = std::size_t{1} << bits;
        if (index < 2 * each) return index;
        const std::size_t shift = index / each - 1;
        return ((static_cast<std::uint64_t>(index % each) + each + 1) << shift) - 1;
    }

    std::vector<std::uint64_t> counts_;
    std::uint64_t total_ = 0, greatest_ = 0;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_RUN_DETAIL_LOG_HISTOGRAM_HPP
