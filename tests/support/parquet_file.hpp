// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_PARQUET_FILE_HPP
#define SPATE_TESTS_SUPPORT_PARQUET_FILE_HPP

/// A Parquet file in memory, from rows that are given whole and handed to the encoder in pieces.

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <spate/format/parquet.hpp>

#include "random_records.hpp"

namespace test {

/// `piece()`: the rows of the next batch, at least 1.
inline std::string parquet_file(const spate::parquet& format, const spate::record_type& type, const spate::batch& rows,
                                const std::function<std::size_t()>& piece) {
    auto encoder = format.encoder(type);
    spate::text_buffer out;
    std::string file;
    std::vector<spate::encoded_block<spate::parquet::encoder_type::block_info>> blocks;
    encoder.head(out);
    file += out.text();
    const std::size_t group = format.block_rows(type);
    spate::batch part;
    for (std::size_t first = 0; first < rows.count; first += group) {
        const std::size_t end = std::min(rows.count, first + group);
        out.clear();
        encoder.begin(out, first == 0);
        for (std::size_t at = first; at < end; at += part.count) {
            slice(type, rows, at, std::min(end - at, piece()), part);
            encoder.encode(part, out);
        }
        auto info = encoder.finish(out);
        blocks.push_back({file.size(), out.size(), end - first, std::move(info)});
        file += out.text();
    }
    out.clear();
    encoder.tail({blocks.data(), blocks.size()}, out);
    file += out.text();
    return file;
}

}  // namespace test

#endif  // SPATE_TESTS_SUPPORT_PARQUET_FILE_HPP
