// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_PARQUET_THRIFT_COMPACT_HPP
#define SPATE_FORMAT_DETAIL_PARQUET_THRIFT_COMPACT_HPP

/// Thrift's compact protocol, as much of it as Parquet's headers and footers need.
/// Source: Apache Thrift, doc/specs/thrift-compact-protocol.md.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <spate/format/text_buffer.hpp>

namespace spate::inline v0::detail::parquet_file {

/// Seven bits a byte, the lowest first; the highest bit of a byte says that another follows. At most 10 bytes.
inline char* put_varint(char* to, std::uint64_t number) noexcept {
    for (; number >= 0x80; number >>= 7) *to++ = static_cast<char>(number | 0x80);
    *to = static_cast<char>(number);
    return to + 1;
}

[[nodiscard]] constexpr std::uint64_t zigzag(std::int64_t number) noexcept {
    return static_cast<std::uint64_t>(number) << 1 ^ static_cast<std::uint64_t>(number >> 63);
}

enum class thrift_type : unsigned char { yes = 1, no = 2, byte = 3, i16 = 4, i32 = 5, i64 = 6, binary = 8, list = 9, structure = 12 };

/// Appends a structure to a buffer, field by field, in the order of their numbers. What is written outermost needs `end()` behind its last field.
class thrift_writer {
public:
    explicit thrift_writer(text_buffer& out) noexcept : out_{out} {}

    void boolean(int field, bool value) { head(field, value ? thrift_type::yes : thrift_type::no); }
    void byte(int field, std::int8_t value) {
        head(field, thrift_type::byte);
        put(static_cast<unsigned char>(value));
    }
    void i32(int field, std::int32_t value) {
        head(field, thrift_type::i32);
        varint(zigzag(value));
    }
    void i64(int field, std::int64_t value) {
        head(field, thrift_type::i64);
        varint(zigzag(value));
    }
    void binary(int field, std::string_view value) {
        head(field, thrift_type::binary);
        binary(value);
    }
    /// A structure in a field; its own fields follow, then `end()`.
    void structure(int field) {
        head(field, thrift_type::structure);
        structure();
    }
    void list(int field, thrift_type of, std::size_t count) {
        head(field, thrift_type::list);
        if (count < 15) {
            put(static_cast<unsigned>(count << 4) | static_cast<unsigned>(of));
        } else {
            put(0xf0u | static_cast<unsigned>(of));
            varint(count);
        }
    }

    // Elements of a list.
    void i32(std::int32_t value) { varint(zigzag(value)); }
    void binary(std::string_view value) {
        varint(value.size());
        out_.append(value);
    }
    void structure() { last_[++depth_] = 0; }

    void end() {
        put(0);
        --depth_;
    }

private:
    void put(unsigned byte) {
        char* const to = out_.room(1);
        *to = static_cast<char>(byte);
        out_.set_end(to + 1);
    }
    void varint(std::uint64_t number) { out_.set_end(put_varint(out_.room(10), number)); }
    // A step from the last field's number of 1 to 15 stands in the same byte as the type.
    void head(int field, thrift_type type) {
        const int step = field - last_[depth_];
        last_[depth_] = field;
        if (step > 0 && step < 16) return put(static_cast<unsigned>(step) << 4 | static_cast<unsigned>(type));
        put(static_cast<unsigned>(type));
        varint(zigzag(field));
    }

    text_buffer& out_;
    // Parquet's structures are no deeper than a file's row group's chunk's metadata's statistics.
    std::array<int, 12> last_{};
    std::size_t depth_ = 0;
};

}  // namespace spate::inline v0::detail::parquet_file

#endif  // SPATE_FORMAT_DETAIL_PARQUET_THRIFT_COMPACT_HPP
