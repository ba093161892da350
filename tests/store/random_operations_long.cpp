// SPDX-License-Identifier: Apache-2.0
#include <cstdint>

#include "../support/store_model.hpp"

#include <doctest/doctest.h>

TEST_CASE("100,000 random operations leave what a model in memory has") {
    for (std::uint64_t seed = 101; seed <= 150; ++seed) test::compare_with_model(seed, 2'000);
}
