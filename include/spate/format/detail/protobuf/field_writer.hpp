// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_PROTOBUF_FIELD_WRITER_HPP
#define SPATE_FORMAT_DETAIL_PROTOBUF_FIELD_WRITER_HPP

/// Fields of any kind. How many bytes a message has stands before it, so sizes are found first, column by column and from the innermost on.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <spate/detail/text_numbers.hpp>
#include <spate/field/column.hpp>
#include <spate/field/half.hpp>
#include <spate/field/type.hpp>
#include <spate/format/detail/protobuf/model.hpp>
#include <spate/format/detail/protobuf/wire.hpp>

namespace spate::inline v0::detail::protobuf_file {

/// How many letters put_decimal writes.
[[nodiscard]] inline std::uint32_t decimal_size(std::int64_t units, unsigned places) noexcept {
    const std::uint64_t size = units < 0 ? 0 - static_cast<std::uint64_t>(units) : static_cast<std::uint64_t>(units);
    std::uint32_t digits = 1;
    while (digits < 20 && size >= powers_of_ten[digits]) ++digits;
    if (places != 0) digits = (digits > places ? digits : places + 1) + 1;
    return digits + (units < 0 ? 1 : 0);
}

[[nodiscard]] inline float widened(type_id id, std::uint16_t bits) noexcept { return id == type_id::float16 ? float_of_half(bits) : float_of_bfloat16(bits); }

class field_writer {
public:
    explicit field_writer(const field_model& of)
        : type_{of.type},
          message_{!of.message.empty()},
          members_{message_ && of.message[0].members},
          repeated_{of.repeated},
          packed_{of.repeated && !message_ && (is_varint(of.type.id) || is_real(of.type.id))},
          optional_{of.optional},
          is_vector_{of.is_vector},
          elements_{of.elements},
          tag_{tag(of.number, message_ || packed_ ? wire_bytes : wire_of(of.type.id))} {
        if (message_)
            for (const field_model& field : of.message[0].fields) fields_.emplace_back(field);
    }

    /// The bytes of the field in rows [first, first + count), tag and all; 0 where it is left out. What write needs to know of these rows is kept.
    void measure(const column& from, std::size_t first, std::size_t count, std::uint64_t* sizes) {
        if (packed_) {
            start_bodies(first, count);
            for (std::size_t i = 0; i < count; ++i) {
                const auto [begin, end] = range(from, first + i);
                bodies_[i] = packed_size(from.child(0), begin, end);
                sizes[i] = begin == end ? 0 : bytes_field(bodies_[i]);
            }
        } else if (repeated_) {
            const std::size_t begin = range(from, first).first, end = count == 0 ? begin : range(from, first + count - 1).second;
            std::vector<std::uint64_t> elements(end - begin);
            measure_values(from.child(0), begin, end - begin, elements.data());
            for (std::size_t i = 0; i < count; ++i) {
                const auto [at, behind] = range(from, first + i);
                sizes[i] = 0;
                for (std::size_t k = at; k < behind; ++k) sizes[i] += elements[k - begin];
            }
        } else {
            measure_values(from, first, count, sizes);
            for (std::size_t i = 0; i < count; ++i)
                if (is_left_out(from, first + i)) sizes[i] = 0;
        }
    }

    /// Writes the field of a row that was measured; returns its end. May store up to 24 bytes behind it.
    char* write(char* to, const column& from, std::size_t row) const {
        if (!repeated_) return is_left_out(from, row) ? to : write_value(to, from, row);
        const auto [begin, end] = range(from, row);
        if (!packed_) {
            for (std::size_t i = begin; i < end; ++i) to = write_value(to, from.child(0), i);
            return to;
        }
        if (begin == end) return to;
        return write_packed(put_varint(put_tag(to), bodies_[row - first_]), from.child(0), begin, end);
    }

private:
    // The elements of a row.
    [[nodiscard]] std::pair<std::size_t, std::size_t> range(const column& from, std::size_t row) const noexcept {
        if (is_vector_) return {row * elements_, (row + 1) * elements_};
        return {static_cast<std::size_t>(from.offsets()[row]), static_cast<std::size_t>(from.offsets()[row + 1])};
    }
    // Nulls, and values that are 0 or empty where nothing else can be absent.
    [[nodiscard]] bool is_left_out(const column& from, std::size_t row) const {
        if (optional_) return from.is_null(row);
        if (message_) return false;
        if (is_varint(type_.id)) return with_varints(type_.id, from, [row](const auto& number) { return number(row) == 0; });
        switch (type_.id) {
            case type_id::float16:
            case type_id::bfloat16:
                return from.values<std::uint16_t>()[row] == 0;
            case type_id::float32:
                return from.values<std::uint32_t>()[row] == 0;
            case type_id::float64:
                return from.values<std::uint64_t>()[row] == 0;
            case type_id::text:
            case type_id::binary:
            case type_id::json:
                return from.text(row).empty();
            case type_id::bits:
                return type_.size == 0;
            default:
                return false;
        }
    }
    [[nodiscard]] std::uint32_t tag_size() const noexcept { return static_cast<std::uint32_t>(tag_.size()); }
    [[nodiscard]] std::uint64_t bytes_field(std::uint64_t bytes) const noexcept { return tag_size() + varint_size(bytes) + bytes; }
    char* put_tag(char* to) const noexcept {
        for (const char byte : tag_) *to++ = byte;
        return to;
    }
    void start_bodies(std::size_t first, std::size_t count) {
        first_ = first;
        bodies_.assign(count, 0);
    }

    void measure_values(const column& from, std::size_t first, std::size_t count, std::uint64_t* sizes) {
        if (message_) return measure_messages(from, first, count, sizes);
        const std::uint64_t before = tag_size();
        if (is_varint(type_.id))
            return with_varints(type_.id, from, [&](const auto& number) {
                for (std::size_t i = 0; i < count; ++i) sizes[i] = before + varint_size(number(first + i));
            });
        for (std::size_t i = 0; i < count; ++i) sizes[i] = value_size(from, first + i);
    }
    [[nodiscard]] std::uint64_t value_size(const column& from, std::size_t row) const {
        switch (type_.id) {
            case type_id::float64:
                return tag_size() + 8;
            case type_id::float16:
            case type_id::bfloat16:
            case type_id::float32:
                return tag_size() + 4;
            case type_id::decimal:
                return bytes_field(decimal_size(from.values<std::int64_t>()[row], type_.places));
            case type_id::uuid:
                return bytes_field(36);
            case type_id::bits:
                return bytes_field(type_.size / 8);
            default:
                return bytes_field(from.text(row).size());
        }
    }
    void measure_messages(const column& from, std::size_t first, std::size_t count, std::uint64_t* sizes) {
        start_bodies(first, count);
        for (std::size_t i = 0; i < fields_.size(); ++i) {
            fields_[i].measure(members_ ? from.child(i) : from, first, count, sizes);
            for (std::size_t row = 0; row < count; ++row) bodies_[row] += sizes[row];
        }
        for (std::size_t row = 0; row < count; ++row) sizes[row] = bytes_field(bodies_[row]);
    }
    [[nodiscard]] std::uint64_t packed_size(const column& from, std::size_t begin, std::size_t end) const {
        if (is_real(type_.id)) return std::uint64_t{end - begin} * (type_.id == type_id::float64 ? 8 : 4);
        return with_varints(type_.id, from, [=](const auto& number) {
            std::uint64_t bytes = 0;
            for (std::size_t i = begin; i < end; ++i) bytes += varint_size(number(i));
            return bytes;
        });
    }

    char* write_value(char* to, const column& from, std::size_t row) const {
        to = put_tag(to);
        if (message_) {
            to = put_varint(to, bodies_[row - first_]);
            for (std::size_t i = 0; i < fields_.size(); ++i) to = fields_[i].write(to, members_ ? from.child(i) : from, row);
            return to;
        }
        if (is_varint(type_.id) || is_real(type_.id)) return write_packed(to, from, row, row + 1);
        switch (type_.id) {
            case type_id::decimal: {
                const std::int64_t units = from.values<std::int64_t>()[row];
                *to++ = static_cast<char>(decimal_size(units, type_.places));
                return put_decimal(to, units, type_.places);
            }
            case type_id::uuid:
                *to++ = 36;
                return put_uuid(to, from.values<std::byte>() + 16 * row);
            case type_id::bits:
                return put_bytes(to, {from.values<char>() + type_.size / 8 * row, type_.size / 8});
            default:
                return put_bytes(to, from.text(row));
        }
    }
    static char* put_bytes(char* to, std::string_view bytes) noexcept {
        to = put_varint(to, bytes.size());
        if (!bytes.empty()) std::memcpy(to, bytes.data(), bytes.size());
        return to + bytes.size();
    }
    // Numbers one behind the other.
    char* write_packed(char* to, const column& from, std::size_t begin, std::size_t end) const {
        if (is_varint(type_.id))
            return with_varints(type_.id, from, [=](const auto& number) {
                char* at = to;
                for (std::size_t i = begin; i < end; ++i) at = put_varint(at, number(i));
                return at;
            });
        if (!is_half(type_.id)) {
            const std::size_t width = width_of(type_.id);
            std::memcpy(to, from.values<char>() + begin * width, (end - begin) * width);
            return to + (end - begin) * width;
        }
        for (std::size_t i = begin; i < end; ++i, to += 4) {
            const auto number = std::bit_cast<std::uint32_t>(widened(type_.id, from.values<std::uint16_t>()[i]));
            std::memcpy(to, &number, 4);
        }
        return to;
    }

    data_type type_;
    bool message_, members_, repeated_, packed_, optional_, is_vector_;
    std::size_t elements_;
    std::string tag_;
    std::vector<field_writer> fields_;
    // Of rows [first_, first_ + size): what stands behind the tag and the size of a message or of packed numbers.
    std::size_t first_ = 0;
    std::vector<std::uint64_t> bodies_;
};

}  // namespace spate::inline v0::detail::protobuf_file

#endif  // SPATE_FORMAT_DETAIL_PROTOBUF_FIELD_WRITER_HPP
