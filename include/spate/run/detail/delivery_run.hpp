// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_DETAIL_DELIVERY_RUN_HPP
#define SPATE_RUN_DETAIL_DELIVERY_RUN_HPP

/// The loop behind `deliver`, and what goes on beside it: checkpoints and progress.

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <span>
#include <vector>

#include <spate/event/schedule.hpp>
#include <spate/field/words.hpp>
#include <spate/run/checkpoint.hpp>
#include <spate/run/delivery_options.hpp>
#include <spate/run/delivery_report.hpp>
#include <spate/run/detail/stream_meter.hpp>
#include <spate/run/detail/stream_time.hpp>
#include <spate/sink/delivery.hpp>

namespace spate::inline v0::detail {

/// Which places of a shard are delivered, and where the stream began.
struct delivery_range {
    std::uint64_t first, begin, end;
};

class delivery_run {
public:
    using progress_callback = std::function<void(const delivery_progress&)>;

    delivery_run(delivery_sink& sink, const delivery_stream& stream, const delivery_range& range, const schedule* when, const delivery_options& options,
                 const checkpoint_file* checkpoint, const progress_callback& progress)
        : sink_{sink},
          options_{options},
          checkpoint_{checkpoint},
          callback_{progress},
          saved_{stream, range.first, range.begin, false},
          range_{range},
          pace_{when, options, range.begin, range.end, options.batch, clock_, meter_},
          sent_{range.begin},
          due_{range.begin},
          seen_{range.begin} {}

    /// The state of a monitor.
    [[nodiscard]] delivery_progress progress() const {
        const event_stream_stats stats = meter_.stats(clock_.now());
        delivery_progress out;
        out.begin = range_.begin;
        out.end = range_.end;
        out.sent = sent_.load();
        out.due = due_.load();
        out.next = acknowledged();
        out.counts = sink_.counts();
        out.seconds = stats.seconds;
        out.recent_rate = stats.recent_rate;
        out.lateness = stats.lateness;
        out.back_pressure = stats.back_pressure;
        return out;
    }
    void abandon() { meter_.stop(); }

    /// What a monitor calls: writes the checkpoint when it is time to, and tells the progress.
    void beat(const delivery_progress& now) {
        const std::uint64_t time = clock_.now();
        if (time - saved_at_ >= in_nanoseconds(options_.checkpoint_interval)) {
            saved_at_ = time;
            save(false);
        }
        if (callback_ && time - told_at_ >= in_nanoseconds(options_.interval)) {
            told_at_ = time;
            callback_(now);
        }
    }
    /// Writes the checkpoint where it would say something new.
    void save(bool complete) {
        const std::uint64_t next = acknowledged();
        if (checkpoint_ == nullptr || (is_saved_ && saved_.next == next && saved_.complete == complete)) return;
        saved_.next = next;
        saved_.complete = complete;
        checkpoint_->write(saved_);
        is_saved_ = true;
    }

    /// Sends all places, flushes and closes. Throws what the sink throws.
    [[nodiscard]] run_end run() {
        const auto write = [this](std::uint64_t& done, std::uint64_t to) {
            due_.store(range_.begin + pace_.scheduled());
            // Ends where a block ends, so that none is made twice.
            if (to % batch_rows != 0 && to - to % batch_rows > done && to != range_.end && to - done == options_.batch) to -= to % batch_rows;
            const std::uint64_t before = clock_.now();
            sink_.send(done, to);
            meter_.wrote(to - done, 0, clock_.now() - before, {});
            sent_.store(done = to);
            observe();
            return true;
        };
        const auto idle = [this](std::uint64_t) {
            due_.store(range_.begin + pace_.scheduled());
            sink_.idle();
            observe();
            // What is acknowledged soon is to be seen soon, as lateness is measured by it.
            return std::uint64_t{seen_ < sent_.load() ? 5'000'000u : 100'000'000u};
        };
        const run_end end = pace_.run(write, idle);
        sink_.flush();
        observe();
        sink_.close();
        observe();
        return end;
    }
    void ended(run_end end) {
        due_.store(range_.begin + pace_.scheduled());
        meter_.ended(end, clock_.now(), pace_.scheduled());
    }
    [[nodiscard]] std::uint64_t acknowledged() const noexcept { return std::max(range_.begin, sink_.acknowledged()); }

private:
    [[nodiscard]] static std::uint64_t in_nanoseconds(std::chrono::milliseconds time) noexcept { return static_cast<std::uint64_t>(time.count()) * 1'000'000; }

    // Takes the time of what was acknowledged since it was last looked at.
    void observe() {
        const std::uint64_t next = std::min(acknowledged(), sent_.load());
        if (!pace_.paced()) {
            seen_ = std::max(seen_, next);
            return;
        }
        const std::uint64_t now = clock_.now();
        while (seen_ < next) {
            std::array<std::int64_t, batch_rows> instants;
            const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(next - seen_, batch_rows - seen_ % batch_rows));
            pace_.time().when().times(options_.shard.place(seen_), {instants.data(), count});
            lateness_.clear();
            for (std::size_t k = 0; k < count; ++k) lateness_.push_back(now - std::min(now, pace_.time().time(instants[k])));
            meter_.wrote(0, 0, 0, lateness_);
            seen_ += count;
        }
    }

    delivery_sink& sink_;
    const delivery_options& options_;
    const checkpoint_file* checkpoint_;
    const progress_callback& callback_;
    // Of the thread that beats, and of nobody else while it does.
    delivery_checkpoint saved_;
    bool is_saved_ = false;
    std::uint64_t saved_at_ = 0, told_at_ = 0;
    delivery_range range_;
    stream_meter meter_;
    stream_clock clock_;
    stream_pace<stream_clock> pace_;
    std::atomic<std::uint64_t> sent_, due_;
    std::uint64_t seen_;
    std::vector<std::uint64_t> lateness_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_RUN_DETAIL_DELIVERY_RUN_HPP
