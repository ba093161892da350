// SPDX-License-Identifier: Apache-2.0
#include "sinks.hpp"

#include <spate/core/error.hpp>

namespace cli {

std::unique_ptr<spate::delivery_sink> make_sink(const spate::sink_configuration& sink, const delivered_source& source, spate::thread_pool& pool) {
    switch (sink.type) {
        case spate::sink_type::kafka:
        case spate::sink_type::eventhubs:
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
