// SPDX-License-Identifier: Apache-2.0
#include <spate/event/payload_format.hpp>

#include <doctest/doctest.h>

#include <iterator>

using namespace spate;

TEST_CASE("event/payload_format: each has a name") {
    CHECK(to_string(payload_format::json) == "json");
    CHECK(to_string(payload_format::avro_single_object) == "avro_single_object");
    CHECK(to_string(payload_format::binary) == "binary");
    CHECK(std::size(payload_format_names) == static_cast<std::size_t>(payload_format::binary) + 1);
}
