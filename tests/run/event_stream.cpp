// SPDX-License-Identifier: Apache-2.0
#include <spate/run/event_stream.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <spate/event/rate.hpp>
#include <spate/exec/inline.hpp>
#include <spate/exec/thread_pool.hpp>
#include <spate/field/sequence.hpp>
#include <spate/format/csv.hpp>
#include <spate/format/json_array.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/run/run_records.hpp>
#include <spate/schema/rows.hpp>
#include <spate/sink/memory.hpp>
#include <spate/sink/null.hpp>

#include "support.hpp"

using namespace spate;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t second = 1'000'000'000, begin = 1'735'689'600 * second;

// Row i is i; one row may be where it throws.
struct numbers {
    std::uint64_t rows = unlimited, bad = unlimited;
    [[nodiscard]] static record_type type() { return {{"n", sequence_field::type()}}; }
    [[nodiscard]] std::uint64_t size() const noexcept { return rows; }
    void fill(std::uint64_t first, std::size_t count, batch& out) const {
        if (first <= bad && bad < first + count) throw std::runtime_error{"a generator failed"};
        out.first = first;
        out.count = count;
        out.columns.resize(1);
        sequence().fill({{}, first, count}, out.columns[0]);
    }
};

struct scheduled_numbers : numbers {
    [[nodiscard]] static schedule when() { return schedule{begin, 1'000'000}; }
};

// As a mix of events says it.
struct specified_numbers : numbers {
    struct {
        schedule when{begin, 1000};
    } given = {};
    [[nodiscard]] const auto& specification() const noexcept { return given; }
};

static_assert(scheduled_source<scheduled_numbers> && scheduled_source<specified_numbers> && !scheduled_source<numbers>);

// Time passes where somebody waits, and nowhere else.
struct fake_clock {
    std::uint64_t time = 0, waits = 0;
    [[nodiscard]] std::uint64_t now() const noexcept { return time; }
    void wait_until(std::uint64_t until, detail::stream_meter&) noexcept { time = std::max(time, until), ++waits; }
};

// Remembers when it was given how much; takes its time for it; fails at a byte.
struct watched_sink {
    fake_clock& clock;
    std::uint64_t cost = 0, room = unlimited;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> lines = {};
    std::uint64_t bytes = 0;
    bool closed = false;
    void write(std::span<const std::byte> part, std::error_code& error) noexcept {
        error = bytes + part.size() > room ? std::make_error_code(std::errc::no_space_on_device) : std::error_code{};
        if (error) return;
        std::uint64_t found = 0;
        for (const std::byte one : part) found += one == std::byte{'\n'} ? 1 : 0;
        clock.time += cost * found;
        bytes += part.size();
        lines.emplace_back(clock.time, found);
    }
    void close(std::error_code& error) noexcept { error.clear(), closed = true; }
};

template <class Sink>
event_stream_stats pace(const schedule& when, Sink& sink, fake_clock& clock, const event_stream_options& options, const numbers& source = {}) {
    inline_executor workers;
    detail::stream_meter meter;
    detail::stream_pacer pacer{source, when, ndjson{}, sink, workers, options, clock, meter};
    pacer.run();
    meter.rethrow();
    return meter.stats(clock.time);
}

std::string text_of(const std::vector<std::byte>& bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

template <class Format, class Executor>
std::string streamed(const Format& format, Executor workers, event_stream_options options, const numbers& source = {5000}) {
    std::vector<std::byte> out;
    options.paced = false;
    const event_stream_stats stats = start(source, schedule{}, format, vector_sink{out}, workers, options).wait();
    CHECK_FALSE(stats.running);
    CHECK(stats.end == run_end::complete);
    CHECK(stats.bytes == out.size());
    CHECK(stats.scheduled == stats.events);
    return text_of(out);
}

template <class Format>
std::string whole(const Format& format, const run_options& options) {
    std::vector<std::byte> out;
    (void)run(numbers{5000}, format, vector_sink{out}, options);
    return text_of(out);
}

}  // namespace

TEST_CASE("run/event_stream: as fast as possible, the bytes are those of a run, for any number of threads") {
    const auto check = [](auto workers) {
        CHECK((streamed(ndjson{}, workers, {}) == whole(ndjson{}, {})));
        CHECK((streamed(csv(), workers, {.first = 700, .count = 3000}) == whole(csv(), {.first = 700, .rows = 3000})));
        CHECK((streamed(json_array{}, workers, {}) == whole(json_array{}, {})));
        CHECK((streamed(json_array{}, workers, {.first = 9, .count = 0}) == whole(json_array{}, {.rows = 0})));
        CHECK((streamed(csv(), workers, {.first = 5000}) == whole(csv(), {.first = 5000})));
    };
    check(inline_executor{});
    check(test::threads{2});
    check(test::threads{5});
}

TEST_CASE("run/event_stream: all shards together are the whole") {
    const auto lines = [](const std::string& text) {
        std::vector<std::string> out;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = text.find('\n', at);
            out.push_back(text.substr(at, end - at));
            at = end + 1;
        }
        return out;
    };
    for (const std::uint64_t shards : {2u, 3u, 7u, 40u}) {
        std::vector<std::string> all;
        for (std::uint64_t k = 0; k < shards; ++k)
            for (std::string& line : lines(streamed(ndjson{}, test::threads{2}, {.first = 300, .count = 4444, .shard = {k, shards}})))
                all.push_back(std::move(line));
        const auto number = [](const std::string& line) { return std::stoull(line.substr(line.find(':') + 1)); };
        std::sort(all.begin(), all.end(), [&](const std::string& a, const std::string& b) { return number(a) < number(b); });
        CHECK((all == lines(whole(ndjson{}, {.first = 300, .rows = 4444}))));
    }
}

TEST_CASE("run/event_stream: events are written when they are due, not earlier") {
    fake_clock clock;
    watched_sink sink{clock};
    const schedule when{begin, burst_rate(2, 5347, 100'000'000, second)};
    const event_stream_stats stats = pace(when, sink, clock, {.duration = 3s});
    CHECK(stats.end == run_end::expired);
    CHECK(stats.events == when.count_before(begin + 3 * second));
    CHECK(stats.scheduled == stats.events);
    CHECK(sink.closed);
    std::uint64_t written = 0;
    for (std::size_t k = 0; k < sink.lines.size(); ++k) {
        const std::uint64_t time = sink.lines[k].first;
        written += sink.lines[k].second;
        const auto instant = begin + static_cast<std::int64_t>(time);
        REQUIRE(written <= when.count_before(instant + 1));
        // All that is due at a time is written then, in several parts.
        if (k + 1 == sink.lines.size() || sink.lines[k + 1].first > time) REQUIRE(written >= when.count_before(instant));
    }
    CHECK(stats.lateness.greatest <= 4ms);
    CHECK(stats.lateness.p50 > 1ms);
    CHECK(stats.seconds == 3);
    CHECK(stats.back_pressure == 0);
    CHECK(clock.waits < 100);  // no ticks without events
}

TEST_CASE("run/event_stream: ten seconds have the scheduled count") {
    for (const std::uint64_t rate : {100'000u, 1'000'000u}) {
        for (const bool random : {false, true}) {
            fake_clock clock;
            null_sink sink;
            schedule when{begin, ratio{rate, 1}};
            if (random) when = when.poisson(seed{3});
            const event_stream_stats stats = pace(when, sink, clock, {.duration = 10s, .tick = 100ms});
            CHECK(stats.events == stats.scheduled);
            CHECK(std::abs(static_cast<double>(stats.events) - 10.0 * static_cast<double>(rate)) <=
                  0.001 * 10.0 * static_cast<double>(rate) * (random ? 1 : 0));
            CHECK(stats.recent_rate == doctest::Approx(static_cast<double>(rate)).epsilon(0.01));
            CHECK(stats.rate() == doctest::Approx(static_cast<double>(rate)).epsilon(0.001));
        }
    }
}

TEST_CASE("run/event_stream: a slow sink is waited for, and the stats tell") {
    fake_clock clock;
    watched_sink sink{clock, 2'000'000};  // 500 events a second
    const event_stream_stats stats = pace(schedule{begin, 1000}, sink, clock, {.duration = 10s});
    CHECK(stats.end == run_end::expired);
    CHECK(stats.scheduled == 10'000);
    CHECK(stats.events > 5400);  // with a second more for what is late
    CHECK(stats.events < 6600);
    CHECK(stats.behind() == 10'000 - stats.events);
    CHECK(stats.back_pressure > 0.95);
    CHECK(stats.lateness.greatest > 4s);
    CHECK(stats.lateness.p99 > stats.lateness.p50);
    CHECK(stats.recent_rate == doctest::Approx(500).epsilon(0.15));
}

TEST_CASE("run/event_stream: the schedule's time goes faster, begins elsewhere, or has begun already") {
    {
        fake_clock clock;
        watched_sink sink{clock};
        CHECK(pace(schedule{begin, 10}, sink, clock, {.duration = 2s, .speed = {60, 1}}).events == 1200);
        CHECK(pace(schedule{begin, 10}, sink, clock = {}, {.first = 77, .count = 5, .speed = {1, 10}}).events == 5);
        CHECK(clock.time >= 4 * second);
        CHECK(clock.time < 5 * second);
    }
    fake_clock clock;
    watched_sink sink{clock};
    const event_stream_stats late = pace(schedule{begin, 10}, sink, clock, {.begin = begin + 100 * second, .duration = 1s});
    CHECK(late.events == 1010);
    CHECK(sink.lines.front().first == 0);
    CHECK(late.lateness.greatest <= 4ms);  // from the start on
    watched_sink early{clock};
    clock = {};
    CHECK(pace(schedule{begin, 10}, early, clock, {.count = 1, .begin = begin - 7 * second}).events == 1);
    CHECK(clock.time == 7 * second);
}

TEST_CASE("run/event_stream: a shard has its share of what is scheduled") {
    std::uint64_t events = 0;
    for (std::uint64_t k = 0; k < 3; ++k) {
        fake_clock clock;
        null_sink sink;
        const event_stream_stats stats = pace(schedule{begin, 10'000}, sink, clock, {.duration = 2s, .shard = {k, 3}});
        CHECK(stats.events == stats.scheduled);
        events += stats.events;
    }
    CHECK(events == 20'000);
}

TEST_CASE("run/event_stream: a sink that fails ends the stream, and is not closed") {
    fake_clock clock;
    watched_sink sink{clock, 0, 5000};
    const event_stream_stats stats = pace(schedule{begin, 1000}, sink, clock, {.duration = 100s});
    CHECK(stats.end == run_end::failed);
    CHECK(stats.error == std::errc::no_space_on_device);
    CHECK(stats.bytes <= 5000);
    CHECK(stats.bytes == sink.bytes);
    CHECK_FALSE(sink.closed);
    CHECK_THROWS_AS(stats.raise_failure("full"), io_error);
    watched_sink again{clock, 0, 5000};
    test::threads workers{3};
    const event_stream_stats threads = start(numbers{}, schedule{}, ndjson{}, again, workers, {.paced = false}).wait();
    CHECK(threads.end == run_end::failed);
    CHECK(threads.bytes == again.bytes);
    watched_sink none{clock, 0, 0};
    CHECK(start(numbers{}, schedule{}, csv(), none, workers, {.paced = false}).wait().end == run_end::failed);
}

TEST_CASE("run/event_stream: what the source throws comes out of wait") {
    thread_pool workers{{.threads = 3}};
    event_stream stream = start(numbers{unlimited, 70'000}, schedule{}, ndjson{}, null_sink{}, workers, {.paced = false});
    CHECK_THROWS_AS((void)stream.wait(), std::runtime_error);
    CHECK(stream.stats().end == run_end::failed);
    CHECK(stream.stats().events <= 70'000);
}

TEST_CASE("run/event_stream: stopped at once, by the handle, the flag or its end, and then closed") {
    fake_clock clock;
    watched_sink sink{clock};
    {
        // The next event is an hour away.
        event_stream stream = start(numbers{}, schedule{begin, ratio{1, 3600}}, ndjson{}, sink);
        while (stream.stats().events == 0) std::this_thread::sleep_for(1ms);
        CHECK(stream.stats().running);
        stream.stop();
        const event_stream_stats stats = stream.wait();
        CHECK(stats.end == run_end::stopped);
        CHECK(stats.events == 1);
        CHECK(stats.seconds < 60);
    }
    CHECK(sink.closed);
    std::atomic<bool> flag{false};
    event_stream stream = start(numbers{}, schedule{begin, ratio{1, 3600}}, ndjson{}, null_sink{}, {.stop = &flag});
    flag = true;
    CHECK(stream.wait().end == run_end::stopped);
    watched_sink last{clock};
    { const event_stream dropped = start(numbers{}, schedule{begin, ratio{1, 3600}}, ndjson{}, last); }
    CHECK(last.closed);
}

TEST_CASE("run/event_stream: in real time") {
    const auto from = std::chrono::steady_clock::now();
    const event_stream_stats stats = start(scheduled_numbers{}, ndjson{}, null_sink{}, {.duration = 200ms}).wait();
    CHECK(std::chrono::steady_clock::now() - from >= 200ms);
    CHECK(stats.end == run_end::expired);
    CHECK(stats.scheduled == 200'000);
    CHECK(stats.events == 200'000);
    CHECK(stats.lateness.greatest > 0ns);
}

TEST_CASE("run/event_stream: a specification's schedule is taken") {
    CHECK(start(specified_numbers{}, ndjson{}, null_sink{}, {.duration = 50ms}).wait().events == 50);
    const event_stream_stats first = start(specified_numbers{} | rows(20), ndjson{}, null_sink{}).wait();
    CHECK(first.events == 20);
    CHECK(first.end == run_end::complete);
}

TEST_CASE("run/event_stream: options are checked before anything starts") {
    CHECK_THROWS_AS((void)start(numbers{100}, schedule{}, ndjson{}, null_sink{}, {.first = 101}), config_error);
    CHECK_THROWS_AS((void)start(numbers{100}, schedule{}, ndjson{}, null_sink{}, {.shard = {2, 2}}), config_error);
}
