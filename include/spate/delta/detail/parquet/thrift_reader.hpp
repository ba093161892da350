// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DETAIL_PARQUET_THRIFT_READER_HPP
#define SPATE_DELTA_DETAIL_PARQUET_THRIFT_READER_HPP

/// Thrift's compact protocol, read from bytes that may be anything. Source: Apache Thrift, doc/specs/thrift-compact-protocol.md.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace spate::inline v0::detail::parquet_input {

/// What is wrong with a structure, and where: the place counts from its first byte.
struct thrift_error {
    std::size_t place;
    std::string problem;
    /// Whether more bytes could have helped.
    bool is_short;
};

class thrift_reader {
public:
    explicit thrift_reader(std::string_view bytes) : bytes_{bytes} {}

    /// How many bytes have been read.
    [[nodiscard]] std::size_t at() const noexcept { return at_; }

    struct list {
        std::uint32_t count;
        int type;
    };

    std::uint8_t byte() {
        if (at_ == bytes_.size()) throw thrift_error{at_, "ends in the middle", true};
        return static_cast<std::uint8_t>(bytes_[at_++]);
    }
    std::uint64_t varint() {
        std::uint64_t out = 0;
        for (unsigned shift = 0; shift < 70; shift += 7) {
            const std::uint8_t next = byte();
            if (shift < 64) out |= static_cast<std::uint64_t>(next & 0x7f) << shift;
            if ((next & 0x80) == 0) return out;
        }
        fail("has a number of more than ten bytes");
    }
    std::int64_t whole() {
        const std::uint64_t number = varint();
        return static_cast<std::int64_t>(number >> 1 ^ (0 - (number & 1)));
    }
    std::int32_t small() {
        const std::int64_t number = whole();
        if (number < std::numeric_limits<std::int32_t>::min() || number > std::numeric_limits<std::int32_t>::max()) fail("has a number of more than 32 bits");
        return static_cast<std::int32_t>(number);
    }
    std::string_view binary() {
        const std::uint64_t size = varint();
        if (size > bytes_.size() - at_) throw thrift_error{at_, "has a text of " + std::to_string(size) + " bytes, which goes beyond its end", true};
        const std::string_view out = bytes_.substr(at_, static_cast<std::size_t>(size));
        at_ += static_cast<std::size_t>(size);
        return out;
    }
    /// Each element takes a byte or more, so that no list has more of them than bytes are left.
    list begin_list() {
        const std::uint8_t head = byte();
        const std::uint64_t count = head >> 4 == 15 ? varint() : head >> 4;
        if (count > bytes_.size() - at_) throw thrift_error{at_, "has a list of " + std::to_string(count) + " elements, which goes beyond its end", true};
        return {static_cast<std::uint32_t>(count), head & 15};
    }
    list begin_list(int type) {
        const list out = begin_list();
        if (out.count != 0 && out.type != type) fail("has a list of another type than expected");
        return out;
    }

    /// Reads a structure: `on_field(number, type)` reads a field's value and gives true, or gives false, whereupon it is skipped.
    template <class OnField>
    void structure(const OnField& on_field) {
        int number = 0;
        while (true) {
            const std::uint8_t head = byte();
            if (head == 0) return;
            number = head >> 4 != 0 ? number + (head >> 4) : small();
            const int type = head & 15;
            if (!on_field(number, type)) skip(type, 0);
        }
    }
    /// As the value of a field of type 1 or 2.
    static bool boolean(int type) noexcept { return type == 1; }

    void skip(int type) { skip(type, 0); }

    [[noreturn]] void fail(std::string problem) const { throw thrift_error{at_, std::move(problem), false}; }

private:
    void skip(int type, int depth) {
        if (depth > 32) fail("is nested more than 32 deep");
        switch (type) {
            case 1:
            case 2:
                return;
            case 3:
                byte();
                return;
            case 4:
            case 5:
            case 6:
                varint();
                return;
            case 7:
                for (int i = 0; i < 8; ++i) byte();
                return;
            case 8:
                binary();
                return;
            case 9:
            case 10: {
                const list of = begin_list();
                for (std::uint32_t i = 0; i < of.count; ++i) skip_element(of.type, depth);
                return;
            }
            case 11: {
                const std::uint64_t count = varint();
                if (count > bytes_.size() - at_) fail("has a map that goes beyond its end");
                const int types = count == 0 ? 0 : byte();
                for (std::uint64_t i = 0; i < count; ++i) {
                    skip_element(types >> 4, depth);
                    skip_element(types & 15, depth);
                }
                return;
            }
            case 12:
                structure([&](int, int inner) {
                    skip(inner, depth + 1);
                    return true;
                });
                return;
            default:
                fail("has a field of the unknown type " + std::to_string(type));
        }
    }
    // Truth values have no bytes as fields, and one as elements.
    void skip_element(int type, int depth) { type == 1 || type == 2 ? static_cast<void>(byte()) : skip(type, depth + 1); }

    std::string_view bytes_;
    std::size_t at_ = 0;
};

}  // namespace spate::inline v0::detail::parquet_input

#endif  // SPATE_DELTA_DETAIL_PARQUET_THRIFT_READER_HPP
