// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXEC_THREAD_POOL_HPP
#define SPATE_EXEC_THREAD_POOL_HPP

/// The default executor: one thread per physical core, each bound to its core, kept ready between calls.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/exec/cgroup.hpp>
#include <spate/exec/detail/machine.hpp>
#include <spate/exec/detail/os.hpp>
#include <spate/exec/detail/shares.hpp>
#include <spate/exec/placement.hpp>

namespace spate::inline v0 {

struct pool_options {
    std::size_t threads = 0;  ///< how many work at once, the caller included; 0: one per usable physical core, within the CPU quota
    numa_policy numa = {};    ///< on which nodes
    bool pin = true;          ///< bind the pool's threads (see place_workers); the caller's thread is never bound
};

/// Threads that run the calls of `bulk`. The thread that calls `bulk` takes part: a pool of concurrency() N starts N - 1 threads.
///
/// - Every rank has a contiguous share of the indices, the same for the same n, and helps the others when its own is done; memory
///   that is filled again by the same n lies mostly near the worker that fills it.
/// - Idle workers wait actively for some tens of microseconds, then sleep. With more threads than CPUs they sleep at once.
/// - Signals are blocked in the pool's threads.
///
/// Thread safety: any threads may call `bulk` at the same time. One of the calls has the workers; each other one begins on its own
/// thread and takes the workers over as soon as they are free. So a call from within a call never waits for anything.
///
/// After fork, a child's copy of a pool has no workers: `bulk` then does all work on the calling thread.
class thread_pool {
public:
    /// Reads the machine, the affinity mask and the CPU quota, and starts the threads. Throws config_error for options that this
    /// machine cannot meet, and when the system refuses a thread.
    explicit thread_pool(const pool_options& options = {}) : thread_pool{options, detail::read_topology()} {}

    thread_pool(const pool_options& options, const topology& machine)
        : thread_pool{options, detail::os::process_affinity(), read_cgroup_limits().cpus, machine} {}

    thread_pool(const thread_pool&) = delete;
    thread_pool& operator=(const thread_pool&) = delete;

    /// Ends the threads. Requires that no `bulk` is running.
    ~thread_pool() { stop(); }

    [[nodiscard]] std::size_t concurrency() const noexcept { return places_.size(); }

    /// Where each rank runs; the rank of the callers of `bulk` is among them.
    [[nodiscard]] std::span<const worker_place> places() const noexcept { return places_; }

    [[nodiscard]] const numa_policy& numa() const noexcept { return numa_; }

    /// Runs function(0) ... function(n - 1), each once, in any order, on any of the threads and the caller's, and returns when all
    /// are done. What they wrote is then visible to the caller. If a call throws, the first exception is thrown on from here; calls
    /// that have not begun by then do not take place.
    ///
    /// Cost: no allocation; about a microsecond when the workers are awake.
    template <class Function>
    void bulk(std::size_t n, Function&& function) {
        std::size_t done = 0;
        if (n > 1 && places_.size() > 1) {
            // Another call has the workers (perhaps the one that we are in): go on alone until they are free.
            while (!acquire()) {
                function(done);
                if (n - ++done < 2) break;
            }
            if (n - done >= 2) {
                const auto rest = [&function, done](std::size_t i) { function(done + i); };
                run(n - done, &call_range<decltype(rest)>, &rest);
                return;
            }
        }
        for (; done < n; ++done) function(done);
    }

private:
    using range_function = bool (*)(thread_pool&, const void*, index_range) noexcept;

    static constexpr std::uint32_t open = 1u << 31, caller_sleeps = 1u << 30;

    thread_pool(const pool_options& options, std::vector<unsigned> affinity, double quota, const topology& machine)
        : places_{place_workers(machine, {affinity, quota, options.numa, options.threads})}, shares_{places_.size()}, workers_{new worker[places_.size()]},
          numa_{options.numa}, process_{::getpid()}, pin_{options.pin} {
        // Threads that wait actively must leave a CPU to those that work.
        const std::size_t feedable = std::min(affinity.size(), detail::workers_of_quota(quota));
        spin_ns_ = places_.size() > feedable ? 0 : 30'000;
        const int here = detail::os::current_cpu();
        for (std::size_t rank = places_.size(); rank-- > 0;)
            for (const unsigned cpu : places_[rank].cpus)
                if (static_cast<int>(cpu) == here) caller_rank_ = rank;
        for (std::size_t rank = 0; rank < places_.size(); ++rank) {
            if (rank == caller_rank_) continue;
            worker& one = workers_[started_];
            one = {this, rank, {}};
            if (const int error = detail::os::start_thread(one.thread, &thread_main, &one)) {
                stop();
                detail::raise_config("threads", std::to_string(places_.size()), std::string{"cannot be started: "} + std::strerror(error), "use fewer threads");
            }
            ++started_;
        }
    }

    struct worker {
        thread_pool* pool = nullptr;
        std::size_t rank = 0;
        pthread_t thread{};
    };

    [[nodiscard]] bool acquire() noexcept { return !busy_.load(std::memory_order_relaxed) && !busy_.exchange(true, std::memory_order_acquire); }

    /// Requires that the caller has acquired the pool; releases it.
    void run(std::size_t n, range_function function, const void* context) {
        function_ = function;
        context_ = context;
        shares_.begin(n);
        wanted_ = static_cast<std::uint32_t>(std::min(n - 1, started_));
        failed_.store(false, std::memory_order_relaxed);
        gate_.store(open, std::memory_order_release);
        job_.fetch_add(1, std::memory_order_seq_cst);
        wake_workers(0);
        work(caller_rank_);
        close();
        std::exception_ptr error = std::exchange(error_, nullptr);
        busy_.store(false, std::memory_order_release);
        if (error) std::rethrow_exception(std::move(error));
    }

    /// Ends the job to newcomers and waits for those who are in it.
    void close() noexcept {
        std::uint32_t state = gate_.fetch_and(~open, std::memory_order_acq_rel) & ~open;
        for (spinner spin{spin_ns_}; state != 0 && spin.again();) state = gate_.load(std::memory_order_acquire);
        if (state == 0) return;
        state = gate_.fetch_or(caller_sleeps, std::memory_order_acq_rel) | caller_sleeps;
        while (state != caller_sleeps) {
            detail::os::wait(gate_, state);
            state = gate_.load(std::memory_order_acquire);
        }
    }

    /// Wakes two sleepers if the job wants more workers than are awake; each of them does the same, so that waking many takes
    /// logarithmic time, and stops as soon as the job is over.
    void wake_workers(std::uint32_t inside) noexcept {
        const std::uint32_t asleep = sleepers_.load(std::memory_order_seq_cst);
        const auto awake = static_cast<std::uint32_t>(started_) - asleep;
        if (asleep != 0 && awake < wanted_ && inside < wanted_) detail::os::wake(job_, std::min(2u, wanted_ - awake));
    }

    void work(std::size_t rank) noexcept {
        index_range range{};
        while (!failed_.load(std::memory_order_relaxed) && shares_.claim(rank, range))
            if (!function_(*this, context_, range)) return;
    }

    /// Takes part in the job that is open, if one is.
    void join(std::size_t rank) noexcept {
        std::uint32_t state = gate_.load(std::memory_order_relaxed);
        do {
            if ((state & open) == 0) return;
        } while (!gate_.compare_exchange_weak(state, state + 1, std::memory_order_acquire, std::memory_order_relaxed));
        wake_workers((state & ~open) + 1);
        work(rank);
        if (gate_.fetch_sub(1, std::memory_order_acq_rel) == (caller_sleeps | 1)) detail::os::wake(gate_, 1);
    }

    static void* thread_main(void* argument) noexcept {
        const worker& self = *static_cast<const worker*>(argument);
        thread_pool& pool = *self.pool;
        char name[16];
        std::snprintf(name, sizeof name, "spate-%u", static_cast<unsigned>(self.rank));
        detail::os::name_this_thread(name);
        if (pool.pin_) detail::os::bind_this_thread(pool.places_[self.rank].cpus);
        for (std::uint32_t seen = 0;;) {
            std::uint32_t job = pool.job_.load(std::memory_order_acquire);
            for (spinner spin{pool.spin_ns_}; job == seen && spin.again();) job = pool.job_.load(std::memory_order_acquire);
            while (job == seen) {
                pool.sleepers_.fetch_add(1, std::memory_order_seq_cst);
                detail::os::wait(pool.job_, seen);
                pool.sleepers_.fetch_sub(1, std::memory_order_relaxed);
                job = pool.job_.load(std::memory_order_acquire);
            }
            if (pool.stopping_.load(std::memory_order_acquire)) return nullptr;
            seen = job;
            pool.join(self.rank);
        }
    }

    void stop() noexcept {
        // The threads of a forked parent are not here to be joined.
        if (::getpid() != process_) return;
        stopping_.store(true, std::memory_order_release);
        job_.fetch_add(1, std::memory_order_seq_cst);
        detail::os::wake(job_, static_cast<std::uint32_t>(INT_MAX));
        for (std::size_t i = 0; i < started_; ++i) ::pthread_join(workers_[i].thread, nullptr);
    }

    template <class Function, bool Exceptions = SPATE_HAS_EXCEPTIONS()>
    static bool call_range(thread_pool& pool, const void* context, index_range range) noexcept {
        const Function& function = *static_cast<const Function*>(context);
        const auto all = [&] {
            for (std::uint64_t i = range.begin; i < range.end; ++i) {
                if (i != range.begin && pool.failed_.load(std::memory_order_relaxed)) return;
                function(static_cast<std::size_t>(i));
            }
        };
        if constexpr (Exceptions) {
#if defined(__cpp_exceptions)
            try {
                all();
            } catch (...) {
                if (!pool.failed_.exchange(true, std::memory_order_relaxed)) pool.error_ = std::current_exception();
                return false;
            }
#endif
        } else {
            all();
        }
        return true;
    }

    /// Counts out a time of active waiting; looks at the clock only now and then.
    class spinner {
    public:
        explicit spinner(std::uint64_t limit_ns) noexcept : limit_{limit_ns} {}
        [[nodiscard]] bool again() noexcept {
            if (limit_ == 0) return false;
            detail::os::relax();
            if (++rounds_ % 32 != 0) return true;
            const std::uint64_t now = detail::os::nanoseconds();
            if (end_ == 0) end_ = now + limit_;
            return now < end_;
        }

    private:
        std::uint64_t limit_, end_ = 0;
        unsigned rounds_ = 0;
    };

    std::vector<worker_place> places_;
    detail::shares shares_;
    std::unique_ptr<worker[]> workers_;
    numa_policy numa_;
    std::size_t started_ = 0, caller_rank_ = 0;
    std::uint64_t spin_ns_ = 0;
    pid_t process_;
    bool pin_;

    // Of the job that is open; written by its caller before the gate opens, left alone until the last worker has gone.
    range_function function_ = nullptr;
    const void* context_ = nullptr;
    std::uint32_t wanted_ = 0;
    std::exception_ptr error_;

    alignas(128) std::atomic<bool> busy_{false};
    alignas(128) std::atomic<std::uint32_t> job_{0};  ///< counts jobs; workers sleep on it
    std::atomic<bool> stopping_{false};
    std::atomic<std::uint32_t> sleepers_{0};
    alignas(128) std::atomic<std::uint32_t> gate_{0};  ///< `open`, `caller_sleeps`, and the number of workers in the job
    alignas(128) std::atomic<bool> failed_{false};
};

static_assert(executor<thread_pool>);

}  // namespace spate::inline v0

#include <spate/exec/default_pool.hpp>

#endif  // SPATE_EXEC_THREAD_POOL_HPP
