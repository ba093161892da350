// SPDX-License-Identifier: Apache-2.0
#include <spate/rng/pcg64.hpp>

#include "support.hpp"

using spate::rng::pcg64;
using spate::rng::detail::pcg_state;

TEST_CASE("rng/pcg64: known answers") {
    const auto answers = support::read_answers("pcg64.txt");
    constexpr pcg_state start = pcg_state::from(42, 54);
    for (const spate::simd::isa which : spate::simd::available_isas()) {
        std::uint64_t words[8];
        spate::rng::detail::pcg_blocks.at(which)(start.state, start.increment, reinterpret_cast<std::byte*>(words), 1, false);
        for (std::size_t i = 0; i < answers.size(); ++i) CHECK(words[i] == support::number(answers[i][0], 16));
    }
}

TEST_CASE("rng/pcg64: jumps are steps") {
    const pcg_state start = spate::rng::detail::pcg_start(support::key);
    spate::uint128 state = start.state;
    for (std::uint64_t steps = 0; steps < 5'000; ++steps) {
        REQUIRE(start.after(steps).state == state);
        state = state * spate::kernels::pcg_multiplier + start.increment;
    }
    for (std::uint64_t i = 0; i < 1'000; ++i) {
        const std::uint64_t a = spate::mix(i) >> (i % 40), b = spate::mix(~i) >> (i % 60);
        REQUIRE(start.after(a).after(b).state == start.after(b).after(a).state);
        if (a + b >= a) REQUIRE(start.after(a).after(b).state == start.after(a + b).state);
    }
}

TEST_CASE("rng/pcg64: laws") { support::check_engine<pcg64>(); }
TEST_CASE("rng/pcg64: golden") { support::check_golden<pcg64>(0xa3f07916b39af2b5u); }
