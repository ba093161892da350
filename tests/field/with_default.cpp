// SPDX-License-Identifier: Apache-2.0
#include <spate/field/with_default.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>

#include <spate/field/sequence.hpp>

#include "laws.hpp"
#include "samples.hpp"

using namespace spate;

TEST_CASE("field/with_default: as often as was asked for, and no other value changes") {
    std::int64_t row = 0, defaults = 0;
    bool right = true;
    for (const std::int64_t value : laws::values(with_default(sequence(1), 0.25, -1), 1'000'000)) {
        ++row;
        defaults += value == -1;
        right &= value == -1 || value == row;
    }
    CHECK(right);
    CHECK(defaults > 247'800);
    CHECK(defaults < 252'200);
    CHECK(laws::values(with_default(sequence(), 1.0, 7), 3) == std::vector<std::int64_t>{7, 7, 7});
    CHECK(laws::values(with_default(sequence(), 0.0, 7), 3) == std::vector<std::int64_t>{0, 1, 2});
}

TEST_CASE("field/with_default: every partition of rows gives the same, of numbers, bools and texts") {
    laws::check_partition(with_default(samples::below_of(9), 0.5, 100));
    laws::check_partition(with_default(samples::coin{}, 0.5, true));
    laws::check_partition(with_default(samples::letters{}, 0.5, "unknown"));
    laws::check_partition(with_default(samples::city{}, 0.5, ""));
}

TEST_CASE("field/with_default: a probability is at most 1") { CHECK_THROWS_AS((void)with_default(sequence(), 2.0, 0), config_error); }
