// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DETAIL_CHECKPOINT_WRITE_HPP
#define SPATE_DELTA_DETAIL_CHECKPOINT_WRITE_HPP

/// Checkpoints of Delta logs, as they are written. Source: delta-io/delta, PROTOCOL.md, "Checkpoints".

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/delta/delta_actions.hpp>
#include <spate/delta/delta_snapshot.hpp>
#include <spate/delta/detail/parquet/nested_writer.hpp>

namespace spate::inline v0::detail {

/// The columns of a checkpoint, and the rows that are added to them: one for each action.
class checkpoint_writer {
public:
    checkpoint_writer() {
        using enum parquet_input::member_kind;
        structure("txn", {{"appId", text}, {"version", large}, {"lastUpdated", large}});
        structure("add", {{"path", text},
                          {"partitionValues", text_map},
                          {"size", large},
                          {"modificationTime", large},
                          {"dataChange", boolean},
                          {"tags", text_map},
                          {"stats", text}});
        structure("remove", {{"path", text},
                             {"deletionTimestamp", large},
                             {"dataChange", boolean},
                             {"extendedFileMetadata", boolean},
                             {"partitionValues", text_map},
                             {"size", large}});
        structure("metaData", {{"id", text}, {"name", text}, {"description", text}});
        file_.inner("format", 2);
        members({{"provider", text},
                 {"options", text_map},
                 {"schemaString", text},
                 {"partitionColumns", texts},
                 {"configuration", text_map},
                 {"createdTime", large}});
        structure("protocol", {{"minReaderVersion", number}, {"minWriterVersion", number}, {"readerFeatures", texts}, {"writerFeatures", texts}});
    }

    void add(const delta_transaction& one) {
        begin(0);
        text(one.app_id);
        number(one.version);
        one.last_updated == 0 ? null() : number(one.last_updated);
        end(0);
    }
    void add(const delta_add& one) {
        begin(1);
        text(delta_encoded_path(one.path));
        map(one.partition_values);
        number(one.size);
        number(one.modification_time);
        boolean(one.data_change);
        one.tags.empty() ? null_map() : map(one.tags);
        one.stats.empty() ? null() : text(one.stats);
        end(1);
    }
    void add(const delta_remove& one) {
        begin(2);
        text(delta_encoded_path(one.path));
        number(one.deletion_timestamp);
        boolean(one.data_change);
        boolean(true);
        map(one.partition_values);
        number(one.size);
        end(2);
    }
    void add(const delta_metadata& one) {
        begin(3);
        text(one.id);
        one.name.empty() ? null() : text(one.name);
        one.description.empty() ? null() : text(one.description);
        text("parquet");
        map(delta_texts{});
        text(one.schema);
        list(one.partition_columns);
        map(one.configuration);
        number(one.created_time);
        end(3);
    }
    void add(const delta_protocol& one) {
        begin(4);
        number(one.reader_version);
        number(one.writer_version);
        one.reader_version >= 3 ? list(one.reader_features) : null();
        one.writer_version >= 7 ? list(one.writer_features) : null();
        end(4);
    }
    [[nodiscard]] std::size_t actions() const noexcept { return all_; }
    [[nodiscard]] std::string finish() {
        finish_group();
        return file_.finish();
    }

private:
    // A page has fewer than 2^31 bytes.
    static constexpr std::size_t most_rows = 50'000, most_bytes = std::size_t{256} << 20;

    using named_members = std::initializer_list<std::pair<const char*, parquet_input::member_kind>>;

    void structure(std::string name, named_members inside) {
        first_.push_back(file_.leaves.size());
        waiting_.push_back(0);
        file_.structure(std::move(name));
        members(inside);
    }
    void members(named_members inside) {
        for (const auto& [name, kind] : inside) file_.member(name, kind);
    }
    parquet_input::leaf_writer& leaf() { return file_.leaves[at_++]; }

    void begin(std::size_t group) {
        at_ = first_[group];
        const std::size_t last = group + 1 < first_.size() ? first_[group + 1] : file_.leaves.size();
        for (std::size_t i = at_; i < last; ++i) file_.leaves[i].skip(waiting_[group]);
        waiting_[group] = 0;
    }
    void end(std::size_t group) {
        for (std::size_t i = 0; i < waiting_.size(); ++i) waiting_[i] += i != group;
        ++all_;
        if (++rows_ == most_rows || bytes_ > most_bytes) finish_group();
    }
    void finish_group() {
        if (rows_ == 0) return;
        for (std::size_t group = 0; group < first_.size(); ++group) begin(group);
        file_.finish_group(rows_);
        rows_ = bytes_ = 0;
    }

    void null() { leaf().level(1); }
    void boolean(bool value) { leaf().boolean(value); }
    void number(std::int64_t value) { leaf().number(value); }
    void text(std::string_view value) {
        bytes_ += value.size();
        leaf().text(value);
    }
    void null_map() {
        leaf().level(1);
        leaf().level(1);
    }
    template <class Map>
    void map(const Map& values) {
        parquet_input::leaf_writer &keys = leaf(), &texts = leaf();
        unsigned repetition = 0;
        for (const auto& [key, value] : values) {
            keys.text(key, repetition);
            put(texts, value, repetition);
            repetition = 1;
        }
        if (!values.empty()) return;
        keys.level(keys.definition() - 1);
        texts.level(texts.definition() - 2);
    }
    static void put(parquet_input::leaf_writer& to, const std::string& value, unsigned repetition) { to.text(value, repetition); }
    static void put(parquet_input::leaf_writer& to, const std::optional<std::string>& value, unsigned repetition) {
        value ? to.text(*value, repetition) : to.level(to.definition() - 1, repetition);
    }
    void list(const std::vector<std::string>& values) {
        parquet_input::leaf_writer& to = leaf();
        for (std::size_t i = 0; i < values.size(); ++i) to.text(values[i], i != 0);
        if (values.empty()) to.level(to.definition() - 2);
    }

    parquet_input::nested_writer file_;
    std::vector<std::size_t> first_, waiting_;
    std::size_t at_ = 0, rows_ = 0, bytes_ = 0, all_ = 0;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_DELTA_DETAIL_CHECKPOINT_WRITE_HPP
