// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_WRITE_HPP
#define SPATE_RUN_WRITE_HPP

/// `write`: makes a range of a source on all threads of an executor and hands it to a sink, in constant memory.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <system_error>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/run/detail/monitor.hpp>
#include <spate/run/detail/writers.hpp>
#include <spate/run/report.hpp>

namespace spate::inline v0 {

/// Which part of a source is written where, and when writing ends.
struct write_options {
    /// The first byte of the source that is written.
    std::uint64_t first = 0;
    /// How many bytes; `unlimited` for all up to the source's end.
    std::uint64_t length = unlimited;
    /// Where in a random-access sink byte `first` goes.
    std::uint64_t sink_offset = 0;
    /// Bytes made and written at a time, by each thread; a multiple of 4096, at least 4096. Each thread holds one block.
    std::size_t block = std::size_t{1} << 20;
    /// Begin no new block after this time. What is in work is completed, so the run ends at a whole mark.
    std::chrono::nanoseconds duration = std::chrono::nanoseconds::max();
    /// Begin no new block once this is true; may be set by a signal handler.
    const std::atomic<bool>* stop = nullptr;
    /// The least time between two calls of the progress callback.
    std::chrono::milliseconds interval{500};
};

/// Writes bytes [first, first + length) of `source` to `sink`, and returns when it is done, stopped or failed. Does not close
/// the sink. `progress(const write_progress&)` is called from one further thread, never twice at once, and not any more once
/// `write` has returned; an exception that it throws stops the run and is thrown on.
///
/// A random-access sink is written by all threads at once; an ordered one in order, while the next blocks are made.
/// Errors: config_error when the range does not lie in the source or the block size makes no sense. What the sink reports is
/// in the report, once: the failure at the lowest offset.
/// Determinism: the bytes depend on the source and the range alone. Cost: one block of memory per thread.
template <executor Executor, byte_source Source, byte_sink Sink, class Progress = detail::no_progress>
    requires std::invocable<Progress&, const write_progress&>
write_report write(Executor& workers, const Source& source, Sink& sink, const write_options& options = {}, Progress progress = {}) {
    const std::uint64_t size = source.size();
    if (options.first > size)
        detail::raise_config("offset", std::to_string(options.first), "is beyond the end of the source at " + std::to_string(size), "begin before it");
    if (options.length != unlimited && options.length > size - options.first)
        detail::raise_config("length", std::to_string(options.length), "reaches beyond the end of the source at " + std::to_string(size),
                             "take " + std::to_string(size - options.first) + " or less");
    if (options.block < 4096 || options.block % 4096 != 0 || options.block > std::size_t{1} << 30)
        detail::raise_config("block", std::to_string(options.block), "is not a multiple of 4096 up to 1 GiB", "take 1048576");
    const std::uint64_t length = std::min(options.length, size - options.first);
    const std::uint64_t room = std::numeric_limits<std::int64_t>::max() - static_cast<std::uint64_t>(options.block);
    bool at_offsets = false;
    if constexpr (random_access_sink<Sink>) {
        at_offsets = true;
        if constexpr (requires {
                          { sink.seekable() } -> std::same_as<bool>;
                      })
            at_offsets = sink.seekable();
    }
    if (options.sink_offset > room)
        detail::raise_config("sink_offset", std::to_string(options.sink_offset), "is beyond what files can hold", "take less than 2^63");
    const std::uint64_t sink_offset = at_offsets ? options.sink_offset : 0;

    detail::write_plan plan{options.first, std::min(length, room - sink_offset), sink_offset, options.block, options.stop, {}};
    plan.begin = std::chrono::steady_clock::now();
    plan.deadline = options.duration < std::chrono::steady_clock::time_point::max() - plan.begin ? plan.begin + options.duration
                                                                                                 : std::chrono::steady_clock::time_point::max();

    detail::write_state state{plan, std::max<std::size_t>(1, static_cast<std::size_t>(workers.concurrency()))};
    {
        detail::monitor watch{state, options.interval, progress};
        detail::run_writers(workers, source, sink, state, at_offsets);
        watch.finish();
    }
    return state.report();
}

}  // namespace spate::inline v0

#endif  // SPATE_RUN_WRITE_HPP
