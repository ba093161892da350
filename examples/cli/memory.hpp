// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_MEMORY_HPP
#define SPATE_EXAMPLES_CLI_MEMORY_HPP

/// The run without an output: how fast a stream is made in memory, beside memset of the same buffers and beside one thread.

#include <cstddef>
#include <cstdint>

#include <spate/exec/thread_pool.hpp>

#include "console.hpp"
#include "pipeline.hpp"

namespace cli {

struct memory_options {
    std::uint64_t first = 0, length = 0;
    /// 0: each thread has a buffer of 256 KiB of its own, which stays in its cache. Else one buffer of that size, made by all threads.
    std::size_t chunk = 0;
    /// Seconds that it may take in all; 0 for any.
    double limit = 0;
};

struct memory_report {
    std::uint64_t bytes = 0;
    /// The end of what was made.
    std::uint64_t mark = 0;
    /// Of generating on all threads alone.
    double seconds = 0;
    /// Bytes per second.
    double memset_rate = 0, one_thread_rate = 0;
    std::size_t buffers = 0, buffer_size = 0;
    bool expired = false, stopped = false;

    [[nodiscard]] double rate() const { return seconds > 0 ? static_cast<double>(bytes) / seconds : 0; }
};

/// Generates in slices of some tens of milliseconds, each followed by shorter ones of memset and of one thread, which count apart: what
/// else the machine does meets all three alike.
[[nodiscard]] memory_report run_in_memory(spate::thread_pool& pool, const any_source& source, const memory_options& options, progress_line& line);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_MEMORY_HPP
