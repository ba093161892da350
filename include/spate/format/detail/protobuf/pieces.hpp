// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_PROTOBUF_PIECES_HPP
#define SPATE_FORMAT_DETAIL_PROTOBUF_PIECES_HPP

/// Messages from columns. Each column's fields are made a few dozen rows at a time, tag and all; then rows are put together from these pieces. Texts,
/// bytes and packed reals stay where the column has them, behind a piece that says how many bytes they are.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/detail/config.hpp>
#include <spate/detail/text_numbers.hpp>
#include <spate/field/column.hpp>
#include <spate/field/type.hpp>
#include <spate/format/detail/protobuf/field_writer.hpp>
#include <spate/format/detail/protobuf/model.hpp>
#include <spate/format/detail/protobuf/wire.hpp>
#include <spate/format/detail/usual_bytes.hpp>
#include <spate/format/text_buffer.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0::detail::protobuf_file {

/// Rows whose pieces are made at once: those of ten columns stay in the L1 cache.
inline constexpr std::size_t piece_rows = 64;

/// What all readers take.
inline constexpr std::uint64_t most_message_bytes = 0x7fffffff;

/// Where pieces are, and how many bytes they have.
struct piece_list {
    const char* start[piece_rows] = {};
    std::uint32_t size[piece_rows] = {};
    std::uint32_t sizes = 0;  // all by "or": below 2^k where each of them is

    void add_up(std::size_t count, std::uint32_t* totals) noexcept {
        std::uint32_t all = 0;
        for (std::size_t i = 0; i < count; ++i) {
            all |= size[i];
            totals[i] += size[i];
        }
        sizes = all;
    }
    /// Appends piece i; reads and stores up to 64 bytes too many.
    SPATE_ALWAYS_INLINE char* copy(char* to, std::size_t i) const noexcept {
        const char* const from = start[i];
        const std::size_t bytes = size[i];
        std::memcpy(to, from, 16);
        if (sizes >= 16) {
            std::memcpy(to + 16, from + 16, 16);
            if (sizes >= 32) {
                std::memcpy(to + 32, from + 32, 32);
                if (bytes > 64) std::memcpy(to + 64, from + 64, bytes - 64);
            }
        }
        return to + bytes;
    }
};

class column_pieces {
public:
    explicit column_pieces(const field_model& of)
        : type_{of.type}, optional_{of.optional}, how_{how_of(of)}, is_vector_{of.is_vector}, elements_{of.elements}, writer_{of} {
        const bool numbers = how_ == made::numbers;
        tag_ = tag(of.number, how_ == made::reals ? wire_bytes : wire_of(type_.id));
        tag_size_ = tag_.size();
        if (type_.id == type_id::uuid) tag_ += '\x24';
        stride_ = numbers && (type_.id == type_id::decimal || type_.id == type_id::uuid) ? 64 : 16;
        slots_.reserve(piece_rows * stride_);
        if (how_ == made::nested) return;
        for (std::size_t i = 0; i < piece_rows; ++i) {
            char* const slot = slots() + i * stride_;
            std::memcpy(slot, tag_.data(), tag_.size());
            head_.start[i] = slot;
        }
        if (type_.id == type_id::boolean && numbers)
            for (const std::size_t which : {0u, 1u}) slots()[which * stride_ + tag_size_] = static_cast<char>(which);
    }

    /// Makes the pieces of rows [first, first + count) and adds their bytes to the rows' totals. Requires count <= piece_rows.
    void render(const column& from, std::size_t first, std::size_t count, std::uint32_t* totals) {
        has_rest_ = false;
        if (how_ == made::nested) {
            render_nested(from, first, count);
        } else if (how_ == made::numbers) {
            render_numbers(from, first, count);
        } else if (from.dictionary() != nullptr) {
            render_words(from, first, count);
        } else {
            if (how_ == made::reals)
                find_reals(from, first, count);
            else
                find_bytes(from, first, count);
            put_sizes(count);
        }
        if (optional_ && from.nulls() != 0 && how_ != made::nested)
            for (std::size_t i = 0; i < count; ++i)
                if (from.is_null(first + i)) head_.size[i] = rest_.size[i] = 0;
        head_.add_up(count, totals);
        if (!has_rest_) return;
        rest_.add_up(count, totals);
        has_rest_ = rest_.sizes != 0;
    }

    SPATE_ALWAYS_INLINE char* copy(char* to, std::size_t i) const noexcept {
        to = head_.copy(to, i);
        return has_rest_ ? rest_.copy(to, i) : to;
    }
    [[nodiscard]] std::uint64_t bytes(std::size_t i) const noexcept { return std::uint64_t{head_.size[i]} + (has_rest_ ? rest_.size[i] : 0); }
    /// At least as many bytes as each of the pieces has.
    [[nodiscard]] std::uint64_t longest() const noexcept { return std::uint64_t{head_.sizes} + (has_rest_ ? rest_.sizes : 0); }
    /// Whether pieces are copies of values that may be long.
    [[nodiscard]] bool is_nested() const noexcept { return how_ == made::nested; }

private:
    enum class made : unsigned char { numbers, bytes, reals, nested };

    [[nodiscard]] static made how_of(const field_model& field) noexcept {
        const type_id id = field.type.id;
        if (!field.message.empty() || is_half(id)) return made::nested;
        if (field.repeated) return id == type_id::float32 || id == type_id::float64 ? made::reals : made::nested;
        return is_text_like(id) || id == type_id::bits ? made::bytes : made::numbers;
    }
    [[nodiscard]] char* slots() noexcept { return reinterpret_cast<char*>(slots_.data()); }

    [[nodiscard]] static std::uint32_t narrowed(std::uint64_t bytes) noexcept { return static_cast<std::uint32_t>(std::min<std::uint64_t>(bytes, 0xffffffff)); }

    // `put(to, row)` writes the value of a row and returns its end, or null for one that is left out.
    template <class Put>
    void each(std::size_t first, std::size_t count, const Put& put) noexcept {
        char* slot = slots();
        for (std::size_t i = 0; i < count; ++i, slot += stride_) {
            const char* const end = put(slot + tag_size_, first + i);
            head_.size[i] = end == nullptr ? 0 : static_cast<std::uint32_t>(end - slot);
        }
    }
    template <class Word>
    void fixed(const column& from, std::size_t first, std::size_t count) noexcept {
        const Word* const values = from.values<Word>();
        each(first, count, [values, always = optional_](char* to, std::size_t row) noexcept {
            const Word word = values[row];
            std::memcpy(to, &word, sizeof word);
            return always || word != 0 ? to + sizeof word : nullptr;
        });
    }
    void render_numbers(const column& from, std::size_t first, std::size_t count) {
        switch (type_.id) {
            case type_id::boolean: {
                const auto size = static_cast<std::uint32_t>(tag_size_ + 1);
                for (std::size_t i = 0; i < count; ++i) {
                    const bool is = from.boolean(first + i);
                    head_.start[i] = slots() + (is ? stride_ : 0);
                    head_.size[i] = is || optional_ ? size : 0;
                }
                return;
            }
            case type_id::float32:
                return fixed<std::uint32_t>(from, first, count);
            case type_id::float64:
                return fixed<std::uint64_t>(from, first, count);
            case type_id::uuid: {
                const auto* const values = from.values<std::byte>();
                return each(first, count, [=](char* to, std::size_t row) noexcept { return put_uuid(to + 1, values + 16 * row); });
            }
            case type_id::decimal: {
                const auto* const values = from.values<std::int64_t>();
                const unsigned places = type_.places;
                return each(first, count, [=](char* to, std::size_t row) noexcept {
                    char* const end = places == 2 ? put_hundredths(to + 1, values[row]) : put_decimal(to + 1, values[row], places);
                    *to = static_cast<char>(end - to - 1);
                    return end;
                });
            }
            default:
                return with_varints(type_.id, from, [&](const auto& number) {
                    each(first, count, [&number, always = optional_](char* to, std::size_t row) noexcept {
                        const std::uint64_t value = number(row);
                        char* const end = put_varint(to, value);
                        return always || value != 0 ? end : nullptr;
                    });
                });
        }
    }
    void find_reals(const column& from, std::size_t first, std::size_t count) noexcept {
        const std::size_t width = width_of(type_.id);
        const char* const values = from.child(0).values<char>();
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t row = first + i;
            const std::size_t begin = is_vector_ ? row * elements_ : static_cast<std::size_t>(from.offsets()[row]);
            const std::size_t end = is_vector_ ? begin + elements_ : static_cast<std::size_t>(from.offsets()[row + 1]);
            rest_.start[i] = values + begin * width;
            rest_.size[i] = narrowed(std::uint64_t{end - begin} * width);
        }
    }
    void find_bytes(const column& from, std::size_t first, std::size_t count) noexcept {
        const char* const values = from.values<char>();
        if (type_.id == type_id::bits) {
            const std::uint32_t size = type_.size / 8;
            for (std::size_t i = 0; i < count; ++i) {
                rest_.start[i] = values + size * (first + i);
                rest_.size[i] = size;
            }
            return;
        }
        const std::int32_t* const offsets = from.offsets() + first;
        for (std::size_t i = 0; i < count; ++i) {
            rest_.start[i] = values + offsets[i];
            rest_.size[i] = static_cast<std::uint32_t>(offsets[i + 1] - offsets[i]);
        }
    }
    // Before what was found.
    void put_sizes(std::size_t count) noexcept {
        has_rest_ = true;
        each(0, count, [this](char* to, std::size_t i) noexcept {
            char* const end = put_varint(to, rest_.size[i]);
            return optional_ || rest_.size[i] != 0 ? end : nullptr;
        });
        for (std::size_t i = 0; i < count; ++i) head_.start[i] = slots() + i * stride_;
    }
    // The texts of a dictionary have their tags before them once and for all.
    void render_words(const column& from, std::size_t first, std::size_t count) {
        const text_dictionary& words = *from.dictionary();
        if (known_ != words.id()) {
            words_.clear();
            word_ends_.assign(1, 0);
            for (std::size_t i = 0; i < words.size(); ++i) {
                char size[16];
                if (optional_ || !words[i].empty()) words_.append(tag_).append(size, put_varint(size, words[i].size())).append(words[i]);
                word_ends_.push_back(words_.size());
            }
            words_.append(64, '\0');
            known_ = words.id();
        }
        const std::uint32_t* const numbers = from.values<std::uint32_t>() + first;
        for (std::size_t i = 0; i < count; ++i) {
            // What stands in a null's place is a number of the dictionary, too.
            head_.start[i] = words_.data() + word_ends_[numbers[i]];
            head_.size[i] = static_cast<std::uint32_t>(word_ends_[numbers[i] + 1] - word_ends_[numbers[i]]);
        }
    }
    void render_nested(const column& from, std::size_t first, std::size_t count) {
        std::uint64_t sizes[piece_rows];
        writer_.measure(from, first, count, sizes);
        std::uint64_t bytes = 0;
        for (std::size_t i = 0; i < count; ++i) {
            head_.size[i] = narrowed(sizes[i]);
            bytes += sizes[i];
            // Refused once all of the row is known.
            if (sizes[i] > most_message_bytes) return;
        }
        slots_.reserve(bytes);
        char* to = slots();
        for (std::size_t i = 0; i < count; ++i) {
            head_.start[i] = to;
            to = writer_.write(to, from, first + i);
        }
    }

    data_type type_;
    bool optional_;
    made how_;
    bool is_vector_;
    std::size_t elements_;
    field_writer writer_;
    std::string tag_, words_;
    std::size_t tag_size_ = 0, stride_ = 16;
    column_buffer slots_;
    std::uint64_t known_ = 0;  // the dictionary whose texts are written
    std::vector<std::size_t> word_ends_;
    bool has_rest_ = false;
    piece_list head_, rest_;
};

class row_writer {
public:
    explicit row_writer(const message_model& message) {
        std::size_t nested_bytes = 0;
        columns_.reserve(message.fields.size());
        for (const field_model& field : message.fields) {
            columns_.emplace_back(field);
            if (columns_.back().is_nested()) nested_bytes += usual_bytes(field.type) * (field.is_vector ? field.elements : 1);
        }
        constexpr std::size_t cached = 16384;
        rows_ = std::clamp<std::size_t>(cached / std::max<std::size_t>(1, nested_bytes), 1, piece_rows);
    }

    /// Appends a message for each row, behind its size.
    void encode(const batch& rows, text_buffer& out) {
        std::uint32_t totals[piece_rows];
        for (std::size_t first = 0; first < rows.count; first += rows_) {
            const std::size_t count = std::min(rows.count - first, rows_);
            std::fill_n(totals, count, 0u);
            for (std::size_t i = 0; i < columns_.size(); ++i) columns_[i].render(rows.columns[i], first, count, totals);
            check(rows.first + first, count);
            std::size_t bytes = 5 * count;
            for (std::size_t row = 0; row < count; ++row) bytes += totals[row];
            char* to = out.room(bytes);
            for (std::size_t row = 0; row < count; ++row) {
                to = put_varint(to, totals[row]);
                for (const column_pieces& one : columns_) to = one.copy(to, row);
            }
            out.set_end(to);
        }
    }

private:
    void check(std::uint64_t first, std::size_t count) const {
        std::uint64_t most = 0;
        for (const column_pieces& one : columns_) most += one.longest();
        if (most <= most_message_bytes) return;
        for (std::size_t row = 0; row < count; ++row) {
            std::uint64_t bytes = 0;
            for (const column_pieces& one : columns_) bytes += one.bytes(row);
            if (bytes > most_message_bytes)
                raise_config("protobuf", "row " + std::to_string(first + row), "is a message of more than 2147483647 bytes", "make its texts or lists shorter");
        }
    }

    std::vector<column_pieces> columns_;
    std::size_t rows_ = piece_rows;
};

}  // namespace spate::inline v0::detail::protobuf_file

#endif  // SPATE_FORMAT_DETAIL_PROTOBUF_PIECES_HPP
