// SPDX-License-Identifier: Apache-2.0
#include "write.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <variant>

#include <spate/run/run_records.hpp>
#include <spate/sink/null.hpp>
#include <spate/sink/open.hpp>

#include "output.hpp"

namespace cli {
namespace {

open_output open(const documents_request& asked) {
    if (asked.in_memory) return open_output{std::make_unique<open_output::any>()};
    spate::file_options options;
    options.overwrite = asked.force;
    return std::visit([](auto&& sink) { return open_output{std::make_unique<open_output::any>(std::move(sink))}; }, spate::open_sink(asked.target, options));
}

class documents_writer {
public:
    documents_writer(const documents_request& asked, spate::thread_pool& pool, progress_line& line)
        : asked_{asked}, pool_{pool}, line_{line}, output_{open(asked)} {}

    [[nodiscard]] documents_outcome run() {
        try {
            all_.first = asked_.first_document();
            write(asked_.first, asked_.end, false);
            if (asked_.live) follow();
        } catch (...) {
            output_.discard();
            throw;
        }
        all_.seconds = watch_.seconds();
        finish();
        return all_;
    }

private:
    // Intervals [first, end), behind what is written.
    void write(std::uint64_t first, std::uint64_t end, bool live) {
        const std::uint64_t number = asked_.documents.first_of(first);
        const spate::run_options options{.first = number, .rows = asked_.documents.first_of(end) - number, .stop = &stop_requested};
        const std::uint64_t rows = all_.rows, bytes = all_.bytes;
        const auto progress = [&](const spate::record_progress& now) {
            if (live) return;
            if (asked_.live)
                line_.show_documents(now.rows, now.bytes, now.seconds, lag_of(first + (end - first) * now.rows / std::max<std::uint64_t>(now.length, 1)));
            else
                line_.show_rows(now.rows, now.length, now.bytes, now.seconds);
        };
        const spate::record_report one = std::visit(
            [&](const auto& format) { return spate::run(asked_.documents, format, output_.behind(bytes), pool_, options, progress); }, asked_.format);
        all_.rows = rows + one.rows;
        all_.bytes = bytes + one.bytes;
        all_.end = one.end;
        all_.error = one.error;
        if (live) all_.live_documents += one.rows;
    }

    // Seconds since an interval began.
    [[nodiscard]] double lag_of(std::uint64_t interval) const { return static_cast<double>(wall_clock_now() - asked_.time_of(interval)) * 1e-9; }

    void follow() {
        constexpr std::int64_t longest = 20'000'000;  // until a signal is seen
        std::uint64_t next = asked_.end;
        double shown = 0;
        while (all_.end == spate::run_end::complete && !stop_requested) {
            const std::int64_t now = wall_clock_now(), wait = asked_.time_of(next) - now;
            if (wait > 0) {
                std::this_thread::sleep_for(std::chrono::nanoseconds{std::min(wait, longest)});
                continue;
            }
            const std::uint64_t due = spate::intervals_between(asked_.what.options.begin, now + 1, asked_.what.options.interval);
            write(next, due, true);
            all_.lag = lag_of(due - 1);
            all_.most_lag = std::max(all_.most_lag, lag_of(next));
            next = due;
            if (const double seconds = watch_.seconds(); seconds - shown >= 0.5) {
                shown = seconds;
                line_.show_documents(all_.rows, all_.bytes, seconds, all_.lag);
            }
        }
        if (all_.end == spate::run_end::complete) all_.end = spate::run_end::stopped;
    }

    void finish() {
        line_.clear();
        const bool keep = all_.end == spate::run_end::complete || (asked_.live && all_.end == spate::run_end::stopped);
        if (!keep) return output_.discard();
        std::error_code error;
        output_.close(all_.bytes, error);
        if (!error) return;
        all_.end = spate::run_end::failed;
        all_.error = error;
    }

    const documents_request& asked_;
    spate::thread_pool& pool_;
    progress_line& line_;
    open_output output_;
    stopwatch watch_;
    documents_outcome all_;
};

}  // namespace

documents_outcome write_documents(const documents_request& asked, spate::thread_pool& pool, progress_line& line) {
    return documents_writer{asked, pool, line}.run();
}

}  // namespace cli
