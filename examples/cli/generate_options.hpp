// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_GENERATE_OPTIONS_HPP
#define SPATE_EXAMPLES_CLI_GENERATE_OPTIONS_HPP

/// What the options of spate generate ask for.

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <spate/format/avro.hpp>
#include <spate/format/binary_rows.hpp>
#include <spate/format/csv.hpp>
#include <spate/format/json_array.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/format/parquet.hpp>
#include <spate/format/protobuf.hpp>
#include <spate/schema/runtime_schema.hpp>

#include "console.hpp"

namespace cli {

using dataset_format = std::variant<spate::ndjson, spate::json_array, spate::csv_format, spate::parquet, spate::avro, spate::protobuf, spate::binary_rows>;

/// All that decides the output; nothing has been touched yet.
struct generate_request {
    /// "schema products.json", "builtin ecommerce".
    std::string source;
    /// The schema as it was given, in JSON.
    std::string schema_json;
    /// The schema's id in the catalogue; empty for one of a file.
    std::string builtin{};
    spate::runtime_schema table;
    bool is_collection = false, seed_was_drawn = false, include_auto_id = false;
    /// As it is typed: "parquet".
    std::string format_name{}, extension{};
    dataset_format format{};
    /// Empty for formats that have none.
    std::string compression{};
    /// Written beside the data files: names and contents.
    std::vector<std::pair<std::string, std::string>> other_files{};
    std::string directory{};
    bool json_array = false;
    /// 0: not asked for.
    std::size_t batch_rows = 0;
    std::uint64_t max_file_bytes = 0, max_rows_per_file = 0;
};

/// Reads the options and the schema. Throws config_error for options that make no sense, with one another or with the schema; specification_error, which names
/// all that is wrong with a schema.
[[nodiscard]] generate_request parse_generate(const typed_options& typed);

}  // namespace cli

#endif  // SPATE_EXAMPLES_CLI_GENERATE_OPTIONS_HPP
