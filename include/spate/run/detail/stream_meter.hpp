// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_DETAIL_STREAM_METER_HPP
#define SPATE_RUN_DETAIL_STREAM_METER_HPP

/// What a stream tells of itself while it runs, what ends it, and its clock.

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <span>
#include <system_error>
#include <utility>

#include <spate/run/detail/log_histogram.hpp>
#include <spate/run/event_stream_stats.hpp>

namespace spate::inline v0::detail {

/// Shared by the thread of a stream, its workers and its handle.
class stream_meter {
public:
    /// Nanoseconds since the stream's start are what all times are here.
    void wrote(std::uint64_t events, std::uint64_t bytes, std::uint64_t in_sink, std::span<const std::uint64_t> lateness) {
        const std::lock_guard lock{lock_};
        stats_.events += events;
        stats_.bytes += bytes;
        in_sink_ += in_sink;
        for (const std::uint64_t late : lateness) lateness_.add(late);
    }
    void wrote_frame(std::uint64_t bytes, std::uint64_t in_sink) { wrote(0, bytes, in_sink, {}); }
    void is_due(std::uint64_t scheduled) {
        const std::lock_guard lock{lock_};
        stats_.scheduled = scheduled;
    }
    /// All that was due has been written.
    void caught_up(std::uint64_t now) {
        const std::lock_guard lock{lock_};
        note(now);
    }
    void ended(run_end end, std::uint64_t now, std::uint64_t scheduled) {
        {
            const std::lock_guard lock{lock_};
            stats_.running = false;
            stats_.scheduled = scheduled;
            stats_.end = error_ || thrown_ ? run_end::failed : end;
            note(now);
        }
        woken_.notify_all();
    }
    void failed(std::error_code error) {
        const std::lock_guard lock{lock_};
        if (!error_) error_ = error;
        stopping_.store(true);
    }
    void threw(std::exception_ptr thrown) {
        const std::lock_guard lock{lock_};
        thrown_ = std::move(thrown);
    }

    void stop() {
        {
            const std::lock_guard lock{lock_};
            stopping_.store(true);
        }
        woken_.notify_all();
    }
    [[nodiscard]] bool stopping() const noexcept { return stopping_.load(std::memory_order_relaxed); }
    /// Until `stop`, at most for so long.
    void sleep(std::chrono::nanoseconds time) {
        std::unique_lock lock{lock_};
        woken_.wait_for(lock, time, [this] { return stopping(); });
    }

    [[nodiscard]] event_stream_stats stats(std::uint64_t now) const {
        const std::lock_guard lock{lock_};
        event_stream_stats out = stats_;
        const std::uint64_t time = stats_.running ? now : latest_;
        out.seconds = static_cast<double>(time) * 1e-9;
        out.error = error_;
        out.lateness = {at(500), at(900), at(990), std::chrono::nanoseconds{lateness_.greatest()}};
        out.back_pressure = time != 0 ? static_cast<double>(std::min(in_sink_, time)) / static_cast<double>(time) : 0;
        // The newest mark that is a second old; the start, or the oldest mark there is, where none is.
        const std::uint64_t oldest = marks_ < kept ? 0 : marks_ - kept;
        mark from = oldest == 0 ? mark{} : ring_[static_cast<std::size_t>(oldest % kept)];
        for (std::uint64_t k = oldest; k < marks_; ++k)
            if (const mark& one = ring_[static_cast<std::size_t>(k % kept)]; one.time + 1'000'000'000 <= time) from = one;
        // What is due at this moment comes with the next tick, so that the last one ends the time that counts, unless it was long ago.
        const std::uint64_t last = time < latest_ + 50'000'000 ? latest_ : time;
        if (last > from.time) out.recent_rate = static_cast<double>(stats_.events - from.events) / (static_cast<double>(last - from.time) * 1e-9);
        return out;
    }
    void rethrow() const {
        if (thrown_) std::rethrow_exception(thrown_);
    }

private:
    struct mark {
        std::uint64_t time = 0, events = 0;
    };
    static constexpr std::uint64_t kept = 24;

    [[nodiscard]] std::chrono::nanoseconds at(std::uint64_t thousandths) const { return std::chrono::nanoseconds{lateness_.percentile(thousandths)}; }
    void note(std::uint64_t now) {
        latest_ = now;
        if (marks_ != 0) {
            mark& newest = ring_[static_cast<std::size_t>((marks_ - 1) % kept)];
            if (now == newest.time) newest.events = stats_.events;
            if (now < newest.time + 50'000'000) return;
        }
        ring_[static_cast<std::size_t>(marks_++ % kept)] = {now, stats_.events};
    }

    mutable std::mutex lock_;
    std::condition_variable woken_;
    std::atomic<bool> stopping_{false};
    event_stream_stats stats_;
    log_histogram lateness_;
    std::uint64_t in_sink_ = 0, latest_ = 0, marks_ = 0;
    std::array<mark, kept> ring_{};
    std::error_code error_;
    std::exception_ptr thrown_;
};

/// The time since it was made.
class stream_clock {
public:
    [[nodiscard]] std::uint64_t now() const noexcept {
        return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - begin_).count());
    }
    /// Returns early when the stream is stopped, and now and then.
    void wait_until(std::uint64_t time, stream_meter& meter) const {
        // A flag that a signal handler sets wakes nobody.
        constexpr std::uint64_t most = 50'000'000;
        const std::uint64_t from = now();
        if (time > from) meter.sleep(std::chrono::nanoseconds{std::min(time - from, most)});
    }

private:
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_RUN_DETAIL_STREAM_METER_HPP
