// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_EVENT_STREAM_OPTIONS_HPP
#define SPATE_RUN_EVENT_STREAM_OPTIONS_HPP

/// Which events a stream has, and how fast they come.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/core/ratio.hpp>
#include <spate/field/words.hpp>

namespace spate::inline v0 {

/// A part of all places of a stream: aligned blocks of 512 places are dealt to the shards one by one, so that each has its share at any time of an endless
/// stream, and all shards together are the whole.
struct stream_shard {
    /// Requires index < count.
    std::uint64_t index = 0, count = 1;

    /// How many places of the shard are below a place of the stream.
    [[nodiscard]] constexpr std::uint64_t below(std::uint64_t place) const noexcept {
        const std::uint64_t block = place / batch_rows, round = block / count, turn = block % count;
        return round * batch_rows + (turn > index ? batch_rows : turn == index ? place % batch_rows : 0);
    }
    /// The place in the stream of the shard's place j. Neighbours within one multiple of 512 are neighbours there.
    [[nodiscard]] constexpr std::uint64_t place(std::uint64_t j) const noexcept { return (j / batch_rows * count + index) * batch_rows + j % batch_rows; }
};

/// What a stream of events writes, and when.
struct event_stream_options {
    /// The first place, and how many from there on; `unlimited` for all that the source has. With shards, those of all shards together.
    std::uint64_t first = 0, count = unlimited;
    /// The schedule's instant, in nanoseconds since 1970, that is taken for the moment at which the stream starts; by default that of the first place.
    /// What is due earlier is written at once. For documents of now, give the time of now.
    std::optional<std::int64_t> begin = {};
    /// End after this time. What is scheduled within it is still written if that takes no more than another second.
    std::chrono::nanoseconds duration = std::chrono::nanoseconds::max();
    /// Write each place when it is due; otherwise all as fast as possible.
    bool paced = true;
    /// How much faster than real time the schedule's time goes.
    ratio speed = {1, 1};
    stream_shard shard = {};
    /// What becomes due within this time is written together, where there is more than one event in it.
    std::chrono::nanoseconds tick = std::chrono::milliseconds{4};
    /// End once this is true; may be set by a signal handler.
    const std::atomic<bool>* stop = nullptr;

    /// Throws config_error for options that make no sense with a source of so many places.
    void check(std::uint64_t size) const {
        if (first > size) detail::raise_config("first", std::to_string(first), "is beyond the end of the source at " + std::to_string(size), "begin before it");
        if (count != unlimited && count > size - first)
            detail::raise_config("count", std::to_string(count), "reaches beyond the end of the source at " + std::to_string(size),
                                 "take " + std::to_string(size - first) + " or less");
        if (shard.count == 0 || shard.index >= shard.count || shard.count > 1'000'000)
            detail::raise_config("shard", std::to_string(shard.index) + "/" + std::to_string(shard.count), "is no shard",
                                 "give i/n with i from 0 to n - 1, and n at most 1000000");
        if (speed.numerator() == 0) detail::raise_config("speed", "0", "lets no time pass", "give a number above 0");
        if (tick < std::chrono::microseconds{10} || tick > std::chrono::seconds{10})
            detail::raise_config("tick", std::to_string(tick.count()) + " ns", "is no time to wait for events", "give 10 microseconds to 10 seconds");
        if (duration <= std::chrono::nanoseconds::zero())
            detail::raise_config("duration", std::to_string(duration.count()) + " ns", "is over at once", "give a time above 0");
    }
};

}  // namespace spate::inline v0

#endif  // SPATE_RUN_EVENT_STREAM_OPTIONS_HPP
