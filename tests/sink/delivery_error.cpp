// SPDX-License-Identifier: Apache-2.0
#include <spate/sink/delivery_error.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace spate;

TEST_CASE("an error says who does not take what, and what would help") {
    const delivery_error one{"kafka 127.0.0.1:9092: topic events", "authentication failed", "check the password"};
    CHECK(std::string{one.what()} == "kafka 127.0.0.1:9092: topic events: authentication failed; check the password");
    CHECK(one.target() == "kafka 127.0.0.1:9092: topic events");
    CHECK(one.problem() == "authentication failed");
    CHECK(one.remedy() == "check the password");
    CHECK(std::string{delivery_error{"a", "b"}.what()} == "a: b");
}
