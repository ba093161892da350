// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_EXAMPLES_CLI_INFER_PARQUET_PAGES_HPP
#define SPATE_EXAMPLES_CLI_INFER_PARQUET_PAGES_HPP

/// The pages of a column of a row group: decompressed, levels and values decoded. Nothing in them is trusted.
/// Source: apache/parquet-format, Encodings.md and Compression.md.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "../input.hpp"
#include "parquet_footer.hpp"

namespace cli::infer {

/// Where something is read from, for errors.
struct parquet_place {
    const input_file& file;
    const std::string& column;
    std::uint64_t offset = 0;

    [[noreturn]] void fail(const std::string& problem) const { fail_at_byte(file, offset, "column " + column + ": " + problem); }
};

/// The bytes that a codec of parquet.thrift made into `stored`. Throws run_failure for codecs that are not known, and for what is damaged.
[[nodiscard]] std::string decompressed(std::string_view stored, std::size_t size, std::int32_t codec, const parquet_place& place);

/// Values in the order of the file, without nulls: which of them is filled is a matter of the physical type.
struct page_values {
    std::vector<std::int64_t> whole;      // boolean, int32, int64
    std::vector<double> real;             // float32, float64
    std::vector<std::string_view> bytes;  // others
    std::string kept;                     // what bytes are in where they are not as stored

    void clear() {
        whole.clear();
        real.clear();
        bytes.clear();
        kept.clear();
    }
};

struct value_type {
    physical_type type;
    std::int32_t length;  // of fixed_bytes
};

/// Decodes `count` values. `dictionary` is null where there is none. Views lead into `data`, `out.kept` or the dictionary. Throws run_failure for encodings
/// that are not known, and for what is damaged.
void decode_values(std::string_view data, std::size_t count, value_type type, std::int32_t encoding, const page_values* dictionary, page_values& out,
                   const parquet_place& place);

/// Decodes `count` levels or indices of a hybrid of runs and packed bits. Throws run_failure.
void decode_hybrid(std::string_view data, std::size_t count, unsigned bits, std::vector<std::uint32_t>& out, const parquet_place& place);

/// A data page: the levels are empty where all of them are 0.
struct data_page {
    std::size_t values = 0;
    std::vector<std::uint32_t> definition, repetition;
    page_values present;
};

/// Goes through the data pages of a chunk.
class chunk_pages {
public:
    chunk_pages(const input_file& file, const std::string& column, const parquet_chunk& chunk, value_type type, unsigned max_definition,
                unsigned max_repetition);

    /// The next page, or null at the end. It is valid until the next call.
    [[nodiscard]] const data_page* next();

private:
    void read_data(const page_header& header, std::string_view stored, const parquet_place& place);

    const input_file& file_;
    const std::string& column_;
    parquet_chunk chunk_;
    value_type type_;
    unsigned max_definition_, max_repetition_;
    std::uint64_t at_, end_, values_ = 0;
    bool has_dictionary_ = false;
    std::string stored_, dictionary_bytes_, page_bytes_;
    page_values dictionary_;
    data_page page_;
};

}  // namespace cli::infer

#endif  // SPATE_EXAMPLES_CLI_INFER_PARQUET_PAGES_HPP
