// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_ARRAY_ROWS_HPP
#define SPATE_STORE_ARRAY_ROWS_HPP

/// The rows of an array as a range.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <ranges>
#include <span>

#include <spate/store/detail/kept_rows.hpp>
#include <spate/store/detail/open_array.hpp>
#include <spate/store/dtype.hpp>

namespace spate::inline v0 {

/// A random-access range of spans, each with the elements of a row in memory, without the rows that are dropped: `store::rows` makes it, for std::ranges and
/// loops. A view, which is copied freely; holds as store::view does, and until rows are dropped.
template <store_element T>
class array_rows : public std::ranges::view_interface<array_rows<T>> {
public:
    class iterator {
    public:
        using value_type = std::span<const T>;
        using difference_type = std::ptrdiff_t;
        using iterator_concept = std::random_access_iterator_tag;
        using iterator_category = std::input_iterator_tag;  // what * gives is no reference

        iterator() = default;
        [[nodiscard]] value_type operator*() const noexcept { return (*this)[0]; }
        [[nodiscard]] value_type operator[](difference_type i) const noexcept {
            return {data_ + kept_->place(static_cast<std::uint64_t>(row_ + i)) * width_, width_};
        }
        iterator& operator+=(difference_type by) noexcept {
            row_ += by;
            return *this;
        }
        iterator& operator-=(difference_type by) noexcept { return *this += -by; }
        iterator& operator++() noexcept { return *this += 1; }
        iterator& operator--() noexcept { return *this -= 1; }
        iterator operator++(int) noexcept {
            iterator before = *this;
            ++*this;
            return before;
        }
        iterator operator--(int) noexcept {
            iterator before = *this;
            --*this;
            return before;
        }
        [[nodiscard]] friend iterator operator+(iterator from, difference_type by) noexcept { return from += by; }
        [[nodiscard]] friend iterator operator+(difference_type by, iterator from) noexcept { return from += by; }
        [[nodiscard]] friend iterator operator-(iterator from, difference_type by) noexcept { return from -= by; }
        [[nodiscard]] friend difference_type operator-(const iterator& a, const iterator& b) noexcept { return a.row_ - b.row_; }
        [[nodiscard]] friend bool operator==(const iterator& a, const iterator& b) noexcept { return a.row_ == b.row_; }
        [[nodiscard]] friend auto operator<=>(const iterator& a, const iterator& b) noexcept { return a.row_ <=> b.row_; }

    private:
        friend class array_rows;
        const T* data_ = nullptr;
        const detail::kept_rows* kept_ = nullptr;
        std::size_t width_ = 0;
        difference_type row_ = 0;
    };

    array_rows() = default;
    /// Requires the array to have this type.
    explicit array_rows(detail::open_array& array) {
        begin_.data_ = reinterpret_cast<const T*>(array.file.data());
        begin_.kept_ = &array.kept;
        begin_.width_ = array.file.row_bytes() / sizeof(T);
        rows_ = static_cast<std::ptrdiff_t>(array.rows());
    }

    [[nodiscard]] iterator begin() const noexcept { return begin_; }
    [[nodiscard]] iterator end() const noexcept { return begin_ + rows_; }

private:
    iterator begin_;
    std::ptrdiff_t rows_ = 0;
};

}  // namespace spate::inline v0

#endif  // SPATE_STORE_ARRAY_ROWS_HPP
