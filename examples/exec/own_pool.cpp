// SPDX-License-Identifier: Apache-2.0
// A program's own thread pool as an executor of spate.
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <functional>
#include <latch>
#include <mutex>
#include <thread>
#include <vector>

#include <spate/core/concepts.hpp>

// A pool such as many programs have: threads that take tasks from a queue.
class company_pool {
public:
    explicit company_pool(unsigned threads) {
        for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this](std::stop_token stop) { work(stop); });
    }
    std::size_t size() const { return threads_.size(); }
    void submit(std::function<void()> task) {
        const std::lock_guard lock{mutex_};
        tasks_.push_back(std::move(task));
        ready_.notify_one();
    }

private:
    void work(std::stop_token stop) {
        for (std::unique_lock lock{mutex_}; ready_.wait(lock, stop, [this] { return !tasks_.empty(); });) {
            const auto task = std::move(tasks_.front());
            tasks_.pop_front();
            lock.unlock();
            task();
            lock.lock();
        }
    }
    std::mutex mutex_;
    std::condition_variable_any ready_;
    std::deque<std::function<void()>> tasks_;
    std::vector<std::jthread> threads_;
};

// The adapter. What spate runs in it does not throw.
struct company_executor {
    company_pool& pool;

    std::size_t concurrency() const { return pool.size(); }
    template <class Function>
    void bulk(std::size_t n, Function&& f) {
        std::latch done{static_cast<std::ptrdiff_t>(n)};
        for (std::size_t i = 0; i < n; ++i) pool.submit([&f, &done, i] { f(i), done.count_down(); });
        done.wait();
    }
};
static_assert(spate::executor<company_executor>);

int main() {
    company_pool pool{2};
    company_executor executor{pool};
    std::vector<std::size_t> squares(8);
    executor.bulk(squares.size(), [&](std::size_t i) { squares[i] = i * i; });
    for (const std::size_t square : squares) std::printf("%zu ", square);
    std::puts("");
    return squares.back() == 49 ? 0 : 1;
}
