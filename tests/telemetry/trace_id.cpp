// SPDX-License-Identifier: Apache-2.0
#include <spate/telemetry/trace_id.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <utility>

using namespace spate;

TEST_CASE("telemetry/trace_id: traces and spans differ") {
    const key128 key = trace_key(seed{42}), other = trace_key(seed{43});
    std::set<std::pair<std::uint64_t, std::uint64_t>> traces;
    std::set<std::uint64_t> spans;
    for (std::uint64_t i = 0; i < 20'000; ++i) {
        const trace_identifier one = trace_id(key, i), another = trace_id(other, i);
        traces.insert({one.high, one.low});
        traces.insert({another.high, another.low});
        for (std::uint64_t span = 0; span < 3; ++span) spans.insert(span_id(one, span));
    }
    CHECK(traces.size() == 40'000);
    CHECK(spans.size() == 60'000);
    static_assert(trace_id(key128{1, 2}, 3) == trace_id(key128{1, 2}, 3));
}

TEST_CASE("telemetry/trace_id: each bit is set in half of all") {
    const key128 key = trace_key(seed{1});
    std::array<int, 128> set{};
    constexpr int traces = 40'000;
    for (std::uint64_t i = 0; i < traces; ++i) {
        const trace_identifier one = trace_id(key, i);
        for (std::size_t bit = 0; bit < 64; ++bit) {
            set[bit] += static_cast<int>(one.low >> bit & 1);
            set[64 + bit] += static_cast<int>(one.high >> bit & 1);
        }
    }
    for (const int count : set) CHECK(std::abs(count - traces / 2) < 500);  // five standard deviations
}

TEST_CASE("telemetry/trace_id: hexadecimal digits, the highest first") {
    char text[40] = {};
    CHECK(put_hex(text, {0x0123456789abcdefu, 0xfedcba9876543210u}) == text + 32);
    CHECK(std::string{text, 32} == "0123456789abcdeffedcba9876543210");
    CHECK(put_hex_16(text, 0xa) == text + 16);
    CHECK(std::string{text, 16} == "000000000000000a");
}

TEST_CASE("telemetry/trace_id: all hosts are used alike") {
    const key128 key = host_key(seed{5});
    std::array<int, 3> found{};
    int same = 0;
    for (std::uint64_t interval = 0; interval < 30'000; ++interval) {
        const std::uint32_t host = host_of(key, 2, interval, 3);
        REQUIRE(host < 3);
        ++found[host];
        same += host == host_of(key, 3, interval, 3);
    }
    for (const int count : found) CHECK(std::abs(count - 10'000) < 400);
    CHECK(std::abs(same - 10'000) < 400);
}
