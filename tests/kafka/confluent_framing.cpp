// SPDX-License-Identifier: Apache-2.0
#include <spate/kafka/confluent_framing.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <string_view>

using namespace spate;
using namespace std::string_view_literals;

TEST_CASE("kafka/confluent_framing: the number of a schema stands in four bytes behind a 0") {
    std::string out = "x";
    append_confluent_avro(out, 1);
    CHECK(out == "x\x00\x00\x00\x00\x01"sv);
    out.clear();
    append_confluent_avro(out, 0xfedcba98u);
    CHECK(out == "\x00\xfe\xdc\xba\x98"sv);
}

TEST_CASE("kafka/confluent_framing: the first message of a file is one 0, others have a path of zigzag varints") {
    const auto framed = [](std::span<const std::int32_t> path) {
        std::string out;
        append_confluent_protobuf(out, 7, path);
        return out;
    };
    CHECK(framed({}) == "\x00\x00\x00\x00\x07\x00"sv);
    const std::int32_t first[]{0}, second[]{1}, nested[]{1, 0}, far[]{200};
    CHECK(framed(first) == framed({}));
    CHECK(framed(second) == "\x00\x00\x00\x00\x07\x02\x02"sv);
    CHECK(framed(nested) == "\x00\x00\x00\x00\x07\x04\x02\x00"sv);
    CHECK(framed(far) == "\x00\x00\x00\x00\x07\x02\x90\x03"sv);  // 200 is 400 in zigzag
}
