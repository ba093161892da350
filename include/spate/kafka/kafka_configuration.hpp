// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_KAFKA_KAFKA_CONFIGURATION_HPP
#define SPATE_KAFKA_KAFKA_CONFIGURATION_HPP

/// From sink_config to the options of a Kafka sink.

#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/kafka/event_hubs.hpp>
#include <spate/kafka/kafka_options.hpp>
#include <spate/sink/sink_configuration.hpp>

namespace spate::inline v0 {

/// The keys of sink_config that kafka_options_of reads, for kafka and for eventhubs.
inline constexpr std::string_view kafka_keys[] = {"topic",
                                                  "bootstrap_servers",
                                                  "security_protocol",
                                                  "sasl_mechanism",
                                                  "sasl_username",
                                                  "sasl_password",
                                                  "ssl_ca_location",
                                                  "verify_tls",
                                                  "ssl_key_location",
                                                  "ssl_key_password",
                                                  "acks",
                                                  "compression",
                                                  "client_id",
                                                  "connection_string",
                                                  "event_hub_name",
                                                  "eventhub_name",
                                                  "namespace",
                                                  "endpoint_url",
                                                  "transactions",
                                                  "transaction_messages",
                                                  "transaction_interval_ms",
                                                  "create_topic",
                                                  "partitions",
                                                  "replication_factor",
                                                  "headers",
                                                  "framing",
                                                  "schema_ids",
                                                  "linger_ms",
                                                  "batch_bytes",
                                                  "queue_messages",
                                                  "queue_bytes",
                                                  "message_bytes",
                                                  "connect_timeout_ms",
                                                  "delivery_timeout_ms",
                                                  "ssl_certificate_location"};

namespace detail {

class kafka_settings {
public:
    explicit kafka_settings(const sink_configuration& from) : from_{from} {}

    [[nodiscard]] bool has(std::string_view key) const { return from_.find(key) != nullptr; }
    // A text that is no secret: secrets do not belong into names of servers and files, which are shown.
    void text(std::string_view key, std::string& out) const {
        const sink_setting* const found = from_.find(key);
        if (found == nullptr) return;
        if (found->is_secret) raise_config(key, secret::mask, "is a secret, and would be shown", "write it out");
        out = found->value;
    }
    void hidden(std::string_view key, secret& out) const {
        if (const sink_setting* const found = from_.find(key)) out = found->is_secret ? found->hidden : secret{found->value};
    }
    void truth(std::string_view key, bool& out) const {
        std::string given;
        text(key, given);
        if (given == "true" || given == "false")
            out = given == "true";
        else if (has(key))
            raise_config(key, given, "is neither true nor false", "use one of them");
    }
    template <class Number>
    void whole(std::string_view key, Number& out) const {
        std::string given;
        text(key, given);
        if (!has(key)) return;
        const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), out);
        if (error != std::errc{} || end != given.data() + given.size()) raise_config(key, given, "is no whole number that fits", "use one, like 1000");
    }
    void time(std::string_view key, std::chrono::milliseconds& out) const {
        auto count = static_cast<std::uint32_t>(out.count());
        whole(key, count);
        out = std::chrono::milliseconds{count};
    }
    // The number among `names` that is given, whatever the case of its letters.
    template <class Choice>
    void one_of(std::string_view key, std::span<const std::string_view> names, Choice& out) const {
        std::string given, known;
        text(key, given);
        if (!has(key)) return;
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (folded(names[i]) == folded(given)) {
                out = static_cast<Choice>(i);
                return;
            }
            known += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + std::string{names[i]};
        }
        raise_config(key, given, "is none of those that there are", "use " + known);
    }

    [[nodiscard]] static std::string folded(std::string_view text) {
        std::string out{text};
        for (char& letter : out)
            if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
        return out;
    }

private:
    const sink_configuration& from_;
};

// "7", or "order.created=1,order.paid=2".
inline void read_schema_ids(std::string_view text, kafka_options& out) {
    while (!text.empty()) {
        std::string_view part = text.substr(0, text.find(','));
        text.remove_prefix(part.size() == text.size() ? part.size() : part.size() + 1);
        while (part.starts_with(' ')) part.remove_prefix(1);
        while (part.ends_with(' ')) part.remove_suffix(1);
        const std::size_t equals = part.rfind('=');
        const std::string_view digits = equals == std::string_view::npos ? part : part.substr(equals + 1);
        std::uint32_t number = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        if (error != std::errc{} || end != digits.data() + digits.size())
            raise_config("schema_ids", part, "is neither a number nor a type's id with one", "write 7, or order.created=1, order.paid=2");
        out.schema_ids.emplace_back(std::string{equals == std::string_view::npos ? std::string_view{} : part.substr(0, equals)}, number);
    }
}

}  // namespace detail

/// The options that a sink_config of type kafka or eventhubs means, checked. No secret that stands elsewhere is looked up. Event Hubs have no transactions
/// unless they are asked for, are not created, and speak SASL_SSL. Throws config_error, which names the key.
[[nodiscard]] inline kafka_options kafka_options_of(const sink_configuration& from) {
    const detail::kafka_settings in{from};
    kafka_options out;
    out.event_hubs = from.type == sink_type::eventhubs;
    if (out.event_hubs) {
        out.bootstrap_servers.clear();
        out.security = kafka_security::sasl_ssl;
        out.transactions = out.create_topic = false;
    }
    if (in.has("endpoint_url") && in.has("bootstrap_servers"))
        detail::raise_config("endpoint_url", "", "and bootstrap_servers are both given", "keep one of them");
    std::string hub, space, acks = "all", ids;
    in.text("namespace", space);
    if (!space.empty())
        out.bootstrap_servers = space + (space.find('.') == std::string::npos ? std::string{event_hubs_domain} : "") + ":" + std::string{event_hubs_port};
    in.text("endpoint_url", out.bootstrap_servers);
    in.text("bootstrap_servers", out.bootstrap_servers);
    in.text("topic", out.topic);
    for (const std::string_view key : {"event_hub_name", "eventhub_name"}) {
        in.text(key, hub);
        if (!hub.empty() && !out.topic.empty() && hub != out.topic) detail::raise_config(key, hub, "is another name than " + out.topic, "use one name");
        if (!hub.empty()) out.topic = hub;
    }
    in.text("client_id", out.client_id);
    in.one_of("security_protocol", kafka_security_names, out.security);
    in.text("sasl_mechanism", out.sasl_mechanism);
    in.text("sasl_username", out.sasl_username);
    in.hidden("sasl_password", out.sasl_password);
    in.text("ssl_ca_location", out.ssl_ca_location);
    in.text("ssl_certificate_location", out.ssl_certificate_location);
    in.text("ssl_key_location", out.ssl_key_location);
    in.hidden("ssl_key_password", out.ssl_key_password);
    in.truth("verify_tls", out.verify_tls);
    in.hidden("connection_string", out.connection_string);
    if (!out.connection_string.empty() && !out.connection_string.refers()) (void)parse_connection_string(out.connection_string.reveal());
    in.text("acks", acks);
    if (acks != "all" && acks != "-1")
        detail::raise_config("acks", acks, "does not hold what was sent where a broker fails; the producer is idempotent, and waits for all",
                             "use all, or leave it out");
    in.text("compression", out.compression);
    in.truth("transactions", out.transactions);
    in.time("transaction_interval_ms", out.transaction_interval);
    in.whole("transaction_messages", out.transaction_messages);
    in.truth("create_topic", out.create_topic);
    in.whole("partitions", out.partitions);
    in.whole("replication_factor", out.replication_factor);
    in.truth("headers", out.headers);
    in.one_of("framing", kafka_framing_names, out.framing);
    in.text("schema_ids", ids);
    detail::read_schema_ids(ids, out);
    in.time("linger_ms", out.linger);
    in.whole("batch_bytes", out.batch_bytes);
    in.whole("queue_messages", out.queue_messages);
    in.whole("queue_bytes", out.queue_bytes);
    in.whole("message_bytes", out.message_bytes);
    in.time("connect_timeout_ms", out.connect_timeout);
    in.time("delivery_timeout_ms", out.delivery_timeout);
    out.check();
    return out;
}

}  // namespace spate::inline v0

#endif  // SPATE_KAFKA_KAFKA_CONFIGURATION_HPP
