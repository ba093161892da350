// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_DELIVERY_REPORT_HPP
#define SPATE_RUN_DELIVERY_REPORT_HPP

/// How a delivery goes, and how it went.

#include <cstdint>
#include <exception>
#include <string>

#include <spate/run/event_stream_stats.hpp>
#include <spate/run/report.hpp>
#include <spate/sink/delivery.hpp>

namespace spate::inline v0 {

/// How far a delivery has come. Places are those of the shard.
struct delivery_progress {
    /// Where this run began: the places below were there already.
    std::uint64_t begin = 0;
    /// All places below are acknowledged.
    std::uint64_t next = 0;
    /// Up to which place the sink was sent, which place is due next, and where the delivery ends.
    std::uint64_t sent = 0, due = 0, end = 0;
    /// What the sink says.
    delivery_counts counts = {};
    double seconds = 0;
    /// Places a second that were sent in the last second.
    double recent_rate = 0;
    /// How long after they were due places were acknowledged; nothing where the delivery is not paced. Seen some ten times a second and after each batch.
    lateness_percentiles lateness = {};
    /// The share of the time that was spent in the sink's `send`, making messages included.
    double back_pressure = 0;

    /// How many places are due, or were sent, and are not acknowledged.
    [[nodiscard]] std::uint64_t lag() const noexcept {
        const std::uint64_t most = due > sent ? due : sent;
        return most > next ? most - next : 0;
    }
    /// Places a second that were acknowledged, over the whole run.
    [[nodiscard]] double rate() const noexcept { return seconds > 0 && next > begin ? static_cast<double>(next - begin) / seconds : 0; }
};

/// How a delivery ended.
struct delivery_report : delivery_progress {
    run_end end_reason = run_end::complete;
    /// The place of the stream, of all shards, with which the first of the runs began.
    std::uint64_t first = 0;
    /// Whether it went on where an earlier one had come to.
    bool resumed = false;
    /// What went wrong, where the reason is `failed`; `next` is what is safe nonetheless.
    std::string error = {};
    std::exception_ptr failure = {};

    /// Throws what went wrong, if anything did.
    void raise_failure() const {
        if (failure) std::rethrow_exception(failure);
    }
};

}  // namespace spate::inline v0

#endif  // SPATE_RUN_DELIVERY_REPORT_HPP
