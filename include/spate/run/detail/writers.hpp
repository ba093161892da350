// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_DETAIL_WRITERS_HPP
#define SPATE_RUN_DETAIL_WRITERS_HPP

/// The workers behind `write`: how blocks are handed out, how the low-water mark is known without a lock, and the order of
/// ordered sinks.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <system_error>

#include <time.h>

#include <spate/core/concepts.hpp>
#include <spate/detail/posix.hpp>
#include <spate/run/report.hpp>

namespace spate::inline v0 {
namespace detail {

[[nodiscard]] inline double thread_cpu_seconds() noexcept {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

struct write_plan {
    std::uint64_t first, length, sink_offset;
    std::size_t block;
    const std::atomic<bool>* stop;
    std::chrono::steady_clock::time_point begin, deadline{};
};

/// A part of the range, in bytes from its beginning.
struct write_part {
    std::uint64_t begin;
    std::size_t size;
};

class write_state {
public:
    static constexpr std::uint64_t idle = ~std::uint64_t{0};

    /// One per worker, alone on its cache lines.
    struct alignas(128) slot {
        /// No block below this one is in this worker's hands.
        std::atomic<std::uint64_t> block{idle};
        std::atomic<std::uint64_t> written{0};
    };

    write_state(const write_plan& plan, std::size_t workers)
        : plan_{plan},
          workers_{workers},
          slots_{std::make_unique<slot[]>(workers)},
          shift_{plan.sink_offset % plan.block},
          blocks_{(plan.length + shift_ + plan.block - 1) / plan.block} {
        if (plan.length == 0) blocks_ = 0;
    }

    [[nodiscard]] const write_plan& plan() const noexcept { return plan_; }
    [[nodiscard]] std::size_t workers() const noexcept { return workers_; }
    [[nodiscard]] slot& at(std::size_t worker) noexcept { return slots_[worker]; }

    /// Blocks end at multiples of the block size in the sink, so that only the first and the last can be short.
    [[nodiscard]] write_part part(std::uint64_t block) const noexcept {
        const std::uint64_t begin = block == 0 ? 0 : block * plan_.block - shift_;
        const std::uint64_t end = std::min(plan_.length, (block + 1) * plan_.block - shift_);
        return {begin, static_cast<std::size_t>(end - begin)};
    }

    /// Announces that this worker is about to take blocks. The lower bound is published before the block is taken; `mark` reads
    /// in the other order, so it sees either the bound or a count of taken blocks that does not include the worker's.
    void enter(slot& mine) noexcept { mine.block.store(next_.load()); }

    /// Takes the next block; false when there is none or the run ends.
    [[nodiscard]] bool take(slot& mine, std::uint64_t& block) noexcept {
        if (ending_.load(std::memory_order_relaxed)) return false;
        if (plan_.stop != nullptr && plan_.stop->load(std::memory_order_relaxed)) return conclude(run_end::stopped);
        if (plan_.deadline != std::chrono::steady_clock::time_point::max() && std::chrono::steady_clock::now() >= plan_.deadline)
            return conclude(run_end::expired);
        if (next_.load() >= blocks_) return false;
        block = next_.fetch_add(1);
        if (block >= blocks_) return false;
        mine.block.store(block);
        return true;
    }

    void done(slot& mine, std::uint64_t block, std::size_t bytes) noexcept {
        mine.written.store(mine.written.load(std::memory_order_relaxed) + bytes, std::memory_order_relaxed);
        mine.block.store(block + 1);
    }

    /// The slot keeps the block that failed, so the mark stays below it.
    void fail(std::uint64_t block, std::uint64_t partly, std::error_code error) noexcept {
        {
            const std::lock_guard lock{failure_lock_};
            if (!error_ || block < failed_block_) {
                failed_block_ = block;
                partly_ = partly;
                error_ = error;
            }
        }
        ending_.store(true);
    }

    /// Ends the run without a failure of the sink (an exception is under way).
    void abandon() noexcept { (void)conclude(run_end::stopped); }

    void leave(slot& mine, bool failed) noexcept {
        if (!failed) mine.block.store(idle);
    }

    [[nodiscard]] bool ending() const noexcept { return ending_.load(); }

    void add_cpu(double generating, double writing) noexcept {
        const std::lock_guard lock{failure_lock_};
        generate_cpu_ += generating;
        write_cpu_ += writing;
    }

    /// All bytes of the range below this have been taken by the sink.
    [[nodiscard]] std::uint64_t mark() const noexcept {
        std::uint64_t low = std::min(next_.load(), blocks_);
        for (std::size_t i = 0; i < workers_; ++i) low = std::min(low, slots_[i].block.load());
        return low == 0 ? 0 : std::min(plan_.length, low * plan_.block - shift_);
    }

    [[nodiscard]] write_progress progress() const noexcept {
        std::uint64_t written = 0;
        for (std::size_t i = 0; i < workers_; ++i) written += slots_[i].written.load(std::memory_order_relaxed);
        return {plan_.first, plan_.first + mark(), written, plan_.length, seconds()};
    }

    [[nodiscard]] write_report report() const noexcept {
        write_report out;
        out.first = plan_.first;
        out.mark = plan_.first + mark();
        out.seconds = seconds();
        out.generate_cpu_seconds = generate_cpu_;
        out.write_cpu_seconds = write_cpu_;
        out.error = error_;
        if (error_) {
            out.end = run_end::failed;
            out.mark += partly_;
        } else if (out.bytes() < plan_.length) {
            out.end = end_.load();
        }
        return out;
    }

    /// The block whose turn it is, for ordered sinks.
    std::atomic<std::uint64_t> turn{0};

private:
    [[nodiscard]] double seconds() const noexcept { return std::chrono::duration<double>(std::chrono::steady_clock::now() - plan_.begin).count(); }

    [[nodiscard]] bool conclude(run_end reason) noexcept {
        run_end expected = run_end::complete;
        end_.compare_exchange_strong(expected, reason);
        ending_.store(true);
        return false;
    }

    write_plan plan_;
    std::size_t workers_;
    std::unique_ptr<slot[]> slots_;
    std::uint64_t shift_, blocks_;
    alignas(128) std::atomic<std::uint64_t> next_{0};
    alignas(128) std::atomic<bool> ending_{false};
    std::atomic<run_end> end_{run_end::complete};
    mutable std::mutex failure_lock_;
    std::uint64_t failed_block_ = 0, partly_ = 0;
    std::error_code error_;
    double generate_cpu_ = 0, write_cpu_ = 0;
};

/// Splits a worker's CPU time into making and writing from every eighth block: asking the clock costs a system call.
class cpu_sampler {
public:
    cpu_sampler() noexcept : begin_{thread_cpu_seconds()} {}
    void before_generating() noexcept {
        sampled_ = count_++ % 8 == 0;
        if (sampled_) last_ = thread_cpu_seconds();
    }
    void between() noexcept { add(generating_); }
    void before_writing() noexcept {
        if (sampled_) last_ = thread_cpu_seconds();
    }
    void after_writing() noexcept { add(writing_); }
    void finish(write_state& state) const noexcept {
        const double all = thread_cpu_seconds() - begin_, sampled = generating_ + writing_;
        if (sampled > 0) state.add_cpu(all * generating_ / sampled, all * writing_ / sampled);
    }

private:
    void add(double& sum) noexcept {
        if (sampled_) sum += thread_cpu_seconds() - last_;
    }
    double begin_, last_ = 0, generating_ = 0, writing_ = 0;
    std::uint64_t count_ = 0;
    bool sampled_ = false;
};

template <class Source, class Sink>
void write_at_offsets(const Source& source, Sink& sink, write_state& state, std::size_t worker) {
    const page_buffer buffer{state.plan().block};
    write_state::slot& mine = state.at(worker);
    cpu_sampler cpu;
    std::error_code error;
    std::uint64_t block = 0;
    state.enter(mine);
    while (state.take(mine, block)) {
        const write_part part = state.part(block);
        cpu.before_generating();
        source.fill(state.plan().first + part.begin, buffer.first(part.size));
        cpu.between();
        cpu.before_writing();
        sink.write_at(state.plan().sink_offset + part.begin, buffer.first(part.size), error);
        cpu.after_writing();
        if (error) {
            state.fail(block, 0, error);
            break;
        }
        state.done(mine, block, part.size);
    }
    state.leave(mine, static_cast<bool>(error));
    cpu.finish(state);
}

/// Every worker makes the block that it took, waits for its turn and writes. Blocks are taken in order by workers that are
/// running, so the worker whose turn it is never waits for one that has not begun, however few threads the executor gives.
template <class Source, class Sink>
void write_in_order(const Source& source, Sink& sink, write_state& state, std::size_t worker) {
    const page_buffer buffer{state.plan().block};
    write_state::slot& mine = state.at(worker);
    cpu_sampler cpu;
    std::error_code error;
    std::uint64_t block = 0;
    bool failed = false;
    state.enter(mine);
    while (state.take(mine, block)) {
        const write_part part = state.part(block);
        cpu.before_generating();
        source.fill(state.plan().first + part.begin, buffer.first(part.size));
        cpu.between();
        for (std::uint64_t now = state.turn.load(); now != block && now != write_state::idle; now = state.turn.load()) state.turn.wait(now);
        failed = state.turn.load() == write_state::idle;
        if (failed) break;
        cpu.before_writing();
        std::uint64_t before = 0;
        constexpr bool counts = requires {
            { sink.position() } -> std::convertible_to<std::uint64_t>;
        };
        if constexpr (counts) before = sink.position();
        sink.write(buffer.first(part.size), error);
        cpu.after_writing();
        failed = static_cast<bool>(error);
        if (failed) {
            std::uint64_t partly = 0;
            if constexpr (counts) partly = sink.position() - before;
            state.fail(block, partly, error);
            state.turn.store(write_state::idle);
        } else {
            state.done(mine, block, part.size);
            state.turn.store(block + 1);
        }
        state.turn.notify_all();
        if (failed) break;
    }
    state.leave(mine, failed);
    cpu.finish(state);
}

template <class Executor, class Source, class Sink>
void run_writers(Executor& workers, const Source& source, Sink& sink, write_state& state, bool at_offsets) {
    const auto run = [&](std::size_t worker) {
        if constexpr (random_access_sink<Sink>) {
            if (at_offsets) return write_at_offsets(source, sink, state, worker);
        }
        write_in_order(source, sink, state, worker);
    };
    workers.bulk(state.workers(), [&](std::size_t worker) {
        try {
            run(worker);
        } catch (...) {  // no memory for the buffer: the others must not go on to the end of a run that has failed
            state.abandon();
            throw;
        }
    });
}

}  // namespace detail
}  // namespace spate::inline v0

#endif  // SPATE_RUN_DETAIL_WRITERS_HPP
