// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_ROWS_OPTIONS_HPP
#define SPATE_EXAMPLES_CLI_ROWS_OPTIONS_HPP

/// What the options of spate rows ask for.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include <spate/format/avro.hpp>
#include <spate/format/binary_rows.hpp>
#include <spate/format/csv.hpp>
#include <spate/format/json_array.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/format/parquet.hpp>
#include <spate/format/protobuf.hpp>
#include <spate/schema/runtime_schema.hpp>
#include <spate/sink/open.hpp>

#include "console.hpp"
#include "delivery/options.hpp"

namespace cli {

using any_format = std::variant<spate::ndjson, spate::json_array, spate::csv_format, spate::parquet, spate::avro, spate::protobuf, spate::binary_rows>;

/// All that decides the output; nothing has been touched yet.
struct rows_request {
    std::string schema_file;
    spate::runtime_schema table;
    bool seed_was_drawn = false;
    /// It is one of a specification's tables, and keeps its seed whatever that of the others is.
    bool has_own_seed = false;
    /// The specification declares tables.
    bool has_tables = false;
    /// As it is typed: "csv", "tsv".
    std::string format_name;
    /// The ending of the output's name where it says no format, and nothing else does.
    std::string unknown_ending{};
    any_format format;
    /// Of Parquet and Avro: "snappy"; empty for other formats.
    std::string compression;
    /// Rows [first, first + rows) of the table.
    std::uint64_t first = 0, rows = 0;
    std::string target;
    spate::target_kind kind = spate::target_kind::file;
    bool in_memory = false, force = false;
    std::uint64_t files = 1;
    std::chrono::nanoseconds duration = std::chrono::nanoseconds::max();
    /// Where the sink is one that acknowledges; nothing of the output is used then.
    std::optional<delivery_request> delivery = {};
    /// The column whose values are the keys of messages; nothing for none.
    std::string key = {};
    /// Of all that the schema says.
    std::uint64_t fingerprint = 0;
    /// A sentence, or nothing; see exposed_secrets.
    std::string exposed = {};

    [[nodiscard]] bool is_file() const noexcept { return !in_memory && !delivery && kind == spate::target_kind::file; }
    /// In seconds; 0 for none.
    [[nodiscard]] double limit() const { return duration == std::chrono::nanoseconds::max() ? 0 : std::chrono::duration<double>(duration).count(); }
    /// The number of rows is that of the table's end, since only a time was asked for.
    [[nodiscard]] bool is_endless() const noexcept { return limit() > 0 && first + rows == spate::runtime_schema::most_rows; }
};

/// Reads the options and the schema. Throws config_error for options that make no sense, with one another, with the schema or with what is there already under
/// the names of the output; specification_error, which names all that is wrong with a schema.
[[nodiscard]] rows_request parse_rows(const typed_options& typed);

/// The command that writes rows [first, first + rows) of what was asked for in the same way; `continued` leaves out the head.
[[nodiscard]] std::string rows_command(const rows_request& asked, const typed_options& typed, std::uint64_t first, std::uint64_t rows, bool continued = false);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_ROWS_OPTIONS_HPP
