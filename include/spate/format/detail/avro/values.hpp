// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_AVRO_VALUES_HPP
#define SPATE_FORMAT_DETAIL_AVRO_VALUES_HPP

/// Values of columns in Avro's binary encoding.
/// Source: Apache Avro 1.12.0 specification, "Binary Encoding".

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <spate/detail/config.hpp>
#include <spate/detail/text_numbers.hpp>
#include <spate/field/column.hpp>
#include <spate/field/half.hpp>
#include <spate/field/type.hpp>
#include <spate/format/detail/avro/scalars.hpp>

namespace spate::inline v0::detail::avro_file {

/// How values of a column are written.
enum class value_way : unsigned char {
    boolean,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    seconds,
    decimal,
    uint64,
    half,
    bfloat16,
    four,
    eight,
    fixed,
    uuid,
    bytes,
    word,
    array,
    record
};

/// Writes the values of one column, or of what is in it. `start` is told which rows come next; then `put` writes one after the other.
class value_writer {
public:
    explicit value_writer(const data_type& type)
        : way_{way_of(type)}, nullable_{type.nullable}, size_{type.id == type_id::bits ? type.size / 8 : type.size}, is_list_{type.id == type_id::list} {
        bound_ = most_bytes() + nullable_;
        children_.reserve(type.children.size());
        for (const data_type& child : type.children) children_.emplace_back(child);
    }

    /// Rows [first, first + count) of a column are next. Returns as many bytes as they take at most; put may store 32 more.
    [[nodiscard]] std::size_t start(const column& from, std::size_t first, std::size_t count) {
        if (count == 0) return 0;
        valid_ = nullable_ ? from.validity() : nullptr;
        values_ = from.values<char>();
        std::size_t bytes = bound_ * count;
        if (way_ == value_way::bytes || way_ == value_way::word) {
            way_ = from.dictionary() == nullptr ? value_way::bytes : value_way::word;
            bytes += way_ == value_way::bytes ? start_bytes(from, first, count) : start_words(from, first, count);
        } else if (way_ == value_way::array) {
            const std::size_t begin = is_list_ ? static_cast<std::size_t>(from.offsets()[first]) : first * size_;
            const std::size_t end = is_list_ ? static_cast<std::size_t>(from.offsets()[first + count]) : begin + count * size_;
            offsets_ = from.offsets();
            bytes += children_[0].start(from.child(0), begin, end - begin);
        } else if (way_ == value_way::record) {
            for (std::size_t i = 0; i < children_.size(); ++i) bytes += children_[i].start(from.child(i), first, count);
        }
        return bytes;
    }

    SPATE_ALWAYS_INLINE char* put(char* to, std::size_t row) const noexcept {
        if (nullable_) {
            // The null comes first in the union.
            const bool there = valid_ == nullptr || (valid_[row / 64] >> row % 64 & 1) != 0;
            *to++ = there ? 2 : 0;
            if (!there) return to;
        }
        switch (way_) {
            case value_way::boolean:
                *to = static_cast<char>(static_cast<unsigned char>(values_[row / 8]) >> row % 8 & 1);
                return to + 1;
            case value_way::int8:
                return put_long(to, value<std::int8_t>(row));
            case value_way::int16:
                return put_long(to, value<std::int16_t>(row));
            case value_way::int32:
                return put_long(to, value<std::int32_t>(row));
            case value_way::int64:
                return put_long(to, value<std::int64_t>(row));
            case value_way::uint8:
                return put_long(to, value<std::uint8_t>(row));
            case value_way::uint16:
                return put_long(to, value<std::uint16_t>(row));
            case value_way::uint32:
                return put_long(to, value<std::uint32_t>(row));
            case value_way::seconds:
                return put_long(to, static_cast<std::int64_t>(value<std::uint64_t>(row) * 1000));
            case value_way::decimal:
                return put_decimal(to, value<std::int64_t>(row));
            case value_way::uint64:
                return put_decimal(to, value<std::uint64_t>(row));
            case value_way::half: {
                const float number = float_of_half(value<std::uint16_t>(row));
                std::memcpy(to, &number, 4);
                return to + 4;
            }
            case value_way::bfloat16: {
                const std::uint32_t bits = static_cast<std::uint32_t>(value<std::uint16_t>(row)) << 16;
                std::memcpy(to, &bits, 4);
                return to + 4;
            }
            case value_way::four:
                std::memcpy(to, values_ + 4 * row, 4);
                return to + 4;
            case value_way::eight:
                std::memcpy(to, values_ + 8 * row, 8);
                return to + 8;
            case value_way::fixed:
                if (size_ != 0) std::memcpy(to, values_ + size_ * row, size_);
                return to + size_;
            case value_way::uuid:
                *to = 72;
                return put_uuid(to + 1, reinterpret_cast<const std::byte*>(values_) + 16 * row);
            case value_way::bytes: {
                const auto size = static_cast<std::size_t>(offsets_[row + 1] - offsets_[row]);
                return put_short(put_long(to, static_cast<std::int64_t>(size)), values_ + offsets_[row], size);
            }
            case value_way::word: {
                const auto number = value<std::uint32_t>(row);
                return put_short(to, words_.data() + word_ends_[number], word_ends_[number + 1] - word_ends_[number]);
            }
            case value_way::array:
                return put_array(to, row);
            case value_way::record:
                return put_record(to, row);
        }
        return to;
    }

private:
    // A text that is long is copied as it is; most are short, and both sides may be used beyond their ends.
    static constexpr std::size_t short_text = 32;

    [[nodiscard]] static value_way way_of(const data_type& type) noexcept {
        switch (type.id) {
            case type_id::boolean:
                return value_way::boolean;
            case type_id::int8:
                return value_way::int8;
            case type_id::int16:
                return value_way::int16;
            case type_id::int32:
            case type_id::date:
                return value_way::int32;
            case type_id::int64:
                return value_way::int64;
            case type_id::uint8:
                return value_way::uint8;
            case type_id::uint16:
                return value_way::uint16;
            case type_id::uint32:
                return value_way::uint32;
            case type_id::uint64:
                return value_way::uint64;
            case type_id::float16:
                return value_way::half;
            case type_id::bfloat16:
                return value_way::bfloat16;
            case type_id::float32:
                return value_way::four;
            case type_id::float64:
                return value_way::eight;
            case type_id::decimal:
                return value_way::decimal;
            case type_id::timestamp:
                return type.places == 0 ? value_way::seconds : value_way::int64;
            case type_id::uuid:
                return value_way::uuid;
            case type_id::bits:
                return value_way::fixed;
            case type_id::list:
            case type_id::vector:
                return value_way::array;
            case type_id::structure:
                return value_way::record;
            default:
                return value_way::bytes;
        }
    }
    // Of a value that is there, besides the bytes of texts and what is in arrays and records.
    [[nodiscard]] std::size_t most_bytes() const noexcept {
        switch (way_) {
            case value_way::boolean:
                return 1;
            case value_way::half:
            case value_way::bfloat16:
            case value_way::four:
                return 4;
            case value_way::eight:
                return 8;
            case value_way::fixed:
                return size_;
            case value_way::uuid:
                return 37;
            case value_way::array:
                return longest_number + 1;
            case value_way::record:
                return 0;
            default:
                return longest_number;
        }
    }
    template <class Number>
    [[nodiscard]] SPATE_ALWAYS_INLINE Number value(std::size_t row) const noexcept {
        Number out;
        std::memcpy(&out, values_ + sizeof(Number) * row, sizeof(Number));
        return out;
    }
    SPATE_ALWAYS_INLINE static char* put_short(char* to, const char* text, std::size_t size) noexcept {
        std::memcpy(to, text, short_text);
        if (size > short_text) std::memcpy(to + short_text, text + short_text, size - short_text);
        return to + size;
    }

    [[nodiscard]] std::size_t start_bytes(const column& from, std::size_t first, std::size_t count) noexcept {
        static constexpr char nothing[short_text] = {};
        offsets_ = from.offsets();
        const auto bytes = static_cast<std::size_t>(offsets_[first + count] - offsets_[first]);
        // A column of nothing but empty texts may have no buffer.
        if (values_ == nullptr) values_ = nothing;
        return bytes;
    }
    // Each word of a dictionary is written once, with its length.
    [[nodiscard]] std::size_t start_words(const column& from, std::size_t first, std::size_t count) {
        const text_dictionary& words = *from.dictionary();
        if (known_ != words.id()) {
            words_.clear();
            word_ends_.assign(1, 0);
            for (std::size_t i = 0; i < words.size(); ++i) {
                char head[longest_number];
                words_.append(head, static_cast<std::size_t>(put_long(head, static_cast<std::int64_t>(words[i].size())) - head));
                words_.append(words[i]);
                word_ends_.push_back(words_.size());
            }
            words_.append(short_text, '\0');
            known_ = words.id();
        }
        std::size_t bytes = 0;
        for (std::size_t i = first; i < first + count; ++i) {
            const auto number = value<std::uint32_t>(i);
            bytes += word_ends_[number + 1] - word_ends_[number];
        }
        return bytes;
    }

    template <class Number>
    static char* put_numbers(char* to, const char* from, std::size_t count) noexcept {
        for (std::size_t i = 0; i < count; ++i) {
            Number number;
            std::memcpy(&number, from + sizeof(Number) * i, sizeof(Number));
            to = put_long(to, number);
        }
        return to;
    }
    // All elements are one block.
    [[gnu::noinline]] char* put_array(char* to, std::size_t row) const noexcept {
        const std::size_t first = is_list_ ? static_cast<std::size_t>(offsets_[row]) : row * size_;
        const std::size_t count = is_list_ ? static_cast<std::size_t>(offsets_[row + 1] - offsets_[row]) : size_;
        if (count != 0) {
            to = put_long(to, static_cast<std::int64_t>(count));
            to = children_[0].put_all(to, first, count);
        }
        *to = 0;
        return to + 1;
    }
    char* put_all(char* to, std::size_t first, std::size_t count) const noexcept {
        if (!nullable_) {
            switch (way_) {
                case value_way::int8:
                    return put_numbers<std::int8_t>(to, values_ + first, count);
                case value_way::int16:
                    return put_numbers<std::int16_t>(to, values_ + 2 * first, count);
                case value_way::int32:
                    return put_numbers<std::int32_t>(to, values_ + 4 * first, count);
                case value_way::int64:
                    return put_numbers<std::int64_t>(to, values_ + 8 * first, count);
                case value_way::uint32:
                    return put_numbers<std::uint32_t>(to, values_ + 4 * first, count);
                case value_way::four:
                case value_way::eight: {
                    const std::size_t width = way_ == value_way::four ? 4 : 8;
                    std::memcpy(to, values_ + width * first, width * count);
                    return to + width * count;
                }
                default:
                    break;
            }
        }
        for (std::size_t i = first; i < first + count; ++i) to = put(to, i);
        return to;
    }
    [[gnu::noinline]] char* put_record(char* to, std::size_t row) const noexcept {
        for (const value_writer& child : children_) to = child.put(to, row);
        return to;
    }

    value_way way_;
    bool nullable_;
    std::uint32_t size_;  // of fixed, in bytes; of vectors, in elements
    bool is_list_;
    std::size_t bound_ = 0;
    const std::uint64_t* valid_ = nullptr;
    const char* values_ = nullptr;
    const std::int32_t* offsets_ = nullptr;
    std::vector<value_writer> children_;
    std::uint64_t known_ = 0;  // the dictionary whose words are written
    std::string words_;
    std::vector<std::size_t> word_ends_;
};

}  // namespace spate::inline v0::detail::avro_file

#endif  // SPATE_FORMAT_DETAIL_AVRO_VALUES_HPP
