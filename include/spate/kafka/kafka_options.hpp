// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_KAFKA_KAFKA_OPTIONS_HPP
#define SPATE_KAFKA_KAFKA_OPTIONS_HPP

/// What a Kafka sink is told.

#include <string>

namespace spate::inline v0 {

/// Where messages go.
struct kafka_options {
    /// host:port, several with commas between.
    std::string bootstrap_servers = "localhost:9092";
    std::string topic = {};
};

}  // namespace spate::inline v0

#endif  // SPATE_KAFKA_KAFKA_OPTIONS_HPP
