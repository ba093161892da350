// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_STORE_READER_HPP
#define SPATE_STORE_STORE_READER_HPP

/// `store_reader features{"features"}`: the arrays of a store that somebody else may be changing.

#include <cstddef>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <unistd.h>

#include <spate/core/error.hpp>
#include <spate/store/detail/open_array.hpp>
#include <spate/store/detail/store_directory.hpp>
#include <spate/store/dtype.hpp>
#include <spate/store/manifest.hpp>
#include <spate/store/row_batches.hpp>
#include <spate/store/verification.hpp>

namespace spate::inline v0 {

/// A store, open for reading: any number of them beside a writer, in any processes; nothing is locked and nothing is written. It keeps the arrays and the
/// dropped rows of the generation that it was opened at, and of each array the rows that it had when it was first asked for; rows that are replaced in place
/// become visible as they come, and those of a writer that was ended in between are half there until the next writer opens the store. refresh() goes on to the
/// newest generation. store::snapshot isolates from all changes.
///
/// Errors: as those of store; config_error for an array that is first asked for when a later generation has removed it or written it anew. Thread safety: one
/// thread at a time for each reader.
class store_reader {
public:
    explicit store_reader(std::string directory) : files_{std::move(directory), false, false}, now_{files_.read(false, warning_)} {}

    [[nodiscard]] const std::string& path() const noexcept { return files_.path(); }
    [[nodiscard]] const std::string& warning() const noexcept { return warning_; }
    [[nodiscard]] std::uint64_t generation() const noexcept { return now_.generation; }
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> out;
        for (const manifest_entry& one : now_.arrays) out.push_back(one.name);
        return out;
    }
    [[nodiscard]] bool contains(std::string_view name) const noexcept { return now_.find(name) != nullptr; }
    [[nodiscard]] dtype type(std::string_view name) const { return entry(name).type; }
    [[nodiscard]] array_shape shape(std::string_view name) { return at(name).shape(); }
    [[nodiscard]] std::int64_t modify_time(std::string_view name) { return at(name).file.modify_time(); }
    /// How many rows of an array's file are dropped.
    [[nodiscard]] std::uint64_t dropped_rows(std::string_view name) { return at(name).kept.dropped(); }

    void load(std::string_view name, std::span<std::byte> out) { at(name).read(0, at(name).rows(), out); }
    template <store_element T>
    void load(std::string_view name, std::span<T> out) {
        at(name).check_type(dtype_of<T>);
        load(name, std::as_writable_bytes(out));
    }
    void load_rows(std::string_view name, std::uint64_t first, std::uint64_t count, std::span<std::byte> out) { at(name).read(first, count, out); }
    void load_rows(std::string_view name, std::span<const std::uint64_t> rows, std::span<std::byte> out) { at(name).gather(rows, out); }
    template <store_element T>
    void load_rows(std::string_view name, std::span<const std::uint64_t> rows, std::span<T> out) {
        at(name).check_type(dtype_of<T>);
        load_rows(name, rows, std::as_writable_bytes(out));
    }
    /// As store::view.
    template <store_element T>
    [[nodiscard]] std::span<const T> view(std::string_view name) {
        detail::open_array& array = at(name);
        array.check_type(dtype_of<T>);
        array.check_none_dropped();
        return {reinterpret_cast<const T*>(array.file.data()), static_cast<std::size_t>(array.file.bytes_of(array.file.rows()) / sizeof(T))};
    }
    template <store_element T>
    [[nodiscard]] row_batches<T> stream_load(std::string_view name, std::uint64_t rows) {
        at(name).check_type(dtype_of<T>);
        return row_batches<T>{at(name), rows};
    }

    /// Goes on to the newest generation, and to the rows that arrays have now. Views of before do not hold any more.
    void refresh() {
        manifest next = files_.read(false, warning_);
        open_.clear();
        now_ = std::move(next);
    }
    [[nodiscard]] verification verify() {
        verification out;
        files_.verify_manifests(out);
        for (const std::string& name : names()) {
#if defined(__cpp_exceptions)
            try {
#endif
                verify(name, out);
#if defined(__cpp_exceptions)
            } catch (const store_error& error) {
                out.problems.push_back({name, error.offset(), error.what()});
            } catch (const io_error& error) {
                out.problems.push_back({name, error.offset(), std::string{"cannot "} + error.what()});
            }
#endif
        }
        return out;
    }

private:
    [[nodiscard]] const manifest_entry& entry(std::string_view name) const {
        const manifest_entry* const found = now_.find(name);
        if (found == nullptr)
            detail::raise_config("array", '"' + std::string{name} + '"', "is not in the store \"" + files_.path() + '"', "names() lists those that are");
        return *found;
    }
    [[nodiscard]] detail::open_array& at(std::string_view name) {
        auto found = open_.find(name);
        if (found != open_.end()) return *found->second;
        const manifest_entry& one = entry(name);
        return *open_.emplace(std::string{name}, open(one)).first->second;
    }
    [[nodiscard]] std::unique_ptr<detail::open_array> open(const manifest_entry& one) const {
        // A writer gives the file its name just after the generation is there.
        const std::string pending = detail::pending_file(one.name, one.written), data = detail::data_file(one.name);
        std::unique_ptr<detail::open_array> opened;
        for (int i = 0; opened == nullptr; ++i) {
#if defined(__cpp_exceptions)
            try {
#endif
                const bool is_pending = ::faccessat(files_.descriptor(), pending.c_str(), F_OK, 0) == 0;
                opened = std::make_unique<detail::open_array>(files_, one, is_pending ? pending : data, detail::open_array::use::read);
#if defined(__cpp_exceptions)
            } catch (const std::exception&) {
                refuse_if_gone(one);
                if (i == 10) throw;
            }
#endif
        }
        refuse_if_gone(one);
        return opened;
    }
    // Whether the file of the name is that of an array of a later generation.
    void refuse_if_gone(const manifest_entry& one) const {
        std::string ignored;
        const manifest newest = files_.read(false, ignored);
        if (newest.generation == now_.generation) return;
        const manifest_entry* const found = newest.find(one.name);
        if (found == nullptr || found->written != one.written)
            detail::raise_config("array", '"' + one.name + '"', "was removed or written anew after generation " + std::to_string(now_.generation),
                                 "refresh() first");
    }
    // Does not keep an array open that nobody has asked for.
    void verify(std::string_view name, verification& out) const {
        if (const auto found = open_.find(name); found != open_.end()) return found->second->verify(out);
        open(entry(name))->verify(out);
    }

    detail::store_directory files_;
    std::string warning_;
    manifest now_;
    std::map<std::string, std::unique_ptr<detail::open_array>, std::less<>> open_;
};

}  // namespace spate::inline v0

#endif  // SPATE_STORE_STORE_READER_HPP
