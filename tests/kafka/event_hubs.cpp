// SPDX-License-Identifier: Apache-2.0
#include <spate/kafka/event_hubs.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

using namespace spate;

namespace {

constexpr const char* whole = "Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=abc+/d==;EntityPath=orders";

std::string refused(const std::string& text) {
    try {
        (void)parse_connection_string(text);
    } catch (const config_error& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("kafka/event_hubs: a connection string names the host and the hub") {
    const event_hubs_address found = parse_connection_string(whole);
    CHECK(found.host == "shop.servicebus.windows.net");
    CHECK(found.hub == "orders");
    CHECK(parse_connection_string("Endpoint=sb://localhost:5672;SharedAccessKeyName=a;SharedAccessKey=b;UseDevelopmentEmulator=true;").host == "localhost");
    CHECK(parse_connection_string("Endpoint=sb://h/;SharedAccessSignature=sig").hub.empty());
}

TEST_CASE("kafka/event_hubs: a connection string that is wrong is refused without being shown") {
    for (const char* const text :
         {"", "Endpoint=sb://h/", "SharedAccessKeyName=a;SharedAccessKey=hunter2", "Endpoint=https://h/;SharedAccessKeyName=a;SharedAccessKey=hunter2",
          "Endpoint=sb://h/;SharedAccessKeyName=a", "Endpoint=sb://h/;SharedAccessKey=hunter2", "Endpoint=sb://h/;hunter2",
          "Endpoint=sb://h/;SharedAccessKeyName=a;SharedAccessKey=b;password=hunter2"}) {
        CAPTURE(text);
        const std::string message = refused(text);
        CHECK(message.find("connection_string: *** has ") == 0);
        CHECK(message.find("hunter2") == std::string::npos);
        CHECK(message.find("Endpoint=sb://") != std::string::npos);
    }
}

TEST_CASE("kafka/event_hubs: the connection string becomes servers, topic, user and password") {
    kafka_options options{.bootstrap_servers = "", .event_hubs = true, .connection_string = secret{whole}};
    kafka_options made = with_connection_string(options);
    CHECK(made.bootstrap_servers == "shop.servicebus.windows.net:9093");
    CHECK(made.topic == "orders");
    CHECK(made.security == kafka_security::sasl_ssl);
    CHECK(made.sasl_mechanism == "PLAIN");
    CHECK(made.sasl_username == "$ConnectionString");
    CHECK(made.sasl_password.reveal() == whole);
    options.bootstrap_servers = "localhost:9";
    options.topic = "orders";
    CHECK(with_connection_string(options).bootstrap_servers == "localhost:9");
    options.topic = "payments";
    CHECK_THROWS_WITH_AS((void)with_connection_string(options), "topic: payments is not the event hub of the connection string, orders; use one name",
                         config_error);
    const kafka_options plain{.topic = "t"};
    CHECK(with_connection_string(plain).bootstrap_servers == "localhost:9092");
    CHECK(with_connection_string(plain).security == kafka_security::plaintext);
}

TEST_CASE("kafka/event_hubs: a connection string that stands elsewhere is looked up when it is needed") {
    ::setenv("SPATE_SECRET_HUB_TEXT", whole, 1);
    const kafka_options options{.bootstrap_servers = "", .event_hubs = true, .connection_string = secret{"{{secrets/hub/text}}"}};
    CHECK(with_connection_string(options).topic == "orders");
    ::unsetenv("SPATE_SECRET_HUB_TEXT");
    CHECK_THROWS_AS((void)with_connection_string(options), config_error);
}
