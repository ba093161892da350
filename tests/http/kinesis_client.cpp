// SPDX-License-Identifier: Apache-2.0

#include <doctest/doctest.h>

#include <string>

#include <spate/http/kinesis_client.hpp>

#include "fake_kinesis.hpp"

namespace {

std::string refusal_of_prepare(const spate::kinesis_options& options) {
    spate::request_state state;
    try {
        spate::kinesis_client{options, state}.prepare();
    } catch (const spate::delivery_error& error) {
        return error.what();
    }
    return "prepared";
}

}  // namespace

TEST_CASE("kinesis_client: a stream is made, and gets more shards, at most twice as many at a time") {
    fake::kinesis server;
    spate::kinesis_options options = server.options();
    options.creates = false;
    const std::string none = refusal_of_prepare(options);
    CHECK(none == "kinesis " + options.endpoint_url + ", stream events: there is no such stream; make it, or let it be made with create_stream: true");
    options.creates = true;
    options.shards = 3;
    CHECK(refusal_of_prepare(options) == "prepared");
    CHECK(server.actions == "DescribeStreamSummary DescribeStreamSummary CreateStream3 DescribeStreamSummary DescribeStreamSummary DescribeStreamSummary ");
    CHECK(server.shards == 3);

    // One that is there is left as it is, if it is not to grow.
    options.automatic = true;
    options.records_per_second = 16'500;
    CHECK(refusal_of_prepare(options) == "prepared");
    CHECK(server.shards == 3);
    options.grows = true;
    server.on_demand = true;
    CHECK(refusal_of_prepare(options) == "prepared");
    CHECK(server.shards == 3);
    server.on_demand = false;
    server.actions.clear();
    CHECK(refusal_of_prepare(options) == "prepared");
    CHECK(server.shards == 17);
    // To 6, 12 and 17.
    std::size_t updates = 0;
    for (std::size_t at = server.actions.find("UpdateShardCount"); at != std::string::npos; at = server.actions.find("UpdateShardCount", at + 1)) ++updates;
    CHECK(updates == 3);
    options.records_per_second = 500;
    CHECK(refusal_of_prepare(options) == "prepared");
    CHECK(server.shards == 17);
}

TEST_CASE("kinesis_client: runs of several shards give a stream shards at the same time; descriptions may be late") {
    fake::kinesis server;
    server.shards = 1;
    spate::kinesis_options options = server.options();
    options.shards = 3;
    options.grows = true;
    std::size_t updates = 0;
    // The other run is always a moment earlier.
    server.trouble = [&](std::size_t, const std::string& action) {
        if (action != "UpdateShardCount" || updates == 2) return std::string{};
        server.shards = ++updates + 1;
        return fake::answer(400, updates == 1 ? R"({"__type":"ResourceInUseException"})" : R"({"__type":"InvalidArgumentException","message":"it has 3"})");
    };
    CHECK(refusal_of_prepare(options) == "prepared");
    CHECK(server.shards == 3);
    options.shards = 6;
    server.late = 3;
    CHECK(refusal_of_prepare(options) == "prepared");
    CHECK(server.shards == 6);
    CHECK(server.late == 0);
    // Shards that never come are not waited for for ever.
    options.shards = 7;
    options.active_timeout = std::chrono::milliseconds{50};
    server.late = 1000;
    CHECK(refusal_of_prepare(options).find("still has 6 shards after 0 s") != std::string::npos);
    server.trouble = [&](std::size_t, const std::string& action) {
        return action == "UpdateShardCount" ? fake::answer(400, R"({"__type":"LimitExceededException","message":"ten a day"})") : std::string{};
    };
    CHECK(refusal_of_prepare(options).find("UpdateShardCount is refused with 400 LimitExceededException: ten a day") != std::string::npos);
}

TEST_CASE("kinesis_client: errors of AWS are one clear message") {
    fake::kinesis server;
    std::string body;
    server.trouble = [&body](std::size_t, const std::string&) { return fake::answer(400, body); };
    spate::kinesis_options options = server.options();
    const std::string begin = "kinesis " + options.endpoint_url + ", stream events: ";
    body = R"({"__type":"InvalidSignatureException","message":"The request signature we calculated does not match"})";
    CHECK(refusal_of_prepare(options) ==
          begin +
              "DescribeStreamSummary is refused with 400 InvalidSignatureException: The request signature we calculated does not match; "
              "check the secret access key, the region, and the clock of this machine");
    body = "<ErrorResponse><Errors><Error><Code>SignatureDoesNotMatch</Code><Message>no match</Message></Error></Errors></ErrorResponse>";
    CHECK(refusal_of_prepare(options).find("400 SignatureDoesNotMatch: no match; check the secret") != std::string::npos);
    body = R"({"__type":"AccessDeniedException","Message":"User is not authorized"})";
    CHECK(refusal_of_prepare(options).find("AccessDeniedException: User is not authorized; allow kinesis:PutRecords") != std::string::npos);
    body = R"({"__type":"ExpiredTokenException"})";
    CHECK(refusal_of_prepare(options).find("ExpiredTokenException; get a new session token") != std::string::npos);
    body = "<html>\nbad";
    CHECK(refusal_of_prepare(options) == begin + "DescribeStreamSummary is refused with 400 <html> bad");
    server.trouble = [](std::size_t, const std::string&) { return fake::answer(200, "[]"); };
    CHECK(refusal_of_prepare(options) == begin + "DescribeStreamSummary is answered by what is no answer of Kinesis: []; check endpoint_url");
    // Too many descriptions in a second pass; a quota of streams does not.
    server.trouble = [](std::size_t request, const std::string& action) {
        return request % 2 == 0 || action == "CreateStream" ? fake::answer(400, R"({"__type":"LimitExceededException","message":"quota"})") : std::string{};
    };
    CHECK(refusal_of_prepare(options) == begin + "CreateStream is refused with 400 LimitExceededException: quota");
}

TEST_CASE("kinesis_client: a stream that does not become active is waited for only so long") {
    fake::kinesis server;
    spate::kinesis_options options = server.options();
    options.active_timeout = std::chrono::milliseconds{0};
    CHECK(refusal_of_prepare(options).find("is UPDATING and not ACTIVE after 0 s") != std::string::npos);
}
