// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_EVENTS_OPTIONS_HPP
#define SPATE_EXAMPLES_CLI_EVENTS_OPTIONS_HPP

/// What the options of spate events ask for.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <spate/core/concepts.hpp>
#include <spate/event/event_configuration.hpp>
#include <spate/event/mixed_events.hpp>
#include <spate/format/avro.hpp>
#include <spate/format/csv.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/format/parquet.hpp>
#include <spate/run/event_stream_options.hpp>
#include <spate/sink/open.hpp>

#include "../console.hpp"
#include "../delivery/options.hpp"

namespace cli {

using event_format = std::variant<spate::ndjson, spate::csv_format, spate::avro, spate::parquet>;

/// All that decides the output; nothing has been touched yet.
struct events_request {
    std::string file;
    spate::event_configuration configuration;
    spate::mixed_events events;
    bool seed_was_drawn = false, start_is_now = false;
    std::string format_name = {};
    std::string unknown_ending = {};
    event_format format = {};
    /// Events [first, first + count) of the stream, of which the shard is a part; `unlimited` where there is no end.
    std::uint64_t first = 0, count = spate::unlimited;
    spate::stream_shard shard = {};
    /// As they become due, in real time.
    bool paced = false;
    std::chrono::nanoseconds duration = std::chrono::nanoseconds::max();
    std::string target = {};
    spate::target_kind kind = spate::target_kind::file;
    bool in_memory = true, force = false, dry_run = false, stats = false;
    std::uint64_t files = 1;
    /// Of payloads that need schemas, a folder beside the output and the names of the files in it; nothing for others.
    std::string schema_folder = {};
    std::vector<std::string> schema_files = {};
    /// Where the sink is one that acknowledges; nothing of the output is used then.
    std::optional<delivery_request> delivery = {};
    /// See loaded_events.
    std::uint64_t fingerprint = 0;
    /// A sentence, or nothing; see exposed_secrets.
    std::string exposed = {};

    [[nodiscard]] bool is_file() const noexcept { return !in_memory && !delivery && kind == spate::target_kind::file; }
    [[nodiscard]] const spate::mix_specification& mix() const noexcept { return configuration.mix; }
};

/// Reads the options and the configuration. Throws config_error for options that make no sense, with one another, with the configuration or with what is there
/// already under the names of the output; specification_error, which names all that is wrong with a configuration.
[[nodiscard]] events_request parse_events(const typed_options& typed);

/// The command that makes the same events, wherever they go.
[[nodiscard]] std::string events_command(const events_request& asked, const typed_options& typed);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_EVENTS_OPTIONS_HPP
