// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_FRAGMENTS_HPP
#define SPATE_FORMAT_DETAIL_FRAGMENTS_HPP

/// Text rows from columns. Each column's values are written as text, a few dozen rows at a time, each behind what stands before it in a row (a comma
/// and a name), which is written once for all; then rows are put together from these fragments. So the work on values goes column by column, and
/// nothing of it hangs on how a schema was made; rows cost one copy of a few registers a field.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <spate/detail/config.hpp>
#include <spate/detail/json_text.hpp>
#include <spate/detail/text_numbers.hpp>
#include <spate/field/column.hpp>
#include <spate/field/json_value.hpp>
#include <spate/field/type.hpp>
#include <spate/format/detail/text_scan.hpp>
#include <spate/format/text_buffer.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0::detail {

/// Rows whose fragments are made at once: those of ten columns stay in the L1 cache.
inline constexpr std::size_t fragment_rows = 64;

/// The fragments of one column. `Dialect` says how values are written:
///
/// - `null`: the text of a null;
/// - `quote_of(type)`: what stands on both sides of values of fixed width, or 0;
/// - `put_scalar(to, type, column, row)`: a value of fixed width that has no writer of its own here;
/// - `is_plain(promised, texts, bytes)`: whether no character of a run of texts has to be escaped or quoted, wherever it stands; `promised` is
///   column::plain;
/// - `put_text(to, text, plain)` with `text_bound(bytes)`: a text, with all that it needs; 64 bytes behind the text may be read;
/// - `append(out, type, column, row)`: any other value.
template <class Dialect>
class column_fragments {
public:
    /// Copies may store and read up to this far behind a fragment's end.
    static constexpr std::size_t slack = 64;

    column_fragments(data_type type, const std::string& before, const Dialect& dialect)
        : type_{std::move(type)}, dialect_{dialect}, mark_{dialect_.quote_of(type_.id)} {
        const bool fixed = width_of(type_.id) != 0 || type_.id == type_id::boolean;
        null_ = before + std::string{dialect_.null};
        null_size_ = static_cast<std::uint32_t>(null_.size());
        null_.append(slack, '\0');
        before_ = before;
        if (fixed && mark_ != 0) before_ += mark_;
        before_size_ = before_.size();
        before_.append(slack, '\0');
        stride_ = fixed ? (before_size_ + longest_scalar + 15) / 16 * 16 : 0;
        slots_.reserve(fragment_rows * stride_ + slack);
        for (std::size_t i = 0; i < fragment_rows && fixed; ++i)
            std::memcpy(reinterpret_cast<char*>(slots_.data()) + i * stride_, before_.data(), before_size_);
    }

    /// Writes rows [first, first + count) of the column. Requires count <= fragment_rows.
    void render(const column& from, std::size_t first, std::size_t count) {
        bytes_ = count * stride_;
        sizes_ = 0;
        if (stride_ != 0)
            render_scalars(from, first, count);
        else if (from.dictionary() != nullptr)
            render_dictionary(from, first, count);
        else if (type_.id == type_id::text)
            render_texts(from, first, count);
        else
            render_others(from, first, count);
        if (from.nulls() != 0) {
            bytes_ += count * null_size_;
            sizes_ |= null_size_;
            for (std::size_t i = 0; i < count; ++i)
                if (from.is_null(first + i)) start_[i] = null_.data(), size_[i] = null_size_;
        }
    }

    /// As many bytes as the fragments that were rendered last have, or more.
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }
    /// Appends fragment i; up to `slack` bytes too many.
    SPATE_ALWAYS_INLINE char* copy(char* to, std::size_t i) const noexcept {
        const char* const from = start_[i];
        const std::size_t size = size_[i];
        // The processor foresees the columns of a row, but not the sizes of texts.
        std::memcpy(to, from, 16);
        if (sizes_ >= 16) {
            std::memcpy(to + 16, from + 16, 16);
            if (sizes_ >= 32) {
                std::memcpy(to + 32, from + 32, 32);
                if (size > 64) std::memcpy(to + 64, from + 64, size - 64);
            }
        }
        return to + size;
    }

private:
    // With what writers may store behind it.
    static constexpr std::size_t longest_scalar = 48;
    // Numbers below this are written once.
    static constexpr std::size_t small_numbers = 128;

    // `put(to, row)` writes the value of a row.
    template <class Put>
    void each(std::size_t first, std::size_t count, const Put& put) noexcept {
        char* slot = reinterpret_cast<char*>(slots_.data());
        const std::size_t before = before_size_, quotes = mark_ != 0 ? 1 : 0;
        const char mark = mark_;
        std::uint32_t sizes = 0;
        for (std::size_t i = 0; i < count; ++i, slot += stride_) {
            char* const end = put(slot + before, first + i);
            *end = mark;
            start_[i] = slot;
            size_[i] = static_cast<std::uint32_t>(static_cast<std::size_t>(end - slot) + quotes);
            sizes |= size_[i];
        }
        sizes_ = sizes;
    }
    template <class Integer>
    void integers(const column& from, std::size_t first, std::size_t count) {
        numbers<Integer>(from, first, count, [](char* to, Integer number) noexcept {
            if constexpr (std::is_signed_v<Integer>)
                return put_signed(to, number);
            else
                return put_unsigned(to, number);
        });
    }
    // `put(to, number)` writes a number. Where all are small, as flags, quantities and discounts are, each is written once for the column.
    template <class Integer, class Put>
    void numbers(const column& from, std::size_t first, std::size_t count, const Put& put) {
        const Integer* const values = from.values<Integer>();
        std::make_unsigned_t<Integer> all = 0;
        for (std::size_t i = 0; i < count; ++i) all |= static_cast<std::make_unsigned_t<Integer>>(values[first + i]);
        if (all >= small_numbers) return each(first, count, [&put, values](char* to, std::size_t row) noexcept { return put(to, values[row]); });
        if (small_sizes_.empty()) make_small_numbers<Integer>(put);
        const char* const texts = reinterpret_cast<const char*>(small_.data());
        const std::size_t stride = stride_;
        for (std::size_t i = 0; i < count; ++i) {
            const auto number = static_cast<std::size_t>(values[first + i]);
            start_[i] = texts + number * stride;
            size_[i] = small_sizes_[number];
        }
        sizes_ = small_sizes_union_;
    }
    template <class Integer, class Put>
    SPATE_COLD void make_small_numbers(const Put& put) {
        small_.reserve(small_numbers * stride_ + slack);
        for (std::size_t i = 0; i < small_numbers; ++i) {
            char* const to = reinterpret_cast<char*>(small_.data()) + i * stride_;
            std::memcpy(to, before_.data(), before_size_);
            char* const end = put(to + before_size_, static_cast<Integer>(i));
            *end = mark_;
            small_sizes_.push_back(static_cast<std::uint32_t>(static_cast<std::size_t>(end - to) + (mark_ != 0 ? 1 : 0)));
            small_sizes_union_ |= small_sizes_.back();
        }
    }
    template <unsigned Places>
    void timestamps(const column& from, std::size_t first, std::size_t count) noexcept {
        const auto* const values = from.values<std::int64_t>();
        timestamp_writer<Places> writer;
        each(first, count, [&writer, values](char* to, std::size_t row) noexcept { return writer.put(to, values[row]); });
    }
    void render_scalars(const column& from, std::size_t first, std::size_t count) {
        switch (type_.id) {
            case type_id::int32:
                return integers<std::int32_t>(from, first, count);
            case type_id::int64:
                return integers<std::int64_t>(from, first, count);
            case type_id::uint32:
                return integers<std::uint32_t>(from, first, count);
            case type_id::uint64:
                return integers<std::uint64_t>(from, first, count);
            case type_id::decimal: {
                const unsigned places = type_.places;
                if (places == 0) return integers<std::int64_t>(from, first, count);
                if (places == 2)
                    return numbers<std::int64_t>(from, first, count, [](char* to, std::int64_t units) noexcept { return put_hundredths(to, units); });
                return numbers<std::int64_t>(from, first, count, [places](char* to, std::int64_t units) noexcept { return put_decimal(to, units, places); });
            }
            case type_id::timestamp:
                switch (type_.places) {
                    case 0:
                        return timestamps<0>(from, first, count);
                    case 3:
                        return timestamps<3>(from, first, count);
                    case 6:
                        return timestamps<6>(from, first, count);
                    default:
                        return timestamps<9>(from, first, count);
                }
            case type_id::date: {
                const auto* const values = from.values<std::int32_t>();
                return each(first, count, [=](char* to, std::size_t row) noexcept { return put_date(to, values[row]); });
            }
            case type_id::boolean: {
                const auto* const values = from.values<std::uint8_t>();
                return each(first, count, [=](char* to, std::size_t row) noexcept { return put_json_boolean(to, (values[row / 8] >> row % 8 & 1) != 0); });
            }
            case type_id::uuid: {
                const auto* const values = from.values<std::byte>();
                return each(first, count, [=](char* to, std::size_t row) noexcept { return put_uuid(to, values + 16 * row); });
            }
            default:
                return each(first, count, [&](char* to, std::size_t row) noexcept { return dialect_.put_scalar(to, type_, from, row); });
        }
    }
    void render_texts(const column& from, std::size_t first, std::size_t count) {
        const std::int32_t* const offsets = from.offsets() + first;
        const auto bytes = static_cast<std::size_t>(offsets[count] - offsets[0]);
        slots_.reserve(dialect_.text_bound(bytes) + count * (before_size_ + dialect_.text_bound(0)) + slack);
        char* to = reinterpret_cast<char*>(slots_.data());
        const char* const texts = bytes != 0 ? from.values<char>() + offsets[0] : before_.data();
        const bool plain = dialect_.is_plain(from.plain(), texts, bytes);
        for (std::size_t i = 0; i < count; ++i) {
            start_[i] = to;
            copy_text(to, before_.data(), before_size_);
            to = dialect_.put_text(to + before_size_, {texts + (offsets[i] - offsets[0]), static_cast<std::size_t>(offsets[i + 1] - offsets[i])}, plain);
            size_[i] = static_cast<std::uint32_t>(to - start_[i]);
            sizes_ |= size_[i];
        }
        bytes_ = static_cast<std::size_t>(to - reinterpret_cast<char*>(slots_.data()));
    }
    // The texts of a dictionary are written once, each at a place of its own.
    void render_dictionary(const column& from, std::size_t first, std::size_t count) {
        const text_dictionary& words = *from.dictionary();
        if (known_ != words.id()) {
            word_bytes_.clear();
            word_ends_.assign(1, 0);
            std::string one, word;
            for (std::size_t i = 0; i < words.size(); ++i) {
                word = words[i];
                word.append(slack, '\0');
                one.resize(dialect_.text_bound(words[i].size()) + slack);
                word_bytes_.append(before_.data(), before_size_);
                word_bytes_.append(one.data(), static_cast<std::size_t>(dialect_.put_text(one.data(), {word.data(), words[i].size()}, false) - one.data()));
                word_ends_.push_back(word_bytes_.size());
            }
            word_bytes_.append(slack, '\0');
            known_ = words.id();
        }
        const std::uint32_t* const numbers = from.values<std::uint32_t>() + first;
        for (std::size_t i = 0; i < count; ++i) {
            start_[i] = word_bytes_.data() + word_ends_[numbers[i]];
            size_[i] = static_cast<std::uint32_t>(word_ends_[numbers[i] + 1] - word_ends_[numbers[i]]);
            bytes_ += size_[i];
            sizes_ |= size_[i];
        }
    }
    void render_others(const column& from, std::size_t first, std::size_t count) {
        text_.clear();
        std::size_t begin[fragment_rows];
        for (std::size_t i = 0; i < count; ++i) {
            begin[i] = text_.size();
            text_.append(before_.data(), before_size_);
            if (!from.is_null(first + i)) dialect_.append(text_, type_, from, first + i);
            size_[i] = static_cast<std::uint32_t>(text_.size() - begin[i]);
            sizes_ |= size_[i];
        }
        bytes_ = text_.size();
        text_.append(slack, '\0');
        for (std::size_t i = 0; i < count; ++i) start_[i] = text_.data() + begin[i];
    }

    data_type type_;
    std::string before_, null_, text_, word_bytes_;  // the first two with slack behind them
    Dialect dialect_;
    char mark_;
    std::uint32_t null_size_ = 0;
    std::size_t before_size_ = 0;
    std::size_t stride_ = 0;
    std::size_t bytes_ = 0;
    std::uint32_t sizes_ = 0;  // all sizes by "or": below 2^k where each of them is
    std::uint32_t small_sizes_union_ = 0;
    column_buffer slots_, small_;
    std::vector<std::uint32_t> small_sizes_;
    std::uint64_t known_ = 0;  // the dictionary whose texts are written
    std::vector<std::size_t> word_ends_;
    const char* start_[fragment_rows] = {};
    std::uint32_t size_[fragment_rows] = {};
};

/// Appends rows, each made of the fragments of all columns and `end`; `column_of(i)` is what column i of them is rendered from, with `count` rows. Requires
/// `end` to have at most 8 bytes.
template <class Dialect, class ColumnOf>
void encode_rows(std::vector<column_fragments<Dialect>>& columns, std::string_view end, std::size_t count, const ColumnOf& column_of, text_buffer& out) {
    char last[8] = {};
    std::memcpy(last, end.data(), end.size());
    for (std::size_t first = 0; first < count; first += fragment_rows) {
        const std::size_t some = std::min(count - first, fragment_rows);
        std::size_t bytes = end.size() * some;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            columns[i].render(column_of(i), first, some);
            bytes += columns[i].bytes();
        }
        char* to = out.room(bytes);
        for (std::size_t row = 0; row < some; ++row) {
            for (const column_fragments<Dialect>& one : columns) to = one.copy(to, row);
            std::memcpy(to, last, sizeof last);
            to += end.size();
        }
        out.set_end(to);
    }
}

/// The same of the columns of a batch.
template <class Dialect>
void encode_rows(std::vector<column_fragments<Dialect>>& columns, std::string_view end, const batch& rows, text_buffer& out) {
    encode_rows(
        columns, end, rows.count, [&rows](std::size_t i) -> const column& { return rows.columns[i]; }, out);
}

}  // namespace spate::inline v0::detail

#endif  // SPATE_FORMAT_DETAIL_FRAGMENTS_HPP
