// SPDX-License-Identifier: Apache-2.0
#include "sinks.hpp"

#include <string>
#include <string_view>

#include <spate/core/error.hpp>
#include <spate/event/payload_format.hpp>

namespace cli {
namespace {

// What stands behind a frame has to be what its schema says.
void check_framing(const spate::sink_configuration& sink, const delivered_source& source) {
    const std::string framing = sink.text("framing");
    const std::string_view needed = framing == "confluent_avro" ? "avro" : framing == "confluent_protobuf" ? "protobuf" : "";
    const std::string_view made = source.events ? to_string(source.events->specification().payload) : "json";
    if (needed.empty() || needed == made) return;
    throw spate::config_error{"framing", framing, "is for payloads in " + std::string{needed} + ", and these are in " + std::string{made},
                              source.events ? "set serialization_format: " + std::string{needed} + ", or leave framing out" : "leave it out"};
}

}  // namespace

std::unique_ptr<spate::delivery_sink> make_sink(const spate::sink_configuration& sink, const delivered_source& source, spate::thread_pool& pool) {
    switch (sink.type) {
        case spate::sink_type::kafka:
        case spate::sink_type::eventhubs:
            check_framing(sink, source);
            return make_kafka_sink(sink);
        case spate::sink_type::kinesis:
            return make_kinesis_sink(sink, source);
        case spate::sink_type::elasticsearch:
            return make_elasticsearch_sink(sink);
        case spate::sink_type::delta:
            return make_delta_sink(sink, source, pool);
        default:
            return make_rolled_files(sink, source, pool);
    }
}

bool attach_messages(spate::delivery_sink& sink, const spate::sink_configuration& configuration, const delivered_source& source) {
    auto* const to = dynamic_cast<spate::message_sink*>(&sink);
    if (to != nullptr) to->attach(source.messages(configuration.type == spate::sink_type::elasticsearch));
    return to != nullptr;
}

}  // namespace cli
