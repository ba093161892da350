// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_DETAIL_STORE_ENGINE_HPP
#define SPATE_STORE_DETAIL_STORE_ENGINE_HPP

/// How a store changes: in place by its journal, or by a new generation.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <spate/core/error.hpp>
#include <spate/detail/posix.hpp>
#include <spate/store/detail/array_writer.hpp>
#include <spate/store/detail/journal.hpp>
#include <spate/store/detail/open_array.hpp>
#include <spate/store/detail/steps.hpp>
#include <spate/store/detail/store_directory.hpp>
#include <spate/store/durability.hpp>
#include <spate/store/manifest.hpp>
#include <spate/store/npy_header.hpp>
#include <spate/store/store_error.hpp>
#include <spate/store/verification.hpp>

namespace spate::inline v0::detail {

/// What is going to be the next generation, and what is going to be changed in place with it. Nothing of it is in the store yet.
struct staged_change {
    manifest after;
    /// Whether arrays come, go or get other names, so that there has to be a new manifest.
    bool structural = false;
    /// Arrays whose files are written but have no name yet; opened once they are changed again, so that there can be many.
    std::map<std::string, std::unique_ptr<open_array>, std::less<>> pending = {};
    /// How many rows are appended to arrays that are there.
    std::map<std::string, std::uint64_t, std::less<>> appended = {};
};

class store_engine {
public:
    store_engine(std::string directory, durability level, bool create) : level_{level}, files_{std::move(directory), true, create} {
        now_ = files_.read(create, warning_);
        journal_.open(files_.descriptor(), files_.path());
        recover();
    }

    [[nodiscard]] const manifest& now() const noexcept { return now_; }
    [[nodiscard]] const store_directory& files() const noexcept { return files_; }
    [[nodiscard]] const std::string& warning() const noexcept { return warning_; }
    [[nodiscard]] durability level() const noexcept { return level_; }

    [[nodiscard]] const manifest_entry& entry(std::string_view name) const { return entry_of(now_, name); }
    [[nodiscard]] open_array& at(std::string_view name) {
        if (last_ != nullptr && last_->name == name) return *last_;
        auto found = open_.find(name);
        if (found == open_.end())
            found = open_.emplace(std::string{name}, std::make_unique<open_array>(files_, entry(name), data_file(name), open_array::use::write)).first;
        last_ = found->second.get();
        return *last_;
    }
    void refuse_in_batch() const {
        if (batch_open_)
            raise_config("store", '"' + files_.path() + '"', "has a batch that is not committed yet, in which all changes have to be made", "commit it first");
    }

    /// Replaces rows of the numbers of_row(0), of_row(1) ... by bytes, one row behind the other.
    template <class OfRow>
    void replace(open_array& array, std::uint64_t count, const OfRow& of_row, std::span<const std::byte> bytes) {
        refuse_in_batch();
        array.check_bytes("replace", count, bytes.size());
        for (std::uint64_t i = 0; i < count; ++i) array.check_row(of_row(i));
        if (bytes.empty()) return;
        journal_.begin();
        note(array, count, of_row, bytes);
        apply_now(array);
    }
    /// The same for consecutive rows.
    void replace(open_array& array, std::uint64_t first, std::span<const std::byte> bytes) {
        refuse_in_batch();
        const std::size_t width = array.file.row_bytes();
        const std::uint64_t count = width == 0 ? 0 : bytes.size() / width;
        array.check_bytes("replace", count, bytes.size());
        array.check_rows(first, count);
        if (bytes.empty()) return;
        journal_.begin();
        note(array, first, count, bytes);
        apply_now(array);
    }
    void append(open_array& array, std::span<const std::byte> bytes) {
        refuse_in_batch();
        const std::uint64_t count = rows_to_append(array, bytes);
        array.sums.mark(array.file.bytes_of(array.file.rows()), bytes.size());
        array.file.append(bytes, count, level_ != durability::none);
    }

    [[nodiscard]] staged_change begin() {
        staged_change out;
        out.after = now_;
        out.after.moves.clear();
        ++out.after.generation;
        journal_.begin();
        return out;
    }
    void set_batch(bool open) noexcept { batch_open_ = open; }

    /// An array of a change as it will be: one that it saves, or one that is there.
    [[nodiscard]] open_array& staged_array(staged_change& to, std::string_view name) {
        const manifest_entry& found = entry_of(to.after, name);
        const auto pending = to.pending.find(name);
        if (pending == to.pending.end()) return at(name);
        if (pending->second == nullptr)
            pending->second = std::make_unique<open_array>(files_, found, pending_file(name, to.after.generation), open_array::use::write_pending);
        return *pending->second;
    }
    [[nodiscard]] static bool is_pending(const staged_change& of, const open_array& array) {
        const auto found = of.pending.find(array.name);
        return found != of.pending.end() && found->second.get() == &array;
    }

    /// `produce(writer)` gives the elements to an array_writer.
    template <class Produce>
    void save(staged_change& to, std::string_view name, dtype type, std::span<const std::uint64_t> shape, const Produce& produce) {
        check_array_name(name);
        (void)elements_of(shape);
        const std::string file = pending_file(name, to.after.generation);
        journal_.set_staging(true);
        to.pending.erase(std::string{name});
        array_writer writer{files_, file, type, shape};
        produce(writer);
        const std::uint64_t inode = writer.close(level_ != durability::none);
        forget(to, name);
        unmove(to, data_file(name));
        to.after.moves.push_back({inode, file, data_file(name)});
        const manifest_entry made{std::string{name}, type, {shape.begin(), shape.end()}, to.after.generation, {}};
        put(to.after, made);
        to.pending.emplace(std::string{name}, nullptr);
        to.structural = true;
    }
    void drop(staged_change& to, std::string_view name) {
        (void)entry_of(to.after, name);
        forget(to, name);
        if (const auto found = to.pending.find(name); found != to.pending.end()) {
            unmove(to, data_file(name));
            (void)::unlinkat(files_.descriptor(), pending_file(name, to.after.generation).c_str(), 0);
            to.pending.erase(found);
        }
        std::erase_if(to.after.arrays, [&](const manifest_entry& one) { return one.name == name; });
        for (const std::string& file : {data_file(name), sums_file(name)})
            if (const std::uint64_t inode = inode_of(file); inode != 0) to.after.moves.push_back({inode, file, {}});
        to.structural = true;
    }
    void rename(staged_change& to, std::string_view name, std::string_view other) {
        check_array_name(other);
        if (to.after.find(other) != nullptr)
            raise_config("rename", '"' + std::string{other} + '"', "is the name of an array already", "drop that first, or use another name");
        manifest_entry one = entry_of(to.after, name);
        if (to.pending.count(name) != 0 || to.appended.count(name) != 0)
            raise_config("rename", '"' + std::string{name} + '"', "was changed in the same batch", "commit before, or save it under its new name");
        std::erase_if(to.after.arrays, [&](const manifest_entry& which) { return which.name == name; });
        one.name = other;
        put(to.after, std::move(one));
        to.after.moves.push_back({inode_of(data_file(name)), data_file(name), data_file(other)});
        if (const std::uint64_t inode = inode_of(sums_file(name)); inode != 0) to.after.moves.push_back({inode, sums_file(name), sums_file(other)});
        to.structural = true;
    }
    void drop_rows(staged_change& to, std::string_view name, std::span<const std::uint64_t> rows) {
        open_array& array = staged_array(to, name);
        if (array.file.shape().empty()) raise_config("drop_rows", array.quoted(), "is a single number", "drop the array");
        std::vector<std::uint64_t> places;
        for (const std::uint64_t row : rows) {
            array.check_row(row);
            places.push_back(array.kept.place(row));
        }
        manifest_entry one = entry_of(to.after, name);
        one.dropped = merged_runs(one.dropped, std::move(places));
        put(to.after, std::move(one));
        to.structural = true;
    }
    void replace(staged_change& to, std::string_view name, std::span<const std::uint64_t> rows, std::span<const std::byte> bytes) {
        open_array& array = staged_array(to, name);
        array.check_bytes("replace", rows.size(), bytes.size());
        const std::uint64_t more = appended(to, name);
        for (const std::uint64_t row : rows)
            if (row >= array.rows() + more) array.check_row(row);
        if (is_pending(to, array)) {
            for (std::size_t i = 0; i < rows.size(); ++i)
                std::memcpy(array.file.data() + rows[i] * array.file.row_bytes(), bytes.data() + i * array.file.row_bytes(), array.file.row_bytes());
            return;
        }
        note(
            array, rows.size(), [&](std::uint64_t i) { return rows[i]; }, bytes);
    }
    void append(staged_change& to, std::string_view name, std::span<const std::byte> bytes) {
        open_array& array = staged_array(to, name);
        const std::uint64_t count = rows_to_append(array, bytes);
        if (is_pending(to, array)) return array.file.append(bytes, count, false);
        std::uint64_t& more = to.appended[std::string{name}];
        const std::uint64_t offset = npy_data_offset + array.file.bytes_of(array.file.rows() + more);
        std::memcpy(journal_.add(array.file_name, offset, bytes.size()), bytes.data(), bytes.size());
        more += count;
    }

    /// All of a change or, where the process ends before, nothing of it.
    void commit(staged_change& change) {
        for (const auto& [name, count] : change.appended) {
            open_array& array = at(name);
            const auto digits = first_axis_text(array.file.rows() + count);
            std::memcpy(journal_.add(array.file_name, first_axis_offset(array.file.type()), digits.size()), digits.data(), digits.size());
        }
        const bool in_place = !journal_.empty();
        if (in_place) journal_.arm(change.structural ? change.after.generation : now_.generation, level_ == durability::full);
        if (change.structural) advance(change);
        if (in_place) {
            apply_journal(change.appended);
            journal_.disarm();
            journal_.shrink();
        }
    }
    /// Forgets a change.
    void discard(staged_change& change) noexcept {
        change.pending.clear();
        for (const manifest_move& one : change.after.moves)
            if (one.from.ends_with(".new")) (void)::unlinkat(files_.descriptor(), one.from.c_str(), 0);
        journal_.begin();
        journal_.set_staging(false);
    }

    /// Sums the blocks that have changed.
    void sum() {
        // Those that nobody has asked for are read, not mapped, and closed again: the process stays as small as it is.
        std::vector<std::byte> block(unsummed_.empty() ? 0 : sum_block);
        for (const std::string& name : unsummed_)
            if (const manifest_entry* const one = now_.find(name); one != nullptr && open_.find(name) == open_.end()) {
                open_array array{files_, *one, data_file(name), open_array::use::write};
                array.sums.update(array.file.bytes_of(array.file.rows()), [&](std::uint64_t offset, std::size_t count) {
                    std::size_t got = 0;
                    const std::uint64_t at = npy_data_offset + offset;
                    if (const std::error_code error = read_all_at(array.file.descriptor(), at, {block.data(), count}, got))
                        raise(io_error{error, "read", array.file.path(), at + got});
                    if (got != count)
                        raise(store_error{array.file.path(), at + got, "the file ends before its rows do", "restore the file, or save the array anew"});
                    return block.data();
                });
                sync(array);
            }
        unsummed_.clear();
        for (auto& [name, array] : open_) {
            if (array->sums.clean()) continue;
            array->sums.update(array->file.data(), array->file.bytes_of(array->file.rows()));
            sync(*array);
        }
    }
    void verify(std::string_view name, verification& out) const {
        if (const auto found = open_.find(name); found != open_.end()) return found->second->verify(out);
        open_array{files_, entry(name), data_file(name), open_array::use::read}.verify(out);
    }

private:
    void sync(const open_array& array) const {
        if (level_ == durability::none) return;
        array.file.sync();
        array.sums.sync();
    }
    [[nodiscard]] const manifest_entry& entry_of(const manifest& in, std::string_view name) const {
        const manifest_entry* const found = in.find(name);
        if (found == nullptr)
            raise_config("array", '"' + std::string{name} + '"', "is not in the store \"" + files_.path() + '"', "names() lists those that are");
        return *found;
    }
    [[nodiscard]] static std::uint64_t appended(const staged_change& to, std::string_view name) {
        const auto found = to.appended.find(name);
        return found == to.appended.end() ? 0 : found->second;
    }
    [[nodiscard]] static std::uint64_t rows_to_append(const open_array& array, std::span<const std::byte> bytes) {
        const std::size_t width = array.file.row_bytes();
        if (array.file.shape().empty()) raise_config("append", array.quoted(), "is a single number", "save it anew with an axis");
        if (width == 0 || bytes.size() % width != 0)
            raise_config("append", std::to_string(bytes.size()), "bytes are no whole rows of " + std::to_string(width), "give whole rows");
        return bytes.size() / width;
    }
    static void put(manifest& into, manifest_entry one) {
        const auto place = std::lower_bound(into.arrays.begin(), into.arrays.end(), one.name,
                                            [](const manifest_entry& other, const std::string& name) { return other.name < name; });
        if (place != into.arrays.end() && place->name == one.name)
            *place = std::move(one);
        else
            into.arrays.insert(place, std::move(one));
    }
    static void unmove(staged_change& to, const std::string& file) {
        std::erase_if(to.after.moves, [&](const manifest_move& one) { return one.to == file && one.from.ends_with(".new"); });
    }
    // What was to be changed in an array that is going to be another one, or none.
    void forget(staged_change& to, std::string_view name) {
        journal_.forget(data_file(name));
        to.appended.erase(std::string{name});
    }
    [[nodiscard]] std::uint64_t inode_of(const std::string& file) const {
        struct stat found {};
        if (::fstatat(files_.descriptor(), file.c_str(), &found, AT_SYMLINK_NOFOLLOW) == 0) return found.st_ino;
        if (errno == ENOENT) return 0;
        files_.fail("examine", files_.path_of(file));
    }

    // Writes to the journal what is to be put into rows.
    template <class OfRow>
    void note(const open_array& array, std::uint64_t count, const OfRow& of_row, std::span<const std::byte> bytes) {
        const std::size_t width = array.file.row_bytes();
        for (std::uint64_t i = 0; i < count; ++i)
            std::memcpy(journal_.add(array.file_name, npy_data_offset + array.kept.place(of_row(i)) * width, width), bytes.data() + i * width, width);
    }
    void note(const open_array& array, std::uint64_t first, std::uint64_t count, std::span<const std::byte> bytes) {
        const std::size_t width = array.file.row_bytes();
        array.kept.each_run(first, count, [&](std::uint64_t place, std::uint64_t here) {
            std::memcpy(journal_.add(array.file_name, npy_data_offset + place * width, here * width), bytes.data(), here * width);
            bytes = bytes.subspan(static_cast<std::size_t>(here * width));
        });
    }
    // Does what the journal says of one array.
    void apply_now(open_array& array) {
        std::byte* const data = array.file.data();
        journal_.arm(now_.generation, level_ == durability::full);
        journal_.each([&](const journal::write& one) {
            array.sums.mark(one.offset - npy_data_offset, one.bytes.size());
            std::memcpy(data + (one.offset - npy_data_offset), one.bytes.data(), one.bytes.size());
        });
        store_step("rows replaced");
        if (level_ != durability::none) array.file.sync();
        journal_.disarm();
        journal_.shrink();
    }
    // The same of all arrays of a change; rows beyond an array's end and headers are written to the file.
    void apply_journal(const std::map<std::string, std::uint64_t, std::less<>>& appended) {
        std::vector<open_array*> touched;
        journal_.each([&](const journal::write& one) {
            open_array& array = at(one.file.substr(0, one.file.size() - 4));
            if (touched.empty() || touched.back() != &array) touched.push_back(&array);
            const std::uint64_t end = npy_data_offset + array.file.bytes_of(array.file.rows());
            if (one.offset >= npy_data_offset) array.sums.mark(one.offset - npy_data_offset, one.bytes.size());
            if (one.offset >= npy_data_offset && one.offset + one.bytes.size() <= end)
                std::memcpy(array.file.data() + (one.offset - npy_data_offset), one.bytes.data(), one.bytes.size());
            else if (const std::error_code error = write_all_at(array.file.descriptor(), one.offset, one.bytes))
                raise(io_error{error, "write", array.file.path(), one.offset});
        });
        store_step("journal applied");
        for (const auto& [name, count] : appended) at(name).file.set_rows(at(name).file.rows() + count);
        std::sort(touched.begin(), touched.end());
        touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
        if (level_ != durability::none)
            for (const open_array* const array : touched) array->file.sync();
    }

    // Makes a generation the current one. If the manifest cannot be written the old one stands.
    void advance(staged_change& change) {
        change.pending.clear();
#if defined(__cpp_exceptions)
        try {
#endif
            files_.replace(change.after, level_);
#if defined(__cpp_exceptions)
        } catch (...) {
            journal_.disarm();
            discard(change);
            throw;
        }
#endif
        last_ = nullptr;
        for (const manifest_move& one : change.after.moves)
            for (const std::string_view file : {std::string_view{one.from}, std::string_view{one.to}})
                if (file.ends_with(".npy"))
                    if (const auto found = open_.find(file.substr(0, file.size() - 4)); found != open_.end()) open_.erase(found);
        for (const manifest_move& one : change.after.moves)
            if (one.to.ends_with(".npy")) unsummed_.push_back(one.to.substr(0, one.to.size() - 4));
        now_ = std::move(change.after);
        for (auto& [name, array] : open_)
            if (const manifest_entry* const one = now_.find(name)) array->kept = kept_rows{one->dropped};
        files_.finish(now_, level_);
        journal_.set_staging(false);
    }
    void recover() {
        if (!now_.moves.empty()) files_.finish(now_, level_);
        if (journal_.armed(now_.generation)) {
            journal_.each([&](const journal::write& one) {
                const std::string file{one.file};
                const owned_descriptor to{::openat(files_.descriptor(), file.c_str(), O_WRONLY | O_CLOEXEC)};
                if (!to) files_.fail("open", files_.path_of(file));
                if (const std::error_code error = write_all_at(to.get(), one.offset, one.bytes))
                    raise(io_error{error, "write", files_.path_of(file), one.offset});
                // The blocks may have been summed already.
                (void)::unlinkat(files_.descriptor(), sums_file(file.substr(0, file.size() - 4)).c_str(), 0);
                if (level_ != durability::none && ::fdatasync(to.get()) != 0) files_.fail("sync", files_.path_of(file));
            });
        }
        journal_.disarm();
        if (journal_.staging()) {
            files_.sweep();
            journal_.set_staging(false);
        }
    }

    durability level_;
    store_directory files_;
    std::string warning_;
    manifest now_;
    journal journal_;
    std::map<std::string, std::unique_ptr<open_array>, std::less<>> open_;
    open_array* last_ = nullptr;
    std::vector<std::string> unsummed_;  // written since the last commit
    bool batch_open_ = false;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_STORE_DETAIL_STORE_ENGINE_HPP
