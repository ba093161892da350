// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_PARQUET_FOOTER_HPP
#define SPATE_FORMAT_DETAIL_PARQUET_FOOTER_HPP

/// What stands at the end of a Parquet file.
/// Source: apache/parquet-format, parquet.thrift, FileMetaData; README.md, "File format".

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <spate/format/detail/parquet/chunk.hpp>
#include <spate/format/detail/parquet/pages.hpp>
#include <spate/format/detail/parquet/schema.hpp>
#include <spate/format/detail/parquet/thrift_compact.hpp>
#include <spate/format/format.hpp>

namespace spate::inline v0::detail::parquet_file {

inline constexpr std::string_view magic = "PAR1";

/// What is remembered of a row group: a chunk for each leaf.
struct row_group_info {
    std::vector<chunk_info> chunks;
};

inline void write_statistics(const chunk_info& chunk, thrift_writer& to) {
    to.structure(12);
    to.i64(3, static_cast<std::int64_t>(chunk.nulls));
    if (chunk.range.known) {
        to.binary(5, chunk.range.largest);
        to.binary(6, chunk.range.least);
        to.boolean(7, true);
        to.boolean(8, true);
    }
    to.end();
}

inline void write_chunk(const leaf& of, parquet_codec codec, const chunk_info& chunk, std::uint64_t row_group, thrift_writer& to) {
    to.structure();
    to.i64(2, 0);
    to.structure(3);
    to.i32(1, static_cast<std::int32_t>(of.physical));
    const bool levels = of.definition + of.repetition != 0;
    const std::array<bool, 3> has{chunk.has_plain || chunk.has_dictionary, levels || chunk.has_dictionary, chunk.has_dictionary};
    constexpr std::array<encoding, 3> encodings{encoding::plain, encoding::rle, encoding::rle_dictionary};
    to.list(2, thrift_type::i32, static_cast<std::size_t>(std::count(has.begin(), has.end(), true)));
    for (std::size_t i = 0; i < has.size(); ++i)
        if (has[i]) to.i32(static_cast<std::int32_t>(encodings[i]));
    to.list(3, thrift_type::binary, of.names.size());
    for (const std::string& name : of.names) to.binary(name);
    to.i32(4, static_cast<std::int32_t>(codec));
    to.i64(5, static_cast<std::int64_t>(chunk.values));
    to.i64(6, static_cast<std::int64_t>(chunk.bytes));
    to.i64(7, static_cast<std::int64_t>(chunk.stored));
    to.i64(9, static_cast<std::int64_t>(row_group + chunk.data_offset));
    if (chunk.has_dictionary) to.i64(11, static_cast<std::int64_t>(row_group + chunk.dictionary_offset));
    write_statistics(chunk, to);
    to.end();
    to.end();
}

/// The metadata, its length and the file's last four bytes. Row groups without rows are left out.
inline void write_footer(const std::vector<schema_element>& elements, const std::vector<chunk_writer>& leaves,
                         std::span<const encoded_block<row_group_info>> row_groups, text_buffer& out) {
    const std::size_t begin = out.size();
    thrift_writer to{out};
    to.i32(1, 1);
    to.list(2, thrift_type::structure, elements.size());
    for (const schema_element& element : elements) element.write(to);
    std::uint64_t rows = 0;
    std::size_t count = 0;
    for (const auto& group : row_groups) {
        rows += group.rows;
        count += group.rows != 0;
    }
    to.i64(3, static_cast<std::int64_t>(rows));
    to.list(4, thrift_type::structure, count);
    for (const auto& group : row_groups) {
        if (group.rows == 0) continue;
        std::size_t bytes = 0, stored = 0;
        to.structure();
        to.list(1, thrift_type::structure, leaves.size());
        for (std::size_t i = 0; i < leaves.size(); ++i) {
            const chunk_info& chunk = group.info.chunks[i];
            write_chunk(leaves[i].described(), leaves[i].codec(), chunk, group.offset, to);
            bytes += chunk.bytes;
            stored += chunk.stored;
        }
        to.i64(2, static_cast<std::int64_t>(bytes));
        to.i64(3, static_cast<std::int64_t>(group.rows));
        to.i64(5, static_cast<std::int64_t>(group.offset));
        to.i64(6, static_cast<std::int64_t>(stored));
        to.end();
    }
    to.binary(6, "spate");
    // Least and largest values are in the order of each column's type.
    to.list(7, thrift_type::structure, leaves.size());
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        to.structure();
        to.structure(1);
        to.end();
        to.end();
    }
    to.end();
    const auto size = static_cast<std::uint32_t>(out.size() - begin);
    out.append({reinterpret_cast<const char*>(&size), 4});
    out.append(magic);
}

}  // namespace spate::inline v0::detail::parquet_file

#endif  // SPATE_FORMAT_DETAIL_PARQUET_FOOTER_HPP
