// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_EXEC_ADAPTERS_HPP
#define SPATE_TESTS_EXEC_ADAPTERS_HPP

// What every executor must do, whoever owns its threads.

#include <doctest/doctest.h>

#include <atomic>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <vector>

#include <spate/core/concepts.hpp>

#include "../support/thread_sanitizer.hpp"

// ThreadSanitizer does not see how a runtime library that it did not compile hands work over, and reports races that are none.
inline void skip_under_tsan(const char* library) {
    if (!SPATE_TEST_UNDER_TSAN) return;
    std::printf("skipped: %s is not built with ThreadSanitizer\n", library);
    std::fflush(nullptr);
    std::_Exit(77);
}

template <spate::executor Executor>
void check_executor(Executor& executor) {
    CHECK(executor.concurrency() >= 1);
    for (const std::size_t n : {0u, 1u, 2u, 3u, 64u, 1001u}) {
        CAPTURE(n);
        std::vector<std::atomic<int>> calls(n);
        std::vector<std::size_t> plain(n);
        executor.bulk(n, [&](std::size_t i) {
            calls[i].fetch_add(1, std::memory_order_relaxed);
            plain[i] = i;
        });
        for (std::size_t i = 0; i < n; ++i) {
            CHECK(calls[i].load() == 1);
            CHECK(plain[i] == i);
        }
    }
    CHECK_THROWS_WITH_AS(executor.bulk(100,
                                       [](std::size_t i) {
                                           if (i == 42) throw std::runtime_error{"42"};
                                       }),
                         "42", std::runtime_error);
    std::atomic<int> nested{0};
    executor.bulk(8, [&](std::size_t) { executor.bulk(8, [&](std::size_t) { nested.fetch_add(1); }); });
    CHECK(nested.load() == 64);
}

#endif  // SPATE_TESTS_EXEC_ADAPTERS_HPP
