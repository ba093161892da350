// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_BINARY_ROWS_VALUES_HPP
#define SPATE_FORMAT_DETAIL_BINARY_ROWS_VALUES_HPP

/// Values of any type at a place in a row: how far they go, and writing them, by the same steps.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <spate/field/column.hpp>
#include <spate/field/type.hpp>
#include <spate/format/detail/binary_rows/layout.hpp>

namespace spate::inline v0::detail::binary_file {

/// Copies fixed values, none of them null.
inline void put_fixed(const node& of, const column& from, std::size_t first, std::size_t count, char* to) noexcept {
    if (of.type.id == type_id::vector) return put_fixed(of.children[0], from.child(0), first * of.type.size, count * of.type.size, to);
    if (of.type.id == type_id::boolean) {
        for (std::size_t i = 0; i < count; ++i) to[i] = from.boolean(first + i);
    } else if (count * of.bytes != 0) {
        std::memcpy(to, from.values<char>() + first * of.bytes, count * of.bytes);
    }
}

/// A place in a row. With Write, what it passes is written, zeros where nothing stands; else it only moves on.
template <bool Write>
class cursor {
public:
    /// `row`: where the row begins; any pointer unless it writes.
    cursor(char* row, std::size_t at) noexcept : row_{row}, at_{at} {}
    [[nodiscard]] std::size_t at() const noexcept { return at_; }

    /// A value that is not null.
    void value(const node& of, const column& from, std::size_t row) noexcept {
        if (of.fixed) return fixed(of, from, row, 1, false);
        switch (of.type.id) {
            case type_id::list: {
                const auto begin = static_cast<std::size_t>(from.offsets()[row]), end = static_cast<std::size_t>(from.offsets()[row + 1]);
                size(end - begin);
                return elements(of.children[0], from.child(0), begin, end - begin);
            }
            case type_id::vector:
                return elements(of.children[0], from.child(0), row * of.type.size, of.type.size);
            case type_id::structure:
                return members(of, from, row);
            default: {
                const std::string_view text = from.text(row);
                size(text.size());
                if (Write && !text.empty()) std::memcpy(row_ + at_, text.data(), text.size());
                at_ += text.size();
            }
        }
    }

private:
    void zeros(std::size_t count) noexcept {
        if (Write && count != 0) std::memset(row_ + at_, 0, count);
        at_ += count;
    }
    void align(std::size_t to) noexcept { zeros(aligned(at_, to) - at_); }
    void size(std::size_t number) noexcept {
        align(4);
        const auto word = static_cast<std::uint32_t>(number);
        if constexpr (Write) std::memcpy(row_ + at_, &word, 4);
        at_ += 4;
    }
    // Fixed values one behind the other; nulls are zeros.
    void fixed(const node& of, const column& from, std::size_t first, std::size_t count, bool may_be_null) noexcept {
        align(of.alignment);
        if constexpr (Write) {
            put_fixed(of, from, first, count, row_ + at_);
            if (may_be_null && from.nulls() != 0)
                for (std::size_t i = 0; i < count; ++i)
                    if (from.is_null(first + i)) std::memset(row_ + at_ + i * of.bytes, 0, of.bytes);
        }
        at_ += count * of.bytes;
    }
    void elements(const node& of, const column& from, std::size_t first, std::size_t count) noexcept {
        if (of.type.nullable) {
            const std::size_t bits = at_;
            zeros((count + 7) / 8);
            if constexpr (Write)
                for (std::size_t i = 0; i < count; ++i)
                    if (from.is_null(first + i)) set_bit(bits, i);
        }
        if (of.fixed) return fixed(of, from, first, count, of.type.nullable);
        for (std::size_t i = 0; i < count; ++i)
            if (!from.is_null(first + i)) value(of, from, first + i);
    }
    void members(const node& of, const column& from, std::size_t row) noexcept {
        const std::size_t bits = at_;
        zeros((of.null_bits + 7) / 8);
        std::size_t bit = 0;
        for (std::size_t i = 0; i < of.children.size(); ++i) {
            const node& child = of.children[i];
            if (Write && child.type.nullable && from.child(i).is_null(row)) set_bit(bits, bit);
            bit += child.type.nullable;
            if (child.fixed) fixed(child, from.child(i), row, 1, child.type.nullable);
        }
        for (std::size_t i = 0; i < of.children.size(); ++i)
            if (!of.children[i].fixed && !from.child(i).is_null(row)) value(of.children[i], from.child(i), row);
    }
    void set_bit(std::size_t bits, std::size_t bit) noexcept {
        char& byte = row_[bits + bit / 8];
        byte = static_cast<char>(static_cast<unsigned char>(byte) | 1u << bit % 8);
    }

    char* row_;
    std::size_t at_;
};

}  // namespace spate::inline v0::detail::binary_file

#endif  // SPATE_FORMAT_DETAIL_BINARY_ROWS_VALUES_HPP
