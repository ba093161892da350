// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_PROTOBUF_VALUES_HPP
#define SPATE_FORMAT_PROTOBUF_VALUES_HPP

/// Fields of Protocol Buffers' messages, one at a time: what messages without a size before them are made of.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include <spate/detail/config.hpp>
#include <spate/detail/text_numbers.hpp>
#include <spate/field/column.hpp>
#include <spate/field/type.hpp>
#include <spate/format/detail/protobuf/field_writer.hpp>
#include <spate/format/detail/protobuf/model.hpp>
#include <spate/format/detail/protobuf/wire.hpp>

namespace spate::inline v0 {

/// Writers of fields as format/protobuf.hpp has them; a message is its fields one behind the other. A field is its tag and its value, or nothing where it is
/// null, and where the value is 0 or empty and the type may not be null.
///
/// Thread safety: functions without a state. Source: protobuf.dev, Encoding.
class protobuf_values {
public:
    /// What stands before a field's value: `size` bytes, the first in the lowest byte of `bytes`.
    struct tag {
        std::uint32_t bytes = 0, size = 0;

        /// The number of the field.
        [[nodiscard]] constexpr std::uint32_t number() const noexcept {
            std::uint32_t out = 0;
            for (unsigned i = 0; i < size; ++i) out |= (bytes >> 8 * i & 0x7f) << 7 * i;
            return out >> 3;
        }
    };
    /// Of the field with this index in a table, counted from 0. Requires an index below 2^25 - 1001.
    [[nodiscard]] static tag tag_of(const data_type& type, std::size_t index) {
        tag out;
        const std::string text = detail::protobuf_file::tag(detail::protobuf_file::field_number(index), wire_of(type));
        for (const char byte : text) out.bytes |= std::uint32_t{static_cast<unsigned char>(byte)} << 8 * out.size++;
        return out;
    }
    /// What put_whole, put_decimal and put_uuid write at most, a tag of 4 bytes with it.
    static constexpr std::size_t longest = 41;

    // These write at a place, return the end of what they wrote, and may store 24 bytes behind it.

    /// A tag, the first part of a field.
    SPATE_ALWAYS_INLINE static char* put_tag(char* to, tag of) noexcept {
        std::memcpy(to, &of.bytes, 4);
        return to + of.size;
    }
    /// A whole number as it is, or a signed one as zigzag has it.
    SPATE_ALWAYS_INLINE static char* put_whole(char* to, std::uint64_t number) noexcept { return detail::put_varint(to, number); }
    SPATE_ALWAYS_INLINE static char* put_signed(char* to, std::int64_t number) noexcept { return detail::put_varint(to, detail::zigzag(number)); }
    /// A decimal's text behind its size.
    static char* put_decimal(char* to, std::int64_t units, unsigned places) noexcept {
        char* const end = detail::put_decimal(to + 1, units, places);
        *to = static_cast<char>(end - to - 1);
        return end;
    }
    /// The text of a UUID's 16 bytes behind its size.
    SPATE_ALWAYS_INLINE static char* put_uuid(char* to, const std::byte* bytes) noexcept {
        *to = 36;
        return detail::put_uuid(to + 1, bytes);
    }

    /// A string or bytes with a tag, or nothing where it is empty and the type may not be null.
    static void append_text(std::string& out, const data_type& type, std::size_t index, std::string_view text) {
        if (type.nullable || !text.empty()) append_bytes(out, number_of(index), text);
    }
    /// The field of a row, of any type, tag and all; nothing where it is left out. Cost: texts and lists of reals are copied; what is in messages within is
    /// moved once for each of them.
    static void append(std::string& out, const data_type& type, std::size_t index, const column& from, std::size_t row) {
        append_field(out, number_of(index), type, from, row);
    }
    /// The same of the field with this tag.
    static void append(std::string& out, tag of, const data_type& type, const column& from, std::size_t row) {
        append_field(out, of.number(), type, from, row);
    }

private:
    [[nodiscard]] static std::uint32_t number_of(std::size_t index) noexcept { return detail::protobuf_file::field_number(index); }
    [[nodiscard]] static bool is_list(const data_type& type) noexcept { return type.id == type_id::list || type.id == type_id::vector; }
    [[nodiscard]] static detail::protobuf_file::wire_type wire_of(const data_type& type) noexcept {
        return is_list(type) ? detail::protobuf_file::wire_bytes : detail::protobuf_file::wire_of(type.id);
    }

    static void append_number(std::string& out, std::uint64_t number) {
        char bytes[16];
        out.append(bytes, static_cast<std::size_t>(detail::put_varint(bytes, number) - bytes));
    }
    static void append_tag(std::string& out, std::uint32_t number, detail::protobuf_file::wire_type wire) {
        append_number(out, std::uint64_t{number} << 3 | wire);
    }
    static void append_bytes(std::string& out, std::uint32_t number, std::string_view bytes) {
        append_tag(out, number, detail::protobuf_file::wire_bytes);
        append_number(out, bytes.size());
        out.append(bytes);
    }
    // What `body` appends, behind a tag and its size.
    template <class Body>
    static void append_message(std::string& out, std::uint32_t number, const Body& body) {
        append_tag(out, number, detail::protobuf_file::wire_bytes);
        const std::size_t begin = out.size();
        body();
        char bytes[16];
        const char* const end = detail::put_varint(bytes, out.size() - begin);
        out.insert(begin, bytes, static_cast<std::size_t>(end - bytes));
    }

    static void append_field(std::string& out, std::uint32_t number, const data_type& type, const column& from, std::size_t row) {
        if (type.nullable && from.is_null(row)) return;
        if (is_list(type)) {
            if (!type.nullable) return append_elements(out, number, type, from, row);
            return append_message(out, number, [&] { append_elements(out, 1, type, from, row); });
        }
        if (type.id == type_id::structure) return append_message(out, number, [&] { append_members(out, type, from, row); });
        if (is_text_like(type.id) || type.id == type_id::bits) {
            const std::string_view bytes = bytes_of(type, from, row);
            if (type.nullable || !bytes.empty()) append_bytes(out, number, bytes);
            return;
        }
        char value[64];
        bool is_zero = false;
        const char* const end = put_scalar(value, type, from, row, is_zero);
        if (is_zero && !type.nullable) return;
        append_tag(out, number, wire_of(type));
        out.append(value, static_cast<std::size_t>(end - value));
    }
    static void append_members(std::string& out, const data_type& type, const column& from, std::size_t row) {
        for (std::size_t i = 0; i < type.children.size(); ++i) append_field(out, number_of(i), type.children[i], from.child(i), row);
    }
    static void append_elements(std::string& out, std::uint32_t number, const data_type& list, const column& from, std::size_t row) {
        const data_type& type = list.children[0];
        const column& elements = from.child(0);
        const bool is_vector = list.id == type_id::vector;
        const std::size_t begin = is_vector ? row * list.size : static_cast<std::size_t>(from.offsets()[row]);
        const std::size_t end = is_vector ? begin + list.size : static_cast<std::size_t>(from.offsets()[row + 1]);
        if (begin == end) return;
        if (type.nullable || is_list(type)) {
            for (std::size_t i = begin; i < end; ++i) append_message(out, number, [&] { append_field(out, 1, type, elements, i); });
        } else if (type.id == type_id::structure) {
            for (std::size_t i = begin; i < end; ++i) append_message(out, number, [&] { append_members(out, type, elements, i); });
        } else if (is_text_like(type.id) || type.id == type_id::bits) {
            for (std::size_t i = begin; i < end; ++i) append_bytes(out, number, bytes_of(type, elements, i));
        } else if (type.id == type_id::float32 || type.id == type_id::float64) {
            const std::size_t width = width_of(type.id);
            append_bytes(out, number, {elements.values<char>() + begin * width, (end - begin) * width});
        } else {
            const bool packed = wire_of(type) != detail::protobuf_file::wire_bytes;
            const auto append_all = [&] {
                for (std::size_t i = begin; i < end; ++i) {
                    char value[64];
                    bool is_zero = false;
                    const char* const behind = put_scalar(value, type, elements, i, is_zero);
                    if (!packed) append_tag(out, number, detail::protobuf_file::wire_bytes);
                    out.append(value, static_cast<std::size_t>(behind - value));
                }
            };
            packed ? append_message(out, number, append_all) : append_all();
        }
    }
    [[nodiscard]] static std::string_view bytes_of(const data_type& type, const column& from, std::size_t row) noexcept {
        if (type.id != type_id::bits) return from.text(row);
        return {from.values<char>() + type.size / 8 * row, type.size / 8};
    }
    // A value of fixed width; says whether it is 0, where that can be left out.
    static char* put_scalar(char* to, const data_type& type, const column& from, std::size_t row, bool& is_zero) noexcept {
        namespace file = detail::protobuf_file;
        if (file::is_varint(type.id)) {
            const std::uint64_t number = file::with_varints(type.id, from, [row](const auto& value) -> std::uint64_t { return value(row); });
            is_zero = number == 0;
            return detail::put_varint(to, number);
        }
        switch (type.id) {
            case type_id::decimal:
                return put_decimal(to, from.values<std::int64_t>()[row], type.places);
            case type_id::uuid:
                return put_uuid(to, from.values<std::byte>() + 16 * row);
            case type_id::float64: {
                const std::uint64_t bits = from.values<std::uint64_t>()[row];
                is_zero = bits == 0;
                std::memcpy(to, &bits, 8);
                return to + 8;
            }
            case type_id::float32: {
                const std::uint32_t bits = from.values<std::uint32_t>()[row];
                is_zero = bits == 0;
                std::memcpy(to, &bits, 4);
                return to + 4;
            }
            default: {
                const std::uint16_t half = from.values<std::uint16_t>()[row];
                is_zero = half == 0;
                const auto bits = std::bit_cast<std::uint32_t>(file::widened(type.id, half));
                std::memcpy(to, &bits, 4);
                return to + 4;
            }
        }
    }
};

}  // namespace spate::inline v0

#endif  // SPATE_FORMAT_PROTOBUF_VALUES_HPP
