// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_STORE_BATCH_HPP
#define SPATE_STORE_STORE_BATCH_HPP

/// `store_batch change{features}`: several changes of several arrays as one commit.

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/store/store.hpp>

namespace spate::inline v0 {

/// Changes that are held until commit(): all of them are then in the store, or, where the process ends before or something fails, none. The end of the scope
/// commits; an exception that leaves it forgets them, and so does discard(). Until the commit the store reads as before, and must not be changed otherwise.
///
///     {
///         spate::store_batch change{features};
///         change.append<float>("prices", rows);
///         change.save<std::int64_t>("ids", ids, {1000});
///     }   // both, or none
///
/// Errors: those of the store's own functions, at once; config_error for a second batch of a store while one is open, and where an array is renamed that was
/// changed in the same batch. Cost: what is replaced and appended is held in the store's journal. Thread safety: that of the store.
class store_batch {
public:
    explicit store_batch(store& of) : of_{&of}, thrown_{std::uncaught_exceptions()} {
        of.engine_.refuse_in_batch();
        of.engine_.set_batch(true);
        staged_ = of.engine_.begin();
    }
    store_batch(const store_batch&) = delete;
    store_batch& operator=(const store_batch&) = delete;
    /// Commits, unless an exception is on its way. Throws what commit() throws.
    ~store_batch() noexcept(false) {
        if (!open_) return;
        if (std::uncaught_exceptions() > thrown_)
            discard();
        else
            commit();
    }

    void save(std::string_view name, dtype type, std::span<const std::uint64_t> shape, std::span<const std::byte> bytes) {
        engine().save(staged_, name, type, shape, [&](detail::array_writer& to) { to.write(bytes); });
        forget(name);
    }
    template <store_element T>
    void save(std::string_view name, std::span<const T> elements, std::span<const std::uint64_t> shape) {
        save(name, dtype_of<T>, shape, std::as_bytes(elements));
    }
    template <store_element T>
    void save(std::string_view name, std::span<const T> elements, std::initializer_list<std::uint64_t> shape) {
        save<T>(name, elements, std::span<const std::uint64_t>{shape.begin(), shape.size()});
    }
    /// `produce(to)` gives the elements, row by row, to `to.write(bytes)`, in parts of any size: not all of them have to be in memory at once.
    template <class Produce>
        requires std::invocable<const Produce&, detail::array_writer&>
    void save(std::string_view name, dtype type, std::span<const std::uint64_t> shape, const Produce& produce) {
        engine().save(staged_, name, type, shape, produce);
    }
    /// Rows are those that the array will have, the appended ones too.
    void replace(std::string_view name, std::span<const std::uint64_t> rows, std::span<const std::byte> bytes) {
        engine().replace(staged_, name, rows, bytes);
        const auto found = written_.find(name);
        if (found == written_.end() || bytes.empty()) return;
        detail::open_array& array = engine().staged_array(staged_, name);
        const std::size_t width = array.file.row_bytes();
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (const auto copy = found->second.of_row.find(staged_.kept_of(array).place(rows[i])); copy != found->second.of_row.end())
                std::memcpy(copy->second, bytes.data() + i * width, width);
    }
    template <store_element T>
    void replace(std::string_view name, std::span<const std::uint64_t> rows, std::span<const T> elements) {
        engine().staged_array(staged_, name).check_type(dtype_of<T>);
        replace(name, rows, std::as_bytes(elements));
    }
    void append(std::string_view name, std::span<const std::byte> bytes) { engine().append(staged_, name, bytes); }
    template <store_element T>
    void append(std::string_view name, std::span<const T> elements) {
        engine().staged_array(staged_, name).check_type(dtype_of<T>);
        append(name, std::as_bytes(elements));
    }
    void drop(std::string_view name) {
        engine().drop(staged_, name);
        forget(name);
    }
    void drop_rows(std::string_view name, std::span<const std::uint64_t> rows) { engine().drop_rows(staged_, name, rows); }
    void rename(std::string_view name, std::string_view other) {
        if (engine().now().find(name) != nullptr && written_.find(name) != written_.end())
            detail::raise_config("rename", '"' + std::string{name} + '"', "has rows that the same batch writes", "commit before");
        engine().rename(staged_, name, other);
    }

    /// A row to be read and written, as the batch has it: the first call for a row copies it, which takes longer the more the batch replaces. Holds until the
    /// batch ends. Requires a row that is in the store already. Throws config_error for another type, and for an array that this batch saves.
    template <store_element T>
    [[nodiscard]] std::span<T> writable_row(std::string_view name, std::uint64_t row) {
        engine().staged_array(staged_, name).check_type(dtype_of<T>);
        const std::span<std::byte> bytes = writable_bytes(name, row);
        return {reinterpret_cast<T*>(bytes.data()), bytes.size() / sizeof(T)};
    }
    [[nodiscard]] std::span<std::byte> writable_bytes(std::string_view name, std::uint64_t row) {
        detail::open_array& array = engine().staged_array(staged_, name);
        if (staged_.has_saved(array)) detail::raise_config("writable_row", array.quoted(), "is saved by the same batch", "save it with its final values");
        array.check_row(row, array.file.rows() - staged_.kept_of(array).dropped());
        return {writable(array, row), array.file.row_bytes()};
    }

    /// Throws io_error and store_error; then nothing of the batch is in the store.
    void commit() {
        if (!open_) return;
#if defined(__cpp_exceptions)
        try {
#endif
            for (auto& [name, rows] : written_) engine().put_rows(staged_, name, rows.of_row);
#if defined(__cpp_exceptions)
        } catch (...) {
            discard();
            throw;
        }
#endif
        close();
        of_->engine_.commit(staged_);
    }
    void discard() noexcept {
        if (!open_) return;
        close();
        of_->engine_.discard(staged_);
    }

private:
    // Rows that were handed out, in blocks that stay where they are.
    struct rows_written {
        std::size_t width = 0, left = 0;
        std::byte* next = nullptr;
        std::unordered_map<std::uint64_t, std::byte*> of_row = {};  // by its place in the file
        std::vector<std::vector<std::byte>> blocks = {};
    };

    [[nodiscard]] detail::store_engine& engine() {
        if (!open_) detail::raise_config("batch", "", "has been committed or discarded", "make a new one");
        return of_->engine_;
    }
    void close() noexcept {
        open_ = false;
        of_->engine_.set_batch(false);
        written_.clear();
    }
    [[nodiscard]] std::byte* writable(detail::open_array& array, std::uint64_t row) {
        auto found = written_.find(array.name);
        if (found == written_.end()) found = written_.emplace(array.name, rows_written{.width = array.file.row_bytes()}).first;
        rows_written& rows = found->second;
        if (rows.width == 0) return nullptr;
        std::byte*& copy = rows.of_row[staged_.kept_of(array).place(row)];
        if (copy != nullptr) return copy;
        if (rows.left < rows.width) {
            rows.left = std::max<std::size_t>(65536, rows.width);
            rows.next = rows.blocks.emplace_back(rows.left).data();
        }
        copy = rows.next;
        rows.next += rows.width;
        rows.left -= rows.width;
        engine().copy_row(staged_, array, row, copy);
        return copy;
    }
    // What was to be put into the rows of an array that is another one now, or none.
    void forget(std::string_view name) {
        if (const auto found = written_.find(name); found != written_.end()) written_.erase(found);
    }

    store* of_;
    int thrown_;
    bool open_ = true;
    detail::staged_change staged_;
    std::map<std::string, rows_written, std::less<>> written_;
};

}  // namespace spate::inline v0

#endif  // SPATE_STORE_STORE_BATCH_HPP
