// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_HPP
#define SPATE_FORMAT_HPP

/// Formats: what rows become in files.

#include <spate/format/arrow.hpp>
#include <spate/format/avro.hpp>
#include <spate/format/avro_options.hpp>
#include <spate/format/avro_schema.hpp>
#include <spate/format/avro_values.hpp>
#include <spate/format/binary_row_values.hpp>
#include <spate/format/binary_rows.hpp>
#include <spate/format/bulk.hpp>
#include <spate/format/csv.hpp>
#include <spate/format/format.hpp>
#include <spate/format/json_array.hpp>
#include <spate/format/milvus.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/format/parquet.hpp>
#include <spate/format/parquet_options.hpp>
#include <spate/format/parquet_range.hpp>
#include <spate/format/protobuf.hpp>
#include <spate/format/protobuf_values.hpp>
#include <spate/format/text_buffer.hpp>

#endif  // SPATE_FORMAT_HPP
