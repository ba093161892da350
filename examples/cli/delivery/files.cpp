// SPDX-License-Identifier: Apache-2.0
// Files that are rolled by size and time.
#include <charconv>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/core/size.hpp>
#include <spate/format/avro.hpp>
#include <spate/format/csv.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/format/parquet.hpp>
#include <spate/format/parquet_codecs.hpp>
#include <spate/run/rolled_files.hpp>

#include "../target.hpp"
#include "sinks.hpp"

namespace cli {
namespace {

std::string format_of_ending(const std::string& ending) {
    if (ending == "json" || ending == "jsonl") return "ndjson";
    if (ending == "pq") return "parquet";
    return ending == "ndjson" || ending == "csv" || ending == "avro" || ending == "parquet" ? ending : "";
}

// FOLDER, or FOLDER/PREFIX.ndjson.
spate::rolled_file_options options_of(const spate::sink_configuration& sink, std::string& format) {
    spate::rolled_file_options out;
    out.folder = sink.text("path");
    const std::string ending = ending_of(out.folder), of_ending = format_of_ending(ending), given = sink.text("format");
    format = given.empty() ? of_ending : format_of_ending(given);
    if (format.empty()) format = "ndjson";
    out.extension = format;
    if (!of_ending.empty()) {
        const std::size_t slash = out.folder.find_last_of('/');
        out.extension = ending;
        out.prefix = out.folder.substr(slash + 1, out.folder.size() - (slash + 1) - ending.size() - 1);
        out.folder = slash == std::string::npos ? "." : slash == 0 ? "/" : out.folder.substr(0, slash);
    }
    if (const std::string size = sink.text("roll_size"); !size.empty()) out.roll_bytes = spate::parse_size(size, "roll_size");
    if (const std::string seconds = sink.text("roll_seconds"); !seconds.empty()) {
        std::uint32_t number = 0;
        const auto [end, error] = std::from_chars(seconds.data(), seconds.data() + seconds.size(), number);
        if (error != std::errc{} || end != seconds.data() + seconds.size())
            throw spate::config_error{"roll_seconds", "\"" + seconds + "\"", "is no whole number of seconds", "give one like 60, or 0 for no limit"};
        out.roll_time = std::chrono::seconds{number};
    }
    return out;
}

template <class Format>
std::unique_ptr<spate::delivery_sink> files_of(const any_table& table, Format format, spate::rolled_file_options options, spate::thread_pool& pool) {
    return std::make_unique<spate::rolled_files<any_table, Format, spate::thread_pool>>(table, std::move(format), std::move(options), pool);
}

}  // namespace

std::unique_ptr<spate::delivery_sink> make_rolled_files(const spate::sink_configuration& sink, const delivered_source& source, spate::thread_pool& pool) {
    std::string format;
    spate::rolled_file_options options = options_of(sink, format);
    if (format == "csv") return files_of(source.table, spate::csv(), std::move(options), pool);
    if (format == "avro") return files_of(source.table, spate::avro{}, std::move(options), pool);
    if (format == "parquet")
        return files_of(source.counted.value_or(source.table), spate::parquet{{.compression = spate::parquet_snappy()}}, std::move(options), pool);
    return files_of(source.table, spate::ndjson{}, std::move(options), pool);
}

}  // namespace cli
