// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DELTA_SINK_HPP
#define SPATE_DELTA_DELTA_SINK_HPP

/// `delta_sink`: rows and events into Delta tables, each once.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/delta/delta_files.hpp>
#include <spate/delta/delta_options.hpp>
#include <spate/delta/delta_source.hpp>
#include <spate/delta/delta_store.hpp>
#include <spate/delta/delta_table.hpp>
#include <spate/exec/default_pool.hpp>
#include <spate/format/parquet_codecs.hpp>
#include <spate/schema/batch.hpp>
#include <spate/sink/delivery.hpp>

namespace spate::inline v0 {

/// Writes a source into Delta tables: as soon as rows_per_commit places have been sent, or the first of them has waited for commit_interval, all processors
/// write their rows into data files, and one commit adds the files and says how far the stream has come (`txn`, with the stream's id). So after a kill at any
/// moment a table has each row below the position once, and none from there on; files of a commit that was not made stay, and no table refers to them.
///
/// With several tables `open` makes the first, which is committed last from then on: what it says is the position, and those that were ahead of it at a kill
/// are not given their rows twice.
///
/// Modes hold where the stream does not go on from its position: `overwrite` removes what the tables have (in the first commit where there is one table, in
/// `open` where there are several), `error` refuses tables that are there, `ignore` then takes all places and writes nothing. To append to a table that already
/// has places of the same stream, without going on from them, is refused.
///
/// Errors: config_error for options, and for a table with other columns; delivery_error and io_error for what cannot be written. Memory: a few row groups for
/// each processor, and for each value of partition columns. Thread safety: as delivery_sink.
class delta_sink final : public delivery_sink {
public:
    /// Throws config_error for options that make no sense and for tables that Delta cannot hold.
    delta_sink(delta_options options, std::shared_ptr<const delta_source> source, thread_pool& workers = default_pool())
        : options_{std::move(options)}, source_{std::move(source)}, workers_{workers}, target_{"delta " + detail::without_users(options_.path)} {
        options_.check();
        for (std::size_t i = 0; i < source_->tables(); ++i) tables_.push_back(std::make_unique<delta_table>(options_, source_->folder(i), source_->type(i)));
    }

    [[nodiscard]] std::string target() const override { return target_; }
    [[nodiscard]] bool keeps_position() const noexcept override { return true; }

    void check(const delivery_stream& stream) override {
        read();
        if (options_.mode == delta_mode::error && !tables_[0]->position(stream)) refuse_existing();
        for (const auto& table : tables_) table->check(options_.mode != delta_mode::overwrite);
    }
    [[nodiscard]] std::optional<delivery_position> position(const delivery_stream& stream) override {
        read();
        return tables_[0]->position(stream);
    }
    void open(const delivery_stream& stream, std::uint64_t first) override {
        read();
        stream_ = stream;
        first_ = end_ = first;
        acknowledged_.store(first);
        const std::optional<delivery_position> known = tables_[0]->position(stream);
        const bool goes_on = known && known->next == first && known->specification == stream.specification;
        if (!goes_on) begin_anew(first);
        if (skips_) return;
        if (options_.mode != delta_mode::overwrite || goes_on)
            for (const auto& table : tables_) table->check(true);
        const std::string run = goes_on ? tables_[0]->run(stream) : detail::drawn_uuid();
        for (const auto& table : tables_) table->begin(stream, run, first, options_.mode == delta_mode::overwrite && (!goes_on || !table->has(run)));
        // The run is known to the first table before any other has rows of it, so that whoever goes on after a kill finds them.
        if (tables_.size() > 1)
            for (const auto& table : tables_)
                if (table->overwrites() || (table == tables_[0] && !goes_on)) table->commit({}, first);
        from_.clear();
        for (const auto& table : tables_) from_.push_back(table->next());
    }

    void send(std::uint64_t first, std::uint64_t end) override {
        if (first >= end) return;
        if (first_ == end_) began_ = std::chrono::steady_clock::now();
        end_ = end;
        sent_.fetch_add(end - first, std::memory_order_relaxed);
        while (end_ - first_ >= options_.rows_per_commit) commit(first_ + options_.rows_per_commit);
        commit_when_due();
    }
    void idle() override { commit_when_due(); }
    void flush() override {
        if (first_ != end_) commit(end_);
    }
    void close() override { flush(); }

    [[nodiscard]] std::uint64_t acknowledged() const noexcept override { return acknowledged_.load(std::memory_order_acquire); }
    [[nodiscard]] delivery_counts counts() const noexcept override {
        delivery_counts out;
        out.sent = sent_.load(std::memory_order_relaxed);
        out.acknowledged = committed_.load(std::memory_order_relaxed);
        out.bytes = bytes_.load(std::memory_order_relaxed);
        out.requests = commits_.load(std::memory_order_relaxed);
        return out;
    }

private:
    void read() {
        if (std::exchange(read_, true)) return;
        for (const auto& table : tables_) table->read();
    }
    [[nodiscard]] const delta_table* existing() const {
        for (const auto& table : tables_)
            if (table->exists()) return table.get();
        return nullptr;
    }
    void refuse_existing() const {
        if (const delta_table* const there = existing())
            detail::raise_config("mode", "error", "forbids what is there: the table " + there->target(), "remove it, or give append or overwrite");
    }
    void begin_anew(std::uint64_t first) {
        switch (options_.mode) {
            case delta_mode::error:
                return refuse_existing();
            case delta_mode::ignore:
                skips_ = existing() != nullptr;
                return;
            case delta_mode::append:
                for (const auto& table : tables_)
                    if (const auto there = table->position(stream_); there && first < there->next)
                        detail::raise_config("stream", stream_.id(),
                                             "has its places below " + std::to_string(there->next) + " in the table " + table->target() + " already",
                                             "go on from there (resume), give the stream another name, or overwrite the table");
                return;
            case delta_mode::overwrite:
                return;
        }
    }

    void commit_when_due() {
        if (first_ != end_ && std::chrono::steady_clock::now() - began_ >= options_.commit_interval) commit(end_);
    }
    // The places [first_, end) of all tables.
    void commit(std::uint64_t end) {
        if (!skips_) {
            const std::vector<std::vector<std::vector<delta_add>>> made = write(first_, end);
            std::vector<std::vector<delta_add>> adds(tables_.size());
            for (const auto& slice : made)
                for (std::size_t table = 0; table < tables_.size(); ++table) adds[table].insert(adds[table].end(), slice[table].begin(), slice[table].end());
            std::uint64_t bytes = 0;
            for (const auto& of_table : adds)
                for (const delta_add& one : of_table) bytes += static_cast<std::uint64_t>(one.size);
            if (tables_.size() > 1)
                workers_.bulk(tables_.size() - 1, [&](std::size_t i) {
                    if (adds[i + 1].empty()) return;
                    tables_[i + 1]->commit(std::move(adds[i + 1]), end);
                    commits_.fetch_add(1, std::memory_order_relaxed);
                });
            tables_[0]->commit(std::move(adds[0]), end);
            commits_.fetch_add(1, std::memory_order_relaxed);
            bytes_.fetch_add(bytes, std::memory_order_relaxed);
        }
        committed_.fetch_add(end - first_, std::memory_order_relaxed);
        first_ = end;
        began_ = std::chrono::steady_clock::now();
        acknowledged_.store(end, std::memory_order_release);
    }

    // How many slices a commit has, whose rows go to files of their own: the same on every machine.
    [[nodiscard]] std::uint64_t slices(std::uint64_t places) const noexcept {
        constexpr std::uint64_t least = std::uint64_t{1} << 17, most = 16;
        if (options_.partitions != 0) return options_.partitions;
        const std::uint64_t each = std::max(least * (tables_.size() > 1 ? 4 : 1), (places + most - 1) / most);
        return (places + each - 1) / each;
    }
    [[nodiscard]] std::vector<std::vector<std::vector<delta_add>>> write(std::uint64_t first, std::uint64_t end) {
        const std::uint64_t count = slices(end - first);
        // Between multiples of a batch, so that no batch is made twice.
        std::vector<std::uint64_t> borders{first};
        for (std::uint64_t i = 1; i < count; ++i)
            if (const std::uint64_t border = (first + (end - first) / count * i + (end - first) % count * i / count) / batch_rows * batch_rows;
                border > borders.back())
                borders.push_back(border);
        borders.push_back(end);
        std::vector<std::vector<std::vector<delta_add>>> made(borders.size() - 1);
        try {
            workers_.bulk(made.size(), [&](std::size_t i) { made[i] = write_slice(i, borders[i], borders[i + 1]); });
        } catch (...) {
            for (const auto& slice : made)
                for (std::size_t table = 0; table < slice.size(); ++table)
                    for (const delta_add& one : slice[table]) detail::remove_if_possible(tables_[table]->store(), one.path);
            throw;
        }
        return made;
    }
    [[nodiscard]] std::vector<std::vector<delta_add>> write_slice(std::size_t number, std::uint64_t first, std::uint64_t end) const {
        char prefix[32];
        std::snprintf(prefix, sizeof prefix, "part-%05zu", number);
        std::vector<std::unique_ptr<delta_file_format>> formats(tables_.size());
        std::vector<std::unique_ptr<delta_files>> files(tables_.size());
        std::vector<batch> rows(tables_.size());
        const std::uint64_t step = source_->step(!options_.partition_by.empty());
        for (std::uint64_t at = first; at < end;) {
            const std::uint64_t next = std::min(end, at - at % step + step);
            source_->fill(at, static_cast<std::size_t>(next - at), rows, from_);
            for (std::size_t i = 0; i < tables_.size(); ++i) {
                if (rows[i].count == 0) continue;
                if (files[i] == nullptr) {
                    formats[i] = std::make_unique<delta_file_format>(tables_[i]->format());
                    formats[i]->prefix = prefix;
                    files[i] = std::make_unique<delta_files>(tables_[i]->store(), *formats[i]);
                }
                files[i]->add(rows[i]);
            }
            at = next;
        }
        std::vector<std::vector<delta_add>> out(tables_.size());
        for (std::size_t i = 0; i < tables_.size(); ++i)
            if (files[i] != nullptr) out[i] = files[i]->close();
        return out;
    }

    delta_options options_;
    std::shared_ptr<const delta_source> source_;
    thread_pool& workers_;
    std::string target_;
    std::vector<std::unique_ptr<delta_table>> tables_;
    delivery_stream stream_;
    bool read_ = false, skips_ = false;
    // Where each table's rows begin that it lacks.
    std::vector<std::uint64_t> from_;
    // The places that were sent and are in no commit.
    std::uint64_t first_ = 0, end_ = 0;
    std::chrono::steady_clock::time_point began_{};
    std::atomic<std::uint64_t> acknowledged_{0}, sent_{0}, committed_{0}, bytes_{0}, commits_{0};
};

}  // namespace spate::inline v0

#endif  // SPATE_DELTA_DELTA_SINK_HPP
