// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_RECORD_REPORT_HPP
#define SPATE_RUN_RECORD_REPORT_HPP

/// What a run of rows tells while it goes on (`record_progress`) and at its end (`record_report`).

#include <cstdint>
#include <string_view>
#include <system_error>

#include <spate/core/error.hpp>
#include <spate/run/report.hpp>

namespace spate::inline v0 {

/// How far a run of rows has come.
struct record_progress {
    /// The first row of the table that the run writes.
    std::uint64_t first = 0;
    /// The rows that the sink has taken so far, of `length`.
    std::uint64_t rows = 0;
    std::uint64_t length = 0;
    /// The bytes that the sink has taken so far.
    std::uint64_t bytes = 0;
    double seconds = 0;

    [[nodiscard]] double rows_per_second() const noexcept { return seconds > 0 ? static_cast<double>(rows) / seconds : 0; }
    [[nodiscard]] double bytes_per_second() const noexcept { return seconds > 0 ? static_cast<double>(bytes) / seconds : 0; }
};

/// How a run of rows ended.
struct record_report {
    run_end end = run_end::complete;
    /// The first row of the table that the run wrote.
    std::uint64_t first = 0;
    /// The rows from there that the sink has taken, without a gap.
    std::uint64_t rows = 0;
    /// Their bytes, with the head, and with the tail where the run is complete.
    std::uint64_t bytes = 0;
    double seconds = 0;
    /// How many files `run_to_file` has completed.
    std::uint64_t files = 0;
    /// The first failure, that of the lowest block; none unless `end` is `failed`.
    std::error_code error{};

    /// Throws io_error, with the offset that was reached, where the sink failed.
    void raise_failure(std::string_view name) const {
        if (end == run_end::failed) detail::raise(io_error{error, "write", name, bytes});
    }
};

}  // namespace spate::inline v0

#endif  // SPATE_RUN_RECORD_REPORT_HPP
