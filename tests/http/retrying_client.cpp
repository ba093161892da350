// SPDX-License-Identifier: Apache-2.0

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <string>

#include <spate/http/retrying_client.hpp>

#include "fake_server.hpp"

namespace {

using namespace std::chrono_literals;

const spate::retry_options quick{1ms, 4ms, 2000ms};
const spate::retry_options hasty{1ms, 4ms, 30ms};

}  // namespace

TEST_CASE("retrying_client: comes again after refusals and lost answers, and counts them") {
    std::atomic<int> calls = 0;
    const fake::server server{[&calls](const fake::received& request) {
        switch (++calls) {
            case 1:
                return fake::answer(429);
            case 2:
                return std::string{};
            case 3:
                return fake::answer(503, "busy");
            case 4:
                return fake::answer(500);
            default:
                return fake::answer(200, request.body);
        }
    }};
    spate::request_state state;
    spate::retrying_client client{{}, quick, state};
    CHECK(client.send({"POST", server.url(), {}, "all"}).body == "all");
    // libcurl itself asks once more where a connection that was kept ends without a byte.
    CHECK(calls >= 5);
    CHECK(state.counts().retries >= 3);
    CHECK(state.counts().errors == state.counts().retries);
}

TEST_CASE("retrying_client: waits as long as it is asked to, gives up at the deadline, and passes on what does not get better") {
    std::atomic<int> calls = 0;
    const fake::server server{[&calls](const fake::received& request) {
        ++calls;
        if (request.head.starts_with("GET /never")) return fake::answer(503, "no\nroom", "");
        if (request.head.starts_with("GET /long")) return fake::answer(429, "", "Retry-After: 60\r\n");
        return fake::answer(403, "forbidden");
    }};
    spate::request_state state;
    spate::retrying_client client{{}, hasty, state};
    CHECK(client.send({"GET", server.url()}).status == 403);
    CHECK(calls == 1);
    try {
        (void)client.send({"GET", "http://ann:word@" + server.url("/never").substr(7)});
        FAIL("an answer");
    } catch (const spate::delivery_error& error) {
        CHECK(error.target() == "http://127.0.0.1:" + std::to_string(server.port()));
        CHECK(error.problem().starts_with("still answers 503 after "));
        CHECK(error.problem().ends_with("tries: no room"));
    }
    CHECK(calls > 3);
    calls = 0;
    CHECK_THROWS_AS((void)client.send({"GET", server.url("/long")}), spate::delivery_error);
    CHECK(calls == 1);
    state.stop();
    CHECK_THROWS_AS((void)client.send({"GET", server.url("/never")}), spate::http_error);
}

TEST_CASE("retrying_client: a server that is not there is one clear message") {
    std::string url;
    {
        const fake::server gone{[](const fake::received&) { return fake::answer(200); }};
        url = gone.url();
    }
    spate::request_state state;
    spate::retrying_client client{{}, hasty, state};
    try {
        (void)client.send({"GET", url});
        FAIL("an answer");
    } catch (const spate::http_error& error) {
        CHECK(error.failure() == spate::http_failure::connect);
        CHECK(error.problem().starts_with("no answer: "));
        CHECK(error.problem().find(", after ") != std::string::npos);
        CHECK_FALSE(error.remedy().empty());
    }
}

TEST_CASE("retrying_client: a server that has answered anyone is waited for by all") {
    std::atomic<int> calls = 0;
    const fake::server server{[&calls](const fake::received&) { return ++calls > 1 && calls < 8 ? std::string{} : fake::answer(200); }};
    spate::retry_options retry = quick;
    retry.first_contact = 0ms;
    spate::request_state state;
    spate::retrying_client first{{}, retry, state}, second{{}, retry, state};
    CHECK(first.send({"GET", server.url()}).status == 200);
    CHECK(second.send({"GET", server.url()}).status == 200);
    CHECK(calls >= 8);
    calls = 1;
    spate::request_state other;
    spate::retrying_client third{{}, retry, other};
    CHECK_THROWS_AS((void)third.send({"GET", server.url()}), spate::http_error);
}
