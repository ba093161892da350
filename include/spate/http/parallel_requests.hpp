// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_HTTP_PARALLEL_REQUESTS_HPP
#define SPATE_HTTP_PARALLEL_REQUESTS_HPP

/// `parallel_requests`: threads that take a stream's places in order, and send them side by side.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <limits>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/sink/acknowledgements.hpp>
#include <spate/sink/delivery.hpp>

namespace spate::inline v0 {

/// What the threads of a sink share: what is safe, what was counted, and whether to go on. Thread safety: all of it from any thread.
class request_state {
public:
    explicit request_state(std::uint64_t first = 0) : safe_{first} {}

    /// For http_client::stop_with.
    [[nodiscard]] const std::atomic<bool>& stop_flag() const noexcept { return stop_; }
    /// Whether places from `first` on are still to be sent: false after a stop, and where an earlier range has failed. Ask before each request.
    [[nodiscard]] bool is_wanted(std::uint64_t first) const noexcept {
        return !stop_.load(std::memory_order_relaxed) && first < failed_.load(std::memory_order_acquire);
    }
    /// Waits, but not beyond a stop; false after one.
    bool wait(std::chrono::milliseconds time) {
        std::unique_lock hold{lock_};
        return !stopped_.wait_for(hold, time, [this] { return stop_.load(std::memory_order_relaxed); });
    }
    void stop() {
        {
            const std::lock_guard hold{lock_};
            stop_ = true;
        }
        stopped_.notify_all();
    }

    /// Whether any request was ever answered.
    [[nodiscard]] bool has_answer() const noexcept { return answered_.load(std::memory_order_relaxed); }
    void note_answer() noexcept { answered_.store(true, std::memory_order_relaxed); }

    /// Places [first, end), which hold so many messages, are safe at the target. No place comes twice.
    void acknowledge(std::uint64_t first, std::uint64_t end, std::uint64_t messages) {
        acknowledged_.fetch_add(messages, std::memory_order_relaxed);
        safe_.add(first, end);
    }
    [[nodiscard]] std::uint64_t acknowledged() const noexcept { return safe_.below(); }

    /// A request leaves, with so many messages of so many bytes of keys and values; `end_request` with the same bytes when it is answered for good.
    void begin_request(std::uint64_t messages, std::uint64_t bytes) noexcept {
        sent_.fetch_add(messages, std::memory_order_relaxed);
        bytes_.fetch_add(bytes, std::memory_order_relaxed);
        in_flight_.fetch_add(bytes, std::memory_order_relaxed);
        requests_.fetch_add(1, std::memory_order_relaxed);
    }
    void end_request(std::uint64_t bytes) noexcept { in_flight_.fetch_sub(bytes, std::memory_order_relaxed); }
    /// A request or a message goes again.
    void count_retries(std::uint64_t count = 1) noexcept { retries_.fetch_add(count, std::memory_order_relaxed); }
    /// A request or a message was refused or lost.
    void count_errors(std::uint64_t count = 1) noexcept { errors_.fetch_add(count, std::memory_order_relaxed); }

    [[nodiscard]] delivery_counts counts() const noexcept {
        const auto read = [](const std::atomic<std::uint64_t>& from) { return from.load(std::memory_order_relaxed); };
        return {read(sent_), read(acknowledged_), read(bytes_), read(in_flight_), read(retries_), read(errors_), read(requests_)};
    }

private:
    friend class parallel_requests;

    std::atomic<bool> stop_ = false, answered_ = false;
    // The first place of the earliest range that has failed.
    std::atomic<std::uint64_t> failed_ = std::numeric_limits<std::uint64_t>::max();
    std::atomic<std::uint64_t> sent_ = 0, acknowledged_ = 0, bytes_ = 0, in_flight_ = 0, retries_ = 0, errors_ = 0, requests_ = 0;
    acknowledgements safe_;
    std::mutex lock_;
    std::condition_variable stopped_;
};

/// How many threads send, and how many places each takes at once.
struct parallel_options {
    std::size_t threads = 4;
    /// A multiple of 512, so that no two threads make messages of one block.
    std::uint64_t places = 4096;
};

/// Threads that send ranges of places, each range by one thread; so there are as many requests in flight as threads, and at most two ranges per thread in
/// memory.
///
/// A range fails by an exception. Then the ranges before it are still sent, those after it no more; `send`, `flush` and `close` throw the exception of the
/// earliest failed range, once all threads rest. Thread safety: send, flush and close belong to one thread, the rest is for any.
class parallel_requests {
public:
    /// Sends the messages at places [first, end) of one range, asks is_wanted before each request, and acknowledges what is safe, which is all when it returns
    /// while it is wanted. Throws where that is not to be had.
    using worker = std::function<void(std::uint64_t first, std::uint64_t end)>;
    /// Makes what a thread needs, on that thread: its client, its maker of messages.
    using make_worker = std::function<worker(request_state& state)>;

    /// Starts the threads. Throws config_error for no thread, and for a number of places that is no multiple of 512; what threads throw.
    parallel_requests(parallel_options options, request_state& state, make_worker make) : options_{options}, state_{state}, make_{std::move(make)} {
        if (options.threads == 0 || options.threads > 1024)
            detail::raise_config("threads", std::to_string(options.threads), "cannot send", "give 1 to 1024 threads");
        if (options.places == 0 || options.places % message_maker::block != 0)
            detail::raise_config("places", std::to_string(options.places), "is no multiple of " + std::to_string(message_maker::block), "give one");
        threads_.reserve(options.threads);
        try {
            for (std::size_t i = 0; i < options.threads; ++i) threads_.emplace_back([this] { run(); });
        } catch (...) {
            end();
            throw;
        }
    }
    parallel_requests(const parallel_requests&) = delete;
    parallel_requests& operator=(const parallel_requests&) = delete;
    /// What is in flight is given up.
    ~parallel_requests() {
        state_.stop();
        end();
    }

    /// Hands [first, end) to the threads; waits while each of them has a range that waits.
    void send(std::uint64_t first, std::uint64_t end) {
        std::unique_lock hold{lock_};
        while (first < end) {
            const std::uint64_t cut = first - first % options_.places + options_.places, next = std::min(cut, end);
            // Small pieces become one as long as nobody has taken them.
            if (!queue_.empty() && queue_.back().second == first && first % options_.places != 0) {
                queue_.back().second = next;
            } else {
                rested_.wait(hold, [this] { return failure_ != nullptr || queue_.size() < options_.threads; });
                if (failure_ != nullptr) fail(hold);
                queue_.emplace_back(first, next);
            }
            first = next;
            work_.notify_one();
        }
        if (failure_ != nullptr) fail(hold);
    }

    /// Until all is acknowledged.
    void flush() {
        std::unique_lock hold{lock_};
        rested_.wait(hold, [this] { return failure_ != nullptr || (queue_.empty() && active_ == 0); });
        if (failure_ != nullptr) fail(hold);
    }

private:
    using range = std::pair<std::uint64_t, std::uint64_t>;

    void run() {
        worker work;
        try {
            work = make_(state_);
        } catch (...) {
            note_failure(0);
            return;
        }
        std::unique_lock hold{lock_};
        for (;;) {
            work_.wait(hold, [this] { return ending_ || !queue_.empty(); });
            if (queue_.empty() || state_.stop_) return;
            const range next = queue_.front();
            queue_.pop_front();
            ++active_;
            hold.unlock();
            rested_.notify_all();
            try {
                if (state_.is_wanted(next.first)) work(next.first, next.second);
            } catch (...) {
                note_failure(next.first);
            }
            hold.lock();
            --active_;
            rested_.notify_all();
        }
    }

    void note_failure(std::uint64_t first) {
        {
            const std::lock_guard hold{lock_};
            if (first < state_.failed_ && !state_.stop_) {
                state_.failed_ = first;
                failure_ = std::current_exception();
            }
        }
        rested_.notify_all();
    }

    [[noreturn]] void fail(std::unique_lock<std::mutex>& hold) {
        queue_.clear();
        rested_.wait(hold, [this] { return active_ == 0; });
        std::rethrow_exception(failure_);
    }

    void end() {
        {
            const std::lock_guard hold{lock_};
            ending_ = true;
            queue_.clear();
        }
        work_.notify_all();
        for (std::thread& one : threads_) one.join();
    }

    parallel_options options_;
    request_state& state_;
    make_worker make_;
    std::mutex lock_;
    std::condition_variable work_, rested_;
    std::deque<range> queue_;
    std::size_t active_ = 0;
    bool ending_ = false;
    std::exception_ptr failure_;
    std::vector<std::thread> threads_;
};

}  // namespace spate::inline v0

#endif  // SPATE_HTTP_PARALLEL_REQUESTS_HPP
