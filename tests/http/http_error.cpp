// SPDX-License-Identifier: Apache-2.0

#include <doctest/doctest.h>

#include <string>

#include <spate/http/http_error.hpp>

using spate::http_error;
using spate::http_failure;

TEST_CASE("http_error: what it says is a delivery_error's, and which failures may pass") {
    const http_error refused{http_failure::connect, "http://a:1", "no answer: refused", "check that it runs"};
    CHECK(std::string{refused.what()} == "http://a:1: no answer: refused; check that it runs");
    CHECK(refused.may_pass());
    CHECK_FALSE(refused.may_have_arrived());
    const http_error late{http_failure::timeout, "http://a:1", "no answer"};
    CHECK(late.may_pass());
    CHECK(late.may_have_arrived());
    const http_error untrusted{http_failure::tls, "https://a:1", "no answer"};
    CHECK_FALSE(untrusted.may_pass());
    CHECK_FALSE(untrusted.may_have_arrived());
    CHECK_FALSE(http_error{http_failure::stopped, "http://a:1", "stopped"}.may_pass());
}
