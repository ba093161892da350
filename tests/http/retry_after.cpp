// SPDX-License-Identifier: Apache-2.0

#include <doctest/doctest.h>

#include <chrono>
#include <string>

#include <spate/http/retry_after.hpp>

namespace {

using std::chrono::milliseconds;

milliseconds asked(std::string text) {
    spate::http_response response;
    response.headers.emplace_back("retry-after", std::move(text));
    // Wed, 21 Oct 2015 07:28:00 GMT, as Python's calendar.timegm counts it.
    return spate::retry_after(response, std::chrono::system_clock::time_point{std::chrono::seconds{1'445'412'480}});
}

}  // namespace

TEST_CASE("retry_after: seconds and dates, at most a day; nothing of what is not understood") {
    CHECK(spate::retry_after({}) == milliseconds{0});
    CHECK(asked("0") == milliseconds{0});
    CHECK(asked("120") == milliseconds{120'000});
    CHECK(asked("99999999999999999999999") == milliseconds{86'400'000});
    CHECK(asked("86401") == milliseconds{86'400'000});
    CHECK(asked("Wed, 21 Oct 2015 07:28:09 GMT") == milliseconds{9'000});
    CHECK(asked("Thu, 22 Oct 2015 01:28:00 GMT") == milliseconds{18 * 3'600'000});
    CHECK(asked("Wed, 21 Oct 2015 07:27:59 GMT") == milliseconds{0});
    CHECK(asked("Wed, 21 Oct 2099 07:27:59 GMT") == milliseconds{86'400'000});
    for (const char* const none : {"-5", "soon", "1.5", "", "Wed, 21 Xct 2015 07:28:09 GMT", "Wed, 31 Feb 2016 07:28:09 GMT", "Wed, 21 Oct 2015 07:28:09 CET"})
        CHECK(asked(none) == milliseconds{0});
}
