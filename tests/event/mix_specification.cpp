// SPDX-License-Identifier: Apache-2.0
#include <spate/event/mix_specification.hpp>

#include <doctest/doctest.h>

using namespace spate;

TEST_CASE("event/mix_specification: what a mix is unless told otherwise") {
    const mix_specification mix;
    CHECK(mix.from == seed{0});
    CHECK(mix.types.empty());
    CHECK(mix.selection == type_selection::multinomial);
    CHECK(mix.payload == payload_format::json);
    CHECK(mix.partition_key.empty());
    CHECK(mix.flows.empty());
    CHECK_FALSE(mix.arrival.any());
    CHECK(mix.when.time_of(1000) == 1'000'000'000);
}
