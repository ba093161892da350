// SPDX-License-Identifier: Apache-2.0
#include <spate/core/seed.hpp>

#include <doctest/doctest.h>

#include <type_traits>

using namespace spate;

TEST_CASE("core/seed: a number with a meaning") {
    static_assert(seed{1} == seed{1} && seed{1} != seed{2});
    static_assert(!std::is_convertible_v<int, seed> && std::is_trivially_copyable_v<seed>);
    CHECK(seed{42}.value == 42);
}
