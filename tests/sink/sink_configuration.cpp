// SPDX-License-Identifier: Apache-2.0
#include <spate/sink/sink_configuration.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace spate;

TEST_CASE("event/sink_configuration: settings are found, set, and secrets among them not shown") {
    sink_configuration sink{sink_type::kinesis, {{"region", "us-east-1"}, {"token", "", secret{"abc"}, true}}};
    CHECK(to_string(sink.type) == "kinesis");
    CHECK(to_string(sink_type::stdout_stream) == "stdout");
    CHECK(to_string(sink_type::none) == "none");
    CHECK(to_string(sink_type::elasticsearch) == "elasticsearch");
    CHECK(sink.find("region")->shown() == "us-east-1");
    CHECK(sink.find("region")->reveal() == "us-east-1");
    CHECK(sink.find("token")->shown() == "***");
    CHECK(sink.find("token")->reveal() == "abc");
    CHECK(sink.find("none") == nullptr);
    CHECK(sink.text("region") == "us-east-1");
    CHECK(sink.text("token", "otherwise") == "otherwise");
    CHECK(sink.text("none", "otherwise") == "otherwise");
    sink.set("region", "eu-west-1");
    sink.set("token", "public");
    sink.set("endpoint_url", "http://localhost:4566");
    CHECK(sink.settings.size() == 3);
    CHECK(sink.text("region") == "eu-west-1");
    CHECK(sink.text("token") == "public");
    CHECK(sink.text("endpoint_url") == "http://localhost:4566");
    CHECK(sink.find("endpoint_url")->shown() == "http://localhost:4566");
}

TEST_CASE("event/sink_configuration: users and passwords in URLs are not shown") {
    const auto shown = [](const std::string& value) { return sink_setting{"hosts", value}.shown(); };
    CHECK(shown("https://elastic:hunter2@h:9200") == "https://***@h:9200");
    CHECK(shown("https://a:b@c@h/x@y") == "https://***@h/x@y");
    CHECK(shown("http://h1:9200,https://elastic:hunter2@h2:9200/,https://bob@h3") == "http://h1:9200,https://***@h2:9200/,https://***@h3");
    CHECK(shown("bob@h://") == "bob@h://");
    // A password with what ends an address: no address, but a password all the same.
    CHECK(shown("https://elastic:hun/ter@h:9200") == "https://***@h:9200");
    CHECK(shown("http://h1:9200,https://elastic:#hun?t/er2@h2/,http://h3:1/x@y") == "http://h1:9200,https://***@h2/,http://h3:1/x@y");
    CHECK(shown("https://[::1]:9200/x@y") == "https://[::1]:9200/x@y");
    CHECK(sink_setting{"hosts", "https://a:b@h"}.reveal() == "https://a:b@h");
}
