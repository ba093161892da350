// SPDX-License-Identifier: Apache-2.0

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <spate/http/kinesis_body.hpp>

#include "decoded_base64.hpp"

namespace {

using spate::kinesis_body;
using spate::kinesis_limits;
using spate::message;

message made(std::uint64_t place, std::string_view key, std::string_view value, std::string_view type = {}) {
    message out;
    out.place = place;
    out.key = key;
    out.value = value;
    out.type = type;
    return out;
}

std::string refusal(kinesis_body& body, const message& one) {
    try {
        (void)body.add(one);
    } catch (const spate::delivery_error& error) {
        return error.what();
    }
    return "taken";
}

}  // namespace

TEST_CASE("kinesis_body: is what PutRecords takes, letter by letter") {
    kinesis_body body{"events", "kinesis, stream events"};
    CHECK(body.is_empty());
    CHECK(body.add(made(7, "k", "a")));
    CHECK(body.text() == R"({"StreamName":"events","Records":[{"Data":"YQ==","PartitionKey":"k"}]})");
    CHECK(body.add(made(8, "", "")));
    CHECK(body.text() == R"({"StreamName":"events","Records":[{"Data":"YQ==","PartitionKey":"k"},{"Data":"","PartitionKey":"8"}]})");
    CHECK(body.bytes() == 3);
    CHECK(body.records() == 2);
    CHECK(body.place(1) == 8);
    body.clear();
    const std::string key{"a\"b\\c\x01\n\xc3\xa4"};
    CHECK(body.add(made(18'446'744'073'709'551'615u, key, "b")));
    CHECK(nlohmann::json::parse(body.text())["Records"][0]["PartitionKey"] == key);
    body.clear();
    CHECK(body.add(made(18'446'744'073'709'551'615u, "", "b")));
    CHECK(nlohmann::json::parse(body.text())["Records"][0]["PartitionKey"] == "18446744073709551615");
}

TEST_CASE("kinesis_body: what is kept is sent again, in its order") {
    kinesis_body body{"events", ""};
    std::vector<std::string> values;
    for (std::size_t i = 0; i < 100; ++i) values.push_back(std::string(i % 17, static_cast<char>('a' + i % 26)) + std::to_string(i));
    for (std::size_t i = 0; i < values.size(); ++i) CHECK(body.add(made(i, "key", values[i])));
    std::vector<std::size_t> left;
    for (std::size_t i = 0; i < values.size(); ++i) left.push_back(i);
    while (!left.empty()) {
        const nlohmann::json read = nlohmann::json::parse(body.text());
        REQUIRE(read["Records"].size() == left.size());
        std::vector<std::size_t> kept, next;
        for (std::size_t i = 0; i < left.size(); ++i) {
            CHECK(fake::decoded_base64(read["Records"][i]["Data"].get<std::string>()) == values[left[i]]);
            CHECK(body.place(i) == left[i]);
            if (i % 3 != 0) {
                kept.push_back(i);
                next.push_back(left[i]);
            }
        }
        if (!kept.empty()) body.keep(kept);
        left = next;
    }
}

TEST_CASE("kinesis_body: 500 records, 5 MiB") {
    kinesis_body body{"events", ""};
    for (std::size_t i = 0; i < kinesis_limits::records; ++i) REQUIRE(body.add(made(i, "k", "v")));
    CHECK_FALSE(body.add(made(500, "k", "v")));
    CHECK(nlohmann::json::parse(body.text())["Records"].size() == 500);
    body.clear();
    const std::string large(kinesis_limits::record_bytes - 1, 'x');
    for (std::size_t i = 0; i < 5; ++i) REQUIRE(body.add(made(i, "k", large)));
    CHECK(body.bytes() == kinesis_limits::request_bytes);
    CHECK_FALSE(body.add(made(5, "k", "")));
    CHECK(body.records() == 5);
}

TEST_CASE("kinesis_body: a message that no body takes is named with its place, type and bytes") {
    kinesis_body body{"events", "kinesis, stream events"};
    const std::string large(kinesis_limits::record_bytes, 'x');
    CHECK(refusal(body, made(42, "k", large, "view")) ==
          "kinesis, stream events: the message at place 42 of type view has 1048577 bytes with its key, and Kinesis takes at most 1048576 (1 MiB); make its "
          "texts shorter");
    CHECK(refusal(body, made(42, std::string(257, 'k'), "v")) ==
          "kinesis, stream events: the message at place 42 has a partition key of 257 characters, and Kinesis takes at most 256; partition by a shorter field");
    std::string umlauts;
    for (int i = 0; i < 256; ++i) umlauts += "\xc3\xa4";
    CHECK(refusal(body, made(42, umlauts, "v")) == "taken");
    CHECK(body.records() == 1);
}
