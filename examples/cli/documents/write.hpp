// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_DOCUMENTS_WRITE_HPP
#define SPATE_EXAMPLES_CLI_DOCUMENTS_WRITE_HPP

/// Documents of the time that has been, by all threads at once, and then those of each interval when it comes.

#include <cstdint>

#include <spate/exec/thread_pool.hpp>
#include <spate/run/record_report.hpp>

#include "../console.hpp"
#include "options.hpp"

namespace cli {

/// The report counts documents as rows, those of both parts together.
struct documents_outcome : spate::record_report {
    /// Those that were written when their time came, and how long after it the last and the latest of them were, in seconds.
    std::uint64_t live_documents = 0;
    double lag = 0, most_lag = 0;
};

/// Writes what is asked for. A live run ends when a signal asks for it, and keeps what it has written; a file of any other that does not reach its end is
/// removed. Throws as the sinks' constructors do.
[[nodiscard]] documents_outcome write_documents(const documents_request& asked, spate::thread_pool& pool, progress_line& line);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_DOCUMENTS_WRITE_HPP
