// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_EVENTS_OUTPUT_HPP
#define SPATE_EXAMPLES_CLI_EVENTS_OUTPUT_HPP

/// The writing of events: all at once, or as they become due.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <spate/exec/thread_pool.hpp>
#include <spate/run/event_stream_stats.hpp>

#include "../console.hpp"
#include "options.hpp"
#include "source.hpp"

namespace cli {

/// How a run ended. Of one that is not paced there are no lateness and no back-pressure.
struct events_outcome {
    spate::event_stream_stats stats{};
    /// The names of the files that are complete.
    std::vector<std::string> paths = {};
    /// Of each type; empty unless asked for.
    std::vector<std::uint64_t> types = {};
    std::vector<std::uint64_t> labels = {};
    /// Lost events, which are among those of `stats` and were not written.
    std::uint64_t lost = 0;

    [[nodiscard]] std::uint64_t events() const noexcept { return stats.events > lost ? stats.events - lost : 0; }
    [[nodiscard]] double rate() const noexcept { return stats.seconds > 0 ? static_cast<double>(events()) / stats.seconds : 0; }
};

/// Writes what was asked for. Throws as the writers do, and run_failure for schemas that cannot be written.
[[nodiscard]] events_outcome write_events(const events_request& asked, spate::thread_pool& pool, progress_line& line);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_EVENTS_OUTPUT_HPP
