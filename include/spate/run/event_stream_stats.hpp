// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_EVENT_STREAM_STATS_HPP
#define SPATE_RUN_EVENT_STREAM_STATS_HPP

/// What a stream of events has achieved.

#include <chrono>
#include <cstdint>
#include <string_view>
#include <system_error>

#include <spate/core/error.hpp>
#include <spate/run/report.hpp>

namespace spate::inline v0 {

/// How long after they were due, and after the stream's start, events had been taken by the sink.
struct lateness_percentiles {
    /// Within 1/32 of the value; the greatest exactly.
    std::chrono::nanoseconds p50{0}, p90{0}, p99{0}, greatest{0};
};

/// How a stream goes, or how it went.
struct event_stream_stats {
    bool running = true;
    /// Why it ended: `expired` when its duration was over.
    run_end end = run_end::complete;
    /// The places that the sink has taken, and their bytes with head and tail.
    std::uint64_t events = 0, bytes = 0;
    /// The places that were due by now; for a stream that is not paced, as many as there are.
    std::uint64_t scheduled = 0;
    double seconds = 0;
    /// Events a second over the last second, or over all of it where that is shorter.
    double recent_rate = 0;
    /// Nothing where the stream is not paced.
    lateness_percentiles lateness{};
    /// The share of the time that was spent in the sink.
    double back_pressure = 0;
    /// What the sink reported, if it failed.
    std::error_code error{};

    /// Events a second over the whole run.
    [[nodiscard]] double rate() const noexcept { return seconds > 0 ? static_cast<double>(events) / seconds : 0; }
    /// How many events are due that the sink has not taken yet.
    [[nodiscard]] std::uint64_t behind() const noexcept { return scheduled > events ? scheduled - events : 0; }
    /// Throws io_error, with the offset that was reached, where the sink failed.
    void raise_failure(std::string_view name) const {
        if (end == run_end::failed) detail::raise(io_error{error, "write", name, bytes});
    }
};

}  // namespace spate::inline v0

#endif  // SPATE_RUN_EVENT_STREAM_STATS_HPP
