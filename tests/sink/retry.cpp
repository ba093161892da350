// SPDX-License-Identifier: Apache-2.0
#include <spate/sink/retry.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>

#include <spate/core/error.hpp>

using namespace spate;
using namespace std::chrono_literals;

TEST_CASE("times to wait are drawn below a ceiling that doubles up to the most") {
    const retry_options options{.first = 50ms, .most = 1000ms, .deadline = std::chrono::hours{1}};
    std::chrono::milliseconds greatest[8]{};
    const auto now = backoff::clock::now();
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        backoff one{options, now, seed};
        for (auto& most : greatest) {
            const auto wait = one.next(now);
            CHECK(wait >= 0ms);
            most = std::max(most, wait);
        }
        CHECK(one.attempts() == 8);
    }
    std::chrono::milliseconds ceiling = 50ms;
    for (const auto& most : greatest) {
        CHECK(most <= ceiling);
        CHECK(most > ceiling * 9 / 10);
        ceiling = std::min<std::chrono::milliseconds>(2 * ceiling, 1000ms);
    }
}

TEST_CASE("a server that names a time is heard, and the deadline ends it all") {
    const retry_options options{.first = 10ms, .most = 100ms, .deadline = 5s};
    const auto now = backoff::clock::now();
    backoff one{options, now, 7};
    CHECK(one.next(now, 3000ms) == 3000ms);
    CHECK(one.next(now, 5001ms) < 0ms);
    CHECK(one.next(now + 4s) >= 0ms);
    CHECK(one.next(now + 6s) < 0ms);
    one.advance(now + 4s);
    CHECK(one.next(now + 6s) >= 0ms);
    CHECK(one.next(now + 10s) < 0ms);
}

TEST_CASE("many attempts do not overflow") {
    const retry_options options{.first = 1ms, .most = std::chrono::hours{24 * 365}, .deadline = std::chrono::hours{24 * 3650}};
    const auto now = backoff::clock::now();
    backoff one{options, now, 1};
    for (int i = 0; i < 200; ++i) {
        const auto wait = one.next(now);
        CHECK(wait >= 0ms);
        CHECK(wait <= options.most);
    }
}

TEST_CASE("the longest times there are mean: for ever") {
    constexpr auto ever = std::chrono::milliseconds::max();
    for (const auto most : {std::chrono::milliseconds{1000}, ever}) {
        backoff one{{.first = 50ms, .most = most, .deadline = ever}, backoff::clock::now(), 1};
        const auto later = backoff::clock::now() + std::chrono::hours{24 * 365};
        for (int i = 0; i < 100; ++i) CHECK(one.next(later) >= 0ms);
    }
}

TEST_CASE("times that make no sense are refused") {
    CHECK_NOTHROW(retry_options{}.check());
    CHECK_THROWS_AS((retry_options{.first = 0ms}.check()), config_error);
    CHECK_THROWS_AS((retry_options{.first = 50ms, .most = 49ms}.check()), config_error);
    CHECK_THROWS_AS((retry_options{.deadline = -1ms}.check()), config_error);
}
