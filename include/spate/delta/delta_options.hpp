// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DELTA_OPTIONS_HPP
#define SPATE_DELTA_DELTA_OPTIONS_HPP

/// What a sink of Delta tables is told.

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/sink/secret.hpp>
#include <spate/sink/sink_configuration.hpp>

namespace spate::inline v0 {

/// What becomes of a table that is there already.
enum class delta_mode : unsigned char {
    append,     ///< it grows
    overwrite,  ///< what it has is removed by the first commit; older versions can still be read
    error,      ///< it is an error
    ignore      ///< nothing is written
};
/// Whether events of all types are rows of one table, or each type has a table of its own with the payload's fields as columns.
enum class delta_tables : unsigned char { unified, typed };
/// The codec of data files.
enum class delta_compression : unsigned char { snappy, zstd, none };

inline constexpr std::string_view delta_mode_names[] = {"append", "overwrite", "error", "ignore"};
inline constexpr std::string_view delta_tables_names[] = {"unified", "typed"};
inline constexpr std::string_view delta_compression_names[] = {"snappy", "zstd", "none"};

/// Where tables are, and how files and commits are made. The keys of a sink's configuration have the same names.
struct delta_options {
    /// A local folder (file:///folder too), or s3://bucket/prefix.
    std::string path = {};
    delta_mode mode = delta_mode::append;
    /// The name in the table's metadata; none where it is empty.
    std::string table_name = {};
    delta_tables tables = delta_tables::unified;
    /// The columns that files are parted by.
    std::vector<std::string> partition_by = {};
    /// How many files the rows of a commit go to; 0: as few as hold target_file_size bytes each, and enough for all processors.
    std::uint64_t partitions = 0;
    delta_compression compression = delta_compression::snappy;
    /// About how many bytes a file has at most.
    std::uint64_t target_file_size = std::uint64_t{128} << 20;
    /// A commit is made as soon as it has so many places of the stream, or its first waits so long.
    std::uint64_t rows_per_commit = 1'000'000;
    std::chrono::milliseconds commit_interval{10'000};
    /// Commits between two checkpoints of the log; 0: none.
    std::uint64_t checkpoint_interval = 10;
    /// Of stores that speak S3.
    std::string endpoint_url = {}, region = {};
    secret access_key_id = {}, secret_access_key = {}, session_token = {};

    /// Throws config_error for what cannot be meant.
    void check() const {
        if (path.empty()) detail::raise_config("path", "\"\"", "is no table", "name a folder, or s3://bucket/folder");
        if (rows_per_commit == 0) detail::raise_config("rows_per_commit", "0", "is no number of rows", "give 1 or more");
        if (target_file_size < 1024) detail::raise_config("target_file_size", std::to_string(target_file_size), "is below 1024 bytes", "give 134217728");
        if (partitions > 65536) detail::raise_config("partitions", std::to_string(partitions), "is more than 65536 files", "give fewer");
        if (commit_interval.count() <= 0)
            detail::raise_config("commit_interval", std::to_string(commit_interval.count()) + " ms", "is no time", "give 1 ms or more");
        for (std::size_t i = 0; i < partition_by.size(); ++i)
            for (std::size_t k = 0; k < i; ++k)
                if (partition_by[i] == partition_by[k]) detail::raise_config("partition_by", partition_by[i], "is there twice", "name each column once");
    }
};

namespace detail {

template <class Enumeration, std::size_t Count>
[[nodiscard]] Enumeration delta_choice(const sink_configuration& from, std::string_view key, const std::string_view (&names)[Count]) {
    const std::string given = from.text(key, names[0]);
    std::string all;
    for (std::size_t i = 0; i < Count; ++i) {
        if (given == names[i]) return static_cast<Enumeration>(i);
        all += (i == 0 ? "" : i + 1 == Count ? " or " : ", ") + std::string{names[i]};
    }
    raise_config(key, given, "is not known", "give " + all);
}
[[nodiscard]] inline std::uint64_t delta_number(const sink_configuration& from, std::string_view key, std::uint64_t otherwise) {
    const std::string given = from.text(key);
    if (given.empty()) return otherwise;
    std::uint64_t out = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), out);
    if (error != std::errc{} || end != given.data() + given.size())
        raise_config(key, given, "is not a whole number", "give one like " + std::to_string(otherwise));
    return out;
}
[[nodiscard]] inline std::vector<std::string> delta_names(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        std::string_view one = text.substr(0, end);
        while (one.starts_with(' ')) one.remove_prefix(1);
        while (one.ends_with(' ')) one.remove_suffix(1);
        if (!one.empty()) out.emplace_back(one);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}
[[nodiscard]] inline secret delta_secret(const sink_configuration& from, std::string_view key) {
    const sink_setting* const found = from.find(key);
    return found == nullptr ? secret{} : found->is_secret ? found->hidden : secret{found->value};
}

}  // namespace detail

/// The options that a configuration names: path, mode, table_name, tables, partition_by (names with commas between), partitions, compression,
/// target_file_size (bytes), rows_per_commit, commit_interval (milliseconds), checkpoint_interval, endpoint_url, region, aws_access_key_id,
/// aws_secret_access_key and aws_session_token. Throws config_error that names the key, what was given and what would be right.
[[nodiscard]] inline delta_options delta_options_of(const sink_configuration& from) {
    delta_options out;
    out.path = from.text("path");
    out.mode = detail::delta_choice<delta_mode>(from, "mode", delta_mode_names);
    out.table_name = from.text("table_name");
    out.tables = detail::delta_choice<delta_tables>(from, "tables", delta_tables_names);
    out.partition_by = detail::delta_names(from.text("partition_by"));
    out.partitions = detail::delta_number(from, "partitions", out.partitions);
    out.compression = detail::delta_choice<delta_compression>(from, "compression", delta_compression_names);
    out.target_file_size = detail::delta_number(from, "target_file_size", out.target_file_size);
    out.rows_per_commit = detail::delta_number(from, "rows_per_commit", out.rows_per_commit);
    out.commit_interval = std::chrono::milliseconds{static_cast<std::int64_t>(detail::delta_number(from, "commit_interval", 10'000))};
    out.checkpoint_interval = detail::delta_number(from, "checkpoint_interval", out.checkpoint_interval);
    out.endpoint_url = from.text("endpoint_url");
    out.region = from.text("region");
    out.access_key_id = detail::delta_secret(from, "aws_access_key_id");
    out.secret_access_key = detail::delta_secret(from, "aws_secret_access_key");
    out.session_token = detail::delta_secret(from, "aws_session_token");
    out.check();
    return out;
}

}  // namespace spate::inline v0

#endif  // SPATE_DELTA_DELTA_OPTIONS_HPP
