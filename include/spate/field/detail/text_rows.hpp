// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_TEXT_ROWS_HPP
#define SPATE_FIELD_DETAIL_TEXT_ROWS_HPP

/// Columns of texts whose rows make any number of random choices, each from a stretch of the column's words that is its own.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <spate/core/key.hpp>
#include <spate/detail/config.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/draw.hpp>
#include <spate/field/field.hpp>
#include <spate/field/words.hpp>

namespace spate::inline v0::detail {

/// A row's stretch may have at most so many words, 64 KiB: then positions stay below 2^64.
inline constexpr std::size_t most_words_per_row = 8192;

// Takes and gives values, so that the caller's place in the buffer can stay in registers.
[[gnu::noinline]] inline void refill_draws(const key128& key, std::uint64_t first, std::uint64_t* buffer) noexcept {
    words(key, first, {buffer, words_at_once});
}

/// The random choices of one row, one behind the other.
class row_draws {
public:
    /// From words that are drawn already.
    row_draws(const std::uint64_t* drawn, std::size_t count) noexcept
        : at_{reinterpret_cast<const std::byte*>(drawn)}, end_{at_ + count * sizeof(std::uint64_t)} {}
    /// From word `first` of the column on, drawn into `buffer` when they are needed.
    row_draws(const key128& key, std::uint64_t first, std::uint64_t* buffer) noexcept : key_{&key}, next_{first}, buffer_{buffer} {}

    /// The next bits. Number is unsigned and its size divides that of a word; within a row all draws have one size, or each word is used up before the size
    /// changes.
    template <class Number>
    [[nodiscard]] SPATE_ALWAYS_INLINE Number next() noexcept {
        if (at_ == end_) {
            refill_draws(*key_, next_, buffer_);
            next_ += words_at_once;
            at_ = reinterpret_cast<const std::byte*>(buffer_);
            end_ = at_ + words_at_once * sizeof(std::uint64_t);
        }
        Number number;
        std::memcpy(&number, at_, sizeof number);
        at_ += sizeof number;
        return number;
    }

    /// A number below n, from 32 bits: its probability is off by less than 2^-32.
    [[nodiscard]] SPATE_ALWAYS_INLINE std::uint32_t below(std::uint32_t n) noexcept {
        return static_cast<std::uint32_t>(static_cast<std::uint64_t>(next<std::uint32_t>()) * n >> 32);
    }

private:
    const std::byte* at_ = nullptr;
    const std::byte* end_ = nullptr;
    const key128* key_ = nullptr;
    std::uint64_t next_ = 0;
    std::uint64_t* buffer_ = nullptr;
};

/// Fills a column that has been started with the texts that put(to, draws) appends: at most `max_bytes` bytes, though up to column_buffer::slack more may be
/// overwritten. A row draws at most `per_row` words. Requires 0 < per_row <= most_words_per_row. Throws std::length_error for 2^31 bytes in all.
template <class Put>
void fill_texts(const field_rows& rows, std::size_t per_row, std::size_t max_bytes, column& out, const Put& put) {
    alignas(64) std::uint64_t drawn[words_at_once];
    const std::size_t at_once = std::max(words_at_once / per_row, std::size_t{1});
    std::size_t end = 0;
    for (std::size_t row = 0; row < rows.count; row += at_once) {
        const std::size_t count = std::min(rows.count - row, at_once);
        out.value_buffer().reserve(end + count * max_bytes, end);
        if (per_row <= words_at_once) words(rows.key, (rows.first + row) * per_row, {drawn, count * per_row});
        char* const begin = out.values<char>();
        char* to = begin + end;
        for (std::size_t i = 0; i < count; ++i) {
            row_draws draws = per_row <= words_at_once ? row_draws{drawn + i * per_row, per_row} : row_draws{rows.key, (rows.first + row) * per_row, drawn};
            to = put(to, draws);
            out.offsets()[row + i + 1] = column_offset(static_cast<std::size_t>(to - begin));
        }
        end = static_cast<std::size_t>(to - begin);
    }
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_TEXT_ROWS_HPP
