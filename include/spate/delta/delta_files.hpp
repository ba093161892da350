// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DELTA_FILES_HPP
#define SPATE_DELTA_DELTA_FILES_HPP

/// The data files of a Delta table: rows, parted by the values of columns, as Parquet.

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <sys/stat.h>

#include <spate/core/error.hpp>
#include <spate/core/hash.hpp>
#include <spate/delta/delta_actions.hpp>
#include <spate/delta/delta_columns.hpp>
#include <spate/delta/delta_statistics.hpp>
#include <spate/delta/delta_store.hpp>
#include <spate/detail/posix.hpp>
#include <spate/detail/text_numbers.hpp>
#include <spate/field/take_rows.hpp>
#include <spate/field/value_text.hpp>
#include <spate/format/parquet.hpp>
#include <spate/schema/batch.hpp>
#include <spate/sink/file.hpp>

namespace spate::inline v0 {

namespace detail {

[[nodiscard]] inline std::int64_t delta_wall_clock() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// A UUID of version 4 of the system's randomness: two runs never write one file.
[[nodiscard]] inline std::string drawn_uuid() {
    thread_local std::random_device device;
    std::uint32_t words[4];
    for (std::uint32_t& word : words) word = device();
    std::byte bytes[16];
    std::memcpy(bytes, words, 16);
    bytes[6] = (bytes[6] & std::byte{0x0f}) | std::byte{0x40};
    bytes[8] = (bytes[8] & std::byte{0x3f}) | std::byte{0x80};
    char text[64];
    return {text, put_uuid(text, bytes)};
}

/// A value of a partition column in a folder's name, escaped as Hive does it. Names of more than 200 bytes, which file systems do not take, are cut and get a
/// hash; readers go by the log.
[[nodiscard]] inline std::string partition_folder(std::string_view column, const std::optional<std::string>& value) {
    const auto escaped = [](std::string_view text) {
        std::string out;
        for (const char one : text) {
            const auto byte = static_cast<unsigned char>(one);
            if (byte >= 0x20 && byte != 0x7f && std::string_view{"\"#%'*/:=?\\{}[]^"}.find(one) == std::string_view::npos) {
                out += one;
                continue;
            }
            char code[4];
            std::snprintf(code, sizeof code, "%%%02X", byte);
            out += code;
        }
        return out;
    };
    std::string out = escaped(column) + '=' + (value && !value->empty() ? escaped(*value) : "__HIVE_DEFAULT_PARTITION__");
    constexpr std::size_t most = 200;
    if (out.size() <= most) return out;
    char hash[18];
    std::snprintf(hash, sizeof hash, "-%016llx", static_cast<unsigned long long>(hash_name(out)));
    // Neither a character nor an escape is cut in two.
    std::size_t end = most - 17;
    while ((static_cast<unsigned char>(out[end]) & 0xc0) == 0x80) --end;
    for (std::size_t i = 0; i < 2; ++i)
        if (out[end - 1 - i] == '%') end -= 1 + i;
    return out.substr(0, end) + hash;
}

// Of no use any more: what room it takes others may need.
inline void remove_if_possible(delta_store& store, const std::string& name) noexcept {
    try {
        store.remove(name);
    } catch (const std::exception&) {
    }
}

// What stands where: a data file on its way to its name. In a local folder it grows there under another name, else in memory.
class delta_output {
public:
    delta_output(delta_store& store, std::string name) : store_{store}, name_{std::move(name)} {
        const std::string folder = store.local_folder();
        if (folder.empty()) return;
        const std::string path = folder + '/' + name_;
        make_folders(path.substr(0, path.rfind('/')));
        file_ = std::make_unique<file_sink>(path, file_options{.overwrite = true, .sync = true});
    }
    delta_output(const delta_output&) = delete;
    delta_output& operator=(const delta_output&) = delete;
    ~delta_output() {
        if (file_ != nullptr && !complete_) file_->discard();
    }

    void write(std::span<const std::byte> bytes) {
        if (file_ != nullptr)
            file_->write(bytes);
        else
            memory_.insert(memory_.end(), bytes.begin(), bytes.end());
        size_ += bytes.size();
    }
    void close() {
        if (file_ != nullptr) {
            file_->close();
        } else {
            const std::span<const std::byte> one[] = {memory_};
            store_.put(name_, std::span<const std::span<const std::byte>>{one});
        }
        complete_ = true;
    }
    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

private:
    static void make_folders(const std::string& folder) {
        if (::mkdir(folder.c_str(), 0777) == 0 || errno == EEXIST) return;
        const std::size_t slash = folder.rfind('/');
        if (errno != ENOENT || slash == std::string::npos || slash == 0) raise(io_error{last_error(), "make folder", folder, 0});
        make_folders(folder.substr(0, slash));
        if (::mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST) raise(io_error{last_error(), "make folder", folder, 0});
    }

    delta_store& store_;
    std::string name_;
    std::unique_ptr<file_sink> file_;
    std::vector<std::byte> memory_;
    std::uint64_t size_ = 0;
    bool complete_ = false;
};

}  // namespace detail

/// Encoders of a table's files, which have grown to the size of its row groups and are used again. Thread safety: any thread.
class delta_encoders {
public:
    using encoder = parquet::encoder_type;

    /// One that is free, or nothing.
    [[nodiscard]] std::unique_ptr<encoder> take() {
        const std::lock_guard hold{lock_};
        if (free_.empty()) return {};
        std::unique_ptr<encoder> out = std::move(free_.back());
        free_.pop_back();
        return out;
    }
    /// Takes back one whose blocks are finished.
    void give(std::unique_ptr<encoder> one) {
        const std::lock_guard hold{lock_};
        if (free_.size() < most_) free_.push_back(std::move(one));
    }

private:
    static constexpr std::size_t most_ = 64;
    std::mutex lock_;
    std::vector<std::unique_ptr<encoder>> free_;
};

/// How the files of a table are made.
struct delta_file_format {
    /// The table's columns, partition columns too, and the numbers of those.
    record_type columns = {};
    std::vector<std::size_t> partition_by = {};
    /// A codec and its ending in names: "snappy", or nothing.
    parquet_options parquet_file = {};
    std::string codec = {};
    std::uint64_t target_file_size = std::uint64_t{128} << 20;
    /// What stands in front of the files' names.
    std::string prefix = "part-00000";
    /// Of all writers of the table, where there are several after one another.
    std::shared_ptr<delta_encoders> encoders = std::make_shared<delta_encoders>();

    /// Throws config_error for names of columns that are not there, and for columns that files cannot be parted by.
    static delta_file_format of(const record_type& table, const std::vector<std::string>& partition_by) {
        delta_file_format out;
        out.columns = table;
        out.parquet_file.json_as_string = true;
        for (const std::string& name : partition_by) {
            std::size_t at = 0;
            while (at < table.size() && table[at].name != name) ++at;
            if (at == table.size()) detail::raise_config("partition_by", name, "is no column of the table", "name one of " + names_of(table));
            const type_id id = table[at].type.id;
            if (!table[at].type.children.empty() || id == type_id::binary || id == type_id::bits || id == type_id::json)
                detail::raise_config("partition_by", name, "is of a type that files cannot be parted by", "name a column of numbers, texts, dates or times");
            out.partition_by.push_back(at);
        }
        if (!table.empty() && partition_by.size() == table.size())
            detail::raise_config("partition_by", std::to_string(table.size()), "columns are all that the table has", "leave one out");
        return out;
    }

private:
    static std::string names_of(const record_type& table) {
        std::string out;
        for (const field_type& field : table) (out += out.empty() ? "" : ", ") += field.name;
        return out;
    }
};

/// Writes rows into data files of a table: one for each combination of values of its partition columns, in folders column=value, and the next where a file has
/// reached its size. Partition columns are not in the files; see delta_columns for the others. Names are part-...-<uuid>.<codec>.parquet, with a UUID that is
/// drawn. Files have their names only when they are complete and synced; those of a writer that is destroyed before `close` are removed, and no table refers
/// to those of one that was killed.
///
/// Errors: config_error and io_error, and delivery_error of the store. Determinism: the files' bytes depend on the batches alone, their names do not. Thread
/// safety: belongs to one thread. Source: delta-io/delta, PROTOCOL.md, "Data Files" and "Partition Value Serialization".
class delta_files {
public:
    delta_files(delta_store& store, const delta_file_format& format) : store_{store}, format_{format} {
        for (std::size_t i = 0; i < format.columns.size(); ++i)
            if (std::find(format.partition_by.begin(), format.partition_by.end(), i) == format.partition_by.end()) {
                kept_.push_back(i);
                stored_.push_back({format.columns[i].name, delta_column_type(format.columns[i].type, format.columns[i].name)});
            }
        group_rows_ = parquet{format.parquet_file}.block_rows(stored_);
    }

    delta_files(const delta_files&) = delete;
    delta_files& operator=(const delta_files&) = delete;
    ~delta_files() {
        for (const auto& [number, one] : done_) detail::remove_if_possible(store_, one.path);
    }

    /// Takes rows of the table. Columns of `rows` are changed.
    void add(batch& rows) {
        if (rows.count == 0) return;
        if (format_.partition_by.empty()) {
            for (std::size_t i = 0; i < kept_.size(); ++i) to_delta_column(format_.columns[i].type, rows.columns[i]);
            add_to(file_of({}, {}), rows);
        } else {
            part(rows);
        }
    }
    /// Completes all files, and says what they are, in the order in which they were begun.
    [[nodiscard]] std::vector<delta_add> close() {
        for (file* const one : order_) {
            complete(*one);
            format_.encoders->give(std::move(one->encode));
        }
        files_.clear();
        order_.clear();
        std::stable_sort(done_.begin(), done_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        std::vector<delta_add> out;
        for (auto& [number, one] : done_) out.push_back(std::move(one));
        done_.clear();
        return out;
    }

private:
    using encoder = parquet::encoder_type;
    struct file {
        delta_partition_values values;
        std::string folder;
        std::unique_ptr<encoder> encode;
        std::unique_ptr<detail::delta_output> to;
        text_buffer out;
        std::vector<encoded_block<encoder::block_info>> groups;
        std::uint64_t rows = 0, number = 0;
        std::size_t in_group = 0;
    };

    [[nodiscard]] file& file_of(const std::string& key, const delta_partition_values& values) {
        const auto [place, added] = files_.try_emplace(key);
        if (added) {
            place->second = std::make_unique<file>();
            place->second->values = values;
            for (const std::size_t column : format_.partition_by)
                place->second->folder += detail::partition_folder(format_.columns[column].name, values.at(format_.columns[column].name)) + '/';
            order_.push_back(place->second.get());
        }
        return *place->second;
    }
    void add_to(file& one, const batch& rows) {
        if (one.to == nullptr) {
            one.to = std::make_unique<detail::delta_output>(
                store_, one.folder + format_.prefix + '-' + detail::drawn_uuid() + (format_.codec.empty() ? "" : '.' + format_.codec) + ".parquet");
            if (one.encode == nullptr) one.encode = format_.encoders->take();
            if (one.encode == nullptr) one.encode = std::make_unique<encoder>(parquet{format_.parquet_file}.encoder(stored_));
            one.number = next_++;
            one.out.clear();
            encoder::head(one.out);
            one.to->write(one.out.bytes());
        }
        if (one.in_group == 0) {
            one.out.clear();
            one.encode->begin(one.out, one.rows == 0);
        }
        one.encode->encode(rows, one.out);
        one.in_group += rows.count;
        one.rows += rows.count;
        if (one.in_group >= group_rows_) end_group(one);
        if (one.to->size() >= format_.target_file_size) complete(one);
    }
    static void end_group(file& one) {
        std::vector<std::span<const std::byte>> parts;
        const std::uint64_t begin = one.to->size();
        auto info = one.encode->finish(one.out, parts);
        one.to->write(one.out.bytes());
        for (const std::span<const std::byte> part : parts) one.to->write(part);
        one.groups.push_back({begin, one.to->size() - begin, one.in_group, std::move(info)});
        one.in_group = 0;
    }
    void complete(file& one) {
        if (one.to == nullptr) return;
        if (one.in_group != 0) end_group(one);
        one.out.clear();
        one.encode->tail({one.groups.data(), one.groups.size()}, one.out);
        one.to->write(one.out.bytes());
        one.to->close();
        delta_add made;
        made.path = one.to->name();
        made.partition_values = one.values;
        made.size = static_cast<std::int64_t>(one.to->size());
        made.modification_time = detail::delta_wall_clock();
        made.stats = delta_statistics(stored_, one.rows, one.encode->ranges({one.groups.data(), one.groups.size()}));
        done_.emplace_back(one.number, std::move(made));
        one.to.reset();
        one.groups.clear();
        one.rows = 0;
    }

    // Rows by the texts of their partition columns.
    void part(batch& rows) {
        groups_.clear();
        std::string key, value;
        for (std::size_t row = 0; row < rows.count; ++row) {
            key.clear();
            for (const std::size_t at : format_.partition_by) {
                const column& values = rows.columns[at];
                value.clear();
                if (!values.is_null(row)) append_value(value, format_.columns[at].type, values, row);
                const std::size_t size = value.size();
                key.append(reinterpret_cast<const char*>(&size), sizeof size) += value;
            }
            groups_[key].push_back({0, static_cast<std::uint32_t>(row)});
        }
        // In the order of their first rows, so that the files are the same wherever the map puts them.
        std::vector<const std::pair<const std::string, std::vector<taken_row>>*> each;
        for (const auto& group : groups_) each.push_back(&group);
        std::sort(each.begin(), each.end(), [](const auto* a, const auto* b) { return a->second[0].row < b->second[0].row; });
        for (const auto* const group : each) {
            taken_.first = rows.first;
            taken_.count = group->second.size();
            taken_.columns.resize(kept_.size());
            for (std::size_t i = 0; i < kept_.size(); ++i) {
                const data_type& type = format_.columns[kept_[i]].type;
                take_rows(type, rows.columns[kept_[i]], group->second, taken_.columns[i]);
                to_delta_column(type, taken_.columns[i]);
            }
            add_to(file_of(group->first, values_of(rows, group->second[0].row)), taken_);
        }
    }
    [[nodiscard]] delta_partition_values values_of(const batch& rows, std::size_t row) const {
        delta_partition_values out;
        for (const std::size_t at : format_.partition_by) {
            std::optional<std::string>& value = out[format_.columns[at].name];
            if (rows.columns[at].is_null(row)) continue;
            value.emplace();
            append_value(*value, format_.columns[at].type, rows.columns[at], row);
            // Readers take the empty text for null.
            if (value->empty()) value.reset();
        }
        return out;
    }
    // As the log has values of partition columns: instants in UTC as ISO 8601. To readers that compare texts, -0 would be another number than 0.
    static void append_value(std::string& to, const data_type& type, const column& values, std::size_t row) {
        if (is_text_like(type.id)) {
            to += values.text(row);
        } else {
            const std::string text = value_text(type, values, row);
            to += text == "-0" ? "0" : text;
        }
    }

    delta_store& store_;
    const delta_file_format& format_;
    std::vector<std::size_t> kept_;
    record_type stored_;
    std::size_t group_rows_ = 0;
    std::unordered_map<std::string, std::unique_ptr<file>> files_;
    std::vector<file*> order_;
    std::unordered_map<std::string, std::vector<taken_row>> groups_;
    batch taken_;
    std::vector<std::pair<std::uint64_t, delta_add>> done_;
    std::uint64_t next_ = 0;
};

}  // namespace spate::inline v0

#endif  // SPATE_DELTA_DELTA_FILES_HPP
