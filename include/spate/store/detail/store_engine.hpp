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
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <spate/core/error.hpp>
#include <spate/detail/posix.hpp>
#include <spate/store/detail/array_writer.hpp>
#include <spate/store/detail/journal.hpp>
#include <spate/store/detail/journal_writes.hpp>
#include <spate/store/detail/open_array.hpp>
#include <spate/store/detail/staged_change.hpp>
#include <spate/store/detail/steps.hpp>
#include <spate/store/detail/store_directory.hpp>
#include <spate/store/durability.hpp>
#include <spate/store/manifest.hpp>
#include <spate/store/npy_header.hpp>
#include <spate/store/store_error.hpp>
#include <spate/store/verification.hpp>

namespace spate::inline v0::detail {

class store_engine {
public:
    store_engine(std::string directory, durability level, bool create, bool reuse)
        : level_{level}, files_{std::move(directory), true, create}, spare_{files_.descriptor(), reuse} {
        now_ = files_.read(create, warning_);
        journal_.open(files_.descriptor(), files_.path());
        recover();
    }
    store_engine(const store_engine&) = delete;
    store_engine& operator=(const store_engine&) = delete;
    ~store_engine() {
        // A fork() of the process that opened the store ends its copy only: file, journal and lock are the parent's.
        if (::getpid() != owner_) {
            spare_.disown();
            return;
        }
        if (spare_.is_there()) {
            spare_.remove();
            journal_.set_staging(false);
        }
        if (!to_move_ && !to_write_) journal_.close();
    }

    [[nodiscard]] const manifest& now() const noexcept { return now_; }
    [[nodiscard]] const store_directory& files() const noexcept { return files_; }
    [[nodiscard]] const std::string& warning() const noexcept { return warning_; }
    [[nodiscard]] durability level() const noexcept { return level_; }

    [[nodiscard]] const manifest_entry& entry(std::string_view name) const { return entry_of(now_, name); }
    [[nodiscard]] open_array& at(std::string_view name) {
        settle();
        if (last_ != nullptr && last_->name == name) return *last_;
        return opened(name);
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
        note(array, array.kept, count, of_row, bytes);
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
        const std::uint64_t count = array.rows_to_append(bytes);
        if (bytes.empty()) return;
        // The number of rows must not go back to that of an older list of writes.
        journal_.settle();
        array.sums.mark(array.file.bytes_of(array.file.rows()), bytes.size());
        array.file.append(bytes, count, level_ != durability::none);
    }

    [[nodiscard]] staged_change begin() {
        settle();
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
        const manifest_entry& entry = entry_of(to.after, name);
        const auto pending = to.pending.find(name);
        if (pending != to.pending.end()) {
            // Opened once it is asked for, so that a change can save more arrays than the process may have open files.
            if (pending->second == nullptr)
                pending->second = std::make_unique<open_array>(files_, entry, pending_file(name, to.after.generation), open_array::use::write_pending);
            return *pending->second;
        }
        for (const manifest_move& one : to.after.moves)
            if (one.to == data_file(name))
                raise_config("batch", '"' + std::string{name} + '"', "got its name in the same batch", "commit before it is changed further");
        return at(name);
    }

    /// `produce(writer)` gives the elements to an array_writer.
    template <class Produce>
    void save(staged_change& to, std::string_view name, dtype type, std::span<const std::uint64_t> shape, const Produce& produce) {
        check_array_name(name);
        (void)elements_of(shape);
        const std::string file = pending_file(name, to.after.generation);
        // One that the change saves already stays until this one is whole.
        const std::string fresh = to.pending.count(name) == 0 ? file : "." + std::string{name} + ".again.new";
        journal_.set_staging(true);
        array_writer writer{files_, fresh, type, shape, spare_};
        produce(writer);
        const manifest_entry made{std::string{name}, type, {shape.begin(), shape.end()}, to.after.generation, {}};
        writer.close(level_ != durability::none, [&] {
            if (fresh != file && ::renameat(files_.descriptor(), fresh.c_str(), files_.descriptor(), file.c_str()) != 0)
                files_.fail("rename", files_.path_of(fresh));
            to.pending.insert_or_assign(std::string{name}, nullptr);
        });
        journal_.forget(data_file(name));
        to.forget(name);
        to.unmove(data_file(name));
        // Checksums of a file before it are void, and a file that takes their place must not be taken for them.
        std::erase_if(to.after.moves, [&](const manifest_move& one) { return one.from == sums_file(name) && one.to.empty(); });
        // As long as this name is there it is not moved, so that its inode need not tell; it is another one in a copy of the directory.
        to.after.moves.push_back({0, file, data_file(name)});
        to.put(made);
        to.structural = true;
    }
    void drop(staged_change& to, std::string_view name) {
        (void)entry_of(to.after, name);
        journal_.forget(data_file(name));
        to.forget(name);
        if (const auto found = to.pending.find(name); found != to.pending.end()) {
            to.unmove(data_file(name));
            (void)::unlinkat(files_.descriptor(), pending_file(name, to.after.generation).c_str(), 0);
            to.pending.erase(found);
        }
        std::erase_if(to.after.arrays, [&](const manifest_entry& one) { return one.name == name; });
        for (const std::string& file : {data_file(name), sums_file(name)})
            if (const std::uint64_t inode = to.inode_after_moves(file, inode_of(file)); inode != 0) to.after.moves.push_back({inode, file, {}});
        to.structural = true;
    }
    void rename(staged_change& to, std::string_view name, std::string_view other) {
        check_array_name(other);
        if (to.after.find(other) != nullptr)
            raise_config("rename", '"' + std::string{other} + '"', "is the name of an array already", "drop that first, or use another name");
        manifest_entry one = entry_of(to.after, name);
        if (to.pending.count(name) != 0 || to.appended.count(name) != 0 || journal_.has(data_file(name)))
            raise_config("rename", '"' + std::string{name} + '"', "was changed in the same batch", "commit before, or save it under its new name");
        std::erase_if(to.after.arrays, [&](const manifest_entry& which) { return which.name == name; });
        one.name = other;
        to.put(std::move(one));
        to.kept.erase(std::string{name});
        for (const auto of : {data_file, sums_file})
            if (const std::uint64_t inode = to.inode_after_moves(of(name), inode_of(of(name))); inode != 0)
                to.after.moves.push_back({inode, of(name), of(other)});
        to.structural = true;
    }
    void drop_rows(staged_change& to, std::string_view name, std::span<const std::uint64_t> rows) {
        open_array& array = staged_array(to, name);
        if (array.file.shape().empty()) raise_config("drop_rows", array.quoted(), "is a single number", "drop the array");
        const kept_rows& kept = to.kept_of(array);
        const std::uint64_t there = array.file.rows() - kept.dropped();
        std::vector<std::uint64_t> places;
        for (const std::uint64_t row : rows) {
            array.check_row(row, there);
            places.push_back(kept.place(row));
        }
        if (places.empty()) return;
        manifest_entry one = entry_of(to.after, name);
        one.dropped = merged_runs(one.dropped, std::move(places));
        to.kept.insert_or_assign(std::string{name}, kept_rows{one.dropped});
        to.put(std::move(one));
        to.structural = true;
    }
    void replace(staged_change& to, std::string_view name, std::span<const std::uint64_t> rows, std::span<const std::byte> bytes) {
        open_array& array = staged_array(to, name);
        array.check_bytes("replace", rows.size(), bytes.size());
        const kept_rows& kept = to.kept_of(array);
        for (const std::uint64_t row : rows) array.check_row(row, to.rows_of(array));
        if (bytes.empty()) return;
        if (to.has_saved(array)) {
            const std::size_t width = array.file.row_bytes();
            for (std::size_t i = 0; i < rows.size(); ++i) std::memcpy(array.file.data() + kept.place(rows[i]) * width, bytes.data() + i * width, width);
            to.touched.emplace(name);
            return;
        }
        note(
            array, kept, rows.size(), [&](std::uint64_t i) { return rows[i]; }, bytes);
    }
    /// Puts rows, each given by its place in the file, into an array that is there.
    void put_rows(staged_change& to, std::string_view name, const std::unordered_map<std::uint64_t, std::byte*>& rows) {
        const open_array& array = staged_array(to, name);
        const std::size_t width = array.file.row_bytes();
        for (const auto& [place, bytes] : rows) std::memcpy(journal_.add(array.file_name, npy_data_offset + place * width, width), bytes, width);
    }
    /// A row as the change leaves it. Cost: that of reading the journal.
    void copy_row(const staged_change& of, open_array& array, std::uint64_t row, std::byte* out) {
        const std::size_t width = array.file.row_bytes();
        const std::uint64_t place = of.kept_of(array).place(row), offset = npy_data_offset + place * width;
        std::memcpy(out, array.file.data() + place * width, width);
        journal_.each([&](const journal::write& one) {
            if (one.file == array.file_name && one.offset <= offset && offset + width <= one.offset + one.bytes.size())
                std::memcpy(out, one.bytes.data() + (offset - one.offset), width);
        });
    }
    void append(staged_change& to, std::string_view name, std::span<const std::byte> bytes) {
        open_array& array = staged_array(to, name);
        const std::uint64_t count = array.rows_to_append(bytes);
        if (bytes.empty()) return;
        if (to.has_saved(array)) {
            array.file.append(bytes, count, false);
            to.touched.emplace(name);
            return;
        }
        std::uint64_t& more = to.appended[std::string{name}];
        const std::uint64_t offset = npy_data_offset + array.file.bytes_of(array.file.rows() + more);
        std::memcpy(journal_.add(array.file_name, offset, bytes.size()), bytes.data(), bytes.size());
        more += count;
    }

    /// All of a change or, where the process ends before, nothing of it. Throws io_error: then nothing of it is there, or, where the new generation stands
    /// already and the system refuses what is left to do, that is done before the store is used again, or when it is opened.
    void commit(staged_change& change) {
        std::map<std::string, std::uint64_t, std::less<>> rows;
        std::error_code unsynced;
        bool in_place = false;
#if defined(__cpp_exceptions)
        try {
#endif
            if (level_ != durability::none)
                for (const std::string& name : change.touched)
                    if (const auto found = change.pending.find(name); found != change.pending.end() && found->second != nullptr) found->second->file.sync();
            for (const auto& [name, count] : change.appended) {
                open_array& array = at(name);
                const std::uint64_t after = array.file.rows() + count;
                array.file.reserve(after);
                const auto digits = first_axis_text(after);
                std::memcpy(journal_.add(array.file_name, first_axis_offset(array.file.type()), digits.size()), digits.data(), digits.size());
                rows.emplace(name, after);
            }
            in_place = !journal_.empty();
            if (in_place) void_sums();
            if (in_place) journal_.arm(change.structural ? change.after.generation : now_.generation, level_ == durability::full);
            if (change.structural) {
                journal_.set_staging(true);
                unsynced = files_.replace(change.after, level_, keep_manifest_);
            }
#if defined(__cpp_exceptions)
        } catch (...) {
            if (in_place) journal_.disarm();
            for (const auto& [name, after] : rows) opened(name).file.cut();
            discard(change);
            throw;
        }
#endif
        to_move_ = change.structural;
        to_write_ = in_place;
        rows_ = std::move(rows);
        if (change.structural) advance(change);
        settle();
        if (unsynced) raise(io_error{unsynced, "sync", files_.path(), 0});
    }
    /// Forgets a change.
    void discard(staged_change& change) noexcept {
        change.pending.clear();
        for (const manifest_move& one : change.after.moves)
            if (one.from.ends_with(".new")) (void)::unlinkat(files_.descriptor(), one.from.c_str(), 0);
        journal_.begin();
        journal_.set_staging(spare_.is_there());
    }

    /// Sums the blocks that have changed.
    void sum() {
        settle();
        // Those that nobody has asked for are read, not mapped, and closed again: the process stays as small as it is.
        std::vector<std::byte> block(unsummed_.empty() ? 0 : sum_block);
        for (const std::string& name : unsummed_)
            if (const manifest_entry* const one = now_.find(name); one != nullptr && open_.find(name) == open_.end()) {
                open_array array{files_, *one, data_file(name), open_array::use::write};
                if (level_ != durability::none) array.file.sync();
                array.update_sums(block);
                if (level_ != durability::none) array.sums.sync();
            }
        unsummed_.clear();
        for (auto& [name, array] : open_) {
            if (array->sums.clean()) continue;
            if (level_ != durability::none) array->file.sync();
            array->sums.update(array->file.data(), array->file.bytes_of(array->file.rows()));
            if (level_ != durability::none) array->sums.sync();
        }
        if (level_ != durability::none) journal_.settle();
    }
    void verify(std::string_view name, verification& out) const {
        if (const auto found = open_.find(name); found != open_.end()) return found->second->verify(out);
        open_array{files_, entry(name), data_file(name), open_array::use::write}.verify(out);
    }

private:
    [[nodiscard]] const manifest_entry& entry_of(const manifest& in, std::string_view name) const {
        const manifest_entry* const found = in.find(name);
        if (found == nullptr)
            raise_config("array", '"' + std::string{name} + '"', "is not in the store \"" + files_.path() + '"', "names() lists those that are");
        return *found;
    }
    [[nodiscard]] open_array& opened(std::string_view name) {
        auto found = open_.find(name);
        if (found == open_.end())
            found = open_.emplace(std::string{name}, std::make_unique<open_array>(files_, entry(name), data_file(name), open_array::use::write)).first;
        last_ = found->second.get();
        return *last_;
    }
    [[nodiscard]] std::uint64_t inode_of(const std::string& file) const {
        struct stat found {};
        if (::fstatat(files_.descriptor(), file.c_str(), &found, AT_SYMLINK_NOFOLLOW) == 0) return found.st_ino;
        if (errno == ENOENT) return 0;
        files_.fail("examine", files_.path_of(file));
    }

    // Writes to the journal what is to be put into rows: all or, where it cannot grow, none.
    template <class OfRow>
    void note(const open_array& array, const kept_rows& kept, std::uint64_t count, const OfRow& of_row, std::span<const std::byte> bytes) {
        const std::size_t width = array.file.row_bytes();
        const journal::mark before = journal_.now();
#if defined(__cpp_exceptions)
        try {
#endif
            for (std::uint64_t i = 0; i < count; ++i)
                std::memcpy(journal_.add(array.file_name, npy_data_offset + kept.place(of_row(i)) * width, width), bytes.data() + i * width, width);
#if defined(__cpp_exceptions)
        } catch (...) {
            journal_.rewind(before);
            throw;
        }
#endif
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
        bool had_sums = false;
        journal_.each([&](const journal::write& one) { had_sums |= array.sums.mark(one.offset - npy_data_offset, one.bytes.size()); });
        if (had_sums && level_ != durability::none) array.sums.sync();
        journal_.arm(now_.generation, level_ == durability::full);
        journal_.each([&](const journal::write& one) {
            std::memcpy(data + (one.offset - npy_data_offset), one.bytes.data(), one.bytes.size());
            store_step("row replaced");
        });
        store_step("rows replaced");
        std::error_code error;
        if (level_ != durability::none && ::fdatasync(array.file.descriptor()) != 0) error = last_error();
        journal_.disarm();
        journal_.shrink();
        if (error) raise(io_error{error, "sync", array.file.path(), 0});
    }
    void void_sums() {
        journal_writes{journal_, level_ != durability::none}.void_sums([this](std::string_view name) -> open_array& { return opened(name); });
    }
    void apply_journal() {
        journal_writes{journal_, level_ != durability::none}.apply([this](std::string_view name) -> open_array& { return opened(name); }, rows_);
    }

    // What was committed but could not be brought to its end.
    void settle() {
        if (!to_move_ && !to_write_) return;
        if (to_move_) {
            files_.finish(now_, level_, &spare_);
            journal_.set_finished(now_.generation);
            journal_.set_staging(spare_.is_there());
            to_move_ = false;
        }
        if (to_write_) {
            apply_journal();
            journal_.disarm();
            journal_.shrink();
            to_write_ = false;
        }
    }
    // The generation of a change is the current one; its files have no names yet.
    void advance(staged_change& change) {
        keep_manifest_ = true;
        change.pending.clear();
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
    }
    void recover() {
        keep_manifest_ = warning_.empty();
        if (!now_.moves.empty() && !journal_.finished(now_.generation)) files_.finish(now_, level_);
        journal_.set_finished(now_.generation);
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
        journal_.settle();
        if (journal_.staging() || journal_.is_of_another_boot() || !keep_manifest_) {
            files_.sweep(now_.generation);
            journal_.set_staging(false);
        }
        journal_.take_over();
        if (journal_.is_new() && level_ == durability::full) files_.sync();
    }

    durability level_;
    pid_t owner_ = ::getpid();
    store_directory files_;
    spare_file spare_;
    std::string warning_;
    manifest now_;
    journal journal_;
    std::map<std::string, std::unique_ptr<open_array>, std::less<>> open_;
    open_array* last_ = nullptr;
    std::vector<std::string> unsummed_;  // written since the last commit
    bool batch_open_ = false;
    // Whether the manifest is worth to be the previous one.
    bool keep_manifest_ = true;
    // What is left to do of the last change: the moves of the generation, the journal, and how many rows its arrays have then.
    bool to_move_ = false, to_write_ = false;
    std::map<std::string, std::uint64_t, std::less<>> rows_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_STORE_DETAIL_STORE_ENGINE_HPP
