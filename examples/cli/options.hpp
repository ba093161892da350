// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_OPTIONS_HPP
#define SPATE_EXAMPLES_CLI_OPTIONS_HPP

/// From the texts of options to values. Everything here throws config_error, whose parameter is the option's name without dashes.

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <spate/exec/default_pool.hpp>
#include <spate/exec/thread_pool.hpp>
#include <spate/run/record.hpp>

#include "console.hpp"
#include "pipeline.hpp"

namespace cli {

[[nodiscard]] inline bool has(const typed_options& typed, const char* name) { return typed.find(name) != typed.end(); }
/// The text of an option, or `otherwise`.
[[nodiscard]] inline std::string text_of(const typed_options& typed, const char* name, const char* otherwise) {
    const auto found = typed.find(name);
    return found == typed.end() ? otherwise : found->second;
}

/// Whether one of the options that decide the bytes was typed.
[[nodiscard]] bool describes_stream(const typed_options& typed);

/// The stream that the options describe. Requires a seed among them; without a size throws.
[[nodiscard]] stream parse_stream(const typed_options& typed);

/// What is kept in a sidecar: the options that decide the bytes, named as they are typed, each value in one form only. A histogram is kept
/// row by row, or by the name of its file.
[[nodiscard]] spate::specification entries_of(const stream& what, bool by_name = false);

/// The options of a sidecar, over which those that were typed win.
[[nodiscard]] typed_options merged(const spate::specification& entries, const typed_options& typed);

/// The command line that describes the stream: "--size 1048576 --seed 42 ...".
[[nodiscard]] std::string command_line(const stream& what);

/// The stream for a report: "8 GiB of shishua, compress 2, dedup 3/2 by units of 4 KiB".
[[nodiscard]] std::string describe(const stream& what);

/// A new seed from the operating system.
[[nodiscard]] std::uint64_t draw_seed();

/// A whole number below 2^64, like 42 or 0x2a.
[[nodiscard]] std::uint64_t parse_seed(std::string_view text);

/// A number of things that are no bytes: "1000000", "1e6", "250k", "1.5M", "10G"; the letters are powers of 1000.
[[nodiscard]] std::uint64_t parse_count(std::string_view text, std::string_view parameter);

/// "10s", "500ms", "1.5m", "1h"; more than 0 and at most ten years.
[[nodiscard]] std::chrono::nanoseconds parse_duration(std::string_view text, std::string_view parameter);

/// The threads that --threads and --numa ask for: the process's pool if they ask for nothing.
class workers {
public:
    explicit workers(const typed_options& typed);
    [[nodiscard]] spate::thread_pool& pool() const noexcept { return *pool_; }
    [[nodiscard]] std::size_t count() const noexcept { return pool_->concurrency(); }
    /// The physical cores that they can run on at once: no more than there are threads.
    [[nodiscard]] std::size_t cores() const noexcept { return cores_; }

private:
    std::unique_ptr<spate::thread_pool> own_;
    spate::thread_pool* pool_;
    std::size_t cores_ = 1;
};

/// " on 2 threads".
[[nodiscard]] std::string on_threads(const workers& threads);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_OPTIONS_HPP
