// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <spate/delta/s3_store.hpp>

#include "../http/fake_server.hpp"

#include <doctest/doctest.h>

using namespace spate;

namespace {

s3_options options_of(const std::string& url) {
    s3_options out;
    out.bucket = "bucket";
    out.prefix = "a b/t/";
    out.endpoint_url = url;
    out.access_key_id = "id";
    out.secret_access_key = secret{"hidden-key"};
    out.retry = {std::chrono::milliseconds{1}, std::chrono::milliseconds{2}, std::chrono::milliseconds{500}};
    return out;
}
std::string first_line(const fake::received& request) { return request.head.substr(0, request.head.find("\r\n")); }

}  // namespace

TEST_CASE("delta/s3_store: a commit is put where nothing is, and what is there is a lost race") {
    std::map<std::string, std::string> objects;
    int busy = 1;
    fake::server server{[&](const fake::received& request) {
        const std::string line = first_line(request);
        CHECK(request.header("If-None-Match") == "*");
        CHECK(request.header("Authorization").starts_with("AWS4-HMAC-SHA256 Credential=id/"));
        CHECK(request.head.find("hidden-key") == std::string::npos);
        if (busy-- > 0) return fake::answer(409, "<Error><Code>ConditionalRequestConflict</Code></Error>");
        return objects.try_emplace(line, request.body).second ? fake::answer(200) : fake::answer(412, "<Error><Code>PreconditionFailed</Code></Error>");
    }};
    s3_store store{options_of(server.url())};
    CHECK(store.target() == "s3://bucket/a b/t");
    CHECK(store.create("_delta_log/0.json", "one"));
    CHECK_FALSE(store.create("_delta_log/0.json", "two"));
    REQUIRE(objects.size() == 1);
    CHECK(objects.begin()->first == "PUT /bucket/a%20b/t/_delta_log/0.json HTTP/1.1");
    CHECK(objects.begin()->second == "one");
}

TEST_CASE("delta/s3_store: lists go on from page to page, and leave out what is not asked for") {
    std::vector<std::string> asked;
    fake::server server{[&](const fake::received& request) {
        asked.push_back(first_line(request));
        const bool second = asked.back().find("continuation-token=t%2B%3D") != std::string::npos;
        const std::string entry = second ? "b%26" : "a";
        return fake::answer(200, "<?xml version=\"1.0\"?><ListBucketResult><IsTruncated>" + std::string{second ? "false" : "true"} +
                                     "</IsTruncated><NextContinuationToken>t+=</NextContinuationToken><Contents><Key>a+b/t/log/" + entry +
                                     "</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><Size>12</Size></Contents>"
                                     "<Contents><Key>elsewhere</Key><Size>1</Size></Contents></ListBucketResult>");
    }};
    const s3_store store{options_of(server.url())};
    const auto files = store.list("log");
    REQUIRE(files.size() == 2);
    CHECK(files[0].name == "a");
    CHECK(files[1].name == "b&");
    CHECK(files[1].size == 12);
    CHECK(files[1].modified == 1'767'323'045'000);
    CHECK(asked[0] == "GET /bucket/?delimiter=%2F&encoding-type=url&list-type=2&prefix=a%20b%2Ft%2Flog%2F HTTP/1.1");
    CHECK(store.list("log", "b").size() == 1);
}

TEST_CASE("delta/s3_store: an object is read whole, and what is not there is nothing") {
    fake::server server{[&](const fake::received& request) {
        const std::string line = first_line(request);
        if (line.find("/none") != std::string::npos) return fake::answer(404, "<Error><Code>NoSuchKey</Code></Error>");
        if (line.find("/empty") != std::string::npos) return fake::answer(416);
        if (line.find("/denied") != std::string::npos) return fake::answer(403, "<Error><Code>SignatureDoesNotMatch</Code></Error>");
        if (line.find("/large") == std::string::npos) return fake::answer(206, "text");
        const std::size_t size = (std::size_t{32} << 20) + 3, begin = std::stoul(request.header("Range").substr(6)),
                          end = std::min(size, begin + (std::size_t{32} << 20));
        CHECK(request.header("If-Match") == (begin == 0 ? "" : "\"e\""));
        return fake::answer(206, std::string(end - begin, begin == 0 ? 'x' : 'y'), "ETag: \"e\"\r\n");
    }};
    const s3_store store{options_of(server.url())};
    CHECK(store.read("f") == "text");
    CHECK_FALSE(store.read("none"));
    CHECK(store.read("empty") == "");
    const auto large = store.read("large");
    REQUIRE(large);
    CHECK(large->size() == (std::size_t{32} << 20) + 3);
    CHECK(large->ends_with("xyyy"));
    try {
        (void)store.read("denied");
        FAIL("403 is no answer");
    } catch (const delivery_error& error) {
        CHECK(std::string{error.what()} ==
              "s3://bucket/a b/t: read denied: the store answers 403 SignatureDoesNotMatch; check the access key, its secret, the region and "
              "the policy of the bucket");
    }
}

TEST_CASE("delta/s3_store: what the store has no time for is sent again, until the deadline") {
    int answers = 0;
    fake::server server{[&](const fake::received&) { return ++answers < 3 ? fake::answer(503) : fake::answer(204); }};
    s3_store store{options_of(server.url())};
    store.remove("x");
    CHECK(answers == 3);
    fake::server never{[](const fake::received&) { return fake::answer(503); }};
    s3_store stuck{options_of(never.url())};
    CHECK_THROWS_AS(stuck.put("x", "y"), delivery_error);
}

TEST_CASE("delta/s3_store: an answer to a list that is none is told") {
    CHECK_THROWS_AS((void)detail::read_s3_listing("<html>", "s3://b"), delivery_error);
    CHECK_THROWS_AS((void)detail::read_s3_listing("<ListBucketResult><Contents><Key>", "s3://b"), delivery_error);
    CHECK_THROWS_AS((void)detail::read_s3_listing("<ListBucketResult><IsTruncated>true</IsTruncated>", "s3://b"), delivery_error);
    CHECK(detail::s3_element("<a><Key>x&amp;&lt;y</Key></a>", "Key") == "x&<y");
    CHECK(detail::s3_unescaped("a%2Bb+%c3%a9%") == "a+b \xc3\xa9%");
}
