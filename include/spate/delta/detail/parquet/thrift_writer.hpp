// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DETAIL_PARQUET_THRIFT_WRITER_HPP
#define SPATE_DELTA_DETAIL_PARQUET_THRIFT_WRITER_HPP

/// Writes Thrift's compact protocol. Source: Apache Thrift, doc/specs/thrift-compact-protocol.md.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <spate/detail/varint.hpp>

namespace spate::inline v0::detail::parquet_input {

inline void append_varint(std::string& out, std::uint64_t number) {
    char bytes[2 * longest_varint];
    out.append(bytes, static_cast<std::size_t>(put_varint(bytes, number) - bytes));
}

/// A structure, field by field, in the order of their numbers. Each structure needs `end()`.
class compact_writer {
public:
    explicit compact_writer(std::string& out) : out_{out} {}

    void number(int field, std::int32_t value) { head(field, 5), append_varint(out_, zigzag(value)); }
    void large(int field, std::int64_t value) { head(field, 6), append_varint(out_, zigzag(value)); }
    void text(int field, std::string_view value) { head(field, 8), text(value); }
    void structure(int field) { head(field, 12), structure(); }
    void list(int field, int type, std::size_t count) {
        head(field, 9);
        out_ += static_cast<char>((count < 15 ? count : 15) << 4 | static_cast<unsigned>(type));
        if (count >= 15) append_varint(out_, count);
    }

    // Elements of a list.
    void number(std::int32_t value) { append_varint(out_, zigzag(value)); }
    void text(std::string_view value) { append_varint(out_, value.size()), out_ += value; }
    void structure() { last_.push_back(0); }

    void end() { out_ += '\0', last_.pop_back(); }

private:
    // Fields are never more than 15 apart here, so that the step stands in the same byte as the type.
    void head(int field, int type) {
        out_ += static_cast<char>((field - last_.back()) << 4 | type);
        last_.back() = field;
    }

    std::string& out_;
    std::vector<int> last_ = {0};
};

}  // namespace spate::inline v0::detail::parquet_input

#endif  // SPATE_DELTA_DETAIL_PARQUET_THRIFT_WRITER_HPP
