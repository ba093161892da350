// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_CONSOLE_HPP
#define SPATE_EXAMPLES_CLI_CONSOLE_HPP

/// What the program says and where: reports, messages, the progress line; and the signals that end it.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/error.hpp>

namespace cli {

/// The options of a command as they were typed: name without dashes -> text. Flags have an empty text.
using typed_options = std::map<std::string, std::string>;

/// A failure while the command ran: the exit status is 1.
struct run_failure {
    std::string message;
};

/// Where a command's words go. Reports go to standard output, unless that carries the stream; messages go to standard error, as text
/// or as one JSON object per line.
class console {
public:
    console(std::string command, bool json, bool verbose) : command_{std::move(command)}, json_{json}, verbose_{verbose} {}

    void report_to_standard_error() noexcept { reports_to_error_ = true; }
    [[nodiscard]] bool json() const noexcept { return json_; }
    [[nodiscard]] bool verbose() const noexcept { return verbose_; }

    /// A report, with its line ends. Throws run_failure if nobody takes it.
    void report(std::string_view text) const;
    /// What only -v shows.
    void note(const std::string& message) const;
    /// What was chosen, where it is not what a user has typed.
    void tell(const std::string& message) const { say("info", message); }
    void warn(const std::string& message) const { say("warning", message); }
    void fail(const std::string& message) const { say("error", message); }
    /// A specification that makes no sense, told in terms of the options as typed: "--unit 1000: is not a multiple of 512; ...".
    void refuse(const spate::config_error& error, const typed_options& typed) const;

private:
    void say(std::string_view level, const std::string& message) const;

    std::string command_;
    bool json_, verbose_;
    bool reports_to_error_ = false;
};

/// One line on a terminal that tells how far the run is; nothing where standard error is no terminal.
class progress_line {
public:
    explicit progress_line(bool wanted);
    progress_line(const progress_line&) = delete;
    progress_line& operator=(const progress_line&) = delete;
    ~progress_line() { clear(); }

    [[nodiscard]] bool is_shown() const noexcept { return shown_; }
    /// `done` of `total` bytes (unlimited: no end), of which `before` were done when the run began `seconds` ago. `limit` is the time
    /// that the run has, 0 for any.
    void show(std::uint64_t done, std::uint64_t total, std::uint64_t before, double seconds, double limit = 0);
    /// `done` of `total` rows, which have so many bytes.
    void show_rows(std::uint64_t done, std::uint64_t total, std::uint64_t bytes, double seconds, double limit = 0);
    /// Of a run without an end: documents, their bytes, and how far behind the clock the last of them is, in seconds.
    void show_documents(std::uint64_t done, std::uint64_t bytes, double seconds, double lag);
    /// So many events, of which so many came in the last second, and how many are due that are not written yet.
    void show_events(std::uint64_t done, double recent_rate, std::uint64_t behind, std::uint64_t bytes);
    /// Of a delivery: places that are acknowledged, places a second, those that are due and not acknowledged, and what the target has refused or not taken yet.
    void show_delivery(std::uint64_t done, double recent_rate, std::uint64_t lag, std::uint64_t errors, std::uint64_t bytes_in_flight);
    void clear();

private:
    void put(const std::string& line);

    bool shown_;
    std::size_t width_ = 0;
};

/// Set by SIGINT and SIGTERM, once stop_at_signals was called; a second signal ends the program at once.
extern std::atomic<bool> stop_requested;
void stop_at_signals();
/// "SIGINT" or "SIGTERM".
[[nodiscard]] std::string_view stop_signal();

/// Seconds since it was made.
class stopwatch {
public:
    [[nodiscard]] double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count(); }

private:
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

/// "2.04 GB/s", three digits.
[[nodiscard]] std::string rate_text(double bytes_per_second);
/// "5.21 M rows/s", three digits.
[[nodiscard]] std::string row_rate_text(double rows_per_second, const char* unit = " rows/s");
/// "850 ms", "4.21 s", "3 min 5 s", "2 h 11 min".
[[nodiscard]] std::string time_text(double seconds);
/// A number with so many digits after the point; "-" where it is not finite.
[[nodiscard]] std::string fixed(double value, int digits);
/// "8 GiB (8589934592 bytes)"; sizes below 1 KiB once.
[[nodiscard]] std::string exact_size(std::uint64_t bytes);
/// A word for a shell: quoted where it must be.
[[nodiscard]] std::string shell_word(const std::string& text);
/// Columns as wide as their widest cell; the first `left` columns begin at the left, the others end at the right. Two blanks between.
[[nodiscard]] std::string table(const std::vector<std::vector<std::string>>& rows, std::size_t left);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_CONSOLE_HPP
