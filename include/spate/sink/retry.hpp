// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SINK_RETRY_HPP
#define SPATE_SINK_RETRY_HPP

/// How long to wait before something is tried again.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <random>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>

namespace spate::inline v0 {

/// When what a server has refused for now is tried again: after a time drawn from [0, first * 2^k] at the attempt k, at most `most`; given up when all attempts
/// together have taken `deadline`, or `first_contact` where that is less and the server has never answered: it is likely to be none. milliseconds::max() means
/// never. Source: exponential backoff with full jitter (Brooker, AWS Architecture Blog, 2015).
struct retry_options {
    std::chrono::milliseconds first{50}, most{10'000}, deadline{120'000}, first_contact{5'000};

    /// Throws config_error for times that make no sense.
    void check() const {
        if (first <= first.zero()) detail::raise_config("retry", std::to_string(first.count()) + " ms", "is no time to wait", "give 1 ms or more");
        if (most < first) detail::raise_config("retry", std::to_string(most.count()) + " ms", "is less than the first time to wait", "give that or more");
        if (deadline < deadline.zero()) detail::raise_config("retry", std::to_string(deadline.count()) + " ms", "is below 0", "give 0 or more");
    }
};

/// The waiting of one request. Belongs to one thread. The times differ from run to run; no data depend on them.
class backoff {
public:
    using clock = std::chrono::steady_clock;

    explicit backoff(const retry_options& options, clock::time_point now = clock::now()) : backoff{options, now, std::random_device{}()} {}
    backoff(const retry_options& options, clock::time_point now, std::uint64_t seed) : options_{options}, began_{now}, state_{seed} {}

    /// How long to wait before the next attempt; at least `asked` where the server has said so. Below zero where the deadline would pass meanwhile: give up.
    [[nodiscard]] std::chrono::milliseconds next(clock::time_point now = clock::now(), std::chrono::milliseconds asked = {}) {
        const std::uint64_t first = static_cast<std::uint64_t>(options_.first.count()), most = static_cast<std::uint64_t>(options_.most.count());
        const std::uint64_t ceiling = attempts_ >= 32 || first > (most >> attempts_) ? most : first << attempts_;
        ++attempts_;
        state_ += 0x9e3779b97f4a7c15u;
        const std::chrono::milliseconds wait = std::max(asked, std::chrono::milliseconds{static_cast<std::int64_t>(scale(mix(state_), ceiling + 1))});
        // In milliseconds, as nanoseconds of the longest times there are would overflow.
        const auto passed = std::chrono::ceil<std::chrono::milliseconds>(now - began_);
        return passed > options_.deadline || wait > options_.deadline - passed ? std::chrono::milliseconds{-1} : wait;
    }
    /// Something was done, though not all: the time until the deadline begins anew.
    void advance(clock::time_point now = clock::now()) noexcept { began_ = now; }
    [[nodiscard]] unsigned attempts() const noexcept { return attempts_; }

private:
    retry_options options_;
    clock::time_point began_;
    std::uint64_t state_;
    unsigned attempts_ = 0;
};

}  // namespace spate::inline v0

#endif  // SPATE_SINK_RETRY_HPP
