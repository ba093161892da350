// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_BINARY_ROW_VALUES_HPP
#define SPATE_FORMAT_BINARY_ROW_VALUES_HPP

/// A row of the binary format, made value by value.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <spate/field/column.hpp>
#include <spate/field/type.hpp>
#include <spate/format/detail/binary_rows/layout.hpp>
#include <spate/format/detail/binary_rows/values.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0 {

/// Where the fields of a row stand, as format/binary_rows.hpp has them. A row begins with `head_bytes()` zeros, into which values of fixed width and the bits
/// of nulls are written; then come all other values that are not null, in the order of the fields; then `finish`.
///
/// Thread safety: constant once made.
class binary_row_values {
public:
    explicit binary_row_values(const record_type& type) {
        const detail::binary_file::row_places places{type};
        head_bytes_ = places.fixed_end;
        for (const detail::binary_file::place& one : places.columns) fields_.push_back({one.of.fixed ? one.offset : 0, one.bit});
    }

    [[nodiscard]] std::size_t head_bytes() const noexcept { return head_bytes_; }
    /// How far behind the row's begin a field's value stands; 0 for those that have no fixed width.
    [[nodiscard]] std::size_t offset(std::size_t field) const noexcept { return fields_[field].offset; }
    /// Which of the bits behind the row's size says that a field is null. Of a field that may not be null it is another's.
    [[nodiscard]] std::size_t null_bit(std::size_t field) const noexcept { return fields_[field].bit; }

    static void set_null(char* row, std::size_t bit) noexcept {
        char& byte = row[4 + bit / 8];
        byte = static_cast<char>(static_cast<unsigned char>(byte) | 1u << bit % 8);
    }
    /// Writes a value of fixed width, of any type. Requires that it is not null.
    static void put_fixed(char* to, const data_type& type, const column& from, std::size_t row) {
        detail::binary_file::put_fixed(detail::binary_file::node{type}, from, row, 1, to);
    }
    /// Appends a value of another width, the zeros before it with it. Requires that it is not null, and that `at` bytes of the row are there.
    static void append(std::string& out, std::size_t at, const data_type& type, const column& from, std::size_t row) {
        if (is_text_like(type.id)) {
            const std::string_view text = from.text(row);
            const auto size = static_cast<std::uint32_t>(text.size());
            char bytes[4];
            std::memcpy(bytes, &size, 4);
            out.append(detail::binary_file::aligned(at, 4) - at, '\0').append(bytes, 4).append(text);
            return;
        }
        const detail::binary_file::node of{type};
        detail::binary_file::cursor<false> measured{nullptr, at};
        measured.value(of, from, row);
        // The places of values hang on where they are in the row, so they are written as at its begin.
        const std::size_t skipped = at % 8, bytes = measured.at() - at, before = out.size();
        out.resize(before + skipped + bytes);
        detail::binary_file::cursor<true> to{out.data() + before, skipped};
        to.value(of, from, row);
        out.erase(before, skipped);
    }
    /// Ends a row with zeros up to a multiple of 8 bytes, and writes its size at its begin; returns its end. May store 8 bytes behind `end`.
    static char* finish(char* row, char* end) noexcept {
        constexpr std::uint64_t zero = 0;
        std::memcpy(end, &zero, 8);
        const auto size = static_cast<std::uint32_t>(detail::binary_file::aligned(static_cast<std::size_t>(end - row), 8));
        std::memcpy(row, &size, 4);
        return row + size;
    }

private:
    struct field_place {
        std::size_t offset, bit;
    };
    std::vector<field_place> fields_;
    std::size_t head_bytes_ = 0;
};

}  // namespace spate::inline v0

#endif  // SPATE_FORMAT_BINARY_ROW_VALUES_HPP
