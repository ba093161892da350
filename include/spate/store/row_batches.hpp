// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_STORE_ROW_BATCHES_HPP
#define SPATE_STORE_ROW_BATCHES_HPP

/// The rows of an array, some at a time.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/store/detail/open_array.hpp>
#include <spate/store/dtype.hpp>

namespace spate::inline v0 {

/// A range of spans, each with the elements of the next rows; a span holds until the iterator moves on. An input range: one pass at a time. The array must
/// stay open, and as it is. Cost: one buffer of `rows` rows.
template <store_element T>
class row_batches {
public:
    /// Throws config_error for batches of no rows.
    row_batches(const detail::open_array& array, std::uint64_t rows) : array_{&array}, rows_{rows} {
        if (rows == 0) detail::raise_config("stream_load", "0", "rows are no batch", "give at least 1");
        buffer_.resize(static_cast<std::size_t>(std::min(rows, array.rows()) * array.file.row_bytes()));
    }

    class iterator {
    public:
        using value_type = std::span<const T>;
        using difference_type = std::ptrdiff_t;
        using iterator_concept = std::input_iterator_tag;

        iterator() = default;
        [[nodiscard]] value_type operator*() const noexcept {
            return {reinterpret_cast<const T*>(of_->buffer_.data()), static_cast<std::size_t>(of_->array_->file.bytes_of(count_) / sizeof(T))};
        }
        /// The number of the batch's first row.
        [[nodiscard]] std::uint64_t first() const noexcept { return first_; }
        iterator& operator++() {
            first_ += count_;
            read();
            return *this;
        }
        void operator++(int) { ++*this; }
        [[nodiscard]] friend bool operator==(const iterator& a, std::default_sentinel_t) noexcept { return a.count_ == 0; }

    private:
        friend class row_batches;
        explicit iterator(row_batches& of) : of_{&of} { read(); }
        void read() {
            count_ = std::min(of_->rows_, of_->array_->rows() - first_);
            if (count_ != 0) of_->array_->read(first_, count_, std::span{of_->buffer_}.first(static_cast<std::size_t>(of_->array_->file.bytes_of(count_))));
        }
        row_batches* of_ = nullptr;
        std::uint64_t first_ = 0, count_ = 0;
    };

    /// Reads the first batch. Throws io_error, as moving on does.
    [[nodiscard]] iterator begin() { return iterator{*this}; }
    [[nodiscard]] static std::default_sentinel_t end() noexcept { return {}; }

private:
    const detail::open_array* array_;
    std::uint64_t rows_;
    std::vector<std::byte> buffer_;
};

}  // namespace spate::inline v0

#endif  // SPATE_STORE_ROW_BATCHES_HPP
