// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_VERIFY_FILE_HPP
#define SPATE_RUN_VERIFY_FILE_HPP

/// `verify_file`: makes a source again and compares it with a file, on all threads.

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/detail/posix.hpp>
#include <spate/run/report.hpp>
#include <spate/run/write.hpp>

namespace spate::inline v0 {

/// What is compared with what.
struct verify_options {
    /// The byte of the source that stands at byte 0 of the file.
    std::uint64_t first = 0;
    /// The size that the file should have; `unlimited` for the rest of the source, or where that is endless, what the file has.
    std::uint64_t length = unlimited;
    /// The part of the file that is compared: from here ...
    std::uint64_t from = 0;
    /// ... up to here, or to the end.
    std::uint64_t to = unlimited;
    const std::atomic<bool>* stop = nullptr;
    std::chrono::milliseconds interval{500};
};

/// What a comparison found; offsets are those of the file.
struct verify_report {
    std::uint64_t file_size = 0;
    std::uint64_t expected_size = 0;
    /// The first byte that differs; `unlimited` if none of those compared does.
    std::uint64_t difference = unlimited;
    /// All up to here was compared, or was not asked for.
    std::uint64_t mark = 0;
    double seconds = 0;
    /// Whether the stop flag ended the comparison.
    bool stopped = false;

    [[nodiscard]] bool too_short() const noexcept { return file_size < expected_size; }
    [[nodiscard]] bool too_long() const noexcept { return file_size > expected_size; }
    /// Whether all that was asked for was compared and is the same, and the file has the right size.
    [[nodiscard]] bool matches() const noexcept { return difference == unlimited && !stopped && file_size == expected_size; }
};

namespace detail {

/// A sink that "fails" where the file does not hold what it is given, so that a comparison runs as a write does.
class comparing_sink {
public:
    comparing_sink(int file) noexcept : file_{file} {}

    void write(std::span<const std::byte>, std::error_code& error) noexcept { error = std::make_error_code(std::errc::not_supported); }
    void close(std::error_code& error) noexcept { error.clear(); }

    void write_at(std::uint64_t offset, std::span<const std::byte> bytes, std::error_code& error) noexcept {
        std::byte read[std::size_t{32} << 10];
        error.clear();
        while (!bytes.empty() && !error) {
            const std::size_t n = std::min(bytes.size(), sizeof read);
            std::size_t got = 0;
            error = read_all_at(file_, offset, {read, n}, got);
            if (!error && (got != n || std::memcmp(read, bytes.data(), n) != 0)) {
                const auto at = static_cast<std::uint64_t>(std::mismatch(read, read + got, bytes.data()).first - read);
                lower(offset + at);
                error = std::make_error_code(std::errc::illegal_byte_sequence);
            }
            offset += n;
            bytes = bytes.subspan(n);
        }
    }

    [[nodiscard]] std::uint64_t difference() const noexcept { return difference_.load(); }

private:
    void lower(std::uint64_t at) noexcept {
        std::uint64_t seen = difference_.load();
        while (at < seen && !difference_.compare_exchange_weak(seen, at)) {
        }
    }
    int file_;
    std::atomic<std::uint64_t> difference_{unlimited};
};

}  // namespace detail

/// Compares the file (or block device) `path` with bytes [first, first + length) of `source`. The first difference is the lowest
/// of all, whatever thread found one first. Progress offsets are those of the source.
/// Errors: io_error when the file cannot be opened or read; config_error when the range does not lie in the source.
/// Cost: one block of memory and 32 KiB of stack per thread.
template <executor Executor, byte_source Source, class Progress = detail::no_progress>
    requires std::invocable<Progress&, const write_progress&>
verify_report verify_file(Executor& workers, const Source& source, const std::string& path, const verify_options& options = {}, Progress progress = {}) {
    const detail::owned_descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file) detail::raise(io_error{detail::last_error(), "open", path, 0});
    struct stat about {};
    if (::fstat(file.get(), &about) != 0) detail::raise(io_error{detail::last_error(), "look at", path, 0});
    if (S_ISDIR(about.st_mode)) detail::raise_config("path", path, "is a directory", "name a file in it");
    const off_t end = ::lseek(file.get(), 0, SEEK_END);
    if (end < 0) detail::raise(io_error{detail::last_error(), "look at", path, 0});

    verify_report out;
    out.file_size = static_cast<std::uint64_t>(end);
    const std::uint64_t size = source.size();
    if (options.first > size)
        detail::raise_config("offset", std::to_string(options.first), "is beyond the end of the source at " + std::to_string(size), "begin before it");
    if (options.length != unlimited && options.length > size - options.first)
        detail::raise_config("length", std::to_string(options.length), "reaches beyond the end of the source at " + std::to_string(size), "take less");
    out.expected_size = options.length != unlimited ? options.length : size == unlimited ? std::min(out.file_size, size - options.first) : size - options.first;
    const std::uint64_t to = std::min({options.to, out.expected_size, out.file_size}), from = std::min(options.from, to);

    detail::comparing_sink sink{file.get()};
    const write_report run = write(workers, source, sink,
                                   {.first = options.first + from,
                                    .length = to - from,
                                    .sink_offset = from,
                                    .block = std::size_t{256} << 10,
                                    .stop = options.stop,
                                    .interval = options.interval},
                                   std::move(progress));
    out.seconds = run.seconds;
    out.mark = run.mark - options.first;
    out.stopped = run.end == run_end::stopped;
    if (run.end == run_end::failed && run.error != std::errc::illegal_byte_sequence) detail::raise(io_error{run.error, "read", path, out.mark});
    out.difference = sink.difference();
    return out;
}

}  // namespace spate::inline v0

#endif  // SPATE_RUN_VERIFY_FILE_HPP
