// SPDX-License-Identifier: Apache-2.0
// A program's own threads as an executor of spate.
#include <cstdio>
#include <future>
#include <vector>

#include <spate/core/concepts.hpp>

// What an executor is: how many calls can run at once, and a way to run f(0) ... f(n - 1) and wait for them.
struct own_pool {
    std::size_t concurrency() const { return 4; }

    template <class Function>
    void bulk(std::size_t n, Function&& f) {
        std::vector<std::future<void>> tasks;
        for (std::size_t i = 0; i < n; ++i) tasks.push_back(std::async(std::launch::async, [&f, i] { f(i); }));
        for (std::future<void>& task : tasks) task.wait();
        for (std::future<void>& task : tasks) task.get();
    }
};
static_assert(spate::executor<own_pool>);

int main() {
    own_pool pool;
    std::vector<std::size_t> squares(8);
    pool.bulk(squares.size(), [&](std::size_t i) { squares[i] = i * i; });
    for (const std::size_t square : squares) std::printf("%zu ", square);
    std::puts("");
    return squares.back() == 49 ? 0 : 1;
}
