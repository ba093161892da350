// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_PARQUET_HPP
#define SPATE_FORMAT_PARQUET_HPP

/// `parquet`: columns in row groups.

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <spate/core/error.hpp>
#include <spate/field/words.hpp>
#include <spate/format/detail/parquet/chunk.hpp>
#include <spate/format/detail/parquet/footer.hpp>
#include <spate/format/detail/parquet/ranges.hpp>
#include <spate/format/detail/parquet/schema.hpp>
#include <spate/format/detail/usual_bytes.hpp>
#include <spate/format/format.hpp>
#include <spate/format/parquet_options.hpp>
#include <spate/format/parquet_range.hpp>
#include <spate/format/text_buffer.hpp>
#include <spate/schema/batch.hpp>

namespace spate::inline v0 {

/// Parquet, a frozen subset that every reader knows: data pages of version 1, PLAIN or RLE_DICTIONARY values, RLE levels, a footer without key-value
/// metadata. A block is a row group.
///
/// | type | in the file |
/// |---|---|
/// | boolean | BOOLEAN |
/// | int8 ... uint64 | INT32, INT64; INTEGER(bits, signed) but for int32 and int64 |
/// | float16 | FIXED_LEN_BYTE_ARRAY(2), FLOAT16 |
/// | bfloat16 | FLOAT of the same value, or FIXED_LEN_BYTE_ARRAY(2) |
/// | float32, float64 | FLOAT, DOUBLE |
/// | decimal | DECIMAL, in an INT32 up to 9 digits, else in an INT64 |
/// | date | INT32, DATE |
/// | timestamp | INT64, TIMESTAMP in UTC: milliseconds (of whole seconds, too), microseconds or nanoseconds |
/// | uuid | FIXED_LEN_BYTE_ARRAY(16), UUID |
/// | text, json, binary | BYTE_ARRAY; STRING, JSON (or STRING), nothing |
/// | bits | FIXED_LEN_BYTE_ARRAY (or a LIST of UINT_8) |
/// | list, vector | a LIST of three levels |
/// | structure | a group |
///
/// Columns that may be null are optional, others required. Statistics of a chunk have the number of nulls (empty lists among them), and the least and the
/// largest value, NaN aside, but for binary, JSON, bits, elements of vectors, and texts of more than 64 bytes. Throws config_error for a table without columns,
/// a structure without members, 0 bits, and decimals of 0 or more than 18 digits; and, as soon as it is
/// known, for a page of 2^31 bytes or more, as 64 rows of long texts make.
///
/// Determinism: a row group's bytes depend on its rows alone; with a codec, on its library's version, too. Memory: an encoder holds one row group but for
/// its first column. Cost: required columns of fixed width are copied once where they are the first of the table, else twice. Thread safety: an encoder belongs
/// to one thread. Source: apache/parquet-format 2.11, parquet.thrift and the documents beside it.
struct parquet {
    class encoder_type {
    public:
        using block_info = detail::parquet_file::row_group_info;

        encoder_type(const record_type& type, const parquet_options& options) {
            detail::parquet_file::schema_tree tree{type, options};
            elements_ = std::move(tree.elements);
            leaves_.reserve(tree.leaves.size());
            for (detail::parquet_file::leaf& leaf : tree.leaves) leaves_.emplace_back(std::move(leaf), options, leaves_.empty());
        }

        static void head(text_buffer& out) { out.append(detail::parquet_file::magic); }
        void begin(text_buffer&, bool) {
            for (auto& leaf : leaves_) leaf.begin();
        }
        void encode(const batch& rows, text_buffer& out) {
            for (auto& leaf : leaves_) leaf.add(rows.columns[leaf.described().field], rows.count, out);
        }
        [[nodiscard]] block_info finish(text_buffer& out) {
            std::vector<std::span<const std::byte>> parts;
            block_info info = finish(out, parts);
            for (const std::span<const std::byte> part : parts) out.append({reinterpret_cast<const char*>(part.data()), part.size()});
            return info;
        }
        /// The same without a copy: what stands in the row group behind `out` is added to `parts`, and stays as it is until the next `begin`.
        [[nodiscard]] block_info finish(text_buffer& out, std::vector<std::span<const std::byte>>& parts) {
            block_info info;
            info.chunks.reserve(leaves_.size());
            std::size_t offset = 0;
            for (auto& leaf : leaves_) {
                info.chunks.push_back(leaf.finish(out, offset, parts));
                offset += info.chunks.back().stored;
            }
            return info;
        }
        /// What is known of each column of the file, from all of its blocks; see parquet_range.
        [[nodiscard]] std::vector<parquet_range> ranges(std::span<const encoded_block<block_info>> blocks) const {
            return detail::parquet_file::ranges_of(leaves_, blocks);
        }
        void tail(std::span<const encoded_block<block_info>> blocks, text_buffer& out) const {
            detail::parquet_file::write_footer(elements_, leaves_, blocks, out);
        }

    private:
        std::vector<detail::parquet_file::schema_element> elements_;
        std::vector<detail::parquet_file::chunk_writer> leaves_;
    };

    parquet_options options = {};

    [[nodiscard]] encoder_type encoder(const record_type& type) const {
        check();
        return {type, options};
    }
    /// Whole batches of rows, unless the options say how many.
    [[nodiscard]] std::size_t block_rows(const record_type& type) const {
        if (options.row_group_rows != 0) return options.row_group_rows;
        constexpr std::size_t most_rows = 131072, wanted_bytes = std::size_t{64} << 20;
        return std::clamp(wanted_bytes / std::max<std::size_t>(1, detail::usual_bytes(type)) / batch_rows * batch_rows, batch_rows, most_rows);
    }

private:
    void check() const {
        constexpr std::size_t most = std::size_t{1} << 30;
        if (options.page_bytes == 0 || options.page_bytes > most)
            detail::raise_config("page_bytes", std::to_string(options.page_bytes), "is not from 1 to 1073741824", "use 1048576");
        if ((options.compression.codec != parquet_codec::none) != static_cast<bool>(options.compression.compress))
            detail::raise_config("compression", "", "a codec and a function to compress with go together", "take one of format/parquet_codecs.hpp");
    }
};

static_assert(record_format<parquet>);

}  // namespace spate::inline v0

#endif  // SPATE_FORMAT_PARQUET_HPP
