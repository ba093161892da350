// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_STORE_HPP
#define SPATE_STORE_STORE_HPP

/// `store features{"features"}`: numeric arrays on disk, as .npy files that change in place.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <initializer_list>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <spate/core/concepts.hpp>
#include <spate/core/error.hpp>
#include <spate/store/array_rows.hpp>
#include <spate/store/detail/store_engine.hpp>
#include <spate/store/detail/take_snapshot.hpp>
#include <spate/store/dtype.hpp>
#include <spate/store/durability.hpp>
#include <spate/store/npy_header.hpp>
#include <spate/store/row_batches.hpp>
#include <spate/store/strided_array.hpp>
#include <spate/store/verification.hpp>

namespace spate::inline v0 {

class stored_array;

/// How a store is opened.
struct store_options {
    durability level = durability::data;
    /// Make the directory if it is not there.
    bool create = true;
    /// The file of an array that was saved over is written into by the next save, which takes less time, unless somebody has it open or in memory. Turn it off
    /// where other machines read the files (NFS, FUSE), or programs that send them by splice() or sendfile(): these cannot be seen.
    bool reuse_files = true;
};

/// A directory of arrays, open for writing; one process has it at a time. Each array is the file NAME.npy, which NumPy reads at any moment.
///
///     spate::store features{"features"};
///     features.save<float>("prices", prices, {1'000'000, 10});
///     features.replace<float>("prices", rows, values);          // in place: no system call, whole or not at all
///     features.append<float>("prices", more);
///
/// Each call that changes something is a commit of its own; a store_batch joins several. Rows are along the first axis and are numbered without those that are
/// dropped. What a process that ended was doing is finished or undone when the store is opened. See durability for what a power cut may take.
///
/// Errors: config_error for what makes no sense (an unknown array, another type, rows beyond the end, bytes that are no whole rows); io_error for what the
/// system refuses, and then the arrays are as they were, or, where only syncing them or giving the files their names failed, wholly as they were to become;
/// store_error for a damaged file. Thread safety: one thread at a time; readers, in this process or in
/// others, each have a store_reader.
class store {
public:
    explicit store(std::string directory, store_options options = {}) : engine_{std::move(directory), options.level, options.create, options.reuse_files} {}
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
            // Blocks without a checksum are what verify() calls unchecked.
        }
#endif
    }

    [[nodiscard]] const std::string& path() const noexcept { return engine_.files().path(); }
    /// Of a manifest that was damaged when the store was opened, and what was read instead; else empty.
    [[nodiscard]] const std::string& warning() const noexcept { return engine_.warning(); }
    /// Counts the changes of which arrays there are.
    [[nodiscard]] std::uint64_t generation() const noexcept { return engine_.now().generation; }
    /// In ascending order.
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> out;
        for (const manifest_entry& one : engine_.now().arrays) out.push_back(one.name);
        return out;
    }
    /// An array by its name, to be read and changed.
    [[nodiscard]] stored_array operator[](std::string_view name);
    [[nodiscard]] bool contains(std::string_view name) const noexcept { return engine_.now().find(name) != nullptr; }
    [[nodiscard]] dtype type(std::string_view name) const { return engine_.entry(name).type; }
    /// With the rows that were appended, without those that were dropped.
    [[nodiscard]] array_shape shape(std::string_view name) { return engine_.at(name).shape(); }
    /// When the array was last changed, in nanoseconds since 1970; rows that are replaced count from the next commit on.
    [[nodiscard]] std::int64_t modify_time(std::string_view name) { return engine_.at(name).file.modify_time(); }

    /// Writes an array, or another one in the place of that of the name. `bytes` are the elements, row by row.
    void save(std::string_view name, dtype type, std::span<const std::uint64_t> shape, std::span<const std::byte> bytes) {
        save_by(name, type, shape, [&](detail::array_writer& to) { to.write(bytes); });
    }
    template <store_element T>
    void save(std::string_view name, std::span<const T> elements, std::span<const std::uint64_t> shape) {
        save(name, dtype_of<T>, shape, std::as_bytes(elements));
    }
    template <store_element T>
    void save(std::string_view name, std::span<const T> elements, std::initializer_list<std::uint64_t> shape) {
        save<T>(name, elements, std::span<const std::uint64_t>{shape.begin(), shape.size()});
    }
    /// A vector, an array or another range whose elements stand together.
    template <std::ranges::contiguous_range Elements>
        requires std::ranges::sized_range<Elements> && store_element<std::ranges::range_value_t<Elements>>
    void save(std::string_view name, const Elements& elements, std::initializer_list<std::uint64_t> shape) {
        save<std::ranges::range_value_t<Elements>>(name, std::span<const std::ranges::range_value_t<Elements>>{elements}, shape);
    }
    /// An array of any layout: columns first, every second row, a transposed matrix.
    template <store_element T>
    void save(std::string_view name, const strided_array<T>& array) {
        save_by(name, dtype_of<T>, array.shape, [&](detail::array_writer& to) { array.each_part([&](std::span<const std::byte> part) { to.write(part); }); });
    }
    /// The first bytes of a source, made where they are going to be: there is no copy of them in memory.
    template <byte_source Source>
    void save(std::string_view name, dtype type, std::span<const std::uint64_t> shape, const Source& source) {
        save_by(name, type, shape, [&](detail::array_writer& to) {
            if (source.size() < to.size())
                detail::raise_config("save", std::to_string(source.size()),
                                     "bytes of the source are fewer than those of the shape, which has " + std::to_string(to.size()), "give a longer source");
            const std::span<std::byte> all = to.all();
            if (!all.empty()) source.fill(0, all);
        });
    }

    /// Copies all rows into a span of their size.
    void load(std::string_view name, std::span<std::byte> out) {
        detail::open_array& array = engine_.at(name);
        array.read(0, array.rows(), out);
    }
    template <store_element T>
    void load(std::string_view name, std::span<T> out) {
        engine_.at(name).check_type(dtype_of<T>);
        load(name, std::as_writable_bytes(out));
    }
    template <store_element T>
    [[nodiscard]] std::vector<T> load(std::string_view name) {
        detail::open_array& array = engine_.at(name);
        array.check_type(dtype_of<T>);
        static_assert(!std::same_as<T, bool>, "store: load a bool array into a span of bytes, since std::vector<bool> has none");
        std::vector<T> out(static_cast<std::size_t>(array.file.bytes_of(array.rows()) / sizeof(T)));
        array.read(0, array.rows(), std::as_writable_bytes(std::span{out}));
        return out;
    }
    /// Copies consecutive rows, and any rows in any order.
    void load_rows(std::string_view name, std::uint64_t first, std::uint64_t count, std::span<std::byte> out) { engine_.at(name).read(first, count, out); }
    void load_rows(std::string_view name, std::span<const std::uint64_t> rows, std::span<std::byte> out) { engine_.at(name).gather(rows, out); }
    template <store_element T>
    void load_rows(std::string_view name, std::span<const std::uint64_t> rows, std::span<T> out) {
        engine_.at(name).check_type(dtype_of<T>);
        load_rows(name, rows, std::as_writable_bytes(out));
    }
    /// The elements in memory, as they are on the disk: no copy, and from the second time on no system call. They change as rows are replaced. The view holds
    /// until rows are appended, or the array is saved, dropped, renamed or updated. Throws config_error where rows are dropped: update() first.
    template <store_element T>
    [[nodiscard]] std::span<const T> view(std::string_view name) {
        detail::open_array& array = engine_.at(name);
        array.check_type(dtype_of<T>);
        array.check_none_dropped();
        return {reinterpret_cast<const T*>(array.file.data()), static_cast<std::size_t>(array.file.bytes_of(array.file.rows()) / sizeof(T))};
    }
    /// The elements of one row, in memory, dropped rows not counted; otherwise as view().
    template <store_element T>
    [[nodiscard]] std::span<const T> row(std::string_view name, std::uint64_t i) {
        detail::open_array& array = engine_.at(name);
        array.check_type(dtype_of<T>);
        array.check_row(i);
        const std::size_t width = array.file.row_bytes();
        return {reinterpret_cast<const T*>(array.file.data() + array.kept.place(i) * width), width / sizeof(T)};
    }
    /// All rows, each as row() gives it, as a range.
    template <store_element T>
    [[nodiscard]] array_rows<T> rows(std::string_view name) {
        detail::open_array& array = engine_.at(name);
        array.check_type(dtype_of<T>);
        return array_rows<T>{array};
    }
    /// All rows in batches of `rows`, each read into the same buffer: a range of spans, for arrays larger than the memory.
    template <store_element T>
    [[nodiscard]] row_batches<T> stream_load(std::string_view name, std::uint64_t rows) {
        detail::open_array& array = engine_.at(name);
        array.check_type(dtype_of<T>);
        return row_batches<T>{array, rows};
    }

    /// Replaces rows; `bytes` are the new ones, in the order of `rows`.
    void replace(std::string_view name, std::span<const std::uint64_t> rows, std::span<const std::byte> bytes) {
        engine_.replace(
            engine_.at(name), rows.size(), [rows](std::uint64_t i) { return rows[i]; }, bytes);
    }
    /// The same for consecutive rows.
    void replace(std::string_view name, std::uint64_t first, std::span<const std::byte> bytes) { engine_.replace(engine_.at(name), first, bytes); }
    /// The same for the rows whose place in `mask` is true; throws config_error where it has not one for each row.
    void replace(std::string_view name, std::span<const bool> mask, std::span<const std::byte> bytes) {
        const std::vector<std::uint64_t> rows = rows_of(name, mask);
        replace(name, rows, bytes);
    }
    template <store_element T, class Rows>
        requires(!std::same_as<T, std::byte>)
    void replace(std::string_view name, const Rows& rows, std::span<const T> elements) {
        engine_.at(name).check_type(dtype_of<T>);
        if constexpr (std::integral<Rows>)
            replace(name, static_cast<std::uint64_t>(rows), std::as_bytes(elements));
        else if constexpr (std::same_as<std::ranges::range_value_t<Rows>, bool>)
            replace(name, std::span<const bool>{rows}, std::as_bytes(elements));
        else
            replace(name, std::span<const std::uint64_t>{rows}, std::as_bytes(elements));
    }
    /// Appends rows: they are there once the call has returned, for readers that open the array then.
    void append(std::string_view name, std::span<const std::byte> bytes) { engine_.append(engine_.at(name), bytes); }
    template <store_element T>
    void append(std::string_view name, std::span<const T> elements) {
        engine_.at(name).check_type(dtype_of<T>);
        append(name, std::as_bytes(elements));
    }
    /// The same of a vector, an array or another range whose elements stand together.
    template <std::ranges::contiguous_range Elements>
        requires std::ranges::sized_range<Elements> && store_element<std::ranges::range_value_t<Elements>>
    void append(std::string_view name, const Elements& elements) {
        append<std::ranges::range_value_t<Elements>>(name, std::span<const std::ranges::range_value_t<Elements>>{elements});
    }

    /// Removes an array.
    void drop(std::string_view name) {
        change([&](detail::staged_change& to) { engine_.drop(to, name); });
    }
    /// Leaves rows out from now on. Their bytes stay in the file, where NumPy sees them, until update().
    void drop_rows(std::string_view name, std::span<const std::uint64_t> rows) {
        change([&](detail::staged_change& to) { engine_.drop_rows(to, name, rows); });
    }
    /// Writes the array anew without the rows that are dropped. Does nothing where none are.
    void update(std::string_view name) {
        detail::open_array& array = engine_.at(name);
        if (array.kept.all()) return;
        copy(name, name, array);
    }
    void rename(std::string_view name, std::string_view other) {
        change([&](detail::staged_change& to) { engine_.rename(to, name, other); });
    }
    /// Makes another array of the same rows, or another one in the place of that of the name.
    void clone(std::string_view name, std::string_view other) { copy(name, other, engine_.at(name)); }
    /// Removes all arrays.
    void reset() {
        change([&](detail::staged_change& to) {
            for (const std::string& name : names()) engine_.drop(to, name);
        });
    }

    /// Sums the blocks that have changed, and brings to the disk what the level of durability promises.
    void commit() { engine_.sum(); }
    /// Makes a store of its own in a directory that is not there yet, with the arrays as they are now: by reflinks where the file system has them, else by
    /// copies. It bears its name once it is whole. Throws io_error; config_error where the directory is there.
    void snapshot(const std::string& directory) {
        engine_.refuse_in_batch();
        commit();
        detail::take_snapshot(engine_.files(), engine_.now(), directory, engine_.level());
    }

    /// Compares all headers and all blocks with what they were at the last commit. Cost: reads everything.
    [[nodiscard]] verification verify() {
        verification out;
        engine_.files().verify_manifests(out);
        for (const std::string& name : names()) {
#if defined(__cpp_exceptions)
            try {
#endif
                engine_.verify(name, out);
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
    friend class store_batch;

    template <class Stage>
    void change(const Stage& stage) {
        engine_.refuse_in_batch();
        detail::staged_change staged = engine_.begin();
#if defined(__cpp_exceptions)
        try {
#endif
            stage(staged);
#if defined(__cpp_exceptions)
        } catch (...) {
            engine_.discard(staged);
            throw;
        }
#endif
        engine_.commit(staged);
    }
    template <class Produce>
    void save_by(std::string_view name, dtype type, std::span<const std::uint64_t> shape, const Produce& produce) {
        change([&](detail::staged_change& to) { engine_.save(to, name, type, shape, produce); });
    }
    void copy(std::string_view, std::string_view other, detail::open_array& array) {
        const array_shape shape = array.shape();
        save_by(other, array.file.type(), shape, [&](detail::array_writer& to) {
            constexpr std::uint64_t at_once = std::uint64_t{1} << 20;
            const std::uint64_t width = array.file.row_bytes(), rows = width == 0 ? array.rows() : std::max<std::uint64_t>(1, at_once / width);
            std::vector<std::byte> part(static_cast<std::size_t>(std::min(rows, array.rows()) * width));
            for (std::uint64_t first = 0; first < array.rows(); first += rows) {
                const std::uint64_t count = std::min(rows, array.rows() - first);
                const std::span<std::byte> some = std::span{part}.first(static_cast<std::size_t>(count * width));
                array.read(first, count, some);
                to.write(some);
            }
        });
    }
    [[nodiscard]] std::vector<std::uint64_t> rows_of(std::string_view name, std::span<const bool> mask) {
        const std::uint64_t rows = engine_.at(name).rows();
        if (mask.size() != rows)
            detail::raise_config("mask", std::to_string(mask.size()), "places are not one for each of the " + std::to_string(rows) + " rows",
                                 "give one for each row");
        std::vector<std::uint64_t> out;
        for (std::size_t i = 0; i < mask.size(); ++i)
            if (mask[i]) out.push_back(i);
        return out;
    }

    detail::store_engine engine_;
};

/// An array of a store, by its name: `features["prices"].append<float>(rows)`. A value, as long as the store is open; looks the name up when it is used, so
/// that it stays right when the array is saved anew, and throws config_error once there is none of the name. Otherwise as the functions of store, which see.
class stored_array {
public:
    stored_array(store& of, std::string name) noexcept : of_{&of}, name_{std::move(name)} {}

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] dtype type() const { return of_->type(name_); }
    [[nodiscard]] array_shape shape() const { return of_->shape(name_); }
    template <store_element T>
    [[nodiscard]] std::span<const T> view() const {
        return of_->view<T>(name_);
    }
    template <store_element T>
    [[nodiscard]] std::vector<T> load() const {
        return of_->load<T>(name_);
    }
    /// The elements of one row, in memory.
    template <store_element T>
    [[nodiscard]] std::span<const T> row(std::uint64_t i) const {
        return of_->row<T>(name_, i);
    }
    template <store_element T, class Rows>
    void replace(const Rows& rows, std::span<const T> elements) const {
        of_->replace<T>(name_, rows, elements);
    }
    template <store_element T>
    void append(std::span<const T> elements) const {
        of_->append<T>(name_, elements);
    }
    void drop_rows(std::span<const std::uint64_t> rows) const { of_->drop_rows(name_, rows); }
    void update() const { of_->update(name_); }

private:
    store* of_;
    std::string name_;
};

inline stored_array store::operator[](std::string_view name) {
    (void)engine_.entry(name);
    return {*this, std::string{name}};
}

}  // namespace spate::inline v0

#endif  // SPATE_STORE_STORE_HPP
