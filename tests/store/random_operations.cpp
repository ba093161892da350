// SPDX-License-Identifier: Apache-2.0
#include <cstdint>

#include "../support/store_model.hpp"

#include <doctest/doctest.h>

TEST_CASE("10,000 random operations leave what a model in memory has") {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) test::compare_with_model(seed, 1'000);
}
