// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_DELIVERY_OPTIONS_HPP
#define SPATE_RUN_DELIVERY_OPTIONS_HPP

/// Which places of a stream are delivered, how fast, and how the delivery is remembered.

#include <chrono>
#include <cstdint>
#include <string>

#include <spate/core/error.hpp>
#include <spate/run/event_stream_options.hpp>

namespace spate::inline v0 {

/// As event_stream_options, but for the shard, which the stream says. `first` and `count` are those of all shards together. A delivery that is resumed has the
/// first place of the one that it goes on with, whatever `first` is, and ends where that would have ended with the same `count`.
struct delivery_options : event_stream_options {
    /// The folder of the checkpoint; none where it is empty. For targets that keep the position themselves it is not needed.
    std::string checkpoint = {};
    /// Go on where an earlier delivery of the stream has come to; at the beginning where there was none.
    bool resume = false;
    /// Begin anew although an earlier delivery has not come to its end.
    bool restart = false;
    std::chrono::milliseconds checkpoint_interval{1000};
    /// So many places are sent at once at most.
    std::uint64_t batch = 65536;
    /// The least time between two calls of the progress callback.
    std::chrono::milliseconds interval{500};

    /// Throws config_error for options that make no sense with a source of so many places.
    void check(std::uint64_t size) const {
        event_stream_options::check(size);
        if (resume && restart) detail::raise_config("resume", "true", "contradicts restart", "give one of them");
        if (batch < 512) detail::raise_config("batch", std::to_string(batch), "is less than 512", "give 512 or more");
        if (checkpoint_interval.count() < 10)
            detail::raise_config("checkpoint_interval", std::to_string(checkpoint_interval.count()) + " ms", "is too short", "give 10 ms or more");
        if (interval.count() < 10) detail::raise_config("interval", std::to_string(interval.count()) + " ms", "is too short", "give 10 ms or more");
    }
};

}  // namespace spate::inline v0

#endif  // SPATE_RUN_DELIVERY_OPTIONS_HPP
