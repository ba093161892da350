// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DETAIL_CHECKPOINT_READ_HPP
#define SPATE_DELTA_DETAIL_CHECKPOINT_READ_HPP

/// Checkpoints of Delta logs, whoever has written them. Source: delta-io/delta, PROTOCOL.md, "Checkpoints".

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/delta/delta_actions.hpp>
#include <spate/delta/delta_snapshot.hpp>
#include <spate/delta/detail/parquet/nested_reader.hpp>

namespace spate::inline v0::detail {

/// A file of a checkpoint, whose rows are added to a snapshot. Throws parquet_error for what is damaged, and delivery_error for what is not known.
class checkpoint_reader {
public:
    checkpoint_reader(const std::string& path, std::string_view bytes)
        : file_{path, bytes}, footer_{parquet_input::read_footer(file_)}, leaves_{file_, footer_} {
        for (const char* needed :
             {"add.path", "add.size", "remove.path", "metaData.id", "metaData.schemaString", "protocol.minReaderVersion", "protocol.minWriterVersion"})
            if (find(needed) == leaves_.leaves.size()) fail(std::string{"the checkpoint has no column "} + needed);
    }

    void read(delta_snapshot& to) {
        for (const parquet_input::parquet_group& group : footer_.groups) {
            columns_.clear();
            group_ = &group;
            refuse_unknown();
            for (std::size_t row = 0; row < static_cast<std::size_t>(group.rows); ++row) read_row(row, to);
        }
    }

private:
    using entry = parquet_input::leaf_values::entry;

    [[noreturn]] void fail(const std::string& problem) const { parquet_input::fail_at_byte(file_, file_.size() - 8, problem); }

    [[nodiscard]] std::size_t find(std::string_view name) const {
        std::size_t i = 0;
        while (i < leaves_.leaves.size() && leaves_.leaves[i].name != name) ++i;
        return i;
    }
    // A column of this row group, read when it is asked for first; null where the file has none.
    const parquet_input::leaf_values* column(const std::string& name) {
        const auto [found, is_new] = columns_.try_emplace(name);
        if (is_new)
            if (const std::size_t i = find(name); i < leaves_.leaves.size())
                found->second = parquet_input::read_leaf(file_, leaves_.leaves[i], group_->chunks[i], static_cast<std::uint64_t>(group_->rows));
        return found->second ? &*found->second : nullptr;
    }
    [[nodiscard]] bool has(const std::string& name, std::size_t row) {
        const auto* const from = column(name);
        return from != nullptr && from->entries[from->starts[row]] == entry::value;
    }
    [[nodiscard]] std::string text(const std::string& name, std::size_t row) {
        const auto* const from = column(name);
        if (from == nullptr || from->entries[from->starts[row]] != entry::value) return {};
        if (from->texts.empty()) fail("column " + name + " holds no texts");
        return from->texts[from->starts[row]];
    }
    [[nodiscard]] std::int64_t number(const std::string& name, std::size_t row, std::int64_t otherwise = 0) {
        const auto* const from = column(name);
        if (from == nullptr || from->entries[from->starts[row]] != entry::value) return otherwise;
        if (from->numbers.empty()) fail("column " + name + " holds no numbers");
        return from->numbers[from->starts[row]];
    }
    [[nodiscard]] std::vector<std::string> list(const std::string& name, std::size_t row) {
        std::vector<std::string> out;
        const auto* const from = column(name + ".element");
        if (from == nullptr) return out;
        for (std::size_t i = from->starts[row]; i < from->starts[row + 1]; ++i) {
            if (from->entries[i] == entry::value && from->texts.empty()) fail("column " + name + " holds no texts");
            if (from->entries[i] == entry::value) out.push_back(from->texts[i]);
        }
        return out;
    }
    [[nodiscard]] delta_partition_values map(const std::string& name, std::size_t row) {
        delta_partition_values out;
        const auto *const keys = column(name + ".key"), *const values = column(name + ".value");
        if (keys == nullptr || values == nullptr) return out;
        const std::size_t first = keys->starts[row], count = keys->starts[row + 1] - first;
        if (values->starts[row + 1] - values->starts[row] != count) fail("column " + name + " has another number of keys than of values");
        for (std::size_t i = 0; i < count; ++i) {
            if (keys->entries[first + i] != entry::value) continue;
            const std::size_t at = values->starts[row] + i;
            if (keys->texts.empty() || (values->entries[at] == entry::value && values->texts.empty())) fail("column " + name + " holds no texts");
            out[keys->texts[first + i]] = values->entries[at] == entry::value ? std::optional{values->texts[at]} : std::nullopt;
        }
        return out;
    }
    [[nodiscard]] delta_texts texts(const std::string& name, std::size_t row) {
        delta_texts out;
        for (auto& [key, value] : map(name, row)) out[key] = value.value_or("");
        return out;
    }

    void refuse_unknown() {
        const auto refuse = [&](const std::string& leaf, const char* what) {
            for (std::size_t row = 0; column(leaf) != nullptr && row < static_cast<std::size_t>(group_->rows); ++row)
                if (has(leaf, row))
                    raise(delivery_error{file_.path(), std::string{what} + ", which is not supported",
                                         "write the table with another tool, or without that feature"});
        };
        refuse("sidecar.path", "the checkpoint has sidecars, as those of version 2 have (feature v2Checkpoint)");
        refuse("checkpointMetadata.version", "the checkpoint is one of version 2 (feature v2Checkpoint)");
        refuse("add.deletionVector.storageType", "a file has a deletion vector (feature deletionVectors)");
    }

    void read_row(std::size_t row, delta_snapshot& to) {
        if (has("add.path", row)) {
            delta_add one{
                delta_decoded_path(text("add.path", row)), map("add.partitionValues", row), number("add.size", row), number("add.modificationTime", row),
                number("add.dataChange", row, 1) != 0,     text("add.stats", row),          texts("add.tags", row)};
            std::string path = one.path;
            to.files.insert_or_assign(std::move(path), std::move(one));
        } else if (has("remove.path", row)) {
            delta_remove one{delta_decoded_path(text("remove.path", row)), number("remove.deletionTimestamp", row), number("remove.dataChange", row, 1) != 0,
                             map("remove.partitionValues", row), number("remove.size", row)};
            std::string path = one.path;
            to.removed.insert_or_assign(std::move(path), std::move(one));
        } else if (has("txn.appId", row)) {
            delta_transaction one{text("txn.appId", row), number("txn.version", row), number("txn.lastUpdated", row)};
            std::string app = one.app_id;
            to.transactions.insert_or_assign(std::move(app), std::move(one));
        } else if (has("metaData.id", row)) {
            to.metadata = {text("metaData.id", row),
                           text("metaData.name", row),
                           text("metaData.description", row),
                           text("metaData.schemaString", row),
                           list("metaData.partitionColumns", row),
                           texts("metaData.configuration", row),
                           number("metaData.createdTime", row)};
        } else if (has("protocol.minReaderVersion", row)) {
            to.protocol = {static_cast<std::int32_t>(number("protocol.minReaderVersion", row)),
                           static_cast<std::int32_t>(number("protocol.minWriterVersion", row)), list("protocol.readerFeatures", row),
                           list("protocol.writerFeatures", row)};
        }
    }

    parquet_input::text_source file_;
    parquet_input::parquet_footer footer_;
    parquet_input::leaf_finder leaves_;
    const parquet_input::parquet_group* group_ = nullptr;
    std::map<std::string, std::optional<parquet_input::leaf_values>> columns_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_DELTA_DETAIL_CHECKPOINT_READ_HPP
