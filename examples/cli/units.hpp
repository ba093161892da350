// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_UNITS_HPP
#define SPATE_EXAMPLES_CLI_UNITS_HPP

/// What a deduplicating and a compressing storage system would make of a file: its units counted, and compressed by sample.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include <spate/exec/thread_pool.hpp>

#include "input.hpp"

namespace cli {

/// Called now and then with the bytes done and those to do, from one thread at a time.
using report_progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// The whole units of one size. A rest at the end that is shorter is none of them.
struct unit_counts {
    std::uint64_t unit = 0, units = 0, unique = 0, all_zero = 0, most_references = 0;
    std::uint64_t rest_bytes = 0;

    [[nodiscard]] double ratio() const { return unique == 0 ? NAN : static_cast<double>(units) / static_cast<double>(unique); }
};

/// The memory that counting takes.
inline constexpr double bytes_per_counted_unit = 16;

/// Hashes every unit of each size (XXH3, 128 bits) and counts the distinct hashes.
/// Cost: one pass over the file (a pass for each size, where no region of 64 MiB holds whole units of all); 16 bytes of memory per unit
/// and size, and 4 to 64 MiB per thread. Throws run_failure when a signal asks to stop.
[[nodiscard]] std::vector<unit_counts> count_units(spate::thread_pool& pool, const input_file& file, const std::vector<std::uint64_t>& units,
                                                   const report_progress& progress);

/// How well units compress, each by itself.
struct compression {
    std::string_view name, label;
    std::uint64_t units = 0, sampled = 0, unit = 0, compressed_bytes = 0;
    /// The standard error of the ratio, from the spread of the units' sizes; 0 when all were taken, NaN where one unit tells no spread.
    double standard_error = NAN;

    [[nodiscard]] double ratio() const {
        return compressed_bytes == 0 ? NAN : static_cast<double>(sampled) * static_cast<double>(unit) / static_cast<double>(compressed_bytes);
    }
};

/// Compresses the units of one size with every codec: all of them, or a sample without replacement, drawn by a keyed permutation, so
/// that the same size gives the same sample. Cost: 16 bytes of memory per unit of the sample, and per thread a unit and the codecs' own.
[[nodiscard]] std::vector<compression> compress_units(spate::thread_pool& pool, const input_file& file, std::uint64_t unit, bool all,
                                                      const report_progress& progress);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_UNITS_HPP
