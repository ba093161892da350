// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_STORE_HPP
#define SPATE_STORE_STORE_HPP

/// `store features{"features"}`: numeric arrays on disk, as .npy files that change in place.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/store/detail/array_file.hpp>
#include <spate/store/detail/block_sums.hpp>
#include <spate/store/detail/journal.hpp>
#include <spate/store/detail/store_directory.hpp>
#include <spate/store/dtype.hpp>
#include <spate/store/durability.hpp>
#include <spate/store/manifest.hpp>
#include <spate/store/npy_header.hpp>

namespace spate::inline v0 {

/// How a store is opened.
struct store_options {
    durability level = durability::data;
    /// Make the directory if it is not there.
    bool create = true;
};

/// A directory of arrays, open for writing: one process has it at a time. `np.load("features/prices.npy", mmap_mode="r")` reads any of them at any moment.
class store {
public:
    /// Opens a store, and finishes or undoes what a process that ended was doing. Throws io_error, store_error where no generation is whole, and config_error
    /// where another writer has it.
    explicit store(std::string directory, store_options options = {})
        : options_{options}, files_{std::move(directory), true, options.create} {
        now_ = files_.read(options.create, warning_);
        journal_.open(files_.descriptor(), files_.path());
        recover();
    }
    store(const store&) = delete;
    store& operator=(const store&) = delete;
    /// Commits. What that reports is lost; call commit() to know.
    ~store() {
#if defined(__cpp_exceptions)
        try {
#endif
            commit();
#if defined(__cpp_exceptions)
        } catch (const std::exception&) {
            // verify() finds what has no checksum.
        }
#endif
    }

    /// Of a manifest that was damaged when the store was opened, and what was read instead; else empty.
    [[nodiscard]] const std::string& warning() const noexcept { return warning_; }
    [[nodiscard]] const std::string& path() const noexcept { return files_.path(); }
    [[nodiscard]] std::uint64_t generation() const noexcept { return now_.generation; }
    [[nodiscard]] bool contains(std::string_view name) const noexcept { return now_.find(name) != nullptr; }
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> out;
        for (const manifest_entry& one : now_.arrays) out.push_back(one.name);
        return out;
    }
    [[nodiscard]] dtype type(std::string_view name) const { return entry(name).type; }
    /// With the rows that were appended; those that are dropped count.
    [[nodiscard]] array_shape shape(std::string_view name) { return at(name).file.shape(); }

    /// Writes an array, or another one in the place of that of the name; the old one stays whole until the new one is there. `bytes` are the elements in
    /// row-major order. Throws config_error where they are not as many as the shape says, or the name is none; io_error.
    void save(std::string_view name, dtype type, std::span<const std::uint64_t> shape, std::span<const std::byte> bytes) {
        detail::check_array_name(name);
        const std::uint64_t wanted = elements_of(shape) * size_of(type);
        if (wanted != bytes.size())
            detail::raise_config("save", std::to_string(bytes.size()), "bytes are not those of the shape, which has " + std::to_string(wanted),
                                 "give all elements, row by row");
        const std::uint64_t next = now_.generation + 1;
        const std::string pending = detail::pending_file(name, next);
        manifest after = now_;
        after.generation = next;
        after.moves.clear();
        journal_.set_staging(true);
        after.moves.push_back({write_file(pending, type, shape, bytes), pending, detail::data_file(name)});
        put(after, {std::string{name}, type, {shape.begin(), shape.end()}, next, {}});
        advance(std::move(after));
    }
    template <store_element T>
    void save(std::string_view name, std::span<const T> elements, std::span<const std::uint64_t> shape) {
        save(name, dtype_of<T>, shape, std::as_bytes(elements));
    }

    /// Copies all rows into `out`, row by row. Throws config_error for a span of another size.
    void load(std::string_view name, std::span<std::byte> out) {
        opened& array = at(name);
        const std::uint64_t bytes = array.file.bytes_of(array.file.rows());
        if (bytes != out.size())
            detail::raise_config("load", std::to_string(out.size()), "bytes are not those of the array, which has " + std::to_string(bytes), "give a span of that size");
        std::size_t got = 0;
        if (const std::error_code error = detail::read_all_at(array.file.descriptor(), npy_data_offset, out, got))
            detail::raise(io_error{error, "read", array.file.path(), npy_data_offset + got});
        if (got != out.size()) detail::raise(store_error{array.file.path(), npy_data_offset + got, "the file ends before its rows do", "restore the file"});
    }

    /// The elements in memory, as they are on the disk: no copy, and no system call from the second time on. They change as rows are replaced; the view holds
    /// until rows are appended, or the array is saved, dropped or renamed. Throws config_error for another type.
    template <store_element T>
    [[nodiscard]] std::span<const T> view(std::string_view name) {
        opened& array = at(name);
        check_type(name, array, dtype_of<T>);
        return {reinterpret_cast<const T*>(array.file.data()), static_cast<std::size_t>(array.file.bytes_of(array.file.rows()) / sizeof(T))};
    }

    /// Replaces rows; `bytes` are the new ones, in the order of `rows`. All of them or, where the process ends before, none. Throws config_error for a row
    /// beyond the end and for another number of bytes; io_error.
    void replace(std::string_view name, std::span<const std::uint64_t> rows, std::span<const std::byte> bytes) {
        opened& array = at(name);
        const std::size_t width = array.file.row_bytes();
        check_rows(array, rows.size(), bytes.size());
        for (const std::uint64_t row : rows) check_row(array, row);
        const std::string file = detail::data_file(name);
        journal_.begin();
        for (std::size_t i = 0; i < rows.size(); ++i)
            std::memcpy(journal_.add(file, npy_data_offset + rows[i] * width, width), bytes.data() + i * width, width);
        apply(array, [&](std::byte* data) {
            for (std::size_t i = 0; i < rows.size(); ++i) {
                array.sums.mark(rows[i] * width, width);
                std::memcpy(data + rows[i] * width, bytes.data() + i * width, width);
            }
        });
    }
    /// The same for consecutive rows.
    void replace(std::string_view name, std::uint64_t first, std::span<const std::byte> bytes) {
        opened& array = at(name);
        const std::size_t width = array.file.row_bytes();
        const std::uint64_t count = width == 0 ? 0 : bytes.size() / width;
        check_rows(array, count, bytes.size());
        if (count == 0) return;
        check_row(array, first);
        check_row(array, first + count - 1);
        journal_.begin();
        std::memcpy(journal_.add(detail::data_file(name), npy_data_offset + first * width, bytes.size()), bytes.data(), bytes.size());
        apply(array, [&](std::byte* data) {
            array.sums.mark(first * width, bytes.size());
            std::memcpy(data + first * width, bytes.data(), bytes.size());
        });
    }

    /// Appends rows. Throws config_error for an array without axes and for bytes that are no whole rows; io_error, and then nothing is appended.
    void append(std::string_view name, std::span<const std::byte> bytes) {
        opened& array = at(name);
        const std::size_t width = array.file.row_bytes();
        if (array.file.shape().empty()) detail::raise_config("append", quoted(name), "is a single number", "save it anew with an axis");
        if (width == 0 || bytes.size() % width != 0)
            detail::raise_config("append", std::to_string(bytes.size()), "bytes are no whole rows of " + std::to_string(width), "give whole rows");
        array.sums.mark(array.file.bytes_of(array.file.rows()), bytes.size());
        array.file.append(bytes, bytes.size() / width, options_.level != durability::none);
    }

    /// Removes an array. Throws config_error where there is none of the name.
    void drop(std::string_view name) {
        (void)entry(name);
        manifest after = now_;
        ++after.generation;
        after.moves.clear();
        after.moves.push_back({0, detail::data_file(name), {}});
        after.moves.push_back({0, detail::sums_file(name), {}});
        std::erase_if(after.arrays, [&](const manifest_entry& one) { return one.name == name; });
        advance(std::move(after));
    }

    /// Sums the blocks that have changed, and brings all to the disk that the level of durability promises. Throws io_error.
    void commit() {
        for (auto& [name, array] : open_) {
            if (array->sums.clean()) continue;
            array->sums.update(array->file.data(), array->file.bytes_of(array->file.rows()));
            if (options_.level == durability::none) continue;
            array->file.sync();
            array->sums.sync();
        }
    }

private:
    struct opened {
        detail::array_file file;
        detail::block_sums sums;
    };

    [[nodiscard]] static std::string quoted(std::string_view name) { return '"' + std::string{name} + '"'; }
    [[nodiscard]] const manifest_entry& entry(std::string_view name) const {
        const manifest_entry* const found = now_.find(name);
        if (found == nullptr) detail::raise_config("array", quoted(name), "is not in the store \"" + files_.path() + '"', "names() lists those that are");
        return *found;
    }
    [[nodiscard]] opened& at(std::string_view name) {
        if (last_ != nullptr && last_name_ == name) return *last_;
        auto found = open_.find(name);
        if (found == open_.end()) {
            const manifest_entry& one = entry(name);
            const std::string file = detail::data_file(name), sums = detail::sums_file(name);
            auto made = std::make_unique<opened>(opened{{files_.descriptor(), file, files_.path_of(file), one, true},
                                                        {files_.descriptor(), sums, files_.path_of(sums), one.written, true}});
            found = open_.emplace(std::string{name}, std::move(made)).first;
        }
        last_name_ = found->first;
        last_ = found->second.get();
        return *last_;
    }
    void forget(std::string_view name) {
        if (const auto found = open_.find(name); found != open_.end()) open_.erase(found);
        last_ = nullptr;
        last_name_ = {};
    }
    static void check_type(std::string_view name, const opened& array, dtype wanted) {
        if (array.file.type() != wanted)
            detail::raise_config("type", quoted(name), "has elements of " + std::string{to_string(array.file.type())} + ", not of " + std::string{to_string(wanted)},
                                 "ask for its own type");
    }
    static void check_row(const opened& array, std::uint64_t row) {
        if (row >= array.file.rows())
            detail::raise_config("row", std::to_string(row), "is beyond the end of the array, which has " + std::to_string(array.file.rows()) + " rows", "use one of those");
    }
    static void check_rows(const opened& array, std::uint64_t rows, std::uint64_t bytes) {
        if (rows * array.file.row_bytes() != bytes)
            detail::raise_config("replace", std::to_string(bytes), "bytes are not " + std::to_string(rows) + " rows of " + std::to_string(array.file.row_bytes()),
                                 "give whole rows");
    }

    // The journal has what `change` does to the data.
    template <class Change>
    void apply(opened& array, const Change& change) {
        if (journal_.empty()) return;
        std::byte* const data = array.file.data();
        journal_.arm(now_.generation, options_.level == durability::full);
        change(data);
        detail::store_step("rows replaced");
        if (options_.level != durability::none) array.file.sync();
        journal_.disarm();
        journal_.shrink();
    }

    static void put(manifest& into, manifest_entry one) {
        const auto place = std::lower_bound(into.arrays.begin(), into.arrays.end(), one.name,
                                            [](const manifest_entry& other, const std::string& name) { return other.name < name; });
        if (place != into.arrays.end() && place->name == one.name)
            *place = std::move(one);
        else
            into.arrays.insert(place, std::move(one));
    }
    // Writes a whole file, and returns its inode.
    [[nodiscard]] std::uint64_t write_file(const std::string& name, dtype type, std::span<const std::uint64_t> shape, std::span<const std::byte> bytes) {
        detail::owned_descriptor file{::openat(files_.descriptor(), name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)};
        if (!file) files_.fail("open", files_.path_of(name));
        const std::string header = make_npy_header(type, shape);
        std::error_code error = detail::write_all_at(file.get(), 0, {reinterpret_cast<const std::byte*>(header.data()), header.size()});
        if (!error) error = detail::write_all_at(file.get(), npy_data_offset, bytes);
        if (!error && options_.level != durability::none && ::fdatasync(file.get()) != 0) error = detail::last_error();
        struct stat found {};
        if (!error && ::fstat(file.get(), &found) != 0) error = detail::last_error();
        if (!error) error = file.close();
        if (error) {
            (void)::unlinkat(files_.descriptor(), name.c_str(), 0);
            detail::raise(io_error{error, "write", files_.path_of(name), 0});
        }
        return found.st_ino;
    }
    // Makes a generation the current one. If the manifest cannot be written, the files of the generation are removed and the old one stands.
    void advance(manifest after) {
#if defined(__cpp_exceptions)
        try {
#endif
            files_.replace(after, options_.level);
#if defined(__cpp_exceptions)
        } catch (...) {
            for (const manifest_move& one : after.moves)
                if (!one.to.empty()) (void)::unlinkat(files_.descriptor(), one.from.c_str(), 0);
            journal_.set_staging(false);
            throw;
        }
#endif
        for (const manifest_move& one : after.moves) {
            const std::string_view file = one.to.empty() ? one.from : one.to;
            if (file.ends_with(".npy")) forget(file.substr(0, file.size() - 4));
        }
        now_ = std::move(after);
        files_.finish(now_, options_.level);
        journal_.set_staging(false);
    }
    void recover() {
        if (!now_.moves.empty()) files_.finish(now_, options_.level);
        if (journal_.armed(now_.generation)) {
            journal_.each([&](const detail::journal::write& one) {
                const std::string file{one.file};
                const detail::owned_descriptor to{::openat(files_.descriptor(), file.c_str(), O_WRONLY | O_CLOEXEC)};
                if (!to) files_.fail("open", files_.path_of(file));
                if (const std::error_code error = detail::write_all_at(to.get(), one.offset, one.bytes))
                    detail::raise(io_error{error, "write", files_.path_of(file), one.offset});
                // The blocks may have been summed already.
                if (file.ends_with(".npy")) (void)::unlinkat(files_.descriptor(), detail::sums_file(file.substr(0, file.size() - 4)).c_str(), 0);
                if (options_.level != durability::none && ::fdatasync(to.get()) != 0) files_.fail("sync", files_.path_of(file));
            });
        }
        journal_.disarm();
        if (journal_.staging()) {
            files_.sweep();
            journal_.set_staging(false);
        }
    }

    store_options options_;
    detail::store_directory files_;
    std::string warning_;
    manifest now_;
    detail::journal journal_;
    std::map<std::string, std::unique_ptr<opened>, std::less<>> open_;
    opened* last_ = nullptr;
    std::string_view last_name_;
};

}  // namespace spate::inline v0

#endif  // SPATE_STORE_STORE_HPP
