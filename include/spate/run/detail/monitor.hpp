// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_DETAIL_MONITOR_HPP
#define SPATE_RUN_DETAIL_MONITOR_HPP

/// Calls a run's progress callback from a thread of its own, so that neither waits for the other.

#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <type_traits>

#include <spate/run/detail/writers.hpp>
#include <spate/run/report.hpp>

namespace spate::inline v0 {
namespace detail {

/// The callback that is none: no thread is made for it.
struct no_progress {
    template <class Now>
    void operator()(const Now&) const noexcept {}
};

/// `State` tells how far the run is by `progress()`, and ends it by `abandon()`.
template <class State, class Progress>
class monitor {
public:
    monitor(State& state, std::chrono::milliseconds interval, Progress& progress) : state_{state}, interval_{interval}, progress_{progress} {
        if constexpr (!std::is_same_v<Progress, no_progress>) thread_ = std::thread{[this] { watch(); }};
    }
    monitor(const monitor&) = delete;
    monitor& operator=(const monitor&) = delete;
    ~monitor() { join(); }

    /// Ends the thread and throws what the callback threw.
    void finish() {
        join();
        if (thrown_) std::rethrow_exception(thrown_);
    }

private:
    void join() noexcept {
        if (!thread_.joinable()) return;
        {
            const std::lock_guard lock{lock_};
            ended_ = true;
        }
        wake_.notify_one();
        thread_.join();
    }

    void watch() noexcept {
        std::unique_lock lock{lock_};
        while (!wake_.wait_for(lock, interval_, [this] { return ended_; })) {
            lock.unlock();
            try {
                progress_(state_.progress());
            } catch (...) {
                thrown_ = std::current_exception();
                state_.abandon();
                return;
            }
            lock.lock();
        }
    }

    State& state_;
    std::chrono::milliseconds interval_;
    Progress& progress_;
    std::mutex lock_;
    std::condition_variable wake_;
    bool ended_ = false;
    std::exception_ptr thrown_;
    std::thread thread_;
};

}  // namespace detail
}  // namespace spate::inline v0

#endif  // SPATE_RUN_DETAIL_MONITOR_HPP
