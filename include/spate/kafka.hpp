// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_KAFKA_HPP
#define SPATE_KAFKA_HPP

/// Kafka and Event Hubs. <spate/kafka/kafka_sink.hpp>, which needs librdkafka, is included by its own name.

#include <spate/kafka/confluent_framing.hpp>
#include <spate/kafka/event_hubs.hpp>
#include <spate/kafka/kafka_configuration.hpp>
#include <spate/kafka/kafka_options.hpp>

#endif  // SPATE_KAFKA_HPP
