// SPDX-License-Identifier: Apache-2.0
#include <spate/field/named.hpp>

#include <doctest/doctest.h>

#include <spate/field/sequence.hpp>

using namespace spate;

TEST_CASE("field/named: a generator with its name") {
    const auto id = field<"id">(sequence(3));
    CHECK(decltype(id)::name == "id");
    CHECK(id.generator == sequence(3));
    static_assert(schema_field<sequence_field>);
    static_assert(!schema_field<int>);
    static_assert(fixed_name{"price"}.view().size() == 5);
}
