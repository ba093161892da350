// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_REPORT_HPP
#define SPATE_RUN_REPORT_HPP

/// What a run tells while it goes on (`write_progress`) and at its end (`write_report`).

#include <cstdint>
#include <string_view>
#include <system_error>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>

namespace spate::inline v0 {

/// How far a run has come.
struct write_progress {
    /// The first byte of the source that the run writes.
    std::uint64_t first = 0;
    /// The low-water mark: every byte of the source from `first` up to here has been taken by the sink.
    std::uint64_t mark = 0;
    /// The bytes taken in all, those above the mark included.
    std::uint64_t written = 0;
    /// The bytes to be written; `unlimited` for an endless run.
    std::uint64_t length = 0;
    double seconds = 0;
};

/// Why a run ended: all was written, the time was up, the stop flag was set, or the sink failed.
enum class run_end : unsigned char { complete, expired, stopped, failed };

/// How a run ended.
struct write_report {
    run_end end = run_end::complete;
    /// The first byte of the source that the run wrote.
    std::uint64_t first = 0;
    /// The low-water mark: every byte of the source from `first` up to here has been taken by the sink, none beyond it counts.
    std::uint64_t mark = 0;
    double seconds = 0;
    /// CPU time of all threads, split by samples: making the bytes, and handing them to the sink.
    double generate_cpu_seconds = 0;
    double write_cpu_seconds = 0;
    /// The first failure, that at the lowest offset; none unless `end` is `failed`.
    std::error_code error{};

    /// The bytes written.
    [[nodiscard]] std::uint64_t bytes() const noexcept { return mark - first; }

    /// Throws io_error, with the offset in the source that was reached, where the sink failed.
    void raise_failure(std::string_view name) const {
        if (end == run_end::failed) detail::raise(io_error{error, "write", name, mark});
    }
};

}  // namespace spate::inline v0

#endif  // SPATE_RUN_REPORT_HPP
