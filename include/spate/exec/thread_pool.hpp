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

/// Threads that run the calls of `bulk`. The thread that calls `bulk` takes part as one of concurrency() ranks.
///
/// - Every rank has a contiguous share of the indices, the same for the same n, and helps the others when its own is done; memory
///   that is filled again by the same n lies mostly near the worker that fills it.
/// - The caller takes the rank of the core on which it happens to run, and the thread that is bound to that core stays out of the
///   job: caller and workers do not meet on one core, and the caller's own affinity is left alone.
/// - Idle workers wait actively for some tens of microseconds, then sleep. With more threads than CPUs they sleep at once.
/// - Signals are blocked in the pool's threads.
///
/// Thread safety: any threads may call `bulk` at the same time. One of the calls has the workers; each other one begins on its own
/// thread and takes the workers over as soon as they are free. So a call from within a call never waits for anything.
///
/// After fork, a child's copy of a pool has no workers: `bulk` then does all work on the calling thread.
///
/// A template so that a program which never makes a pool does not compile one; its name is thread_pool.
template <class = void>
class basic_thread_pool {
public:
    /// Reads the machine, the affinity mask and the CPU quota, and starts the threads. Throws config_error for options that this
    /// machine cannot meet, and when the system refuses a thread.
    explicit basic_thread_pool(const pool_options& options = {})
        : basic_thread_pool{options, detail::read_topology(), detail::os::process_affinity(), read_cgroup_limits().cpus} {}

    basic_thread_pool(const basic_thread_pool&) = delete;
    basic_thread_pool& operator=(const basic_thread_pool&) = delete;

    /// Ends the threads. Requires that no `bulk` is running.
    ~basic_thread_pool() { stop(); }

    [[nodiscard]] std::size_t concurrency() const noexcept { return places_.size(); }

    /// Where each rank runs.
    [[nodiscard]] std::span<const worker_place> places() const noexcept { return {places_.data(), places_.size()}; }

    /// The policy by which it was made; buffers that this pool fills are best allocated by the same one.
    [[nodiscard]] const numa_policy& numa() const noexcept { return numa_; }

    /// Runs function(0) ... function(n - 1), each once, in any order, on any of the threads and the caller's, and returns when all
    /// are done. What they wrote is then visible to the caller. If a call throws, the first exception is thrown on from here; calls
    /// that have not begun by then do not take place.
    ///
    /// Cost: no allocation; about a microsecond when the workers are awake.
    template <class Function, bool Exceptions = SPATE_HAS_EXCEPTIONS()>
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
                run(n - done, &call_range<decltype(rest), Exceptions>, &rest);
                return;
            }
        }
        for (; done < n; ++done) function(done);
    }

private:
    using range_function = bool (*)(basic_thread_pool&, const void*, index_range) noexcept;

    static constexpr std::uint32_t open = 1u << 31, caller_sleeps = 1u << 30;

    struct alignas(128) worker {
        basic_thread_pool* pool = nullptr;
        std::uint32_t rank = 0;
        bool started = false;
        pthread_t thread{};
        std::atomic<std::uint32_t> asleep{0};
    };

    basic_thread_pool(const pool_options& options, const topology& machine, const std::vector<unsigned>& affinity, double quota)
        : places_{place_workers(machine, {affinity, quota, options.numa, options.threads})},
          shares_{places_.size()},
          workers_(places_.size()),
          numa_{options.numa},
          process_{::getpid()},
          pin_{options.pin} {
        // Threads that wait actively must leave a CPU to those that work.
        spin_ns_ = ranks() > affinity.size() || ranks() > detail::workers_of_quota(quota) ? 0 : 30'000;
        for (std::uint32_t rank = ranks(); rank-- > 0;)
            for (const unsigned cpu : places_[rank].cpus) {
                if (cpu >= rank_of_cpu_.size()) rank_of_cpu_.resize(cpu + std::size_t{1}, 0);
                rank_of_cpu_[cpu] = rank;
            }
        // Threads that are not bound keep out of the caller's way by themselves; then rank 0 is always the caller's.
        for (std::uint32_t rank = pin_ ? 0 : 1; rank < ranks() && ranks() > 1; ++rank) {
            worker& one = workers_[rank];
            one.pool = this;
            one.rank = rank;
            if (const int error = detail::os::start_thread(one.thread, &thread_main, &one)) {
                stop();
                detail::raise_config("threads", std::to_string(ranks()), std::string{"cannot be started: "} + std::strerror(error), "use fewer threads");
            }
            one.started = true;
        }
    }

    [[nodiscard]] std::uint32_t ranks() const noexcept { return static_cast<std::uint32_t>(places_.size()); }

    [[nodiscard]] std::uint32_t rank_of_caller() const noexcept {
        const int cpu = pin_ ? detail::os::current_cpu() : -1;
        return cpu >= 0 && static_cast<std::size_t>(cpu) < rank_of_cpu_.size() ? rank_of_cpu_[static_cast<std::size_t>(cpu)] : 0;
    }

    [[nodiscard]] bool acquire() noexcept { return !busy_.load(std::memory_order_relaxed) && !busy_.exchange(true, std::memory_order_acquire); }

    /// Requires that the caller has acquired the pool; releases it.
    void run(std::size_t n, range_function function, const void* context) {
        const std::uint32_t rank = rank_of_caller();
        const std::size_t helpers = (n < ranks() ? n : ranks()) - 1;
        function_ = function;
        context_ = context;
        shares_.begin(n);
        failed_.store(false, std::memory_order_relaxed);
        who_.store(rank << 16 | static_cast<std::uint32_t>(helpers), std::memory_order_relaxed);
        gate_.store(open, std::memory_order_release);
        job_.fetch_add(1, std::memory_order_seq_cst);
        wake_children(0, who_.load(std::memory_order_relaxed));
        work(rank);
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

    /// The caller is the root of a binary tree of helpers, numbered by their distance from its rank; everybody wakes the two below
    /// if they sleep. Waking many so takes logarithmic time, and stops when the job is over before they come.
    void wake_children(std::uint32_t distance, std::uint32_t who) noexcept {
        const std::uint32_t caller = who >> 16, helpers = who & 0xffff;
        for (std::uint32_t child = 2 * distance + 1; child <= 2 * distance + 2 && child <= helpers; ++child) wake(workers_[(caller + child) % ranks()]);
    }

    static void wake(worker& one) noexcept {
        if (one.asleep.load(std::memory_order_seq_cst) == 0 || one.asleep.exchange(0, std::memory_order_relaxed) == 0) return;
        detail::os::wake(one.asleep, 1);
    }

    void work(std::size_t rank) noexcept {
        index_range range{};
        while (!failed_.load(std::memory_order_relaxed) && shares_.claim(rank, range))
            if (!function_(*this, context_, range)) return;
    }

    /// Takes part in the job that is open, if it wants this rank. False when the rank is the caller's.
    bool join(std::uint32_t rank) noexcept {
        // May already tell of a later job; whoever then joins or stays out wrongly costs a little time, and nothing else.
        const std::uint32_t who = who_.load(std::memory_order_relaxed), caller = who >> 16;
        const std::uint32_t distance = rank >= caller ? rank - caller : rank + ranks() - caller;
        if (distance == 0 || distance > (who & 0xffff)) return distance != 0;
        std::uint32_t state = gate_.load(std::memory_order_relaxed);
        do {
            if ((state & open) == 0) return true;
        } while (!gate_.compare_exchange_weak(state, state + 1, std::memory_order_acquire, std::memory_order_relaxed));
        wake_children(distance, who);
        work(rank);
        if (gate_.fetch_sub(1, std::memory_order_acq_rel) == (caller_sleeps | 1)) detail::os::wake(gate_, 1);
        return true;
    }

    static void* thread_main(void* argument) noexcept {
        worker& self = *static_cast<worker*>(argument);
        basic_thread_pool& pool = *self.pool;
        char name[16];
        std::snprintf(name, sizeof name, "spate-%u", static_cast<unsigned>(self.rank));
        detail::os::name_this_thread(name);
        if (pool.pin_) detail::os::bind_this_thread(pool.places_[self.rank].cpus);
        std::uint32_t seen = 0;
        for (bool active = true;;) {
            std::uint32_t job = pool.job_.load(std::memory_order_acquire);
            for (spinner spin{active ? pool.spin_ns_ : 0}; job == seen && spin.again();) job = pool.job_.load(std::memory_order_acquire);
            while (job == seen) {
                self.asleep.store(1, std::memory_order_seq_cst);
                job = pool.job_.load(std::memory_order_seq_cst);
                if (job == seen) detail::os::wait(self.asleep, 1);
                job = pool.job_.load(std::memory_order_acquire);
            }
            self.asleep.store(0, std::memory_order_relaxed);
            if (pool.stopping_.load(std::memory_order_acquire)) return nullptr;
            seen = job;
            active = pool.join(self.rank);
        }
    }

    void stop() noexcept {
        // The threads of a forked parent are not here to be joined.
        if (::getpid() != process_) return;
        stopping_.store(true, std::memory_order_release);
        job_.fetch_add(1, std::memory_order_seq_cst);
        for (std::uint32_t rank = 0; rank < ranks(); ++rank) {
            if (!workers_[rank].started) continue;
            wake(workers_[rank]);
            ::pthread_join(workers_[rank].thread, nullptr);
        }
    }

    template <class Function, bool Exceptions>
    static bool call_range(basic_thread_pool& pool, const void* context, index_range range) noexcept {
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
    std::vector<std::uint32_t> rank_of_cpu_;
    detail::shares shares_;
    std::vector<worker> workers_;
    numa_policy numa_;
    std::uint64_t spin_ns_ = 0;
    pid_t process_;
    bool pin_;

    // Of the job that is open; written by its caller before the gate opens, left alone until the last worker has gone.
    range_function function_ = nullptr;
    const void* context_ = nullptr;
    std::exception_ptr error_;

    alignas(128) std::atomic<bool> busy_{false};
    alignas(128) std::atomic<std::uint32_t> job_{0};  // counts jobs; what the workers watch
    std::atomic<std::uint32_t> who_{0};               // of the last job: the caller's rank, and how many helpers it wants
    std::atomic<bool> stopping_{false};
    alignas(128) std::atomic<std::uint32_t> gate_{0};  // `open`, `caller_sleeps`, and the number of workers in the job
    alignas(128) std::atomic<bool> failed_{false};
};

using thread_pool = basic_thread_pool<>;
}  // namespace spate::inline v0

#endif  // SPATE_EXEC_THREAD_POOL_HPP
