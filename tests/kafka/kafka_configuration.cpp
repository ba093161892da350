// SPDX-License-Identifier: Apache-2.0
#include <spate/event/detail/configuration/read_sink.hpp>
#include <spate/kafka/kafka_configuration.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace spate;
using namespace std::chrono_literals;

namespace {

using pairs = std::initializer_list<std::pair<std::string_view, std::string>>;

sink_configuration configured(pairs settings, sink_type type = sink_type::kafka) {
    sink_configuration out{type};
    for (const auto& [key, value] : settings) {
        out.set(key, value);
        if (key.ends_with("password") || key == "connection_string") out.settings.back() = {std::string{key}, "", secret{value}, true};
    }
    return out;
}

std::string refused(pairs settings, sink_type type = sink_type::kafka) {
    try {
        (void)kafka_options_of(configured(settings, type));
    } catch (const config_error& error) {
        return error.parameter();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("kafka/kafka_configuration: every key has its option") {
    const kafka_options found = kafka_options_of(configured({{"topic", "orders"},
                                                             {"bootstrap_servers", "a:1,b:2"},
                                                             {"security_protocol", "sasl_ssl"},
                                                             {"sasl_mechanism", "SCRAM-SHA-512"},
                                                             {"sasl_username", "u"},
                                                             {"sasl_password", "p"},
                                                             {"ssl_ca_location", "ca.pem"},
                                                             {"ssl_certificate_location", "c.pem"},
                                                             {"ssl_key_location", "k.pem"},
                                                             {"ssl_key_password", "kp"},
                                                             {"verify_tls", "false"},
                                                             {"acks", "all"},
                                                             {"compression", "zstd"},
                                                             {"client_id", "me"},
                                                             {"transactions", "false"},
                                                             {"transaction_messages", "5"},
                                                             {"transaction_interval_ms", "250"},
                                                             {"create_topic", "false"},
                                                             {"partitions", "8"},
                                                             {"replication_factor", "3"},
                                                             {"headers", "true"},
                                                             {"framing", "confluent_avro"},
                                                             {"schema_ids", "order.created=1, order.paid=2,7"},
                                                             {"linger_ms", "20"},
                                                             {"batch_bytes", "200000"},
                                                             {"queue_messages", "1000"},
                                                             {"queue_bytes", "2000000"},
                                                             {"message_bytes", "3000000"},
                                                             {"connect_timeout_ms", "1500"},
                                                             {"delivery_timeout_ms", "30000"}}));
    CHECK(found.topic == "orders");
    CHECK(found.bootstrap_servers == "a:1,b:2");
    CHECK(found.security == kafka_security::sasl_ssl);
    CHECK(found.sasl_mechanism == "SCRAM-SHA-512");
    CHECK(found.sasl_username == "u");
    CHECK(found.sasl_password.reveal() == "p");
    CHECK(found.ssl_ca_location + found.ssl_certificate_location + found.ssl_key_location + found.ssl_key_password.reveal() == "ca.pemc.pemk.pemkp");
    CHECK_FALSE(found.verify_tls);
    CHECK(found.compression == "zstd");
    CHECK(found.client_id == "me");
    CHECK_FALSE(found.transactions);
    CHECK(found.transaction_messages == 5);
    CHECK(found.transaction_interval == 250ms);
    CHECK_FALSE(found.create_topic);
    CHECK(found.partitions == 8);
    CHECK(found.replication_factor == 3);
    CHECK(found.headers);
    CHECK(found.framing == kafka_framing::confluent_avro);
    REQUIRE(found.schema_ids.size() == 3);
    CHECK(found.schema_ids[1] == std::pair<std::string, std::uint32_t>{"order.paid", 2});
    CHECK(found.schema_ids[2] == std::pair<std::string, std::uint32_t>{"", 7});
    CHECK(found.linger == 20ms);
    CHECK(found.batch_bytes == 200'000);
    CHECK(found.queue_messages == 1000);
    CHECK(found.queue_bytes == 2'000'000);
    CHECK(found.message_bytes == 3'000'000);
    CHECK(found.connect_timeout == 1500ms);
    CHECK(found.delivery_timeout == 30s);
    CHECK_FALSE(found.event_hubs);
}

TEST_CASE("kafka/kafka_configuration: Kafka has transactions unless they are refused, Event Hubs only where they are asked for") {
    CHECK(kafka_options_of(configured({{"topic", "t"}})).transactions);
    const pairs hub{{"topic", "t"}, {"namespace", "shop"}, {"sasl_username", "$ConnectionString"}, {"sasl_password", "x"}};
    const kafka_options found = kafka_options_of(configured(hub, sink_type::eventhubs));
    CHECK(found.event_hubs);
    CHECK_FALSE(found.transactions);
    CHECK_FALSE(found.create_topic);
    CHECK(found.bootstrap_servers == "shop.servicebus.windows.net:9093");
    CHECK(found.security == kafka_security::sasl_ssl);
    const pairs full{{"event_hub_name", "orders"}, {"namespace", "h.example"}, {"transactions", "true"}, {"sasl_username", "u"}, {"sasl_password", "x"}};
    CHECK(kafka_options_of(configured(full, sink_type::eventhubs)).bootstrap_servers == "h.example:9093");
    CHECK(kafka_options_of(configured(full, sink_type::eventhubs)).topic == "orders");
    CHECK(kafka_options_of(configured(full, sink_type::eventhubs)).transactions);
}

TEST_CASE("kafka/kafka_configuration: a connection string is checked where it is written out, and not looked up where it is elsewhere") {
    CHECK(refused({{"connection_string", "Endpoint=sb://h/;SharedAccessKeyName=a;SharedAccessKey=b;EntityPath=e"}}, sink_type::eventhubs) == "accepted");
    CHECK(refused({{"connection_string", "Endpoint=sb://h/"}}, sink_type::eventhubs) == "connection_string");
    CHECK(refused({{"connection_string", "{{secrets/none/such}}"}}, sink_type::eventhubs) == "accepted");
    CHECK(refused({{"topic", "t"}}, sink_type::eventhubs) == "bootstrap_servers");
}

TEST_CASE("kafka/kafka_configuration: values that are none are refused by their key") {
    for (const auto& [key, value] : pairs{{"transactions", "yes"},
                                          {"transaction_messages", "1k"},
                                          {"transaction_interval_ms", "-1"},
                                          {"partitions", "1.5"},
                                          {"security_protocol", "TLS"},
                                          {"framing", "avro"},
                                          {"acks", "1"},
                                          {"acks", "0"},
                                          {"compression", "zip"},
                                          {"eventhub_name", "other"},
                                          {"linger_ms", ""}}) {
        CAPTURE(key);
        CHECK(refused({{"topic", "t"}, {key, value}}) == key);
    }
    CHECK(refused({{"topic", "t"}, {"framing", "confluent_avro"}, {"schema_ids", "order=x"}}) == "schema_ids");
    CHECK(refused({{"topic", "t"}, {"endpoint_url", "a:1"}, {"bootstrap_servers", "b:1"}}) == "endpoint_url");
    CHECK(refused({{"topic", "t"}, {"acks", "-1"}}) == "accepted");
    sink_configuration hidden = configured({});
    hidden.settings.push_back({"topic", "", secret{"t"}, true});
    CHECK_THROWS_WITH_AS((void)kafka_options_of(hidden), "topic: *** is a secret, and would be shown; write it out", config_error);
}

TEST_CASE("kafka/kafka_configuration: all keys are listed once, and they are those that configurations may have") {
    CHECK(std::size(kafka_keys) == 35);
    for (const std::string_view key : kafka_keys) CHECK(std::count(std::begin(kafka_keys), std::end(kafka_keys), key) == 1);
    std::vector<std::string_view> ours{std::begin(kafka_keys), std::end(kafka_keys)};
    std::sort(ours.begin(), ours.end());
    for (const sink_type type : {sink_type::kafka, sink_type::eventhubs}) {
        std::vector<std::string_view> allowed = detail::sink_keys(type);
        std::sort(allowed.begin(), allowed.end());
        CHECK(allowed == ours);
    }
}
