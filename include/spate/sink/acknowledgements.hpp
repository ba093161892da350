// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SINK_ACKNOWLEDGEMENTS_HPP
#define SPATE_SINK_ACKNOWLEDGEMENTS_HPP

/// Up to which place all is safe, where parts are acknowledged in any order.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>

namespace spate::inline v0 {

/// The places [first, below()) without a gap, of ranges that come in any order. Thread safety: all of it from any thread.
class acknowledgements {
public:
    explicit acknowledgements(std::uint64_t first = 0) : below_{first} {}

    /// Places [first, end) are safe; no place comes twice. Cost: logarithmic in the number of ranges behind a gap.
    void add(std::uint64_t first, std::uint64_t end) {
        if (first >= end) return;
        const std::lock_guard hold{lock_};
        std::uint64_t below = below_.load(std::memory_order_relaxed);
        if (first != below) {
            ahead_.emplace(first, end);
            return;
        }
        below = end;
        for (auto at = ahead_.begin(); at != ahead_.end() && at->first == below; at = ahead_.erase(at)) below = at->second;
        below_.store(below, std::memory_order_release);
    }
    /// All places below are safe. Never decreases.
    [[nodiscard]] std::uint64_t below() const noexcept { return below_.load(std::memory_order_acquire); }
    /// How many ranges wait for one before them.
    [[nodiscard]] std::size_t waiting() const {
        const std::lock_guard hold{lock_};
        return ahead_.size();
    }

private:
    mutable std::mutex lock_;
    std::map<std::uint64_t, std::uint64_t> ahead_;
    std::atomic<std::uint64_t> below_;
};

}  // namespace spate::inline v0

#endif  // SPATE_SINK_ACKNOWLEDGEMENTS_HPP
