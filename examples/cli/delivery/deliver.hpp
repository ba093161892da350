// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_DELIVERY_DELIVER_HPP
#define SPATE_EXAMPLES_CLI_DELIVERY_DELIVER_HPP

/// A stream of events, documents or rows on its way to a sink, and what is told of it.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <spate/event/schedule.hpp>
#include <spate/exec/thread_pool.hpp>
#include <spate/run/delivery_options.hpp>
#include <spate/run/delivery_report.hpp>
#include <spate/sink/delivery.hpp>

#include "../console.hpp"
#include "../json.hpp"
#include "options.hpp"
#include "sinks.hpp"

namespace cli {

/// All of a stream that a delivery has to know.
struct delivered_stream {
    spate::delivery_stream stream;
    delivered_source source;
    /// The places of all shards.
    std::uint64_t size = 0;
    /// When places are due; nothing where all go as fast as possible.
    std::optional<spate::schedule> when = {};
    /// The first place, the count and the duration.
    spate::delivery_options options = {};

    /// It goes on until it is stopped.
    [[nodiscard]] bool is_endless() const noexcept { return when.has_value() && options.count == spate::unlimited; }
};

/// The stream, made anew for each call. The note is nothing at first, and for a stream that is resumed what it had for a note, so that it goes on with the same
/// seed and the same start.
using stream_maker = std::function<delivered_stream(const std::string& note)>;

struct delivery_outcome {
    spate::delivery_report report = {};
    /// The target in words.
    std::string target = {};
    std::string stream_id = {};
    bool is_endless = false;
    double seconds = 0;
};

/// A seed and a start of a note "seed=7 start=1767225600000000000".
struct stream_note {
    std::optional<std::uint64_t> seed = {};
    std::optional<std::int64_t> start = {};
};
[[nodiscard]] stream_note parse_note(const std::string& note);
[[nodiscard]] std::string note_text(std::uint64_t seed, std::optional<std::int64_t> start = {});

/// Checks the sink and its target, and sends nothing. Returns the target in words. Throws as deliver_stream.
[[nodiscard]] std::string check_delivery(const delivery_request& asked, const stream_maker& make, spate::thread_pool& pool);

/// Delivers what is due. Throws config_error and specification_error for what makes no sense, before anything was sent; run_failure where the target cannot be
/// had. What fails later is in the report.
[[nodiscard]] delivery_outcome deliver_stream(const delivery_request& asked, const stream_maker& make, spate::thread_pool& pool, progress_line& line,
                                              const console& out);

/// The line of a dry run.
[[nodiscard]] std::string dry_text(const std::string& target);
/// The lines of a report. `one` is what the stream is of: "event".
[[nodiscard]] std::vector<std::vector<std::string>> delivery_lines(const delivery_outcome& done, const std::string& one);
/// The same as members of a report's object.
void add_delivery(json_object& to, const delivery_request& asked, const delivery_outcome& done, const std::string& ones);
/// Throws run_failure for a delivery that has failed, or was stopped before its end.
void raise_failure(const delivery_request& asked, const delivery_outcome& done, const std::string& one);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_DELIVERY_DELIVER_HPP
