// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DELTA_TABLE_HPP
#define SPATE_DELTA_DELTA_TABLE_HPP

/// `delta_table`: one table that a stream is written to.

#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <unistd.h>

#include <nlohmann/json.hpp>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/delta/delta_actions.hpp>
#include <spate/delta/delta_files.hpp>
#include <spate/delta/delta_log.hpp>
#include <spate/delta/delta_options.hpp>
#include <spate/delta/delta_schema.hpp>
#include <spate/delta/delta_snapshot.hpp>
#include <spate/delta/delta_store.hpp>
#include <spate/delta/open_store.hpp>
#include <spate/delta/s3_options.hpp>
#include <spate/format/parquet_codecs.hpp>
#include <spate/schema/batch.hpp>
#include <spate/sink/delivery.hpp>

namespace spate::inline v0 {

namespace detail {

[[nodiscard]] inline std::shared_ptr<delta_store> store_of(const delta_options& options, const std::string& folder) {
    s3_options s3;
    s3.endpoint_url = options.endpoint_url;
    if (!options.region.empty()) s3.region = options.region;
    s3.access_key_id = options.access_key_id.reveal();
    s3.secret_access_key = options.secret_access_key;
    s3.session_token = options.session_token;
    std::string path = options.path;
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    return open_delta_store(folder.empty() ? path : path + '/' + folder, std::move(s3));
}

}  // namespace detail

/// A table, the stream that is written to it, and how far it has come. A commit has two transactions (`txn`): the stream's id with the next place, and
/// id/specification/run/note with the same, where the run is drawn when the stream begins anew, so that what an earlier one has left is not taken for its own.
///
/// Thread safety: belongs to one thread at a time; files of it may be written by others meanwhile.
class delta_table {
public:
    /// `name` is the folder below the path, or nothing. Throws config_error for columns that Delta cannot hold.
    delta_table(const delta_options& options, const std::string& name, const record_type& columns)
        : options_{options},
          store_{detail::store_of(options, name.empty() ? name : folder_name(name))},
          log_{store_, {.checkpoint_interval = options.checkpoint_interval}},
          format_{delta_file_format::of(columns, options.partition_by)},
          name_{name.empty() || options.table_name.empty() ? options.table_name : options.table_name + '.' + name} {
        for (const std::size_t at : format_.partition_by)
            // An empty text is null as the value of a partition column.
            if (is_text_like(format_.columns[at].type.id)) format_.columns[at].type.nullable = true;
        (void)delta_columns(format_.columns);
        schema_ = delta_schema(format_.columns);
        format_.target_file_size = options.target_file_size;
        if (options.compression == delta_compression::snappy) format_.parquet_file.compression = parquet_snappy();
        if (options.compression == delta_compression::zstd) format_.parquet_file.compression = parquet_zstd();
        if (options.compression != delta_compression::none) format_.codec = delta_compression_names[static_cast<std::size_t>(options.compression)];
    }

    [[nodiscard]] std::string target() const { return store_->target(); }
    [[nodiscard]] delta_store& store() const noexcept { return *store_; }
    [[nodiscard]] const delta_file_format& format() const noexcept { return format_; }
    [[nodiscard]] const delta_log& log() const noexcept { return log_; }
    [[nodiscard]] bool exists() const noexcept { return log_.snapshot().exists(); }

    /// Reads the newest state.
    void read() { (void)log_.update(); }
    /// Throws where the table cannot be written to, and, where `same` is set, where it has other columns.
    void check(bool same) const {
        if (const std::string folder = store_->local_folder(); !folder.empty()) check_folder(folder);
        if (exists() && same) check_columns();
    }

    /// How far a stream has come; nothing where it has never run.
    [[nodiscard]] std::optional<delivery_position> position(const delivery_stream& stream) const {
        const std::optional<description> found = describe(stream.id());
        if (!found) return {};
        return delivery_position{static_cast<std::uint64_t>(found->version), found->specification, found->note};
    }
    /// The run that the stream's position is of.
    [[nodiscard]] std::string run(const delivery_stream& stream) const {
        const std::optional<description> found = describe(stream.id());
        return found ? found->run : std::string{};
    }
    /// Whether a run of the stream has committed to this table.
    [[nodiscard]] bool has(const std::string& run) const {
        for (const auto& [id, one] : log_.snapshot().transactions)
            if (id.find('/' + run + '/') != std::string::npos) return true;
        return false;
    }

    /// A run of a stream begins, or goes on: next() is then what it has committed here, or `first`. Where `overwrites` is set, its first commit removes all
    /// files.
    void begin(const delivery_stream& stream, const std::string& run, std::uint64_t first, bool overwrites) {
        char hash[17];
        std::snprintf(hash, sizeof hash, "%016llx", static_cast<unsigned long long>(stream.specification));
        id_ = stream.id();
        description_ = id_ + '/' + hash + '/' + run + '/' + stream.note;
        overwrites_ = overwrites;
        next_ = first;
        if (const auto known = log_.snapshot().transaction(description_); known && !overwrites) next_ = static_cast<std::uint64_t>(*known);
    }
    [[nodiscard]] std::uint64_t next() const noexcept { return next_; }
    [[nodiscard]] bool overwrites() const noexcept { return overwrites_ && exists(); }

    /// Adds files, and says that all places below `next` are there. Others may commit at the same time. Throws delta_conflict where another run of the stream
    /// did, delivery_error where the table was changed so that the files do not fit it.
    void commit(std::vector<delta_add> files, std::uint64_t next) {
        constexpr int most_attempts = 100;
        const std::optional<std::int64_t> before = log_.snapshot().transaction(id_);
        for (int attempt = 1;; ++attempt) {
            try {
                log_.commit(actions(files, next));
                break;
            } catch (const delta_conflict&) {
                (void)log_.update();
                if (attempt == most_attempts || log_.snapshot().transaction(id_) != before) throw;
                if (exists() && !overwrites_) check_columns();
            }
        }
        overwrites_ = false;
        next_ = next;
    }

private:
    struct description {
        std::int64_t version = 0, updated = 0;
        std::uint64_t specification = 0;
        std::string run, note;
    };

    // Readers take paths for URLs, so escapes would not stay: what could need one becomes _, and a hash tells such names apart.
    [[nodiscard]] static std::string folder_name(const std::string& name) {
        std::string out = name;
        for (char& letter : out) {
            const bool kept = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') || letter == '-' ||
                              letter == '_' || (letter == '.' && &letter != out.data());
            if (!kept) letter = '_';
        }
        if (out == name && !out.starts_with('_')) return out;
        char hash[17];
        std::snprintf(hash, sizeof hash, "%016llx", static_cast<unsigned long long>(hash_name(name)));
        return (out.starts_with('_') ? 't' + out : out) + '-' + std::string{hash, 8};
    }

    [[nodiscard]] std::optional<description> describe(const std::string& id) const {
        const delta_snapshot& now = log_.snapshot();
        const std::optional<std::int64_t> next = now.transaction(id);
        if (!next) return {};
        description out;
        out.version = *next;
        for (auto at = now.transactions.lower_bound(id + '/'); at != now.transactions.end() && at->first.starts_with(id + '/'); ++at) {
            const std::string_view rest = std::string_view{at->first}.substr(id.size() + 1);
            const std::size_t hash = rest.find('/'), run = hash == std::string_view::npos ? hash : rest.find('/', hash + 1);
            if (run == std::string_view::npos || at->second.version != *next || at->second.last_updated < out.updated) continue;
            out.updated = at->second.last_updated;
            (void)std::from_chars(rest.data(), rest.data() + hash, out.specification, 16);
            out.run = rest.substr(hash + 1, run - hash - 1);
            out.note = rest.substr(run + 1);
        }
        return out;
    }

    [[nodiscard]] delta_actions actions(const std::vector<delta_add>& files, std::uint64_t next) const {
        const std::int64_t now = detail::delta_wall_clock();
        const delta_snapshot& table = log_.snapshot();
        delta_actions out;
        out.adds = files;
        out.transactions = {{id_, static_cast<std::int64_t>(next), now}, {description_, static_cast<std::int64_t>(next), now}};
        out.operation_parameters = {{"mode", overwrites_ ? "Overwrite" : "Append"}};
        if (!table.exists()) out.protocol.emplace();
        if (!table.exists() || (overwrites_ && !fits())) {
            delta_metadata made = table.metadata;
            if (made.id.empty()) {
                made.id = detail::drawn_uuid();
                made.created_time = now;
                made.name = name_;
            }
            made.schema = schema_;
            made.partition_columns = options_.partition_by;
            out.metadata = std::move(made);
        }
        if (overwrites_)
            for (const auto& [path, file] : table.files) out.removes.push_back(delta_remove_of(file, now));
        return out;
    }

    // Whether rows of the columns can be added to those of the table.
    [[nodiscard]] bool fits() const {
        const delta_metadata& table = log_.snapshot().metadata;
        return table.partition_columns == options_.partition_by && difference().empty();
    }
    [[nodiscard]] std::string difference() const {
        const nlohmann::json theirs = nlohmann::json::parse(log_.snapshot().metadata.schema, nullptr, false), ours = nlohmann::json::parse(schema_);
        return differs(theirs, ours, "");
    }
    [[nodiscard]] static std::string differs(const nlohmann::json& theirs, const nlohmann::json& ours, const std::string& where) {
        if (theirs.is_string() || ours.is_string() || !theirs.is_object() || theirs.value("type", "") != ours.value("type", ""))
            return theirs == ours ? std::string{} : where + " is " + theirs.dump() + " there and " + ours.dump() + " here";
        if (ours.value("type", "") == "array") {
            if (ours.value("containsNull", true) && !theirs.value("containsNull", true)) return where + " has no nulls there";
            return differs(theirs.at("elementType"), ours.at("elementType"), where + ".element");
        }
        const nlohmann::json &there = theirs.at("fields"), &here = ours.at("fields");
        for (std::size_t i = 0; i < std::max(there.size(), here.size()); ++i) {
            if (i >= there.size()) return here[i].at("name").get<std::string>() + " is not there";
            if (i >= here.size()) return there[i].at("name").get<std::string>() + " is not here";
            const std::string name = here[i].at("name"), path = where.empty() ? name : where + '.' + name;
            if (there[i].at("name") != name)
                return "column " + std::to_string(i + 1) + " is " + there[i].at("name").get<std::string>() + " there and " + path + " here";
            if (here[i].value("nullable", true) && !there[i].value("nullable", true)) return path + " has no nulls there";
            if (std::string inner = differs(there[i].at("type"), here[i].at("type"), path); !inner.empty()) return inner;
        }
        return {};
    }
    void check_columns() const {
        const delta_metadata& table = log_.snapshot().metadata;
        if (const std::string found = difference(); !found.empty())
            throw delivery_error("delta " + target(), "the table has other columns: " + found, "write to another table, or overwrite this one");
        if (table.partition_columns != options_.partition_by)
            throw delivery_error("delta " + target(),
                                 "its files are parted by " + listed(table.partition_columns) + ", not by " + listed(options_.partition_by),
                                 "set partition_by to the same columns");
    }
    [[nodiscard]] static std::string listed(const std::vector<std::string>& names) {
        std::string out;
        for (const std::string& name : names) (out += out.empty() ? "" : ", ") += name;
        return out.empty() ? "no column" : out;
    }
    static void check_folder(std::string folder) {
        while (::access(folder.c_str(), F_OK) != 0 && errno == ENOENT) {
            const std::size_t slash = folder.rfind('/');
            folder = slash == std::string::npos ? "." : slash == 0 ? "/" : folder.substr(0, slash);
        }
        if (::access(folder.c_str(), W_OK | X_OK) != 0) detail::raise(io_error{detail::last_error(), "write to", folder, 0});
    }

    const delta_options& options_;
    std::shared_ptr<delta_store> store_;
    delta_log log_;
    delta_file_format format_;
    std::string name_, schema_, id_, description_;
    bool overwrites_ = false;
    std::uint64_t next_ = 0;
};

}  // namespace spate::inline v0

#endif  // SPATE_DELTA_DELTA_TABLE_HPP
