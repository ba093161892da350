// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EVENT_DETAIL_CONFIGURATION_READ_SINK_HPP
#define SPATE_EVENT_DETAIL_CONFIGURATION_READ_SINK_HPP

/// From sink_config to where events go.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <spate/event/detail/configuration/section.hpp>
#include <spate/schema/node.hpp>
#include <spate/schema/problems.hpp>
#include <spate/sink/sink_configuration.hpp>

namespace spate::inline v0::detail {

/// The keys that a type of sinks takes besides `type`, `partition_key_field` and `checkpoint_location`.
[[nodiscard]] inline std::vector<std::string_view> sink_keys(sink_type type) {
    switch (type) {
        case sink_type::kinesis:
            return {"stream_name",
                    "region",
                    "auto_shard_calculation",
                    "shard_count",
                    "aws_access_key_id",
                    "aws_secret_access_key",
                    "aws_session_token",
                    "endpoint_url",
                    "service_credential",
                    "concurrent_requests",
                    "create_stream",
                    "verify_tls",
                    "ca_file"};
        case sink_type::kafka:
        case sink_type::eventhubs:
            return {"topic",
                    "bootstrap_servers",
                    "security_protocol",
                    "sasl_mechanism",
                    "sasl_username",
                    "sasl_password",
                    "ssl_ca_location",
                    "verify_tls",
                    "ssl_certificate_location",
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
                    "delivery_timeout_ms"};
        case sink_type::delta:
            return {"path",
                    "mode",
                    "table_name",
                    "tables",
                    "partition_by",
                    "partitions",
                    "compression",
                    "target_file_size",
                    "rows_per_commit",
                    "commit_interval",
                    "checkpoint_interval",
                    "endpoint_url",
                    "region",
                    "aws_access_key_id",
                    "aws_secret_access_key",
                    "aws_session_token"};
        case sink_type::file:
            return {"path", "format", "partitions", "mode", "roll_size", "roll_seconds"};
        case sink_type::elasticsearch:
            return {"endpoint_url", "hosts",       "index",      "data_stream",   "create_data_stream",  "operation", "document_ids", "on_error",
                    "pipeline",     "batch_bytes", "batch_size", "request_limit", "concurrent_requests", "gzip",      "username",     "password",
                    "api_key",      "verify_tls",  "ca_file"};
        default:
            return {"format"};
    }
}

// A scalar, or a list of such with commas between.
[[nodiscard]] inline bool setting_text(const specification_node& node, std::string& out) {
    using is = specification_node::kind;
    if (node.is(is::boolean)) {
        out += node.boolean() ? "true" : "false";
        return true;
    }
    if (node.is_number() || node.is(is::text)) {
        out += node.text();
        return true;
    }
    if (!node.is(is::sequence)) return false;
    for (std::size_t i = 0; i < node.items().size(); ++i) {
        if (i != 0) out += ',';
        if (node.items()[i].is(is::sequence) || !setting_text(node.items()[i], out)) return false;
    }
    return true;
}

/// `partition_key` becomes the field of that name; `subject` is what messages call it. No message tells what a secret is.
[[nodiscard]] inline sink_configuration read_sink(const specification_node* node, problem_list& problems, std::string& partition_key,
                                                  std::string_view subject = "sink_config") {
    using is = specification_node::kind;
    const section in{node, std::string{subject}, problems, "{type: file, path: events.ndjson}"};
    const auto place_of = [&](const specification_node& at) {
        return place_text(problems.file(), at.mark()) + std::string{subject} + (subject.empty() ? "" : ": ");
    };
    sink_configuration out;
    if (!in.is_there()) return out;
    out.place = place_of(*node);
    const std::vector<std::string_view> names{std::begin(sink_type_names) + 1, std::end(sink_type_names)};
    const specification_node* const type = in.find("type");
    if (type == nullptr) {
        in.refuse(*node, "has no type", "add one, like type: file; the others are kinesis, kafka, eventhubs, delta, stdout and elasticsearch");
        return out;
    }
    const std::size_t found = in.one_of("type", names, names.size());
    if (found == names.size()) return out;
    out.type = static_cast<sink_type>(found + 1);
    std::vector<std::string_view> known = sink_keys(out.type);
    known.insert(known.end(), {"type", "partition_key_field", "checkpoint_location"});
    in.refuse_unknown(known);
    partition_key = in.text("partition_key_field");
    if (out.type == sink_type::kinesis) (void)in.whole("shard_count", 1, 1, 100'000);
    if (out.type == sink_type::file || out.type == sink_type::delta) (void)in.one_of("mode", {"append", "overwrite", "error", "ignore"}, 0);
    if (out.type == sink_type::file || out.type == sink_type::stdout_stream) (void)in.one_of("format", {"ndjson", "json", "csv", "avro", "parquet"}, 0);
    if (out.type == sink_type::file || out.type == sink_type::delta) (void)in.whole("partitions", 1, 1, 65536);
    if (const specification_node* const automatic = in.find("auto_shard_calculation"); automatic != nullptr && !automatic->is(is::boolean))
        in.refuse(*automatic, "auto_shard_calculation: " + automatic->shown(), "give true or false");
    for (std::size_t i = 0; i < node->keys().size(); ++i) {
        const std::string& key = node->keys()[i];
        const specification_node& value = node->items()[i];
        if (key == "type" || key == "partition_key_field" || value.is(is::null)) continue;
        sink_setting one{key, {}};
        one.place = place_of(value);
        if (!setting_text(value, one.value)) {
            in.refuse(value, key + ": is " + std::string{value.kind_name()}, "give a text or a number");
            continue;
        }
        one.is_secret = is_secret_setting(key) || mentions_secret(one.value);
        if (one.is_secret && out.type == sink_type::file) {
            in.refuse(value, key + ": is a secret, and names of files are shown", "write it out");
            continue;
        }
        if (one.is_secret) {
            attempt(value, (subject.empty() ? "" : std::string{subject} + ": ") + key, problems, [&] { one.hidden = secret{one.value}; });
            one.value.clear();
        }
        out.settings.push_back(std::move(one));
    }
    return out;
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_EVENT_DETAIL_CONFIGURATION_READ_SINK_HPP
