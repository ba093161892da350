// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DETAIL_PARQUET_TYPES_HPP
#define SPATE_DELTA_DETAIL_PARQUET_TYPES_HPP

/// What a Parquet file says about itself. Source: apache/parquet-format, parquet.thrift.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace spate::inline v0::detail::parquet_input {

enum class physical_type : int { boolean, int32, int64, int96, float32, float64, byte_array, fixed_bytes };

/// What values mean beyond how they are stored.
enum class logical_type : unsigned char { none, text, decimal, date, time, timestamp, integer, uuid, float16, interval, list, map, null };

/// A node of the schema, in the order of the file: depth first.
struct parquet_node {
    std::string name;
    std::optional<physical_type> type;
    std::int32_t length = 0;      // of fixed_bytes
    std::int32_t repetition = 0;  // 0 required, 1 optional, 2 repeated
    std::int32_t children = 0;
    logical_type logical = logical_type::none;
    std::int32_t places = 0;  // of decimals, and of times
    std::int32_t bits = 0;    // of integers
    bool is_signed = true;
};

struct parquet_chunk {
    std::int32_t type = -1;
    std::int32_t codec = 0;
    std::int64_t values = 0;
    std::int64_t begin = 0, size = 0;
};

struct parquet_group {
    std::int64_t rows = 0;
    std::vector<parquet_chunk> chunks;
};

struct parquet_footer {
    std::vector<parquet_node> nodes;
    std::vector<parquet_group> groups;
    std::int64_t rows = 0;
};

struct page_header {
    enum class kind : int { data = 0, index = 1, dictionary = 2, data_v2 = 3 };
    kind what = kind::data;
    std::int32_t size = 0, stored_size = 0;  // without and with compression
    std::int32_t values = 0, encoding = 0;
    std::int32_t definition_encoding = 3, repetition_encoding = 3;
    std::int32_t definition_bytes = 0, repetition_bytes = 0;  // of data_v2
    bool compressed = true;
    std::size_t header_size = 0;
};

}  // namespace spate::inline v0::detail::parquet_input

#endif  // SPATE_DELTA_DETAIL_PARQUET_TYPES_HPP
