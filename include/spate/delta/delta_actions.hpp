// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DELTA_ACTIONS_HPP
#define SPATE_DELTA_DELTA_ACTIONS_HPP

/// What the commits of a Delta table are made of.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/detail/json_text.hpp>
#include <spate/sink/delivery_error.hpp>

namespace spate::inline v0 {

/// Texts by their names, as properties and tags are.
using delta_texts = std::map<std::string, std::string>;
/// Values of partition columns by their names, as texts; nothing is null. The empty text is null, too, to readers.
using delta_partition_values = std::map<std::string, std::optional<std::string>>;

/// What readers and writers of a table must know.
struct delta_protocol {
    std::int32_t reader_version = 1, writer_version = 2;
    /// Of reader version 3 and of writer version 7.
    std::vector<std::string> reader_features = {}, writer_features = {};

    friend bool operator==(const delta_protocol&, const delta_protocol&) = default;
};

/// The table itself. `schema` is JSON text, see delta_schema().
struct delta_metadata {
    /// A UUID, drawn when the table is made and kept from then on.
    std::string id = {};
    std::string name = {}, description = {};
    std::string schema = {};
    std::vector<std::string> partition_columns = {};
    delta_texts configuration = {};
    /// Milliseconds since 1970-01-01.
    std::int64_t created_time = 0;

    friend bool operator==(const delta_metadata&, const delta_metadata&) = default;
};

/// A file that belongs to the table from this commit on.
struct delta_add {
    /// Relative to the table, as it is named in the folder: "day=2026-01-01/part-00000.parquet". The log has it percent-encoded, which is done for it.
    std::string path = {};
    delta_partition_values partition_values = {};
    std::int64_t size = 0;
    /// Milliseconds since 1970-01-01.
    std::int64_t modification_time = 0;
    bool data_change = true;
    /// JSON text: {"numRecords":1,"minValues":{...},"maxValues":{...},"nullCount":{...}}; may be empty.
    std::string stats = {};
    delta_texts tags = {};

    friend bool operator==(const delta_add&, const delta_add&) = default;
};

/// A file that belongs to the table no more.
struct delta_remove {
    std::string path = {};
    /// Milliseconds since 1970-01-01.
    std::int64_t deletion_timestamp = 0;
    bool data_change = true;
    delta_partition_values partition_values = {};
    std::int64_t size = 0;

    friend bool operator==(const delta_remove&, const delta_remove&) = default;
};

/// How far an application has come: a number that only grows.
struct delta_transaction {
    std::string app_id = {};
    std::int64_t version = 0;
    /// Milliseconds since 1970-01-01; 0 where it is not said.
    std::int64_t last_updated = 0;

    friend bool operator==(const delta_transaction&, const delta_transaction&) = default;
};

/// One commit. What is empty is left out. A file is added or removed, not both.
struct delta_actions {
    std::optional<delta_protocol> protocol = {};
    std::optional<delta_metadata> metadata = {};
    std::vector<delta_transaction> transactions = {};
    std::vector<delta_add> adds = {};
    std::vector<delta_remove> removes = {};
    /// For people: WRITE, CREATE TABLE and so on; and its parameters, whose values are JSON texts or any others.
    std::string operation = "WRITE";
    delta_texts operation_parameters = {};
};

/// The removal of an active file.
[[nodiscard]] inline delta_remove delta_remove_of(const delta_add& file, std::int64_t timestamp) {
    return {file.path, timestamp, true, file.partition_values, file.size};
}

namespace detail {

// A path as the log has it: percent-encoded but for what RFC 3986 leaves as it is, and slashes.
[[nodiscard]] inline std::string delta_encoded_path(std::string_view path) {
    constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~/=:@!$&'()*+,;";
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char one : path) {
        if (plain.find(one) != std::string_view::npos) {
            out += one;
            continue;
        }
        const auto byte = static_cast<unsigned char>(one);
        ((out += '%') += digits[byte >> 4]) += digits[byte & 15];
    }
    return out;
}

// The opposite; what is no escape stays.
[[nodiscard]] inline std::string delta_decoded_path(std::string_view path) {
    const auto digit = [](char one) {
        return one >= '0' && one <= '9' ? one - '0' : one >= 'A' && one <= 'F' ? one - 'A' + 10 : one >= 'a' && one <= 'f' ? one - 'a' + 10 : -1;
    };
    std::string out;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const int high = path[i] == '%' && i + 2 < path.size() ? digit(path[i + 1]) : -1, low = high < 0 ? -1 : digit(path[i + 2]);
        out += low < 0 ? path[i] : static_cast<char>(high * 16 + low);
        if (low >= 0) i += 2;
    }
    return out;
}

// An object of JSON, member by member.
class delta_object {
public:
    explicit delta_object(std::string& out) : out_{out} { out_ += '{'; }
    void end() { out_ += '}'; }

    void raw(std::string_view name, std::string_view value) { key(name) += value; }
    void text(std::string_view name, std::string_view value) { key(name) += json_text(value); }
    void number(std::string_view name, std::int64_t value) { key(name) += std::to_string(value); }
    void boolean(std::string_view name, bool value) { key(name) += value ? "true" : "false"; }
    void texts(std::string_view name, const std::vector<std::string>& values) {
        std::string& out = key(name) += '[';
        for (std::size_t i = 0; i < values.size(); ++i) (out += i == 0 ? "" : ",") += json_text(values[i]);
        out += ']';
    }
    void texts(std::string_view name, const delta_texts& values) {
        delta_object inner{key(name)};
        for (const auto& [each, value] : values) inner.text(each, value);
        inner.end();
    }
    void texts(std::string_view name, const delta_partition_values& values) {
        delta_object inner{key(name)};
        for (const auto& [each, value] : values) value ? inner.text(each, *value) : inner.raw(each, "null");
        inner.end();
    }
    std::string& key(std::string_view name) {
        out_ += first_ ? "" : ",";
        first_ = false;
        return (out_ += json_text(name)) += ':';
    }

private:
    std::string& out_;
    bool first_ = true;
};

inline void append_delta_protocol(std::string& out, const delta_protocol& protocol) {
    delta_object inner{out};
    inner.number("minReaderVersion", protocol.reader_version);
    inner.number("minWriterVersion", protocol.writer_version);
    if (protocol.reader_version >= 3) inner.texts("readerFeatures", protocol.reader_features);
    if (protocol.writer_version >= 7) inner.texts("writerFeatures", protocol.writer_features);
    inner.end();
}

inline void append_delta_metadata(std::string& out, const delta_metadata& table) {
    delta_object inner{out};
    inner.text("id", table.id);
    if (!table.name.empty()) inner.text("name", table.name);
    if (!table.description.empty()) inner.text("description", table.description);
    inner.raw("format", R"({"provider":"parquet","options":{}})");
    inner.text("schemaString", table.schema);
    inner.texts("partitionColumns", table.partition_columns);
    inner.texts("configuration", table.configuration);
    inner.number("createdTime", table.created_time);
    inner.end();
}

inline void append_delta_add(std::string& out, const delta_add& file) {
    delta_object inner{out};
    inner.text("path", delta_encoded_path(file.path));
    inner.texts("partitionValues", file.partition_values);
    inner.number("size", file.size);
    inner.number("modificationTime", file.modification_time);
    inner.boolean("dataChange", file.data_change);
    if (!file.stats.empty()) inner.text("stats", file.stats);
    if (!file.tags.empty()) inner.texts("tags", file.tags);
    inner.end();
}

inline void append_delta_remove(std::string& out, const delta_remove& file) {
    delta_object inner{out};
    inner.text("path", delta_encoded_path(file.path));
    inner.number("deletionTimestamp", file.deletion_timestamp);
    inner.boolean("dataChange", file.data_change);
    inner.boolean("extendedFileMetadata", true);
    inner.texts("partitionValues", file.partition_values);
    inner.number("size", file.size);
    inner.end();
}

inline void append_delta_transaction(std::string& out, const delta_transaction& transaction) {
    delta_object inner{out};
    inner.text("appId", transaction.app_id);
    inner.number("version", transaction.version);
    if (transaction.last_updated != 0) inner.number("lastUpdated", transaction.last_updated);
    inner.end();
}

}  // namespace detail

/// A commit as the log has it: an action a line, commitInfo the first. `timestamp` is in milliseconds since 1970-01-01; `unique` is any text that no other
/// commit has, by which a writer knows its own. Throws std::bad_alloc. Source: delta-io/delta, PROTOCOL.md, "Actions".
[[nodiscard]] inline std::string delta_commit_text(const delta_actions& actions, std::int64_t timestamp, std::string_view unique) {
    std::string out;
    const auto line = [&](std::string_view name, const auto& append) {
        detail::delta_object outer{out};
        append(outer.key(name));
        outer.end();
        out += '\n';
    };
    line("commitInfo", [&](std::string& to) {
        detail::delta_object inner{to};
        inner.number("timestamp", timestamp);
        inner.text("operation", actions.operation);
        inner.texts("operationParameters", actions.operation_parameters);
        inner.boolean("isBlindAppend", actions.removes.empty());
        inner.text("engineInfo", "spate");
        inner.text("txnId", unique);
        inner.end();
    });
    if (actions.protocol) line("protocol", [&](std::string& to) { detail::append_delta_protocol(to, *actions.protocol); });
    if (actions.metadata) line("metaData", [&](std::string& to) { detail::append_delta_metadata(to, *actions.metadata); });
    for (const delta_transaction& one : actions.transactions) line("txn", [&](std::string& to) { detail::append_delta_transaction(to, one); });
    for (const delta_remove& one : actions.removes) line("remove", [&](std::string& to) { detail::append_delta_remove(to, one); });
    for (const delta_add& one : actions.adds) line("add", [&](std::string& to) { detail::append_delta_add(to, one); });
    return out;
}

}  // namespace spate::inline v0

#endif  // SPATE_DELTA_DELTA_ACTIONS_HPP
