// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include <spate/run/write.hpp>
#include <spate/sink/file.hpp>
#include <spate/sink/memory.hpp>
#include <spate/sink/null.hpp>

#include "support.hpp"

namespace {

using namespace std::chrono_literals;

// Takes everything up to `limit`, then fails; writes what fits.
struct failing_sink {
    std::uint64_t limit;
    std::uint64_t taken = 0;
    void write(std::span<const std::byte> bytes, std::error_code& error) noexcept {
        const std::uint64_t fits = std::min<std::uint64_t>(bytes.size(), limit - taken);
        taken += fits;
        error = fits == bytes.size() ? std::error_code{} : std::make_error_code(std::errc::no_space_on_device);
    }
    void close(std::error_code& error) noexcept { error.clear(); }
    [[nodiscard]] std::uint64_t position() const noexcept { return taken; }
};

// Fails for every write that touches one of the bad bytes; the first of them gives another error than the rest.
struct spotted_sink {
    std::vector<std::uint64_t> bad;
    std::atomic<std::uint64_t> calls{0};
    void write(std::span<const std::byte>, std::error_code& error) noexcept { error = std::make_error_code(std::errc::not_supported); }
    void write_at(std::uint64_t offset, std::span<const std::byte> bytes, std::error_code& error) noexcept {
        ++calls;
        error.clear();
        for (const std::uint64_t at : bad)
            if (at >= offset && at < offset + bytes.size())
                error = std::make_error_code(at == bad.front() ? std::errc::io_error : std::errc::no_space_on_device);
        // The lowest failure comes last, so that what came first does not pass for it.
        if (error == std::errc::io_error) std::this_thread::sleep_for(3ms);
    }
    void close(std::error_code& error) noexcept { error.clear(); }
};

struct broken_executor {
    [[nodiscard]] std::size_t concurrency() const { return 2; }
    template <class F>
    void bulk(std::size_t, F) const {
        throw std::runtime_error{"no threads"};
    }
};

}  // namespace

TEST_CASE("run/write: every executor, block size and kind of sink gives the bytes of the source") {
    const test::hash_source source{1'234'567};
    const std::vector<std::byte> expected = test::bytes_of(source, 0, 1'234'567);
    for (const std::size_t block : {std::size_t{4096}, std::size_t{65536}, std::size_t{1} << 20, std::size_t{4} << 20}) {
        for (unsigned round = 0; round < 6; ++round) {
            test::shuffled workers{round + 1, round % 3 + 1, round};
            CAPTURE(block);
            CAPTURE(round);
            std::vector<std::byte> parallel(expected.size()), ordered;
            spate::memory_sink at_offsets{parallel};
            spate::write_report report = spate::write(workers, source, at_offsets, {.block = block});
            CHECK(report.end == spate::run_end::complete);
            CHECK(report.bytes() == expected.size());
            CHECK(parallel == expected);
            spate::vector_sink in_order{ordered};
            report = spate::write(workers, source, in_order, {.block = block});
            CHECK(report.end == spate::run_end::complete);
            CHECK(report.mark == expected.size());
            CHECK(ordered == expected);
        }
    }
}

TEST_CASE("run/write: ranges, empty ones too, put together give the whole") {
    const test::hash_source source{300'000};
    const std::vector<std::byte> expected = test::bytes_of(source, 0, 300'000);
    std::vector<std::byte> out(expected.size());
    spate::memory_sink sink{out};
    test::threads workers{3};
    for (const auto& [first, length] : {std::pair<std::uint64_t, std::uint64_t>{100'001, 99'999}, {0, 100'001}, {200'000, spate::unlimited}, {300'000, 0}}) {
        const spate::write_report report = spate::write(workers, source, sink, {.first = first, .length = length, .sink_offset = first, .block = 4096});
        CHECK(report.end == spate::run_end::complete);
        CHECK(report.first == first);
    }
    CHECK(out == expected);

    std::vector<std::byte> shard(1000);
    spate::memory_sink to_shard{shard};
    CHECK(spate::write(workers, source, to_shard, {.first = 5000, .length = 1000}).mark == 6000);
    CHECK(shard == test::bytes_of(source, 5000, 1000));
}

TEST_CASE("run/write: a range outside of the source or a senseless block is refused") {
    const test::hash_source source{1000};
    test::threads workers{1};
    spate::null_sink sink;
    CHECK_THROWS_WITH_AS((void)spate::write(workers, source, sink, {.first = 1001}), doctest::Contains("offset: 1001 is beyond the end"), spate::config_error);
    CHECK_THROWS_WITH_AS((void)spate::write(workers, source, sink, {.first = 1, .length = 1000}), doctest::Contains("length: 1000 reaches beyond"),
                         spate::config_error);
    CHECK_THROWS_WITH_AS((void)spate::write(workers, source, sink, {.block = 5000}), doctest::Contains("block: 5000"), spate::config_error);
    CHECK(sink.taken() == 0);
}

TEST_CASE("run/write: a failing ordered sink is reported once, with the byte that it reached") {
    const test::hash_source source{};
    for (const std::size_t count : {1u, 2u, 5u}) {
        test::threads workers{count};
        failing_sink sink{1'000'003};
        const spate::write_report report = spate::write(workers, source, sink, {.first = 50, .block = 8192});
        CHECK(report.end == spate::run_end::failed);
        CHECK(report.error == std::errc::no_space_on_device);
        CHECK(report.mark == 50 + 1'000'003);
        CHECK(sink.taken == 1'000'003);
        CHECK_THROWS_WITH_AS(report.raise_failure("target"), doctest::Contains("write target at offset 1000053"), spate::io_error);
    }
}

TEST_CASE("run/write: of several failures at offsets the lowest decides, and nothing below the mark is missing") {
    const test::hash_source source{1 << 22};
    for (unsigned round = 0; round < 20; ++round) {
        test::shuffled workers{4, 4, round};
        spotted_sink sink{{std::uint64_t{99} * 4096 + 7, std::uint64_t{100} * 4096, std::uint64_t{101} * 4096 + 1}};
        const spate::write_report report = spate::write(workers, source, sink, {.block = 4096});
        CHECK(report.end == spate::run_end::failed);
        CHECK(report.error == std::errc::io_error);
        CHECK(report.mark == 99 * 4096);
        CHECK(sink.calls.load() <= 99 + 5);
    }
}

TEST_CASE("run/write: the stop flag ends a run at a whole mark") {
    const test::hash_source source{};
    std::atomic<bool> stop{false};
    spate::null_sink sink;
    test::threads workers{3};
    std::uint64_t calls = 0;
    const auto progress = [&](const spate::write_progress& now) {
        CHECK(now.mark <= now.written);
        CHECK(now.length > std::uint64_t{1} << 60);
        if (++calls == 3) stop = true;
    };
    const spate::write_report report = spate::write(workers, source, sink, {.block = 65536, .stop = &stop, .interval = 5ms}, progress);
    CHECK(report.end == spate::run_end::stopped);
    CHECK(calls >= 3);
    CHECK(report.bytes() == sink.taken());
    CHECK(report.bytes() % 65536 == 0);
    CHECK_FALSE(report.error);

    const spate::write_report none = spate::write(workers, source, sink, {.stop = &stop});
    CHECK(none.end == spate::run_end::stopped);
    CHECK(none.bytes() == 0);
}

TEST_CASE("run/write: an endless run ends when its time is up") {
    const test::hash_source source{};
    spate::null_sink sink;
    test::threads workers{2};
    const spate::write_report report = spate::write(workers, source, sink, {.block = 4096, .duration = 30ms});
    CHECK(report.end == spate::run_end::expired);
    CHECK(report.bytes() > 0);
    CHECK(report.bytes() == sink.taken());
    CHECK(report.seconds >= 0.03);
    CHECK(report.generate_cpu_seconds > 0);
}

TEST_CASE("run/write: the mark only grows, and all below it was written, at every moment") {
    // Marks in a map of blocks what has come; the callback compares it with the mark.
    struct mapping_sink {
        std::vector<std::atomic<bool>>* map;
        void write(std::span<const std::byte>, std::error_code&) noexcept {}
        void write_at(std::uint64_t offset, std::span<const std::byte>, std::error_code& error) noexcept {
            if (offset / 4096 % 7 == 0) std::this_thread::yield();
            (*map)[offset / 4096].store(true);
            error.clear();
        }
        void close(std::error_code&) noexcept {}
    };
    std::vector<std::atomic<bool>> map(20'000);
    mapping_sink sink{&map};
    const test::hash_source source{20'000 * 4096};
    test::threads workers{4};
    std::uint64_t last = 0, looks = 0, missing = 0;
    const auto progress = [&](const spate::write_progress& now) {
        ++looks;
        CHECK(now.mark >= last);
        for (std::uint64_t block = last / 4096; block < now.mark / 4096; ++block) missing += map[block].load() ? 0 : 1;
        last = now.mark;
    };
    CHECK(spate::write(workers, source, sink, {.block = 4096, .interval = 1ms}, progress).mark == source.size());
    CHECK(looks > 3);
    CHECK(last > 0);
    CHECK(missing == 0);
}

TEST_CASE("run/write: exceptions of the callback and of the executor come through") {
    const test::hash_source source{};
    spate::null_sink sink;
    test::threads workers{2};
    CHECK_THROWS_WITH_AS((void)spate::write(workers, source, sink, {.interval = 1ms}, [](const spate::write_progress&) { throw std::runtime_error{"enough"}; }),
                         "enough", std::runtime_error);
    broken_executor broken;
    CHECK_THROWS_WITH_AS((void)spate::write(broken, source, sink, {}, [](const spate::write_progress&) {}), "no threads", std::runtime_error);
}
