// SPDX-License-Identifier: Apache-2.0
#include "memory.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <span>

#include <spate/bytes/fill.hpp>
#include <spate/core/error.hpp>
#include <spate/core/size.hpp>
#include <spate/exec/buffers.hpp>
#include <spate/exec/inline.hpp>
#include <spate/exec/system_info.hpp>

namespace cli {
namespace {

using clock = std::chrono::steady_clock;

// Keeps the compiler from leaving out stores that nobody reads.
void keep(std::span<std::byte> memory) { asm volatile("" : : "r"(memory.data()) : "memory"); }

struct measured {
    std::uint64_t bytes = 0;
    double seconds = 0;
    void add(const measured& other) {
        bytes += other.bytes;
        seconds += other.seconds;
    }
    [[nodiscard]] double rate() const { return seconds > 0 ? static_cast<double>(bytes) / seconds : 0; }
};

/// Runs step(worker) -> bytes on `count` workers until the time is up or a step returns 0.
template <class Executor, class Step>
measured slice(Executor& workers, std::size_t count, double seconds, Step step) {
    std::atomic<std::uint64_t> bytes{0};
    const clock::time_point begin = clock::now(), end = begin + std::chrono::duration_cast<clock::duration>(std::chrono::duration<double>(seconds));
    workers.bulk(count, [&](std::size_t worker) {
        std::uint64_t mine = 0;
        while (clock::now() < end && !stop_requested.load(std::memory_order_relaxed)) {
            const std::uint64_t made = step(worker);
            if (made == 0) break;
            mine += made;
        }
        bytes += mine;
    });
    return {bytes.load(), std::chrono::duration<double>(clock::now() - begin).count()};
}

/// Hands out a range of the stream in blocks that begin at multiples of the block size.
class blocks {
public:
    blocks(std::uint64_t first, std::uint64_t length, std::size_t size)
        : first_{first}, length_{std::min(length, std::uint64_t{1} << 63)}, size_{size}, shift_{first % size} {}

    struct part {
        std::uint64_t offset;
        std::size_t size;
    };
    /// A part of no bytes at the end.
    part take() {
        const std::uint64_t block = next_.fetch_add(1, std::memory_order_relaxed);
        if (block > (length_ - 1 + shift_) / size_) return {0, 0};
        const std::uint64_t begin = block == 0 ? 0 : block * size_ - shift_;
        return {first_ + begin, static_cast<std::size_t>(std::min<std::uint64_t>(length_ - begin, (block == 0 ? size_ - shift_ : size_)))};
    }
    void restart() { next_ = 0; }

private:
    std::uint64_t first_, length_;
    std::size_t size_;
    std::uint64_t shift_;
    std::atomic<std::uint64_t> next_{0};
};

}  // namespace

memory_report run_in_memory(spate::thread_pool& pool, const any_source& source, const memory_options& options, progress_line& line) {
    constexpr double slice_seconds = 0.04, side_seconds = 0.01;
    constexpr std::size_t default_buffer = std::size_t{256} << 10;
    const std::size_t threads = pool.concurrency();
    const bool each_its_own = options.chunk == 0;
    memory_report out;
    out.buffers = each_its_own ? threads : 1;
    out.buffer_size = each_its_own ? default_buffer : static_cast<std::size_t>(std::min<std::uint64_t>(options.chunk, options.length));
    const std::uint64_t memory = spate::system_info().memory_total;
    if (memory != 0 && out.buffer_size > memory / 10 * 9)
        throw spate::config_error{"chunk", spate::format_size(out.buffer_size), "is more than the memory can hold",
                                  "use at most " + spate::format_size(memory / 10 * 9)};
    const spate::buffer_set buffers = spate::allocate_buffers(out.buffers, out.buffer_size, {.numa = pool.numa()});
    spate::inline_executor alone;
    blocks all{options.first, options.length, out.buffer_size}, again{options.first, options.length, out.buffer_size};

    const auto set_memory = [&](std::size_t worker) -> std::uint64_t {
        if (each_its_own) {
            std::memset(buffers[worker].data(), 0x5a, out.buffer_size);
            keep(buffers[worker]);
            return out.buffer_size;
        }
        const std::size_t share = (out.buffer_size + threads - 1) / threads;
        pool.bulk(threads, [&](std::size_t i) {
            const std::size_t begin = std::min(out.buffer_size, i * share), end = std::min(out.buffer_size, begin + share);
            std::memset(buffers[0].data() + begin, 0x5a, end - begin);
            keep(buffers[0]);
        });
        return out.buffer_size;
    };
    const auto generate = [&](auto& workers, blocks& from, std::size_t worker) -> std::uint64_t {
        const blocks::part part = from.take();
        if (part.size == 0) return 0;
        const std::span<std::byte> buffer = buffers[worker].first(part.size);
        if (each_its_own)
            source.fill(part.offset, buffer);
        else
            spate::fill(workers, source, part.offset, buffer);
        keep(buffer);
        return part.size;
    };
    const auto on_all = [&](double seconds, auto step) { return each_its_own ? slice(pool, threads, seconds, step) : slice(alone, 1, seconds, step); };

    // Pages are there, threads awake and clocks up before anything counts.
    for (std::size_t i = 0; i < out.buffers; ++i) (void)set_memory(i);
    (void)on_all(side_seconds, set_memory);

    measured made, set, single;
    const stopwatch whole;
    double shown = 0;
    for (;;) {
        const double rest = options.limit > 0 ? options.limit - whole.seconds() : slice_seconds;
        const measured now = on_all(std::clamp(rest, 0.001, slice_seconds), [&](std::size_t worker) { return generate(pool, all, worker); });
        made.add(now);
        out.stopped = stop_requested.load();
        if (!out.stopped) {
            set.add(on_all(side_seconds, set_memory));
            single.add(slice(alone, 1, side_seconds, [&](std::size_t worker) {
                std::uint64_t bytes = generate(alone, again, worker);
                if (bytes == 0) again.restart(), bytes = generate(alone, again, worker);
                return bytes;
            }));
        }
        const bool complete = made.bytes >= options.length;
        if (complete) out.stopped = false;
        out.expired = !complete && options.limit > 0 && whole.seconds() >= options.limit;
        if (complete || out.stopped || out.expired) break;
        if (whole.seconds() - shown >= 0.5) {
            shown = whole.seconds();
            line.show(made.bytes, options.length, 0, made.seconds, options.limit);
        }
    }
    out.bytes = made.bytes;
    out.mark = options.first + made.bytes;
    out.seconds = made.seconds;
    out.memset_rate = set.rate();
    out.one_thread_rate = single.rate();
    return out;
}

}  // namespace cli
