// SPDX-License-Identifier: Apache-2.0
#include <spate/exec/inline.hpp>

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

TEST_CASE("exec/inline: every index once, in order") {
    std::vector<std::size_t> seen;
    spate::inline_executor executor;
    executor.bulk(5, [&](std::size_t i) { seen.push_back(i); });
    CHECK(seen == std::vector<std::size_t>{0, 1, 2, 3, 4});
    CHECK(executor.concurrency() == 1);
    executor.bulk(0, [&](std::size_t) { FAIL("nothing was asked for"); });
}

TEST_CASE("exec/inline: an exception ends the bulk") {
    std::size_t calls = 0;
    CHECK_THROWS_AS(spate::inline_executor::bulk(10,
                                                 [&](std::size_t i) {
                                                     ++calls;
                                                     if (i == 3) throw std::runtime_error{"three"};
                                                 }),
                    std::runtime_error);
    CHECK(calls == 4);
}

static_assert([] {
    std::size_t sum = 0;
    spate::inline_executor::bulk(4, [&](std::size_t i) { sum += i; });
    return sum;
}() == 6);
