// SPDX-License-Identifier: Apache-2.0
#include <spate/kafka/kafka_options.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <string>

using namespace spate;

namespace {

template <class Change>
std::string refused(const Change& change) {
    kafka_options options{.topic = "orders"};
    change(options);
    try {
        options.check();
    } catch (const config_error& error) {
        return error.parameter();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("kafka/kafka_options: what is there by itself can be used as soon as there is a topic") {
    CHECK(refused([](kafka_options&) {}) == "accepted");
    CHECK(refused([](kafka_options& o) { o.topic = ""; }) == "topic");
    CHECK(kafka_options{}.transactions);
    CHECK(kafka_options{}.verify_tls);
    CHECK(kafka_options{}.create_topic);
}

TEST_CASE("kafka/kafka_options: what cannot be meant is refused by its name") {
    using namespace std::chrono_literals;
    CHECK(refused([](kafka_options& o) { o.bootstrap_servers = ""; }) == "bootstrap_servers");
    for (const char* const name : {"a b", "..", ".", "a/b", "\xc3\xa4"}) CHECK(refused([&](kafka_options& o) { o.topic = name; }) == "topic");
    CHECK(refused([](kafka_options& o) { o.topic = std::string(250, 'a'); }) == "topic");
    CHECK(refused([](kafka_options& o) { o.topic = std::string(249, 'a'); }) == "accepted");
    CHECK(refused([](kafka_options& o) { o.sasl_mechanism = "GSSAPI"; }) == "sasl_mechanism");
    CHECK(refused([](kafka_options& o) { o.security = kafka_security::sasl_ssl; }) == "sasl_username");
    CHECK(refused([](kafka_options& o) { o.security = kafka_security::sasl_ssl, o.sasl_username = "u"; }) == "sasl_password");
    CHECK(refused([](kafka_options& o) { o.security = kafka_security::sasl_ssl, o.sasl_username = "u", o.sasl_password = secret{"p"}; }) == "accepted");
    CHECK(refused([](kafka_options& o) { o.sasl_username = "u"; }) == "security_protocol");
    CHECK(refused([](kafka_options& o) { o.ssl_ca_location = "ca.pem"; }) == "security_protocol");
    CHECK(refused([](kafka_options& o) { o.compression = "brotli"; }) == "compression");
    CHECK(refused([](kafka_options& o) { o.transaction_interval = 0ms; }) == "transaction_interval");
    CHECK(refused([](kafka_options& o) { o.linger = 2s, o.delivery_timeout = 2s; }) == "linger");
    CHECK(refused([](kafka_options& o) { o.transaction_interval = 120s; }) == "transaction_interval");
    CHECK(refused([](kafka_options& o) { o.transaction_interval = 120s, o.transactions = false; }) == "accepted");
    CHECK(refused([](kafka_options& o) { o.transaction_messages = 0; }) == "transaction_messages");
    CHECK(refused([](kafka_options& o) { o.linger = 20s; }) == "linger");
    CHECK(refused([](kafka_options& o) { o.linger = -1ms; }) == "linger");
    CHECK(refused([](kafka_options& o) { o.batch_bytes = 1; }) == "batch_bytes");
    CHECK(refused([](kafka_options& o) { o.queue_messages = 0; }) == "queue_messages");
    CHECK(refused([](kafka_options& o) { o.queue_bytes = 0; }) == "queue_bytes");
    CHECK(refused([](kafka_options& o) { o.message_bytes = 10; }) == "message_bytes");
    CHECK(refused([](kafka_options& o) { o.delivery_timeout = 10ms; }) == "delivery_timeout");
    CHECK(refused([](kafka_options& o) { o.connect_timeout = 0ms; }) == "connect_timeout");
    CHECK(refused([](kafka_options& o) { o.partitions = 200'000; }) == "partitions");
    CHECK(refused([](kafka_options& o) { o.framing = kafka_framing::confluent_avro; }) == "framing");
    CHECK(refused([](kafka_options& o) { o.schema_ids = {{"", 1}}; }) == "schema_ids");
    CHECK(refused([](kafka_options& o) { o.retry.first = 0ms; }) == "retry");
}

TEST_CASE("kafka/kafka_options: names") {
    CHECK(to_string(kafka_security::sasl_ssl) == "SASL_SSL");
    CHECK(to_string(kafka_framing::confluent_protobuf) == "confluent_protobuf");
}
