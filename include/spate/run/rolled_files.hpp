// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_ROLLED_FILES_HPP
#define SPATE_RUN_ROLLED_FILES_HPP

/// `rolled_files`: a stream of rows as files of a size or a time each, every row once, also after a crash.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/core/size.hpp>
#include <spate/exec/default_pool.hpp>
#include <spate/field/words.hpp>
#include <spate/format/format.hpp>
#include <spate/run/checkpoint.hpp>
#include <spate/run/detail/rolled_folder.hpp>
#include <spate/run/event_stream_options.hpp>
#include <spate/run/run_records.hpp>
#include <spate/schema/batch.hpp>
#include <spate/sink/delivery.hpp>
#include <spate/sink/file.hpp>
#include <spate/sink/null.hpp>

namespace spate::inline v0 {

/// Where files go and when one is complete.
struct rolled_file_options {
    std::string folder = {};
    /// What names begin with; the name of the stream where it is empty.
    std::string prefix = {};
    /// What names end with, without a point.
    std::string extension = "ndjson";
    /// The most bytes of a file; a single row may have more.
    std::uint64_t roll_bytes = 128_MiB;
    /// The most time from the first row of a file until it is complete; 0 for as long as it takes.
    std::chrono::milliseconds roll_time{60'000};
    /// Whether files are on the device before they are acknowledged: needed against power failures, not against kills.
    bool sync = true;

    /// Throws config_error for options that make no sense.
    void check() const {
        if (folder.empty()) detail::raise_config("path", "\"\"", "is not a folder's name", "name one");
        const auto check_part = [](std::string_view parameter, const std::string& text) {
            if (text.find('/') != std::string::npos || text.starts_with('.'))
                detail::raise_config(parameter, "\"" + text + "\"", "is no part of a file's name", "take letters, digits, - and _");
        };
        check_part("prefix", prefix);
        check_part("extension", extension);
        if (extension.empty()) detail::raise_config("extension", "\"\"", "is no end of a file's name", "take the name of the format");
        if (roll_bytes < 4_KiB) detail::raise_config("roll_size", std::to_string(roll_bytes), "is less than 4 KiB", "give 4096 bytes or more");
        if (roll_time.count() < 0) detail::raise_config("roll_seconds", std::to_string(roll_time.count()) + " ms", "is below 0", "give 0 or more");
    }
};

namespace detail {

// The rows of a shard, under its own numbers. Requires fills that stay within 512 rows of one aligned block where there are several shards.
template <class Table>
struct shard_rows {
    Table table;
    stream_shard shard = {};

    [[nodiscard]] record_type type() const { return table.type(); }
    [[nodiscard]] std::uint64_t size() const noexcept { return shard.below(table.size()); }
    void fill(std::uint64_t first, std::size_t count, batch& out) const { table.fill(shard.place(first), count, out); }
};

// A format whose blocks are made of whole blocks of 512 rows, where that is asked for.
template <class Format>
struct aligned_format {
    Format format;
    bool aligned = false;

    [[nodiscard]] auto encoder(const record_type& type) const { return format.encoder(type); }
    [[nodiscard]] std::size_t block_rows(const record_type& type) const {
        const auto rows = static_cast<std::size_t>(format.block_rows(type));
        return aligned ? (rows + batch_rows - 1) / batch_rows * batch_rows : rows;
    }
};

}  // namespace detail

/// Writes the rows of a table, place i being row i of the shard, to files FOLDER/PREFIX-SHARD-FIRST.EXTENSION, FIRST being the 15 digits of the shard's place
/// of the first row; of one shard all files together are the rows, in the order of their names, each once.
///
/// A file is made when its rows are known: by all threads of the executor, under a name that begins with a point. It gets its name once the folder .spate in
/// FOLDER says that it is complete, so a run that resumes after a crash at any moment gives it the name, or makes it again. Files may be taken away as soon as
/// they have their names. Rows are acknowledged with their file.
/// Errors: config_error for options that make no sense, a folder that is none, and for files that are there already; io_error for what the system refuses.
/// Thread safety: as delivery_sink. Cost: as `run`, which makes a file at a time; with `sync`, five fsync a file.
template <record_source Table, record_format Format, executor Executor>
class rolled_files final : public delivery_sink {
public:
    rolled_files(Table table, Format format, rolled_file_options options, Executor& workers)
        : table_{std::move(table)}, format_{std::move(format)}, options_{std::move(options)}, workers_{workers} {
        options_.check();
        (void)format_.encoder(table_.type());
    }

    [[nodiscard]] std::string target() const override { return "files in " + options_.folder; }
    [[nodiscard]] bool keeps_position() const noexcept override { return true; }
    void check(const delivery_stream& stream) override {
        check_stream(stream);
        detail::check_writable(options_.folder);
    }
    [[nodiscard]] std::optional<delivery_position> position(const delivery_stream& stream) override {
        detail::check_writable(options_.folder);
        prepare(stream);
        return stored_;
    }
    void open(const delivery_stream& stream, std::uint64_t first) override {
        prepare(stream);
        folder_->refuse_from(first);
        state_ = {stream, first, first, false};
        table_.shard = {stream.shard, stream.shards};
        format_.aligned = stream.shards > 1;
        done_ = sent_ = first;
        acknowledged_.store(first);
        folder_->commit(state_);
    }
    void send(std::uint64_t first, std::uint64_t end) override {
        if (first == end) return idle();
        if (done_ == sent_) begun_ = std::chrono::steady_clock::now();
        sent_ = end;
        if (bytes_per_row_ == 0) measure();
        while (done_ < sent_ && static_cast<double>(sent_ - done_) * bytes_per_row_ >= static_cast<double>(options_.roll_bytes)) write_file();
        idle();
    }
    void idle() override {
        if (done_ == sent_ || options_.roll_time.count() == 0 || std::chrono::steady_clock::now() - begun_ < options_.roll_time) return;
        flush();
    }
    void flush() override {
        while (done_ < sent_) write_file();
    }
    void close() override {
        flush();
        folder_.reset();
    }
    [[nodiscard]] std::uint64_t acknowledged() const noexcept override { return acknowledged_.load(); }
    [[nodiscard]] delivery_counts counts() const noexcept override {
        delivery_counts out;
        out.sent = out.acknowledged = rows_.load();
        out.bytes = bytes_.load();
        out.requests = files_.load();
        return out;
    }

private:
    void prepare(const delivery_stream& stream) {
        if (folder_) return;
        folder_.emplace(options_.folder, options_.prefix.empty() ? stream.name : options_.prefix, options_.extension, options_.sync, stream);
        stored_ = folder_->recover(stream);
    }
    // How many bytes a row has, about: those of a block.
    void measure() {
        const std::uint64_t rows = within(std::min<std::uint64_t>(sent_ - done_, format_.block_rows(table_.type())));
        const record_report made = run(table_, format_, null_sink{}, workers_, {.first = done_, .rows = rows});
        learn(made);
    }
    void learn(const record_report& made) {
        if (made.rows != 0) bytes_per_row_ = std::max(1e-3, static_cast<double>(made.bytes) / static_cast<double>(made.rows));
    }
    // Of several shards, a file that begins within a block of 512 places ends with it.
    [[nodiscard]] std::uint64_t within(std::uint64_t rows) const noexcept {
        return !format_.aligned || done_ % batch_rows == 0 ? rows : std::min<std::uint64_t>(rows, batch_rows - done_ % batch_rows);
    }
    void write_file() {
        std::uint64_t rows = within(sent_ - done_);
        const std::string name = folder_->name_of(done_);
        record_report made;
        for (;;) {
            file_sink sink{folder_->temporary(name), {.overwrite = true, .sync = options_.sync}};
            run_options how{.first = done_, .rows = rows, .most_bytes = options_.roll_bytes};
            if (rows == 1) how.most_bytes = unlimited;
            made = run(table_, format_, sink, workers_, how);
            if (made.end == run_end::complete) break;
            sink.discard();
            // A block alone is too large: fewer rows are.
            if (made.error != std::errc::file_too_large || rows == 1) made.raise_failure(name);
            rows = std::max<std::uint64_t>(1, std::min<std::uint64_t>(rows, format_.block_rows(table_.type())) / 2);
        }
        learn(made);
        done_ += made.rows;
        state_.next = done_;
        folder_->commit(state_);
        folder_->publish(name);
        rows_ += made.rows;
        bytes_ += made.bytes;
        ++files_;
        acknowledged_.store(done_);
        begun_ = std::chrono::steady_clock::now();
    }

    detail::shard_rows<Table> table_;
    detail::aligned_format<Format> format_;
    rolled_file_options options_;
    Executor& workers_;
    std::optional<detail::rolled_folder> folder_;
    std::optional<delivery_position> stored_;
    delivery_checkpoint state_;
    std::uint64_t done_ = 0, sent_ = 0;
    double bytes_per_row_ = 0;
    std::chrono::steady_clock::time_point begun_;
    std::atomic<std::uint64_t> acknowledged_{0}, rows_{0}, bytes_{0}, files_{0};
};

}  // namespace spate::inline v0

#endif  // SPATE_RUN_ROLLED_FILES_HPP
