// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_BINARY_ROWS_ROW_WRITER_HPP
#define SPATE_FORMAT_DETAIL_BINARY_ROWS_ROW_WRITER_HPP

/// Rows of the binary format from columns. Sizes are found column by column; then the texts and lists of all rows are written, row by row, and after
/// them the fixed values, column by column, each straight to its place.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/detail/config.hpp>
#include <spate/field/column.hpp>
#include <spate/field/type.hpp>
#include <spate/format/detail/binary_rows/layout.hpp>
#include <spate/format/detail/binary_rows/values.hpp>
#include <spate/format/text_buffer.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0::detail::binary_file {

class row_writer {
public:
    explicit row_writer(const record_type& type) : places_{type} {
        for (const place& one : places_.columns)
            if (!one.of.fixed) varying_.emplace_back(one.index);
    }

    void encode(const batch& rows, text_buffer& out) {
        for (std::size_t first = 0; first < rows.count; first += at_once) {
            const std::size_t count = std::min(rows.count - first, at_once);
            std::size_t ends[at_once];
            measure(rows, first, count, ends);
            std::size_t bytes = 0;
            for (std::size_t i = 0; i < count; ++i) {
                bytes += sizes_[i] = aligned(ends[i], 8);
                if (sizes_[i] > most_row_bytes)
                    raise_config("binary_rows", "row " + std::to_string(rows.first + first + i), "has more than 2147483640 bytes",
                                 "make its texts or lists shorter");
            }
            char* to = out.room(bytes);
            for (std::size_t i = 0; i < count; ++i) {
                starts_[i] = to;
                write_varying(rows, first, i, to);
                to += sizes_[i];
            }
            for (std::size_t i = 0; i < count; ++i) {
                const auto size = static_cast<std::uint32_t>(sizes_[i]);
                std::memcpy(starts_[i], &size, 4);
                for (const auto& [offset, length] : places_.gaps) std::memset(starts_[i] + offset, 0, length);
            }
            for (const place& one : places_.columns) write_fixed(one, rows.columns[one.index], first, count);
            out.set_end(to);
        }
    }

private:
    static constexpr std::size_t at_once = 64, most_row_bytes = 0x7ffffff8;

    // A column of texts or of values that are neither, and its texts in the rows that are written.
    struct varying {
        explicit varying(std::size_t which) : place{which} {}
        std::size_t place;
        const char* start[at_once] = {};
        std::uint32_t size[at_once] = {};
    };

    void measure(const batch& rows, std::size_t first, std::size_t count, std::size_t* ends) {
        std::fill_n(ends, count, places_.fixed_end);
        for (varying& one : varying_) {
            const place& which = places_.columns[one.place];
            const column& from = rows.columns[which.index];
            if (is_text_like(which.of.type.id)) {
                find_texts(from, first, count, one);
                for (std::size_t i = 0; i < count; ++i)
                    if (!from.is_null(first + i)) ends[i] = aligned(ends[i], 4) + 4 + one.size[i];
                continue;
            }
            for (std::size_t i = 0; i < count; ++i) {
                if (from.is_null(first + i)) continue;
                cursor<false> at{nullptr, ends[i]};
                at.value(which.of, from, first + i);
                ends[i] = at.at();
            }
        }
    }
    static void find_texts(const column& from, std::size_t first, std::size_t count, varying& to) {
        static constexpr char nothing[64] = {};
        if (from.dictionary() != nullptr) {
            // A text of a dictionary may be the last bytes of its memory, so that there is less to read than is copied.
            for (std::size_t i = 0; i < count; ++i) {
                const std::string_view text = from.is_null(first + i) ? std::string_view{} : from.text(first + i);
                to.start[i] = text.empty() ? nothing : text.data();
                to.size[i] = static_cast<std::uint32_t>(text.size());
            }
            return;
        }
        const std::int32_t* const offsets = from.offsets() + first;
        const bool none = offsets[0] == offsets[count];
        const char* const texts = none ? nothing : from.values<char>();
        for (std::size_t i = 0; i < count; ++i) {
            to.start[i] = none ? texts : texts + offsets[i];
            to.size[i] = static_cast<std::uint32_t>(offsets[i + 1] - offsets[i]);
        }
    }
    // May store up to 64 bytes behind the row.
    void write_varying(const batch& rows, std::size_t first, std::size_t i, char* row) const noexcept {
        constexpr std::uint64_t zero = 0;
        std::size_t at = places_.fixed_end;
        for (const varying& one : varying_) {
            const place& which = places_.columns[one.place];
            const column& from = rows.columns[which.index];
            if (from.is_null(first + i)) continue;
            if (!is_text_like(which.of.type.id)) {
                cursor<true> to{row, at};
                to.value(which.of, from, first + i);
                at = to.at();
                continue;
            }
            std::memcpy(row + at, &zero, 4);
            at = aligned(at, 4);
            const std::uint32_t size = one.size[i];
            std::memcpy(row + at, &size, 4);
            at += 4;
            if (from.dictionary() != nullptr)
                std::memcpy(row + at, one.start[i], size);
            else
                copy_text(row + at, one.start[i], size);
            at += size;
        }
        std::memcpy(row + at, &zero, 8);
    }
    // May read and store up to 64 bytes too many.
    SPATE_ALWAYS_INLINE static void copy_text(char* to, const char* from, std::size_t size) noexcept {
        std::memcpy(to, from, 32);
        if (size <= 32) return;
        std::memcpy(to + 32, from + 32, 32);
        if (size > 64) std::memcpy(to + 64, from + 64, size - 64);
    }

    template <std::size_t Width>
    void scatter(const place& one, const column& from, std::size_t first, std::size_t count) const noexcept {
        const char* const values = from.values<char>() + first * Width;
        for (std::size_t i = 0; i < count; ++i) std::memcpy(starts_[i] + one.offset, values + i * Width, Width);
    }
    void write_fixed(const place& one, const column& from, std::size_t first, std::size_t count) const noexcept {
        if (one.of.fixed) {
            const bool number = one.of.type.id != type_id::vector && one.of.type.id != type_id::boolean;
            if (number && one.of.bytes == 8)
                scatter<8>(one, from, first, count);
            else if (number && one.of.bytes == 4)
                scatter<4>(one, from, first, count);
            else if (number && one.of.bytes == 16)
                scatter<16>(one, from, first, count);
            else
                for (std::size_t i = 0; i < count; ++i) put_fixed(one.of, from, first + i, 1, starts_[i] + one.offset);
        }
        if (from.nulls() == 0) return;
        for (std::size_t i = 0; i < count; ++i) {
            if (!from.is_null(first + i)) continue;
            char& byte = starts_[i][4 + one.bit / 8];
            byte = static_cast<char>(static_cast<unsigned char>(byte) | 1u << one.bit % 8);
            if (one.of.fixed) std::memset(starts_[i] + one.offset, 0, one.of.bytes);
        }
    }

    row_places places_;
    std::vector<varying> varying_;
    char* starts_[at_once] = {};
    std::size_t sizes_[at_once] = {};
};

}  // namespace spate::inline v0::detail::binary_file

#endif  // SPATE_FORMAT_DETAIL_BINARY_ROWS_ROW_WRITER_HPP
