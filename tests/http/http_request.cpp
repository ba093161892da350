// SPDX-License-Identifier: Apache-2.0

#include <doctest/doctest.h>

#include <spate/http/http_request.hpp>

TEST_CASE("http_response: headers are found by their small letters") {
    spate::http_response response;
    response.headers.emplace_back("retry-after", "7");
    response.headers.emplace_back("retry-after", "8");
    CHECK(response.header("retry-after") == "7");
    CHECK(response.header("Retry-After").empty());
    CHECK(response.header("x").empty());
}
