// SPDX-License-Identifier: Apache-2.0
#include <spate/schema/runtime_structure.hpp>

#include <doctest/doctest.h>

#include <cstdint>

#include <spate/field/integer.hpp>
#include <spate/field/sequence.hpp>
#include <spate/field/structure.hpp>

#include "../field/laws.hpp"

using namespace spate;

TEST_CASE("schema/runtime_structure: has the values of the same structure made at compile time") {
    const auto compiled = structure(field<"a">(uniform_int<std::int32_t>(1, 100)), field<"n">(sequence()));
    const runtime_structure made{{{"a", uniform_int<std::int32_t>(1, 100)}, {"n", sequence()}}};
    CHECK(made.type() == compiled.type());
    column one, two;
    compiled.fill({{1, 2}, 77, 300}, one);
    made.fill({{1, 2}, 77, 300}, two);
    for (std::size_t i = 0; i < 300; ++i) {
        REQUIRE(one.child(0).values<std::int32_t>()[i] == two.child(0).values<std::int32_t>()[i]);
        REQUIRE(one.child(1).values<std::int64_t>()[i] == two.child(1).values<std::int64_t>()[i]);
    }
    laws::check_partition(made);
    CHECK_THROWS_AS((void)runtime_structure{{}}, config_error);
}
