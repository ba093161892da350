// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXEC_DETAIL_SHARES_HPP
#define SPATE_EXEC_DETAIL_SHARES_HPP

// Who takes which index: every rank has a contiguous share of its own, so that the same memory meets the same worker again, and
// takes from the others' shares once its own is done.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <spate/exec/partition.hpp>

namespace spate::inline v0::detail {

/// The claims on the indices 0 ... n - 1 of one job. A claim is lock-free and touches, as a rule, a cache line of the rank's own.
class shares {
public:
    explicit shares(std::size_t ranks) : cursors_(ranks), ranks_{ranks} {}

    /// Begins a job. Requires that nobody is claiming.
    void begin(std::size_t n) noexcept {
        n_ = n;
        ++job_;
        const std::uint64_t each = n / ranks_;
        // Enough claims to even out workers of unequal speed, few enough to cost nothing beside very short functions.
        step_ = 1 + each / 2048;
        steps_ = n / step_ + (n % step_ != 0 ? 1 : 0);
    }

    /// The next indices for `rank`: from its own share, then from those of the ranks after it. False when none is left.
    [[nodiscard]] bool claim(std::size_t rank, index_range& out) noexcept {
        const std::size_t owners = steps_ < ranks_ ? static_cast<std::size_t>(steps_) : ranks_;
        std::size_t victim = rank < owners ? rank : rank % owners;
        for (std::size_t i = 0; i < owners; ++i) {
            if (claim_from(victim, out)) return true;
            if (++victim == owners) victim = 0;
        }
        return false;
    }

private:
    // The number of the job and, in the low bits, how many steps of the share are taken (2049 at most). A cursor with another job's number counts as
    // untouched, so beginning a job writes no line of another CPU.
    static constexpr unsigned taken_bits = 16;
    static constexpr std::uint64_t taken_mask = (std::uint64_t{1} << taken_bits) - 1;

    struct alignas(128) cursor {
        std::atomic<std::uint64_t> value{0};
    };

    bool claim_from(std::size_t owner, index_range& out) noexcept {
        const index_range share = even_share(steps_, owner, ranks_);
        std::atomic<std::uint64_t>& cursor = cursors_[owner].value;
        std::uint64_t seen = cursor.load(std::memory_order_relaxed), taken = 0;
        do {
            taken = seen >> taken_bits == (job_ & ~std::uint64_t{0} >> taken_bits) ? seen & taken_mask : 0;
            if (taken >= share.size()) return false;
        } while (!cursor.compare_exchange_weak(seen, job_ << taken_bits | (taken + 1), std::memory_order_relaxed));
        out.begin = (share.begin + taken) * step_;
        out.end = n_ - out.begin > step_ ? out.begin + step_ : n_;
        return true;
    }

    std::vector<cursor> cursors_;
    std::size_t ranks_;
    std::uint64_t n_ = 0, step_ = 1, steps_ = 0, job_ = 0;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_EXEC_DETAIL_SHARES_HPP
