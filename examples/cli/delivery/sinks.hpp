// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_DELIVERY_SINKS_HPP
#define SPATE_EXAMPLES_CLI_DELIVERY_SINKS_HPP

/// From sink_config to a sink. Each type has a file of its own, which alone includes what speaks to its server, since compiling that takes long.

#include <functional>
#include <memory>
#include <optional>

#include <spate/event/mixed_events.hpp>
#include <spate/exec/thread_pool.hpp>
#include <spate/run/event_stream_options.hpp>
#include <spate/sink/delivery.hpp>
#include <spate/sink/message.hpp>
#include <spate/sink/sink_configuration.hpp>

#include "any_table.hpp"

namespace cli {

/// What a stream is made of, for sinks of messages and for those of tables.
struct delivered_source {
    /// The messages of the shard; whole JSON documents for a sink that takes those alone.
    std::function<std::shared_ptr<const spate::message_source>(bool as_documents)> messages = {};
    /// The rows. Batches are shorter by events that are lost; `counted` is the same with rows for them, for formats whose rows have to be known before.
    any_table table;
    std::optional<any_table> counted = {};
    spate::stream_shard shard = {};
    /// Of a stream of events, for sinks that tell their types apart.
    std::optional<spate::mixed_events> events = {};
    /// How much comes in a second; 0 where it is as fast as possible.
    double messages_per_second = 0;
};

/// A sink without its messages, which attach_messages gives it. Throws config_error for keys that make no sense, and for a sink whose client this program was
/// built without.
[[nodiscard]] std::unique_ptr<spate::delivery_sink> make_sink(const spate::sink_configuration& sink, const delivered_source& source, spate::thread_pool& pool);
/// Gives a sink of messages those of a source; returns false for a sink of tables, which has its source from make_sink.
bool attach_messages(spate::delivery_sink& sink, const spate::sink_configuration& configuration, const delivered_source& source);

[[nodiscard]] std::unique_ptr<spate::delivery_sink> make_kafka_sink(const spate::sink_configuration& sink);
[[nodiscard]] std::unique_ptr<spate::delivery_sink> make_kinesis_sink(const spate::sink_configuration& sink, const delivered_source& source);
[[nodiscard]] std::unique_ptr<spate::delivery_sink> make_elasticsearch_sink(const spate::sink_configuration& sink);
[[nodiscard]] std::unique_ptr<spate::delivery_sink> make_delta_sink(const spate::sink_configuration& sink, const delivered_source& source,
                                                                    spate::thread_pool& pool);
[[nodiscard]] std::unique_ptr<spate::delivery_sink> make_rolled_files(const spate::sink_configuration& sink, const delivered_source& source,
                                                                      spate::thread_pool& pool);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_DELIVERY_SINKS_HPP
