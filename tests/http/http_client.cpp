// SPDX-License-Identifier: Apache-2.0

#include <doctest/doctest.h>

#include <atomic>
#include <cctype>
#include <chrono>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <spate/http/http_client.hpp>

#include "fake_server.hpp"

namespace {

using header = std::pair<std::string_view, std::string_view>;
using spate::http_client;
using spate::http_client_options;
using spate::http_failure;

http_client_options quick() {
    http_client_options out;
    out.connect_timeout = std::chrono::milliseconds{2000};
    out.timeout = std::chrono::milliseconds{5000};
    return out;
}

spate::http_error failure_of(http_client& client, std::string_view url) {
    try {
        (void)client.send({"GET", url});
    } catch (const spate::http_error& error) {
        return error;
    }
    FAIL("an answer where none can be");
    return {http_failure::other, "", ""};
}

std::string echo(const fake::received& request) {
    return fake::answer(200, request.head + "\r\n" + request.body, "X-Number: " + std::to_string(request.connection) + "\r\n");
}

std::string body_of(const http_client_options& options, const fake::server& server) {
    http_client client{options};
    return client.send({"POST", server.url(), {}, "x"}).body;
}

}  // namespace

TEST_CASE("http_client: methods, headers and bodies arrive; the connection is kept") {
    const fake::server server{echo};
    http_client client{quick()};
    const header headers[] = {{"Content-Type", "application/json"}, {"X-Any", "a b"}, {"X-Empty", ""}};
    const std::string url = server.url("/_bulk?x=1"), body = "{\"a\":1}\n" + std::string(100'000, 'z');
    const spate::http_response posted = client.send({"POST", url, headers, body});
    CHECK(posted.status == 200);
    CHECK(posted.header("x-number") == "0");
    CHECK(posted.body.starts_with("POST /_bulk?x=1 HTTP/1.1\r\n"));
    CHECK(posted.body.find("Content-Type: application/json\r\n") != std::string::npos);
    CHECK(posted.body.find("X-Any: a b\r\n") != std::string::npos);
    CHECK(posted.body.find("X-Empty:\r\n") != std::string::npos);
    CHECK(posted.body.find("Expect:") == std::string::npos);
    CHECK(posted.body.ends_with("\r\n" + body));
    const std::vector<std::pair<std::string_view, std::string_view>> sent{{"GET", ""},  {"PUT", "x"},  {"DELETE", ""}, {"PUT", ""},
                                                                          {"POST", ""}, {"GET", "{}"}, {"GET", ""}};
    for (const auto& [method, text] : sent) {
        const spate::http_response got = client.send({method, url, {}, text});
        CHECK(got.body.starts_with(std::string{method} + " /_bulk"));
        CHECK(got.body.ends_with("\r\n" + std::string{text}));
        CHECK(got.body.find("Content-Type") == std::string::npos);
    }
    CHECK(client.send({"GET", url}).header("x-number") == "0");
    CHECK(server.connections() == 1);
}

TEST_CASE("http_client: any status is an answer, a redirect too; 100-continue's headers are forgotten") {
    const fake::server server{[](const fake::received& request) {
        if (request.head.starts_with("GET /moved")) return fake::answer(302, "", "Location: /there\r\n");
        if (request.head.starts_with("HEAD")) return std::string{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"};
        return "HTTP/1.1 100 Continue\r\nX-Old: 1\r\n\r\n" + fake::answer(429, "later", "Retry-After:  7 \r\n");
    }};
    http_client client{quick()};
    const spate::http_response moved = client.send({"GET", server.url("/moved")});
    CHECK(moved.status == 302);
    CHECK(moved.header("location") == "/there");
    CHECK(client.send({"HEAD", server.url()}).body.empty());
    const spate::http_response throttled = client.send({"POST", server.url(), {}, "x"});
    CHECK(throttled.status == 429);
    CHECK(throttled.body == "later");
    CHECK(throttled.header("retry-after") == "7");
    CHECK(throttled.header("x-old").empty());
}

TEST_CASE("http_client: what is no answer says so, with host and port and without what is secret") {
    http_client_options options = quick();
    options.timeout = std::chrono::milliseconds{300};
    http_client client{options};
    std::string url;
    {
        const fake::server gone{echo};
        url = "http://user:word@127.0.0.1:" + std::to_string(gone.port()) + "/path?key=hush";
    }
    const spate::http_error refused = failure_of(client, url);
    CHECK(refused.failure() == http_failure::connect);
    CHECK(refused.target() == "http://127.0.0.1" + url.substr(url.rfind(':'), url.find("/path") - url.rfind(':')));
    CHECK(std::string_view{refused.what()}.find("word") == std::string_view::npos);
    CHECK(std::string_view{refused.what()}.find("hush") == std::string_view::npos);
    CHECK(failure_of(client, "http://no-such-host.invalid:9/").failure() == http_failure::resolve);

    const fake::server silent{[](const fake::received&) {
        std::this_thread::sleep_for(std::chrono::milliseconds{600});
        return std::string{};
    }};
    CHECK(failure_of(client, silent.url()).failure() == http_failure::timeout);
    const fake::server closing{[](const fake::received&) { return std::string{}; }};
    CHECK(failure_of(client, closing.url()).failure() == http_failure::connection);
    const fake::server short_one{[](const fake::received&) { return std::string{"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nabc"}; }};
    CHECK(failure_of(client, short_one.url()).may_have_arrived());
    CHECK(failure_of(client, "https" + closing.url().substr(4)).failure() == http_failure::tls);
    for (const char* const none : {"", "ftp://host/", "host:9200", "http://", "file:///etc/passwd"})
        CHECK_THROWS_AS((void)client.send({"GET", none}), spate::config_error);
    const header broken[] = {{"X-A", "b\r\nX-C: d"}};
    CHECK_THROWS_AS((void)client.send({"GET", closing.url(), broken}), spate::config_error);
}

TEST_CASE("http_client: a handshake that breaks off is no TLS at first, and a lost connection where there were answers before") {
    const fake::server server{[](const fake::received&) { return fake::answer(200); }};
    const std::string tls = "https" + server.url().substr(4);
    http_client client{quick()};
    CHECK(failure_of(client, tls).failure() == http_failure::tls);
    CHECK(!failure_of(client, tls).may_pass());
    CHECK(client.send({"GET", server.url()}).status == 200);
    const spate::http_error error = failure_of(client, tls);
    CHECK(error.failure() == http_failure::connection);
    CHECK(error.may_pass());
}

TEST_CASE("http_client: a body above 64 MiB is not taken") {
    const fake::server server{[](const fake::received&) { return fake::answer(200, std::string(http_client::longest_body + 1, 'x')); }};
    http_client client{quick()};
    const spate::http_error error = failure_of(client, server.url());
    CHECK(error.failure() == http_failure::too_long);
    CHECK(error.problem() == "answers with more than 64 MiB");
}

TEST_CASE("http_client: stops what is under way") {
    const fake::server silent{[](const fake::received&) {
        std::this_thread::sleep_for(std::chrono::milliseconds{1200});
        return fake::answer(200);
    }};
    http_client client{quick()};
    std::atomic<bool> stop = false;
    client.stop_with(&stop);
    std::thread stopper{[&stop] {
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
        stop = true;
    }};
    CHECK(failure_of(client, silent.url()).failure() == http_failure::stopped);
    stopper.join();
}

TEST_CASE("http_client: users, API keys and signatures go into headers") {
    const fake::server server{echo};
    http_client_options basic = quick();
    basic.user = "ann";
    basic.password = spate::secret{"p:w"};
    CHECK(body_of(basic, server).find("Authorization: Basic YW5uOnA6dw==\r\n") != std::string::npos);

    http_client_options keyed = quick();
    REQUIRE(::setenv("SPATE_SECRET_CLIENT_KEY", "abc", 1) == 0);
    keyed.api_key = spate::secret{"{{secrets/client/key}}"};
    CHECK(body_of(keyed, server).find("Authorization: ApiKey abc\r\n") != std::string::npos);

    http_client_options given = quick();
    given.signature = {"kinesis", "eu-west-1", "AKIDEXAMPLE", spate::secret{"wJalr"}, spate::secret{"token"}};
    const std::string sent = body_of(given, server);
    CHECK(sent.find("Credential=AKIDEXAMPLE/") != std::string::npos);
    CHECK(sent.find("/eu-west-1/kinesis/aws4_request") != std::string::npos);
    CHECK(sent.find("x-amz-security-token: token\r\n") != std::string::npos);
    CHECK(sent.find("wJalr") == std::string::npos);
    // What is signed is sent.
    std::size_t headers = 0;
    const std::size_t begin = sent.find("SignedHeaders=") + 14;
    for (const std::string signed_ones = sent.substr(begin, sent.find(',', begin) - begin) + ";"; headers < signed_ones.size();) {
        const std::string name = signed_ones.substr(headers, signed_ones.find(';', headers) - headers);
        std::string small = sent;
        for (char& letter : small) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        CHECK(small.find("\r\n" + name + ": ") != std::string::npos);
        headers += name.size() + 1;
    }

    given.user = "ann";
    CHECK_THROWS_AS(http_client{given}, spate::config_error);
    given.user.clear();
    given.signature.region.clear();
    CHECK_THROWS_AS(http_client{given}, spate::config_error);
    keyed.api_key = spate::secret{"{{secrets/client/none}}"};
    CHECK_THROWS_AS(http_client{keyed}, spate::config_error);
}
