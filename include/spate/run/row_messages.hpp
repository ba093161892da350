// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_RUN_ROW_MESSAGES_HPP
#define SPATE_RUN_ROW_MESSAGES_HPP

/// `row_messages`: the rows of a table as messages of JSON.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/field/type.hpp>
#include <spate/format/text_buffer.hpp>
#include <spate/run/detail/json_lines.hpp>
#include <spate/run/event_stream_options.hpp>
#include <spate/schema/batch.hpp>
#include <spate/sink/message.hpp>

namespace spate::inline v0 {

/// What messages have besides the row itself, by the names of columns; nothing where these are empty.
struct row_message_options {
    /// The column whose value is the key: its text as JSON has it, without quotes. None for a null.
    std::string key = {};
    /// A column of timestamps.
    std::string timestamp = {};
    stream_shard shard = {};
};

/// The rows of a table, each as one JSON object as ndjson writes it, without the end of the line. Rows that a table leaves out (batches that are shorter than
/// asked for) are no messages; places are then those of the ones that are left, so such a table must say so by a place of its own.
///
/// Determinism: as the table. Thread safety: as a message_source, if the table may be filled by several threads at once.
template <record_source Table>
class row_messages final : public message_source {
public:
    /// Throws config_error for a column that the table has not, a timestamp that is none, and a key that is no single value.
    explicit row_messages(Table table, const row_message_options& options = {}) : table_{std::move(table)}, shard_{options.shard} {
        const record_type type = table_.type();
        if (!options.key.empty()) key_ = find(type, options.key, "key");
        if (!options.timestamp.empty()) timestamp_ = find(type, options.timestamp, "timestamp");
        if (timestamp_ && type[*timestamp_].type.id != type_id::timestamp)
            detail::raise_config("timestamp", "\"" + options.timestamp + "\"", "is no column of timestamps", "name one, or none");
        if (key_ && !type[*key_].type.children.empty())
            detail::raise_config("key", "\"" + options.key + "\"", "is a column of lists or structures", "name one of single values");
    }

    [[nodiscard]] std::uint64_t size() const noexcept override { return shard_.below(table_.size()); }
    [[nodiscard]] std::unique_ptr<message_maker> maker() const override { return std::make_unique<row_maker>(*this); }

private:
    class row_maker final : public message_maker {
    public:
        explicit row_maker(const row_messages& of)
            : table_{of.table_}, shard_{of.shard_}, key_{of.key_}, timestamp_{of.timestamp_}, lines_{table_.type()}, keys_{key_type(table_.type(), key_)} {
            if (timestamp_) places_ = table_.type()[*timestamp_].type.places;
        }

        [[nodiscard]] std::span<const message> make(std::uint64_t first, std::size_t count) override {
            const std::uint64_t place = shard_.place(first);
            table_.fill(place, count, rows_);
            lines_.encode(rows_);
            const bool texts = key_ && is_text();
            if (key_ && !texts) encode_keys();
            out_.assign(rows_.count, {});
            for (std::size_t row = 0; row < rows_.count; ++row) {
                message& one = out_[row];
                one.place = place + row;
                one.value = lines_.next();
                if (timestamp_ && !rows_.columns[*timestamp_].is_null(row))
                    one.timestamp = milliseconds(rows_.columns[*timestamp_].template values<std::int64_t>()[row]);
                if (!key_) continue;
                if (!texts)
                    one.key = key_of(keys_.next());
                else if (!rows_.columns[*key_].is_null(row))
                    one.key = rows_.columns[*key_].text(row);
            }
            return out_;
        }

    private:
        [[nodiscard]] static record_type key_type(const record_type& of, std::optional<std::size_t> key) {
            return key ? record_type{{"k", of[*key].type}} : record_type{};
        }
        [[nodiscard]] bool is_text() const { return rows_.columns[*key_].id() == type_id::text; }
        void encode_keys() {
            // Lent for the time of the call.
            key_rows_.first = rows_.first;
            key_rows_.count = rows_.count;
            key_rows_.columns.resize(1);
            std::swap(key_rows_.columns[0], rows_.columns[*key_]);
            keys_.encode(key_rows_);
            std::swap(key_rows_.columns[0], rows_.columns[*key_]);
        }
        // The value of {"k":value}, without quotes.
        [[nodiscard]] static std::string_view key_of(std::string_view line) {
            line = line.substr(5, line.size() - 6);
            if (line == "null") return {};
            return line.starts_with('"') ? line.substr(1, line.size() - 2) : line;
        }
        [[nodiscard]] std::int64_t milliseconds(std::int64_t units) const noexcept {
            for (int places = places_; places < 3; ++places) units *= 10;
            for (int places = places_; places > 3; --places) units = units / 10 - (units % 10 < 0);
            return units;
        }

        Table table_;
        stream_shard shard_;
        std::optional<std::size_t> key_, timestamp_;
        int places_ = 0;
        detail::json_lines lines_, keys_;
        batch rows_, key_rows_;
        std::vector<message> out_;
    };

    [[nodiscard]] static std::size_t find(const record_type& type, const std::string& name, std::string_view what) {
        std::string known;
        for (std::size_t i = 0; i < type.size(); ++i) {
            if (type[i].name == name) return i;
            known += (i == 0 ? "" : ", ") + type[i].name;
        }
        detail::raise_config(what, "\"" + name + "\"", "is no column of the table", "name one of " + known);
    }

    Table table_;
    stream_shard shard_;
    std::optional<std::size_t> key_, timestamp_;
};

}  // namespace spate::inline v0

#endif  // SPATE_RUN_ROW_MESSAGES_HPP
