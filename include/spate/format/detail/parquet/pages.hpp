// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_PARQUET_PAGES_HPP
#define SPATE_FORMAT_DETAIL_PARQUET_PAGES_HPP

/// Pages: a header and, compressed or not, what stands in them. Data pages are of version 1.
/// Source: apache/parquet-format, parquet.thrift, PageHeader; README.md, "Data Pages".

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/format/detail/parquet/thrift_compact.hpp>
#include <spate/format/parquet_options.hpp>
#include <spate/format/text_buffer.hpp>

namespace spate::inline v0::detail::parquet_file {

enum class encoding : std::int32_t { plain = 0, rle = 3, rle_dictionary = 8 };

/// Throws config_error for a page, compressed or not, whose size the file cannot tell. `column`: the name of the table's column.
inline void check_page(std::size_t bytes, const std::string& column) {
    if (bytes > 0x7fffffff)
        raise_config("parquet", "column \"" + column + '"', "has a page of " + std::to_string(bytes) + " bytes, and files hold less than 2^31",
                     "make its values shorter");
}

struct page_head {
    bool is_dictionary;
    std::size_t values;  // with nulls and empty lists
    encoding encoded;
    std::size_t bytes, stored;  // before and after compression

    void write(text_buffer& out) const {
        thrift_writer to{out};
        to.i32(1, is_dictionary ? 2 : 0);
        to.i32(2, static_cast<std::int32_t>(bytes));
        to.i32(3, static_cast<std::int32_t>(stored));
        to.structure(is_dictionary ? 7 : 5);
        to.i32(1, static_cast<std::int32_t>(values));
        to.i32(2, static_cast<std::int32_t>(encoded));
        if (!is_dictionary) {
            to.i32(3, static_cast<std::int32_t>(encoding::rle));
            to.i32(4, static_cast<std::int32_t>(encoding::rle));
        }
        to.end();
        to.end();
    }
};

/// What the footer says of a column chunk's size; offsets count from the first byte of the row group.
struct chunk_sizes {
    std::size_t bytes = 0, stored = 0;  // with the pages' heads
};

/// Appends pages of one column chunk, and counts.
class page_writer {
public:
    page_writer(parquet_compression compression, std::string column) : compression_{std::move(compression)}, column_{std::move(column)} {}

    [[nodiscard]] bool compresses() const noexcept { return compression_.codec != parquet_codec::none; }
    [[nodiscard]] parquet_codec codec() const noexcept { return compression_.codec; }
    [[nodiscard]] const chunk_sizes& sizes() const noexcept { return sizes_; }
    void clear() noexcept { sizes_ = {}; }

    /// A page whose body is `levels` and then `values`.
    void write(page_head head, const text_buffer& levels, const text_buffer& values, text_buffer& out) {
        head.bytes = levels.size() + values.size();
        check_page(head.bytes, column_);
        if (!compresses()) {
            head.stored = head.bytes;
            const std::size_t begin = out.size();
            head.write(out);
            out.append(levels.text());
            out.append(values.text());
            return count(out.size() - begin - head.stored, head);
        }
        std::span<const std::byte> body = values.bytes();
        if (levels.size() != 0) {
            body_.clear();
            body_.append(levels.text());
            body_.append(values.text());
            body = body_.bytes();
        }
        compression_.compress(body, compressed_);
        head.stored = compressed_.size();
        check_page(head.stored, column_);
        const std::size_t begin = out.size();
        head.write(out);
        out.append({reinterpret_cast<const char*>(compressed_.data()), compressed_.size()});
        count(out.size() - begin - head.stored, head);
    }
    /// Counts a page that someone else wrote.
    void count(std::size_t head_bytes, const page_head& head) noexcept {
        sizes_.bytes += head_bytes + head.bytes;
        sizes_.stored += head_bytes + head.stored;
    }

private:
    parquet_compression compression_;
    std::string column_;
    chunk_sizes sizes_;
    text_buffer body_;
    std::vector<std::byte> compressed_;
};

}  // namespace spate::inline v0::detail::parquet_file

#endif  // SPATE_FORMAT_DETAIL_PARQUET_PAGES_HPP
