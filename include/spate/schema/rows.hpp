// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_SCHEMA_ROWS_HPP
#define SPATE_SCHEMA_ROWS_HPP

/// `orders | rows(1'000'000)`: the first rows of a table, a range and a source of records.

#include <algorithm>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/field/words.hpp>
#include <spate/schema/batch.hpp>
#include <spate/schema/schema.hpp>

namespace spate::inline v0 {

/// A table without an end, as schema() makes it.
template <class T>
concept record_table = std::copy_constructible<T> && requires(const T& table, std::uint64_t first, std::size_t count, batch& out) {
    { table.type() } -> std::convertible_to<record_type>;
    table.fill(first, count, out);
};

/// A table whose rows can be had as C++ values.
template <class T>
concept row_table = record_table<T> && requires(const T& table, const batch& filled, std::size_t i) {
    typename T::row_type;
    { table.row(filled, i) } -> std::same_as<typename T::row_type>;
};

/// A random access iterator over the rows of a table, which must outlive it. Rows are made when they are read: one alone at a time, or, once it is seen that
/// it goes forward row by row, up to batch_rows of them at a time, which are kept in it. So an iterator belongs to one thread; its copies are independent.
template <row_table Table>
class row_iterator {
public:
    using value_type = typename Table::row_type;
    using reference = value_type;
    using difference_type = std::int64_t;
    using iterator_concept = std::random_access_iterator_tag;
    using iterator_category = std::input_iterator_tag;

    row_iterator() = default;
    row_iterator(const Table& table, std::uint64_t at) noexcept : table_{&table}, at_{at} {}
    row_iterator(const row_iterator& other) noexcept : table_{other.table_}, at_{other.at_} {}
    row_iterator(row_iterator&&) noexcept = default;
    row_iterator& operator=(const row_iterator& other) noexcept {
        table_ = other.table_;
        at_ = other.at_;
        if (kept_) kept_->rows.count = 0;
        return *this;
    }
    row_iterator& operator=(row_iterator&&) noexcept = default;
    ~row_iterator() = default;

    [[nodiscard]] value_type operator*() const {
        if (!kept_) kept_ = std::make_unique<kept>();
        if (at_ - kept_->rows.first >= kept_->rows.count) {
            const bool next = kept_->rows.count != 0 && at_ == kept_->rows.first + kept_->rows.count;
            const std::uint64_t wanted = next ? std::min<std::uint64_t>(8 * kept_->rows.count, batch_rows) : 1;
            const auto count = static_cast<std::size_t>(std::min(wanted, at_ < most_rows ? most_rows - at_ : 1));
            kept_->rows.count = 0;
            table_->fill(at_, count, kept_->rows);
        }
        return table_->row(kept_->rows, static_cast<std::size_t>(at_ - kept_->rows.first));
    }
    [[nodiscard]] value_type operator[](difference_type n) const { return *(*this + n); }

    row_iterator& operator++() noexcept { return *this += 1; }
    row_iterator operator++(int) noexcept {
        row_iterator before = *this;
        ++*this;
        return before;
    }
    row_iterator& operator--() noexcept { return *this -= 1; }
    row_iterator operator--(int) noexcept {
        row_iterator before = *this;
        --*this;
        return before;
    }
    row_iterator& operator+=(difference_type n) noexcept {
        at_ += static_cast<std::uint64_t>(n);
        return *this;
    }
    row_iterator& operator-=(difference_type n) noexcept {
        at_ -= static_cast<std::uint64_t>(n);
        return *this;
    }
    [[nodiscard]] friend row_iterator operator+(row_iterator it, difference_type n) noexcept { return it += n; }
    [[nodiscard]] friend row_iterator operator+(difference_type n, row_iterator it) noexcept { return it += n; }
    [[nodiscard]] friend row_iterator operator-(row_iterator it, difference_type n) noexcept { return it -= n; }
    [[nodiscard]] friend difference_type operator-(const row_iterator& a, const row_iterator& b) noexcept {
        return static_cast<difference_type>(a.at_ - b.at_);
    }
    [[nodiscard]] friend bool operator==(const row_iterator& a, const row_iterator& b) noexcept { return a.at_ == b.at_; }
    [[nodiscard]] friend std::strong_ordering operator<=>(const row_iterator& a, const row_iterator& b) noexcept { return a.at_ <=> b.at_; }

private:
    struct kept {
        batch rows;
    };
    const Table* table_ = nullptr;
    std::uint64_t at_ = 0;
    mutable std::unique_ptr<kept> kept_;
};

namespace detail {

// Tables whose size is their own refuse a larger one.
template <class Table>
[[nodiscard]] Table with_size(Table table, std::uint64_t size) {
    if constexpr (requires {
                      { table.with_rows(size) } -> std::same_as<Table>;
                  })
        return table.with_rows(size);
    else {
        if constexpr (record_source<Table>)
            if (size > table.size())
                raise_config("rows", std::to_string(size), "is more than the table's " + std::to_string(table.size()), "give at most as many");
        return table;
    }
}

}  // namespace detail

/// The first `size` rows of a table: what formats write, and a random access range of rows for algorithms and views. A value; copies share the table,
/// and iterators live as long as any of them.
template <record_table Table>
class record_rows {
public:
    /// Throws config_error for more rows than the table can have: of a runtime_schema, its capacity(), and of a record_source, its size().
    record_rows(Table table, std::uint64_t size) : table_{std::make_shared<const Table>(detail::with_size(std::move(table), size))}, size_{size} {}

    [[nodiscard]] record_type type() const { return table_->type(); }
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    /// Rows [first, first + count), those from size() on too.
    void fill(std::uint64_t first, std::size_t count, batch& out) const { table_->fill(first, count, out); }
    [[nodiscard]] const Table& table() const noexcept { return *table_; }

    [[nodiscard]] auto begin() const noexcept
        requires row_table<Table>
    {
        return row_iterator<Table>{*table_, 0};
    }
    [[nodiscard]] auto end() const noexcept
        requires row_table<Table>
    {
        return row_iterator<Table>{*table_, size_};
    }
    /// Row i, as it stands in any file.
    [[nodiscard]] auto operator[](std::uint64_t i) const
        requires row_table<Table>
    {
        return table_->row(i);
    }

private:
    std::shared_ptr<const Table> table_;
    std::uint64_t size_;
};

struct rows_of {
    std::uint64_t count;
};

/// The first `count` rows of a table: `orders | rows(1'000'000)`. Throws config_error for more than 2^48, and `|` for more than a runtime_schema's capacity():
/// a collection has no more rows than different keys.
SPATE_WHEN_USED
[[nodiscard]] inline rows_of rows(std::uint64_t count) {
    if (count > most_rows) detail::raise_config("rows", std::to_string(count), "is more than 2^48", "give at most 281474976710656");
    return {count};
}

template <record_table Table>
[[nodiscard]] record_rows<Table> operator|(Table table, rows_of count) {
    return {std::move(table), count.count};
}

}  // namespace spate::inline v0

#endif  // SPATE_SCHEMA_ROWS_HPP
