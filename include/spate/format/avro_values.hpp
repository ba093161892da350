// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_AVRO_VALUES_HPP
#define SPATE_FORMAT_AVRO_VALUES_HPP

/// Values in Avro's binary encoding, one at a time and without a file around them: what bare data are made of.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <spate/detail/config.hpp>
#include <spate/detail/text_numbers.hpp>
#include <spate/field/column.hpp>
#include <spate/field/type.hpp>
#include <spate/format/detail/avro/scalars.hpp>
#include <spate/format/detail/avro/values.hpp>

namespace spate::inline v0 {

/// Writers of values as format/avro.hpp has them in a block; a row is its fields' values one behind the other. What may be null has a byte before it: `null`
/// alone, or `there` and the value. The functions that write at a place return the end of what they wrote and may store 32 bytes behind it.
///
/// Thread safety: functions without a state. Source: Apache Avro 1.12.0 specification, "Binary Encoding".
class avro_values {
public:
    static constexpr char null = 0, there = 2;
    /// What put_whole, put_decimal and put_uuid write at most.
    static constexpr std::size_t longest = 37;

    /// An int or a long.
    SPATE_ALWAYS_INLINE static char* put_whole(char* to, std::int64_t number) noexcept { return detail::avro_file::put_long(to, number); }
    /// Decimals, and numbers of 64 bits without a sign, which are decimals without places: units in as few bytes as hold them.
    SPATE_ALWAYS_INLINE static char* put_decimal(char* to, std::int64_t units) noexcept { return detail::avro_file::put_decimal(to, units); }
    SPATE_ALWAYS_INLINE static char* put_decimal(char* to, std::uint64_t units) noexcept { return detail::avro_file::put_decimal(to, units); }
    /// The text of a UUID's 16 bytes.
    SPATE_ALWAYS_INLINE static char* put_uuid(char* to, const std::byte* bytes) noexcept {
        *to = 72;
        return detail::put_uuid(to + 1, bytes);
    }

    /// A string, or bytes.
    static void append_text(std::string& out, std::string_view text) {
        char size[2 * detail::avro_file::longest_number];
        out.append(size, static_cast<std::size_t>(put_whole(size, static_cast<std::int64_t>(text.size())) - size));
        out.append(text);
    }
    /// The value of a row, of any type. Requires that it is not null; the byte `there` is not written. Cost: texts and lists of reals are copied.
    static void append(std::string& out, const data_type& type, const column& from, std::size_t row) {
        switch (type.id) {
            case type_id::text:
            case type_id::binary:
            case type_id::json:
                return append_text(out, from.text(row));
            case type_id::list:
                return append_elements(out, type.children[0], from.child(0), static_cast<std::size_t>(from.offsets()[row]),
                                       static_cast<std::size_t>(from.offsets()[row + 1]));
            case type_id::vector:
                return append_elements(out, type.children[0], from.child(0), row * type.size, (row + 1) * type.size);
            case type_id::structure:
                for (std::size_t i = 0; i < type.children.size(); ++i) append_or_null(out, type.children[i], from.child(i), row);
                return;
            default:
                return append_fixed(out, type, from, row, row + 1, !type.nullable);
        }
    }

private:
    static void append_or_null(std::string& out, const data_type& type, const column& from, std::size_t row) {
        const bool is_null = type.nullable && from.is_null(row);
        if (type.nullable) out += is_null ? null : there;
        if (!is_null) append(out, type, from, row);
    }
    // All elements are one block.
    static void append_elements(std::string& out, const data_type& type, const column& from, std::size_t begin, std::size_t end) {
        if (begin != end) {
            char size[2 * detail::avro_file::longest_number];
            out.append(size, static_cast<std::size_t>(put_whole(size, static_cast<std::int64_t>(end - begin)) - size));
            if (is_text_like(type.id) || !type.children.empty())
                for (std::size_t i = begin; i < end; ++i) append_or_null(out, type, from, i);
            else
                append_fixed(out, type, from, begin, end, true);
        }
        out += '\0';
    }
    // Values without a size of their own; `whole`: with the bytes that say whether they are null.
    static void append_fixed(std::string& out, const data_type& type, const column& from, std::size_t begin, std::size_t end, bool whole) {
        detail::avro_file::value_writer writer{type};
        const std::size_t before = out.size();
        out.resize(before + writer.start(from, begin, end - begin) + 32);
        char* to = out.data() + before;
        for (std::size_t i = begin; i < end; ++i) to = writer.put(to, i);
        out.resize(static_cast<std::size_t>(to - out.data()));
        if (!whole) out.erase(before, 1);
    }
};

}  // namespace spate::inline v0

#endif  // SPATE_FORMAT_AVRO_VALUES_HPP
