// SPDX-License-Identifier: Apache-2.0
// Kafka and Event Hubs.
#include "sinks.hpp"

#ifdef SPATE_PROGRAM_HAS_RDKAFKA
#include <spate/kafka/kafka_configuration.hpp>
#include <spate/kafka/kafka_sink.hpp>
#else
#include <spate/core/error.hpp>
#endif

namespace cli {

std::unique_ptr<spate::delivery_sink> make_kafka_sink(const spate::sink_configuration& sink) {
#ifdef SPATE_PROGRAM_HAS_RDKAFKA
    return std::make_unique<spate::kafka_sink>(spate::kafka_options_of(sink));
#else
    throw spate::config_error{"type", std::string{to_string(sink.type)}, "cannot be sent to: this program was built without librdkafka",
                              "build it where librdkafka is installed (librdkafka-dev, librdkafka-devel)"};
#endif
}

}  // namespace cli
