// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_DATASET_HPP
#define SPATE_RUN_DATASET_HPP

/// `write_dataset`: a table as a directory of data files and a meta.json.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <ratio>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/exec/default_pool.hpp>
#include <spate/field/words.hpp>
#include <spate/format/format.hpp>
#include <spate/format/text_buffer.hpp>
#include <spate/run/dataset_meta.hpp>
#include <spate/run/detail/dataset_directory.hpp>
#include <spate/run/record_report.hpp>
#include <spate/run/run_records.hpp>
#include <spate/schema/batch.hpp>
#include <spate/sink/file.hpp>

namespace spate::inline v0 {

/// A checksum of files, which are added one after the other: `begin` before the first byte of each, `add` for its bytes in order, by any thread, never twice at
/// once, `end` for its text.
struct dataset_checksum {
    std::string algorithm;
    std::function<void()> begin;
    std::function<void(std::span<const std::byte>)> add;
    std::function<std::string()> end;
};

struct dataset_options {
    /// What data files are called: "csv" for data.csv, or data-00001-of-00005.csv where there are several. Small letters and digits.
    std::string extension;
    std::uint64_t max_rows_per_file = 1'000'000;
    /// No file is larger, unless one row is.
    std::uint64_t max_file_bytes = std::uint64_t{256} << 20;
    /// Rows of a block, as they are encoded at once; but as few as fit into a file. 0: those of the format, or fewer, so that a block has some 16 MiB and a
    /// file at least eight of them.
    std::size_t block_rows = 0;
    /// Write into a directory that is not empty. The files of a dataset that is there are replaced; others stay, and one with a name that is needed is an
    /// error.
    bool overwrite = false;
    /// Further files, names and contents: schema.EXTENSION.
    std::vector<std::pair<std::string, std::string>> other_files = {};
    /// None by default.
    dataset_checksum checksum = {};
    const std::atomic<bool>* stop = nullptr;
    std::chrono::milliseconds interval{500};
};

/// How the writing of a dataset ended: `rows` are those of the table, `bytes` those of the data files.
struct dataset_report : record_report {
    /// What meta.json tells, where the run is complete.
    dataset_meta meta;
    /// The name of the file that failed.
    std::string failed;
};

namespace detail {

/// A format with blocks of so many rows.
template <record_format Format>
struct in_blocks {
    Format format;
    std::size_t rows;
    [[nodiscard]] auto encoder(const record_type& type) const { return format.encoder(type); }
    [[nodiscard]] std::size_t block_rows(const record_type&) const noexcept { return rows; }
};

[[nodiscard]] inline std::string staged_data_name(std::uint64_t number, const std::string& extension) {
    const std::string digits = std::to_string(number);
    return "data-" + std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits + "." + extension;
}

template <class Format>
[[nodiscard]] std::size_t block_rows_of(const Format& format, const record_type& type, double row_bytes, const dataset_options& options) {
    if (options.block_rows != 0) return options.block_rows;
    constexpr std::uint64_t usual = std::uint64_t{16} << 20;
    const auto bytes = static_cast<double>(std::min(usual, options.max_file_bytes / 8));
    const auto rows = static_cast<std::size_t>(std::min(bytes / std::max(1.0, row_bytes), 1e9));
    const std::size_t most = std::max<std::size_t>(1, static_cast<std::size_t>(format.block_rows(type)));
    return std::clamp<std::size_t>(rows > batch_rows ? rows / batch_rows * batch_rows : rows, 1, most);
}

}  // namespace detail

/// About how many bytes a row has in a format: those of the first 512 rows, fewer where row 0 tells that they are more than 64 MiB, encoded in memory, without
/// head and tail. 0 for no rows. A pure function of the table and the format.
template <record_source Table, record_format Format>
[[nodiscard]] double sample_row_bytes(const Table& table, const Format& format) {
    constexpr double most_bytes = 0x1p26;
    const auto bytes_of_first = [&](std::size_t count) {
        auto encoder = format.encoder(table.type());
        batch rows;
        text_buffer out;
        table.fill(0, count, rows);
        encoder.begin(out, true);
        encoder.encode(rows, out);
        (void)encoder.finish(out);
        return static_cast<double>(out.size()) / static_cast<double>(count);
    };
    const auto rows = static_cast<double>(std::min<std::uint64_t>(table.size(), batch_rows));
    if (rows == 0) return 0;
    return bytes_of_first(static_cast<std::size_t>(std::max(1.0, std::min(rows, most_bytes / std::max(1.0, bytes_of_first(1))))));
}

/// Writes all rows of a table into a directory: data files, each by all threads, other files, and meta.json, which has what `meta` tells of the table and the
/// format, and the files, times and version.
///
/// A file ends after max_rows_per_file rows, or before the block of rows with which it would be larger than max_file_bytes; where the first block is, it is
/// made again with half as many rows until it fits or is one row. So where files end is a function of the table, the format and the options alone. Files are
/// written in a directory `.spate-incomplete` within, and get their names when all are complete; meta.json is last. A run that is stopped or fails removes all
/// that it wrote: without a meta.json there is no dataset. What a killed run leaves is found by find_dataset.
///
/// Errors: config_error for options that make no sense, and for a directory that holds something, unless it may be overwritten, or that another process writes
/// to; io_error for one that cannot be made; further as `run`. What fails while files are written is in the report. Determinism: files are the same for any
/// number of threads; of meta.json all but the times. Cost: as `run`, and no file is read again.
template <record_source Table, record_format Format, executor Executor, class Progress = detail::no_progress>
    requires std::invocable<Progress&, const record_progress&>
dataset_report write_dataset(const Table& table, const Format& format, const std::string& directory, dataset_meta meta, const dataset_options& options,
                             Executor& workers, Progress progress = {}) {
    if (!detail::is_dataset_name("data." + options.extension))
        detail::raise_config("extension", "\"" + options.extension + "\"", "is not a word of small letters and digits", "give one like \"csv\"");
    if (options.max_rows_per_file == 0) detail::raise_config("max_rows_per_file", "0", "is no file", "give 1 or more");
    if (options.max_file_bytes == 0) detail::raise_config("max_file_bytes", "0", "is no file", "give 1 or more");
    std::vector<std::string> other_names, staged_names;
    for (const auto& [name, text] : options.other_files) {
        if (!name.starts_with("schema.") || !detail::is_dataset_name(name))
            detail::raise_config("other_files", "\"" + name + "\"", "is not named schema and an ending of small letters", "name it like schema.json");
        other_names.push_back(name);
    }
    const std::uint64_t rows = table.size();
    if (rows >= std::uint64_t{1} << 48) detail::raise_config("rows", std::to_string(rows), "have no end", "take the first of them by rows(n)");

    const auto seconds_since_1970 = [] {
        return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    };
    const auto begin = std::chrono::steady_clock::now();
    const auto seconds = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(); };
    meta.started = seconds_since_1970();
    const record_type type = table.type();
    const std::size_t usual_rows = detail::block_rows_of(format, type, options.block_rows == 0 ? sample_row_bytes(table, format) : 0, options);
    detail::dataset_directory place{directory, options.extension, other_names, options.overwrite};

    const dataset_checksum& checksum = options.checksum;
    dataset_report out;
    const auto fail = [&](std::error_code error, const std::string& name) {
        out.end = run_end::failed;
        out.error = error;
        out.failed = name;
        out.files = 0;
        out.seconds = seconds();
        return out;
    };
    const auto checked = [&](dataset_file file) {
        if (checksum.end) file.checksum = checksum.end();
        return file;
    };
    for (const auto& [name, text] : options.other_files) {
        if (checksum.begin) checksum.begin();
        if (checksum.add) checksum.add(std::as_bytes(std::span{text}));
        if (const std::error_code error = place.write(name, text)) return fail(error, name);
        meta.other_files.push_back(checked({name, 0, 0, text.size(), {}}));
    }
    do {
        run_options how{.first = out.rows,
                        .rows = std::min(options.max_rows_per_file, rows - out.rows),
                        .stop = options.stop,
                        .interval = options.interval,
                        .most_bytes = options.max_file_bytes,
                        .observer = checksum.add};
        const std::string name = detail::staged_data_name(meta.files.size() + 1, options.extension);
        record_report one;
        for (std::size_t block = usual_rows;; block = std::max<std::size_t>(1, block / 2)) {
            block = static_cast<std::size_t>(std::min<std::uint64_t>(block, std::max<std::uint64_t>(1, how.rows)));
            if (checksum.begin) checksum.begin();
            file_sink sink{place.staged(name), {.overwrite = true}};
            const detail::in_blocks<Format> blocks{format, block};
            if constexpr (std::is_same_v<Progress, detail::no_progress>) {
                one = run(table, blocks, sink, workers, how);
            } else {
                one = run(table, blocks, sink, workers, how, [&](const record_progress& now) {
                    progress(record_progress{0, out.rows + now.rows, rows, out.bytes + now.bytes, seconds()});
                });
            }
            if (one.end == run_end::failed && one.rows == 0 && one.error == std::errc::file_too_large && block > 1) {
                sink.discard();
                continue;
            }
            break;
        }
        if (one.end == run_end::failed) return fail(one.error, name);
        if (one.end == run_end::stopped || (options.stop != nullptr && options.stop->load() && out.rows + one.rows < rows)) {
            out.end = run_end::stopped;
            out.rows += one.rows;
            out.bytes += one.bytes;
            out.seconds = seconds();
            return out;
        }
        meta.files.push_back(checked({{}, out.rows, one.rows, one.bytes, {}}));
        staged_names.push_back(name);
        out.rows += one.rows;
        out.bytes += one.bytes;
    } while (out.rows < rows);

    for (std::size_t i = 0; i < meta.files.size(); ++i) meta.files[i].name = part_path("data." + options.extension, i + 1, meta.files.size());
    meta.checksum_algorithm = checksum.algorithm;
    meta.finished = seconds_since_1970();
    out.seconds = meta.seconds = seconds();
    std::string failed;
    if (const std::error_code error = place.publish(meta, staged_names, failed)) return fail(error, failed);
    out.files = meta.files.size();
    out.meta = std::move(meta);
    return out;
}

/// The same on the process's pool.
template <record_source Table, record_format Format, class Progress = detail::no_progress>
    requires std::invocable<Progress&, const record_progress&>
dataset_report write_dataset(const Table& table, const Format& format, const std::string& directory, dataset_meta meta, const dataset_options& options,
                             Progress progress = {}) {
    return write_dataset(table, format, directory, std::move(meta), options, default_pool(), std::move(progress));
}

}  // namespace spate::inline v0

#endif  // SPATE_RUN_DATASET_HPP
