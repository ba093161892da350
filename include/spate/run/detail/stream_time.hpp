// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_DETAIL_STREAM_TIME_HPP
#define SPATE_RUN_DETAIL_STREAM_TIME_HPP

/// When the places of a stream are due.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>

#include <spate/core/concepts.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/ratio.hpp>
#include <spate/event/schedule.hpp>
#include <spate/run/detail/stream_meter.hpp>
#include <spate/run/event_stream_options.hpp>
#include <spate/run/report.hpp>

namespace spate::inline v0::detail {

/// The schedule's instants on a stream's clock.
class stream_time {
public:
    stream_time(const schedule& when, const event_stream_options& options)
        : when_{when},
          begin_{options.begin        ? *options.begin
                 : options.first == 0 ? when.start()
                                      : when.time_of(options.first)},
          speed_{options.speed} {}

    /// The instant at a time of the clock.
    [[nodiscard]] std::int64_t instant(std::uint64_t time) const noexcept {
        const uint128 passed = static_cast<uint128>(time) * speed_.numerator() / speed_.denominator();
        const std::uint64_t most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) - static_cast<std::uint64_t>(begin_);
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(begin_) + (passed > most ? most : static_cast<std::uint64_t>(passed)));
    }
    /// The time of the clock at an instant; 0 for all before the start.
    [[nodiscard]] std::uint64_t time(std::int64_t instant) const noexcept {
        if (instant <= begin_) return 0;
        const uint128 passed = static_cast<uint128>(static_cast<std::uint64_t>(instant) - static_cast<std::uint64_t>(begin_));
        const uint128 time = (passed * speed_.denominator() + speed_.numerator() - 1) / speed_.numerator();
        return time > unlimited ? unlimited : static_cast<std::uint64_t>(time);
    }
    /// How many places are earlier than a time of the clock.
    [[nodiscard]] std::uint64_t before(std::uint64_t time) const noexcept { return when_.count_before(instant(time)); }
    [[nodiscard]] const schedule& when() const noexcept { return when_; }

private:
    schedule when_;
    std::int64_t begin_;
    ratio speed_;
};

/// The loop of a stream: waits until places of its shard are due, and has them written. A clock tells `now()` in nanoseconds since the start, and waits:
/// `wait_until(time, meter)`, which may return early.
template <class Clock>
class stream_pace {
public:
    /// Places [begin, end) of the shard, at most `turn` of them at once. Without a schedule nothing is waited for.
    stream_pace(const schedule* when, const event_stream_options& options, std::uint64_t begin, std::uint64_t end, std::uint64_t turn, Clock& clock,
                stream_meter& meter)
        : options_{options}, clock_{clock}, meter_{meter}, first_{begin}, end_{end}, done_{begin}, due_{begin}, turn_{turn} {
        if (when != nullptr) time_.emplace(*when, options);
    }

    /// `write(done, to)` writes places from `done` on, as far as `to` or less, and moves `done`; it returns false where the stream has failed.
    /// `idle(now)` is called while nothing is due, and returns how long may be waited at most.
    template <class Write, class Idle>
    [[nodiscard]] run_end run(const Write& write, const Idle& idle) {
        const std::uint64_t duration = options_.duration == std::chrono::nanoseconds::max() ? unlimited : static_cast<std::uint64_t>(options_.duration.count());
        const auto tick = static_cast<std::uint64_t>(options_.tick.count());
        // Nothing that happens when the duration is over, or later, is scheduled.
        const std::uint64_t last = duration == unlimited || !paced() ? end_ : std::clamp(shard_before(duration), first_, end_);
        while (done_ < end_) {
            if (ends()) return run_end::stopped;
            const std::uint64_t now = clock_.now();
            const bool is_over = now >= duration;
            if (is_over && (!paced() || done_ >= last || now - duration >= grace)) return run_end::expired;
            if (paced())
                due_ = std::max(due_, std::min(last, shard_before(now + 1)));
            else
                due_ = std::min(end_, done_ + turn_);
            meter_.is_due(scheduled());
            if (due_ == done_) {
                std::uint64_t next = duration;
                if (done_ < last) next = std::min(next, std::max(time_->time(time_->when().time_of(options_.shard.place(done_))), now + tick));
                const std::uint64_t most = idle(now);
                clock_.wait_until(most < next - std::min(next, now) ? now + most : next, meter_);
                continue;
            }
            if (!write(done_, std::min(due_, done_ + turn_))) return run_end::failed;
            meter_.went_on(clock_.now(), scheduled());
        }
        return run_end::complete;
    }

    [[nodiscard]] std::uint64_t scheduled() const noexcept { return (paced() ? due_ : done_) - first_; }
    [[nodiscard]] std::uint64_t done() const noexcept { return done_; }
    [[nodiscard]] bool ends() const noexcept { return meter_.stopping() || (options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed)); }
    [[nodiscard]] bool paced() const noexcept { return options_.paced && time_.has_value(); }
    /// Requires a schedule.
    [[nodiscard]] const stream_time& time() const noexcept { return *time_; }

private:
    /// How long what is late may take when the duration is over.
    static constexpr std::uint64_t grace = 1'000'000'000;

    [[nodiscard]] std::uint64_t shard_before(std::uint64_t time) const noexcept { return std::max(first_, options_.shard.below(time_->before(time))); }

    const event_stream_options& options_;
    std::optional<stream_time> time_;
    Clock& clock_;
    stream_meter& meter_;
    // Numbers of the shard's places.
    std::uint64_t first_, end_, done_, due_, turn_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_RUN_DETAIL_STREAM_TIME_HPP
