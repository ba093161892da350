// SPDX-License-Identifier: Apache-2.0
#include <spate/exec/numa.hpp>

#include <doctest/doctest.h>

using spate::numa_policy;
using spate::parse_numa;

TEST_CASE("exec/numa: reading and writing") {
    CHECK(parse_numa("auto") == numa_policy::automatic());
    CHECK(parse_numa("auto") == numa_policy{});
    CHECK(parse_numa("uma") == numa_policy::uma());
    for (const char* text : {"3", "node 3", "node3", "node:3", "node=3"}) CHECK(parse_numa(text) == numa_policy::on_node(3));
    CHECK(parse_numa("node 0") != numa_policy::automatic());
    for (const numa_policy policy : {numa_policy::automatic(), numa_policy::uma(), numa_policy::on_node(12)}) CHECK(parse_numa(to_string(policy)) == policy);
}

TEST_CASE("exec/numa: what is not a placement") {
    for (const char* text : {"", "node", "node ", "node x", "-1", "1.5", "UMA", "automatic", "node  1", "999999"}) {
        CAPTURE(text);
        CHECK_THROWS_AS((void)parse_numa(text), spate::config_error);
    }
    try {
        (void)parse_numa("local", "--numa");
        FAIL("accepted");
    } catch (const spate::config_error& error) {
        CHECK(error.parameter() == "--numa");
        CHECK(error.value() == "\"local\"");
    }
}
