// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_EVENT_STREAM_HPP
#define SPATE_RUN_EVENT_STREAM_HPP

/// `start`: events as they happen, in a format, into a sink, from a thread of their own.

#include <concepts>
#include <cstddef>
#include <memory>
#include <thread>
#include <type_traits>
#include <utility>

#include <spate/core/concepts.hpp>
#include <spate/event/schedule.hpp>
#include <spate/exec/default_pool.hpp>
#include <spate/format/format.hpp>
#include <spate/run/detail/stream_meter.hpp>
#include <spate/run/detail/stream_pacer.hpp>
#include <spate/run/event_stream_options.hpp>
#include <spate/run/event_stream_stats.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0 {

namespace detail {

template <class R>
[[nodiscard]] schedule schedule_of(const R& source)
    requires requires { source.when(); } || requires { source.specification().when; } || requires { source.table().specification().when; }
{
    if constexpr (requires { source.when(); })
        return source.when();
    else if constexpr (requires { source.specification().when; })
        return source.specification().when;
    else
        return source.table().specification().when;
}

}  // namespace detail

/// A source that knows when its rows happen: it has a schedule `when()`, or a specification with one, as mixed_events and `mix | rows(n)` have.
template <class R>
concept scheduled_source = record_source<R> && requires(const R& source) { detail::schedule_of(source); };

/// A stream that runs. Destroyed, it is stopped first. Thread safety: `stop` and `stats` from any thread, `wait` from one.
class event_stream {
public:
    /// As `start`, which see.
    event_stream(std::shared_ptr<detail::stream_meter> meter, detail::stream_clock clock, std::thread thread)
        : meter_{std::move(meter)}, clock_{clock}, thread_{std::move(thread)} {}
    event_stream(event_stream&&) noexcept = default;
    event_stream& operator=(event_stream&& other) noexcept {
        if (this != &other) {
            end();
            meter_ = std::move(other.meter_);
            clock_ = other.clock_;
            thread_ = std::move(other.thread_);
        }
        return *this;
    }
    ~event_stream() { end(); }

    /// Until the stream has ended. Throws what the source has thrown; a sink's failure is in what is returned.
    event_stream_stats wait() {
        if (thread_.joinable()) thread_.join();
        meter_->rethrow();
        return stats();
    }
    /// Writes no event more than those that are in work, what the format needs at its end, and closes the sink. Returns at once.
    void stop() { meter_->stop(); }
    [[nodiscard]] event_stream_stats stats() const { return meter_->stats(clock_.now()); }

private:
    void end() noexcept {
        if (!thread_.joinable()) return;
        meter_->stop();
        thread_.join();
    }

    std::shared_ptr<detail::stream_meter> meter_;
    detail::stream_clock clock_;
    std::thread thread_;
};

/// Writes the rows of `source` to `sink` as they become due by a schedule, row i being event i, and returns at once with a handle on the stream. A sink that is
/// given as an lvalue, and the executor, must outlive the stream; anything else is moved into it.
///
/// A thread of its own waits, and takes what is due together: up to 512 rows by itself, more on all threads of the executor; it is written in order, by one
/// thread at a time. A sink that is too slow is waited for: nothing but one chunk of 512 rows a thread is kept, and the stream falls behind, as its stats tell.
/// The stream ends with its last row, with its duration, with `stop` and the options' flag; then the sink is closed. When the sink fails it ends without.
/// Errors: config_error for options that make no sense and for a format that cannot hold the source; of the sink, in the stats; of the source, from `wait`.
/// Determinism: the bytes depend on source, format and the places that were written, for formats whose blocks leave no trace (ndjson, csv, protobuf, binary
/// rows).
template <record_source Source, record_format Format, class Sink, executor Executor>
    requires byte_sink<std::remove_reference_t<Sink>>
[[nodiscard]] event_stream start(Source source, const schedule& when, Format format, Sink&& sink, Executor& workers, event_stream_options options = {}) {
    using sink_type = std::conditional_t<std::is_lvalue_reference_v<Sink>, Sink, std::remove_reference_t<Sink>>;
    using pacer = detail::stream_pacer<Source, Format, std::remove_reference_t<Sink>, Executor, detail::stream_clock>;
    struct parts {
        Source source;
        sink_type sink;
        event_stream_options options;
        detail::stream_clock clock;
        std::shared_ptr<detail::stream_meter> meter;
        pacer loop;

        parts(Source&& from, const schedule& when, const Format& format, Sink&& to, Executor& workers, const event_stream_options& how)
            : source{std::move(from)},
              sink{std::forward<Sink>(to)},
              options{how},
              meter{std::make_shared<detail::stream_meter>()},
              loop{source, when, format, sink, workers, options, clock, *meter} {}
    };
    options.check(source.size());
    auto all = std::make_unique<parts>(std::move(source), when, format, std::forward<Sink>(sink), workers, options);
    auto meter = all->meter;
    // What was made so far took its time; the schedule begins now.
    const detail::stream_clock clock = all->clock = {};
    return event_stream{std::move(meter), clock, std::thread{[all = std::move(all)] { all->loop.run(); }}};
}

/// The same on the process's pool.
template <record_source Source, record_format Format, class Sink>
    requires byte_sink<std::remove_reference_t<Sink>>
[[nodiscard]] event_stream start(Source source, const schedule& when, Format format, Sink&& sink, event_stream_options options = {}) {
    return start(std::move(source), when, std::move(format), std::forward<Sink>(sink), default_pool(), std::move(options));
}

/// The same by the source's own schedule.
template <scheduled_source Source, record_format Format, class Sink>
    requires byte_sink<std::remove_reference_t<Sink>>
[[nodiscard]] event_stream start(Source source, Format format, Sink&& sink, event_stream_options options = {}) {
    const schedule when = detail::schedule_of(source);
    return start(std::move(source), when, std::move(format), std::forward<Sink>(sink), default_pool(), std::move(options));
}

}  // namespace spate::inline v0

#endif  // SPATE_RUN_EVENT_STREAM_HPP
