// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_RUN_RECORDS_HPP
#define SPATE_RUN_RUN_RECORDS_HPP

/// `run`: the rows of a table, in a format, on all threads of an executor, into a sink; `run_to_file`: into one file or several.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/exec/default_pool.hpp>
#include <spate/field/words.hpp>
#include <spate/format/format.hpp>
#include <spate/format/text_buffer.hpp>
#include <spate/run/detail/block_encoders.hpp>
#include <spate/run/detail/monitor.hpp>
#include <spate/run/record_report.hpp>
#include <spate/schema/batch.hpp>
#include <spate/sink/file.hpp>

namespace spate::inline v0 {

/// Which rows are written, and when writing ends.
struct run_options {
    /// The first row that is written.
    std::uint64_t first = 0;
    /// How many rows; `unlimited` for all up to the table's end.
    std::uint64_t rows = unlimited;
    /// Begin no new block once this is true; may be set by a signal handler.
    const std::atomic<bool>* stop = nullptr;
    /// The least time between two calls of the progress callback.
    std::chrono::milliseconds interval{500};
    /// The most bytes of the output, head and tail included: it is complete before the block with which it would have more, and the report's `rows` tell which
    /// rows it has. Where the first block has more already, and more than one row, the run fails with std::errc::file_too_large.
    std::uint64_t most_bytes = unlimited;
    /// Is given all bytes of the output in order, one part after the other, by whichever thread: for checksums. What it throws ends the run. None by default.
    std::function<void(std::span<const std::byte>)> observer = {};
};

/// Writes rows [first, first + rows) of `table` to `sink` in a format, and closes the sink when all is written; one that is stopped or that fails is
/// not closed, so that nothing incomplete bears a file's name. `progress(const record_progress&)` is called from one further thread, never twice at
/// once, and not any more once `run` has returned; an exception that it throws stops the run and is thrown on.
///
/// Blocks of format.block_rows rows are encoded by all threads at once. A random-access sink is written by all of them, each block as soon as those before
/// it are encoded and so its place is known; an ordered one in order.
/// Errors: config_error when the rows do not lie in the table, and when the format cannot hold it. What the sink reports is in the report, once: the failure
/// of the lowest block. What a generator throws ends the run and is thrown on.
/// Determinism: the bytes depend on the table, the rows and the format alone. Cost: one encoded block and one batch of memory per thread.
template <record_source Table, record_format Format, class Sink, executor Executor, class Progress = detail::no_progress>
    requires byte_sink<std::remove_reference_t<Sink>> && std::invocable<Progress&, const record_progress&>
record_report run(const Table& table, const Format& format, Sink&& sink, Executor& workers, const run_options& options = {}, Progress progress = {}) {
    const std::uint64_t size = table.size();
    if (options.first > size)
        detail::raise_config("first", std::to_string(options.first), "is beyond the end of the table at " + std::to_string(size), "begin before it");
    if (options.rows != unlimited && options.rows > size - options.first)
        detail::raise_config("rows", std::to_string(options.rows), "reach beyond the end of the table at " + std::to_string(size),
                             "take " + std::to_string(size - options.first) + " or less");
    using sink_type = std::remove_reference_t<Sink>;
    bool at_offsets = random_access_sink<sink_type>;
    if constexpr (requires {
                      { sink.seekable() } -> std::same_as<bool>;
                  })
        at_offsets = at_offsets && sink.seekable();

    const record_type type = table.type();
    auto encoder = format.encoder(type);
    using info = typename decltype(encoder)::block_info;
    const auto block_rows = std::max<std::size_t>(1, static_cast<std::size_t>(format.block_rows(type)));
    const detail::record_plan plan{options.first,      std::min(options.rows, size - options.first),
                                   block_rows,         std::min(block_rows, batch_rows),
                                   options.stop,       std::chrono::steady_clock::now(),
                                   options.most_bytes, options.observer ? &options.observer : nullptr};
    std::error_code error;
    // Writes what stands outside the blocks.
    const auto put = [&](std::uint64_t offset, const text_buffer& text) {
        if (text.size() == 0) return;
        if (options.observer) options.observer(text.bytes());
        if constexpr (random_access_sink<sink_type>) {
            if (at_offsets) return sink.write_at(offset, text.bytes(), error);
        }
        sink.write(text.bytes(), error);
    };
    text_buffer text;
    encoder.head(text);
    detail::record_state<info> state{plan, text.size()};
    put(0, text);
    if (error) {
        record_report out;
        out.end = run_end::failed;
        out.first = options.first;
        out.error = error;
        return out;
    }
    {
        detail::monitor watch{state, options.interval, progress};
        workers.bulk(std::max<std::size_t>(1, static_cast<std::size_t>(workers.concurrency())), [&](std::size_t) {
            try {
                detail::encode_blocks(table, format.encoder(type), sink, state, at_offsets);
            } catch (...) {
                state.abandon_turns();
                throw;
            }
        });
        watch.finish();
    }
    record_report out = state.report();
    if (out.end != run_end::complete) return out;
    text.clear();
    encoder.tail({state.placed().data(), state.placed().size()}, text);
    put(state.end(), text);
    if (!error) {
        out.bytes += text.size();
        sink.close(error);
    }
    if (error) {
        out.end = run_end::failed;
        out.error = error;
    }
    return out;
}

/// The same on the process's pool: `run(orders | rows(10'000'000), ndjson(), file_sink("orders.ndjson"))`.
template <record_source Table, record_format Format, class Sink, class Progress = detail::no_progress>
    requires byte_sink<std::remove_reference_t<Sink>> && std::invocable<Progress&, const record_progress&>
record_report run(const Table& table, const Format& format, Sink&& sink, const run_options& options = {}, Progress progress = {}) {
    return run(table, format, std::forward<Sink>(sink), default_pool(), options, std::move(progress));
}

/// A table in one file or in several.
struct record_file_run {
    std::string path;
    /// How many files: file k of n, named as part_path says, holds rows [k * rows / n, (k + 1) * rows / n) of those that are written.
    std::uint64_t parts = 1;
    /// How files are opened; records cannot be resumed.
    file_options file{};
    run_options run{};
};

/// The name of a part: "orders.csv" is "orders-00002-of-00010.csv" for part 2 of 10, and itself where there is one part.
[[nodiscard]] inline std::string part_path(const std::string& path, std::uint64_t part, std::uint64_t parts) {
    if (parts == 1) return path;
    const auto padded = [](std::uint64_t number) {
        const std::string digits = std::to_string(number);
        return std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits;
    };
    const std::size_t slash = path.rfind('/'), name = slash == std::string::npos ? 0 : slash + 1, dot = path.rfind('.');
    const std::size_t at = dot == std::string::npos || dot <= name ? path.size() : dot;
    return path.substr(0, at) + "-" + padded(part) + "-of-" + padded(parts) + path.substr(at);
}

/// Writes a table to files, one after the other, each by all threads; each bears its name only once it is complete. A file that was stopped or that
/// failed is removed, those before it stay. The report and the progress are of all files together.
/// Errors: as `run`; config_error for no parts or more than 65536, for rows from 2^48 on, and where records should be resumed; config_error and io_error for
/// a file that cannot be opened.
template <record_source Table, record_format Format, executor Executor, class Progress = detail::no_progress>
    requires std::invocable<Progress&, const record_progress&>
record_report run_to_file(const Table& table, const Format& format, const record_file_run& how, Executor& workers, Progress progress = {}) {
    constexpr std::uint64_t most_parts = 65536;
    if (how.parts == 0 || how.parts > most_parts)
        detail::raise_config("parts", std::to_string(how.parts), "is not a number of files from 1 to " + std::to_string(most_parts), "take 1");
    if (how.file.resume) detail::raise_config("resume", how.path, "cannot go: files of records are written anew", "overwrite it");
    const std::uint64_t size = table.size(), first = how.run.first;
    if (first > size) detail::raise_config("first", std::to_string(first), "is beyond the end of the table at " + std::to_string(size), "begin before it");
    const std::uint64_t rows = how.run.rows == unlimited ? size - first : how.run.rows;
    if (rows > size - first || rows >= std::uint64_t{1} << 48)
        detail::raise_config("rows", std::to_string(rows), "are more than a table can have from row " + std::to_string(first) + " on",
                             "take " + std::to_string(std::min(size - first, (std::uint64_t{1} << 48) - 1)) + " or less");
    record_report all;
    all.first = first;
    for (std::uint64_t part = 0; part < how.parts; ++part) {
        run_options options = how.run;
        options.first = first + part * rows / how.parts;
        options.rows = first + (part + 1) * rows / how.parts - options.first;
        file_sink sink{part_path(how.path, part, how.parts), how.file};
        record_report one;
        const auto attempt = [&](auto& watch) { one = run(table, format, sink, workers, options, watch); };
        try {
            if constexpr (std::is_same_v<Progress, detail::no_progress>) {
                attempt(progress);
            } else {
                auto watch = [&](record_progress now) {
                    now.first = first;
                    now.rows += all.rows;
                    now.bytes += all.bytes;
                    now.length = rows;
                    now.seconds += all.seconds;
                    progress(std::as_const(now));
                };
                attempt(watch);
            }
        } catch (...) {
            sink.discard();
            throw;
        }
        all.rows += one.rows;
        all.bytes += one.bytes;
        all.seconds += one.seconds;
        all.end = one.end;
        all.error = one.error;
        if (one.end != run_end::complete) {
            sink.discard();
            break;
        }
        ++all.files;
    }
    return all;
}

/// The same on the process's pool.
template <record_source Table, record_format Format, class Progress = detail::no_progress>
    requires std::invocable<Progress&, const record_progress&>
record_report run_to_file(const Table& table, const Format& format, const record_file_run& how, Progress progress = {}) {
    return run_to_file(table, format, how, default_pool(), std::move(progress));
}

}  // namespace spate::inline v0

#endif  // SPATE_RUN_RUN_RECORDS_HPP
