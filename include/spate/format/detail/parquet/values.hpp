// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_PARQUET_VALUES_HPP
#define SPATE_FORMAT_DETAIL_PARQUET_VALUES_HPP

/// Values of columns as the PLAIN encoding has them.
/// Source: apache/parquet-format, Encodings.md, "Plain".

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <spate/field/column.hpp>
#include <spate/format/detail/parquet/schema.hpp>
#include <spate/format/text_buffer.hpp>

namespace spate::inline v0::detail::parquet_file {

template <class To, class From, class Function>
char* put_each(char* to, const column& values, std::size_t first, std::size_t count, Function convert) noexcept {
    const From* const from = values.values<From>() + first;
    for (std::size_t i = 0; i < count; ++i) {
        const To value = convert(from[i]);
        std::memcpy(to + i * sizeof(To), &value, sizeof(To));
    }
    return to + count * sizeof(To);
}

/// Values of a fixed width; needs room for count * page_width bytes. Not for bits and bytes.
inline char* put_fixed(char* to, const leaf& of, const column& values, std::size_t first, std::size_t count) noexcept {
    const auto as_int32 = [](auto value) { return static_cast<std::int32_t>(value); };
    switch (of.kind) {
        case value_kind::widen_int8:
            return put_each<std::int32_t, std::int8_t>(to, values, first, count, as_int32);
        case value_kind::widen_int16:
            return put_each<std::int32_t, std::int16_t>(to, values, first, count, as_int32);
        case value_kind::widen_uint8:
            return put_each<std::int32_t, std::uint8_t>(to, values, first, count, as_int32);
        case value_kind::widen_uint16:
            return put_each<std::int32_t, std::uint16_t>(to, values, first, count, as_int32);
        case value_kind::narrow:
            return put_each<std::int32_t, std::int64_t>(to, values, first, count, as_int32);
        case value_kind::seconds:
            return put_each<std::uint64_t, std::uint64_t>(to, values, first, count, [](std::uint64_t seconds) { return seconds * 1000; });
        case value_kind::widen_bfloat16:
            return put_each<std::uint32_t, std::uint16_t>(to, values, first, count, [](std::uint16_t bits) { return static_cast<std::uint32_t>(bits) << 16; });
        default:
            std::memcpy(to, values.values<char>() + first * of.width, count * of.width);
            return to + count * of.width;
    }
}

/// Texts and binaries, each behind its length in 4 bytes.
inline void put_bytes(text_buffer& out, const column& values, std::size_t first, std::size_t count) {
    if (values.dictionary() != nullptr) {
        for (std::size_t i = first; i < first + count; ++i) {
            const std::string_view text = values.text(i);
            char* const to = out.room(4 + text.size());
            const auto size = static_cast<std::uint32_t>(text.size());
            std::memcpy(to, &size, 4);
            std::memcpy(to + 4, text.data(), text.size());
            out.set_end(to + 4 + text.size());
        }
        return;
    }
    const std::int32_t* const offsets = values.offsets() + first;
    const char* const from = values.values<char>();
    char* to = out.room(4 * count + static_cast<std::size_t>(offsets[count] - offsets[0]));
    // A column of nothing but empty texts may have no buffer.
    if (offsets[count] == offsets[0]) {
        std::memset(to, 0, 4 * count);
        out.set_end(to + 4 * count);
        return;
    }
    for (std::size_t i = 0; i < count; ++i) {
        const auto size = static_cast<std::uint32_t>(offsets[i + 1] - offsets[i]);
        const char* const text = from + offsets[i];
        std::memcpy(to, &size, 4);
        // Most texts are short: both buffers may be used beyond their ends, so a copy of 32 bytes needs no call.
        std::memcpy(to + 4, text, 32);
        if (size > 32) std::memcpy(to + 4, text, size);
        to += 4 + size;
    }
    out.set_end(to);
}

/// Bits behind each other, the first in the lowest bit of the first byte.
class bit_packer {
public:
    void add(const column& values, std::size_t first, std::size_t count, text_buffer& out) {
        const std::uint8_t* const from = values.values<std::uint8_t>();
        for (std::size_t i = 0; i < count;) {
            const std::size_t at = first + i, take = std::min<std::size_t>({count - i, 8 - at % 8, 8 - filled_});
            const unsigned bits = static_cast<unsigned>(from[at / 8]) >> at % 8 & ((1u << take) - 1);
            byte_ |= bits << filled_;
            filled_ += static_cast<unsigned>(take);
            i += take;
            if (filled_ == 8) flush(out);
        }
    }
    /// Writes the last byte, its unused bits 0.
    void finish(text_buffer& out) {
        if (filled_ != 0) flush(out);
    }

private:
    void flush(text_buffer& out) {
        char* const to = out.room(1);
        *to = static_cast<char>(byte_);
        out.set_end(to + 1);
        byte_ = filled_ = 0;
    }
    unsigned byte_ = 0, filled_ = 0;
};

}  // namespace spate::inline v0::detail::parquet_file

#endif  // SPATE_FORMAT_DETAIL_PARQUET_VALUES_HPP
