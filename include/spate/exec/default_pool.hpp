// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXEC_DEFAULT_POOL_HPP
#define SPATE_EXEC_DEFAULT_POOL_HPP

/// The pool that everybody shares.

#include <atomic>
#include <cstdint>

#include <pthread.h>

#include <spate/detail/config.hpp>
#include <spate/exec/detail/os.hpp>
#include <spate/exec/thread_pool.hpp>

namespace spate::inline v0 {
namespace detail {

/// The pools of this process and of those that it was forked from. None is ever destroyed: threads that outlive main may use it,
/// and all stay reachable, so that leak checkers see nothing to report.
struct shared_pool {
    thread_pool pool;
    shared_pool* inherited = nullptr;
};

inline constinit std::atomic<shared_pool*> current_pool{nullptr};
inline constinit std::atomic<shared_pool*> inherited_pool{nullptr};
inline constinit std::atomic<std::uint32_t> pool_being_made{0};

// Runs in the child between fork and its return: only this thread is left.
SPATE_WHEN_USED
inline void leave_pool_after_fork() noexcept {
    if (shared_pool* const parents = current_pool.exchange(nullptr, std::memory_order_relaxed)) inherited_pool.store(parents, std::memory_order_relaxed);
    pool_being_made.store(0, std::memory_order_relaxed);
}

/// Holds the right to make the pool; gives it back also when making it throws.
class pool_maker {
public:
    pool_maker() noexcept {
        while (pool_being_made.exchange(1, std::memory_order_acquire) != 0) os::wait(pool_being_made, 1);
    }
    pool_maker(const pool_maker&) = delete;
    pool_maker& operator=(const pool_maker&) = delete;
    ~pool_maker() {
        pool_being_made.store(0, std::memory_order_release);
        os::wake(pool_being_made, static_cast<std::uint32_t>(INT_MAX));
    }
};

SPATE_WHEN_USED
[[gnu::noinline]] inline thread_pool& make_default_pool() {
    const pool_maker only_one;
    if (shared_pool* const made = current_pool.load(std::memory_order_acquire)) return made->pool;
    static std::atomic<bool> watching{false};
    if (!watching.exchange(true)) ::pthread_atfork(nullptr, nullptr, leave_pool_after_fork<>);
    auto* const made = new shared_pool;
    made->inherited = inherited_pool.load(std::memory_order_relaxed);
    current_pool.store(made, std::memory_order_release);
    return made->pool;
}

}  // namespace detail

/// The process's pool: one thread per usable physical core, made at the first call (milliseconds), never destroyed, and made again in
/// the child after a fork. The same object for every caller. Any thread may call it. Costs one load. Throws like thread_pool.
SPATE_WHEN_USED
[[nodiscard]] inline thread_pool& default_pool() {
    if (detail::shared_pool* const made = detail::current_pool.load(std::memory_order_acquire)) return made->pool;
    return detail::make_default_pool();
}

}  // namespace spate::inline v0

#endif  // SPATE_EXEC_DEFAULT_POOL_HPP
