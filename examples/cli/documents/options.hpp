// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_DOCUMENTS_OPTIONS_HPP
#define SPATE_EXAMPLES_CLI_DOCUMENTS_OPTIONS_HPP

/// What the options of spate documents ask for.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include <spate/format/bulk.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/format/parquet.hpp>
#include <spate/sink/open.hpp>
#include <spate/telemetry/read_telemetry.hpp>

#include "../console.hpp"
#include "../delivery/options.hpp"
#include "source.hpp"

namespace cli {

using document_format = std::variant<spate::ndjson, spate::elasticsearch_bulk, spate::parquet>;

/// All that decides the output; nothing has been touched yet.
struct documents_request {
    /// Empty for what is built in.
    std::string config_file;
    spate::telemetry_configuration what;
    any_documents documents;
    /// As it is typed, and the ending of the output's name where nothing else says a format.
    std::string format_name, unknown_ending;
    document_format format;
    /// The intervals that have been when the command begins: [first, end).
    std::uint64_t first = 0, end = 0;
    /// It goes on with the intervals behind them when their time comes.
    bool live = false;
    std::string target;
    spate::target_kind kind = spate::target_kind::file;
    bool in_memory = false, force = false;
    /// Where the sink is one that acknowledges; nothing of the output is used then.
    std::optional<delivery_request> delivery = {};
    /// Of all that the configuration says.
    std::uint64_t fingerprint = 0;
    /// A sentence, or nothing; see exposed_secrets.
    std::string exposed = {};

    [[nodiscard]] bool is_file() const noexcept { return !in_memory && !delivery && kind == spate::target_kind::file; }
    /// In nanoseconds since 1970.
    [[nodiscard]] std::int64_t time_of(std::uint64_t interval) const noexcept {
        return what.options.begin + static_cast<std::int64_t>(interval * what.options.interval);
    }
    [[nodiscard]] std::uint64_t first_document() const { return documents.first_of(first); }
    [[nodiscard]] std::uint64_t end_document() const { return documents.first_of(end); }
};

/// Nanoseconds since 1970, in UTC, by the system's clock.
[[nodiscard]] std::int64_t wall_clock_now();
/// "1s", "250ms".
[[nodiscard]] std::string interval_text(std::uint64_t nanoseconds);

/// Reads the options and the configuration. Throws config_error for options that make no sense, with one another or with what is there already under the name
/// of the output; specification_error, which names all that is wrong with a configuration.
[[nodiscard]] documents_request parse_documents(const typed_options& typed);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_DOCUMENTS_OPTIONS_HPP
