// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_KAFKA_EVENT_HUBS_HPP
#define SPATE_KAFKA_EVENT_HUBS_HPP

/// Event Hubs as a Kafka broker: connection strings, and what it asks of its clients.

#include <cstddef>
#include <string>
#include <string_view>

#include <spate/core/error.hpp>
#include <spate/kafka/kafka_options.hpp>

namespace spate::inline v0 {

/// The most bytes of a message, and how long a request may be at most: longer ones break the connection.
/// Source: Microsoft, "Apache Kafka client configurations for Azure Event Hubs".
inline constexpr std::size_t event_hubs_message_bytes = 1'000'000, event_hubs_request_bytes = 1'046'528;
inline constexpr std::string_view event_hubs_port = "9093", event_hubs_user = "$ConnectionString", event_hubs_domain = ".servicebus.windows.net";

/// What a connection string holds besides its key.
struct event_hubs_address {
    /// The host of "Endpoint=sb://host/", and the hub of "EntityPath=hub", which may be missing.
    std::string host = {}, hub = {};
};

/// Reads "Endpoint=sb://name.servicebus.windows.net/;SharedAccessKeyName=...;SharedAccessKey=...[;EntityPath=hub]". Throws config_error, which shows nothing of
/// the text, where a part is missing or unknown.
[[nodiscard]] inline event_hubs_address parse_connection_string(std::string_view text) {
    constexpr std::string_view remedy = "copy it whole from the portal: Endpoint=sb://...;SharedAccessKeyName=...;SharedAccessKey=...";
    const auto fail = [&](std::string_view problem) { detail::raise_config("connection_string", secret::mask, problem, remedy); };
    event_hubs_address out;
    bool has_name = false, has_key = false, has_signature = false;
    while (!text.empty()) {
        const std::string_view part = text.substr(0, text.find(';'));
        text.remove_prefix(part.size() == text.size() ? part.size() : part.size() + 1);
        if (part.empty()) continue;
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos) fail("has a part without =");
        const std::string_view key = part.substr(0, equals);
        std::string_view value = part.substr(equals + 1);
        if (key == "Endpoint") {
            if (!value.starts_with("sb://")) fail("has an Endpoint that does not begin with sb://");
            value.remove_prefix(5);
            out.host = value.substr(0, value.find_first_of("/:"));
        } else if (key == "EntityPath") {
            out.hub = value;
        } else if (key == "SharedAccessKeyName") {
            has_name = !value.empty();
        } else if (key == "SharedAccessKey") {
            has_key = !value.empty();
        } else if (key == "SharedAccessSignature") {
            has_signature = !value.empty();
        } else if (key != "UseDevelopmentEmulator") {
            fail("has a part that is unknown");
        }
    }
    if (out.host.empty()) fail("has no Endpoint");
    if (!has_signature && !has_name) fail("has no SharedAccessKeyName");
    if (!has_signature && !has_key) fail("has no SharedAccessKey");
    return out;
}

/// The options with what the connection string says, for the client: servers, topic, user, password and security. Reveals the secret; options without a
/// connection string come back as they are. Throws config_error for one that is wrong, and for two names of a hub.
[[nodiscard]] inline kafka_options with_connection_string(kafka_options options) {
    if (options.connection_string.empty()) return options;
    const std::string text = options.connection_string.reveal();
    const event_hubs_address found = parse_connection_string(text);
    if (options.bootstrap_servers.empty()) options.bootstrap_servers = found.host + ":" + std::string{event_hubs_port};
    if (options.topic.empty()) options.topic = found.hub;
    if (options.topic.empty())
        detail::raise_config("topic", "", "is missing, and the connection string has no EntityPath", "name the event hub with topic or event_hub_name");
    if (!found.hub.empty() && found.hub != options.topic)
        detail::raise_config("topic", options.topic, "is not the event hub of the connection string, " + found.hub, "use one name");
    options.security = kafka_security::sasl_ssl;
    options.sasl_mechanism = "PLAIN";
    options.sasl_username = event_hubs_user;
    options.sasl_password = options.connection_string;
    return options;
}

}  // namespace spate::inline v0

#endif  // SPATE_KAFKA_EVENT_HUBS_HPP
