// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_KAFKA_KAFKA_OPTIONS_HPP
#define SPATE_KAFKA_KAFKA_OPTIONS_HPP

/// What a Kafka sink is told.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/sink/retry.hpp>
#include <spate/sink/secret.hpp>

namespace spate::inline v0 {

/// Whether connections are encrypted, and whether users sign in.
enum class kafka_security : unsigned char { plaintext, ssl, sasl_plaintext, sasl_ssl };

inline constexpr std::array<std::string_view, 4> kafka_security_names{"PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"};

[[nodiscard]] constexpr std::string_view to_string(kafka_security security) noexcept { return kafka_security_names[static_cast<std::size_t>(security)]; }

/// What stands before each payload: nothing, or the number of its schema in a registry, as Confluent's serializers write it.
enum class kafka_framing : unsigned char { none, confluent_avro, confluent_protobuf };

inline constexpr std::array<std::string_view, 3> kafka_framing_names{"none", "confluent_avro", "confluent_protobuf"};

[[nodiscard]] constexpr std::string_view to_string(kafka_framing framing) noexcept { return kafka_framing_names[static_cast<std::size_t>(framing)]; }

/// Where messages go and how. The producer is always idempotent, with acknowledgements from all replicas in sync.
struct kafka_options {
    /// host:port, several with commas between.
    std::string bootstrap_servers = "localhost:9092";
    std::string topic = {};
    std::string client_id = "spate";

    kafka_security security = kafka_security::plaintext;
    /// PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512.
    std::string sasl_mechanism = "PLAIN", sasl_username = {};
    secret sasl_password = {};
    /// A file or a folder of certificates in place of the system's; the client's own certificate and key, where the broker asks for them.
    std::string ssl_ca_location = {}, ssl_certificate_location = {}, ssl_key_location = {};
    secret ssl_key_password = {};
    /// The broker's certificate and its host name are verified.
    bool verify_tls = true;

    /// Event Hubs: the client keeps to its limits. The connection string is user and password in one, and names the servers where bootstrap_servers is empty
    /// and the topic where that is.
    bool event_hubs = false;
    secret connection_string = {};

    /// Everything in transactions, each with the next place as an offset of the consumer group that is named as the stream.
    bool transactions = true;
    /// A transaction is committed when it is so old or has so many messages.
    std::chrono::milliseconds transaction_interval{1000};
    std::uint64_t transaction_messages = 1'000'000;

    /// none, gzip, snappy, lz4 or zstd.
    std::string compression = "none";
    /// How long a batch waits for more messages, the most bytes of a batch before compression, and of all messages that wait for their acknowledgement.
    std::chrono::milliseconds linger{5};
    std::size_t batch_bytes = 1'000'000;
    std::size_t queue_messages = 200'000;
    std::size_t queue_bytes = std::size_t{256} << 20;
    /// The most bytes of a message with all that goes with it; 0: what the topic takes, or a million where the broker does not tell.
    std::size_t message_bytes = 0;
    /// Headers event_type (the type's id) and place (a decimal number).
    bool headers = false;
    kafka_framing framing = kafka_framing::none;
    /// The numbers of the schemas of types in a registry; of a type without a name the number of all others.
    std::vector<std::pair<std::string, std::uint32_t>> schema_ids = {};

    /// Make the topic where it is missing; 0: as many partitions and replicas as the broker gives by itself.
    bool create_topic = true;
    std::uint32_t partitions = 0, replication_factor = 0;

    std::chrono::milliseconds connect_timeout{10'000};
    /// How long a message may wait for its acknowledgement, broken connections included; of transactions: how long one may last.
    std::chrono::milliseconds delivery_timeout{120'000};
    /// How transactions are tried again.
    retry_options retry = {};

    /// Throws config_error for what cannot be meant.
    void check() const {
        using detail::raise_config;
        if (bootstrap_servers.empty() && connection_string.empty())
            raise_config("bootstrap_servers", "", event_hubs ? "are missing, and there is no connection_string" : "are missing", "name them, like host:9092");
        if (topic.empty() && connection_string.empty()) raise_config("topic", "", "is missing", "name the topic");
        check_topic(topic);
        const bool signs_in = security == kafka_security::sasl_plaintext || security == kafka_security::sasl_ssl;
        const bool encrypts = security == kafka_security::ssl || security == kafka_security::sasl_ssl;
        if (sasl_mechanism != "PLAIN" && sasl_mechanism != "SCRAM-SHA-256" && sasl_mechanism != "SCRAM-SHA-512")
            raise_config("sasl_mechanism", sasl_mechanism, "is none that is known here", "use PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512");
        if (signs_in && connection_string.empty() && sasl_username.empty()) raise_config("sasl_username", "", "is missing", "name the user, or use no SASL");
        if (signs_in && connection_string.empty() && sasl_password.empty()) raise_config("sasl_password", "", "is missing", "give {{secrets/scope/key}}");
        if (!signs_in && connection_string.empty() && !sasl_username.empty())
            raise_config("security_protocol", std::string{to_string(security)}, "has no users, but there is a sasl_username",
                         "use SASL_SSL, or SASL_PLAINTEXT");
        if (!encrypts && connection_string.empty() && !(ssl_ca_location + ssl_certificate_location + ssl_key_location).empty())
            raise_config("security_protocol", std::string{to_string(security)}, "has no TLS, but there are certificates", "use SSL or SASL_SSL");
        if (compression != "none" && compression != "gzip" && compression != "snappy" && compression != "lz4" && compression != "zstd")
            raise_config("compression", compression, "is none that Kafka has", "use none, gzip, snappy, lz4 or zstd");
        check_range("transaction_interval", static_cast<std::uint64_t>(transaction_interval.count()), 1, 600'000, " ms");
        check_range("transaction_messages", transaction_messages, 1, std::uint64_t{1} << 40, "");
        check_range("linger", static_cast<std::uint64_t>(linger.count()), 0, 10'000, " ms");
        check_range("batch_bytes", batch_bytes, 1000, 100'000'000, " bytes");
        check_range("queue_messages", queue_messages, 1, 10'000'000, "");
        check_range("queue_bytes", queue_bytes, 1 << 20, std::uint64_t{1} << 40, " bytes");
        if (message_bytes != 0) check_range("message_bytes", message_bytes, 1000, 1'000'000'000, " bytes");
        check_range("partitions", partitions, 0, 100'000, "");
        check_range("replication_factor", replication_factor, 0, 1000, "");
        check_range("connect_timeout", static_cast<std::uint64_t>(connect_timeout.count()), 1, 600'000, " ms");
        check_range("delivery_timeout", static_cast<std::uint64_t>(delivery_timeout.count()), 1000, 900'000, " ms");
        if (linger >= delivery_timeout)
            raise_config("linger", std::to_string(linger.count()) + " ms", "is no less than the delivery_timeout", "send sooner, or wait longer");
        if (transactions && transaction_interval >= delivery_timeout)
            raise_config("transaction_interval", std::to_string(transaction_interval.count()) + " ms", "is no less than the delivery_timeout",
                         "commit more often, or wait longer");
        if (framing != kafka_framing::none && schema_ids.empty())
            raise_config("framing", std::string{to_string(framing)}, "needs the numbers of schemas", "give schema_ids: one number, or order.created=1, ...");
        if (framing == kafka_framing::none && !schema_ids.empty())
            raise_config("schema_ids", "", "are given, but no framing", "add framing: confluent_avro or confluent_protobuf");
        retry.check();
    }

private:
    static void check_range(std::string_view name, std::uint64_t value, std::uint64_t least, std::uint64_t most, std::string_view unit) {
        if (value < least || value > most)
            detail::raise_config(name, std::to_string(value) + std::string{unit}, "is out of range",
                                 "use " + std::to_string(least) + " to " + std::to_string(most));
    }
    static void check_topic(std::string_view name) {
        bool right = name.size() <= 249 && name != "." && name != "..";
        for (const char letter : name)
            right = right && ((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') || letter == '.' ||
                              letter == '_' || letter == '-');
        if (!right) detail::raise_config("topic", name, "is no name of a topic", "use up to 249 letters, digits, points, _ and -");
    }
};

}  // namespace spate::inline v0

#endif  // SPATE_KAFKA_KAFKA_OPTIONS_HPP
