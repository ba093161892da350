// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_MILVUS_HPP
#define SPATE_FORMAT_MILVUS_HPP

/// `milvus_parquet`, `milvus_json`, `milvus_ndjson`, `milvus_csv`: the formats as Milvus imports them.

#include <utility>

#include <spate/format/csv.hpp>
#include <spate/format/json_array.hpp>
#include <spate/format/ndjson.hpp>
#include <spate/format/parquet.hpp>
#include <spate/format/parquet_options.hpp>

namespace spate::inline v0 {

/// Parquet that Milvus's importer takes, of the types that it knows:
///
/// | field | column | in the file |
/// |---|---|---|
/// | Bool; Int8 ... Int64; Float, Double | boolean; int8 ... int64; float32, float64 | BOOLEAN; INT32 with INTEGER(8 or 16), INT32, INT64; FLOAT, DOUBLE |
/// | VarChar, String; JSON | text; json | STRING |
/// | Array | list | LIST |
/// | FloatVector; Int8Vector | vector of float32; of int8 | LIST of FLOAT; of INTEGER(8) |
/// | BinaryVector | bits | LIST of UINT_8, 8 dimensions a byte |
/// | Float16Vector, BFloat16Vector | vector of float16; of bfloat16 | LIST of UINT_8, two bytes a dimension, the lower first |
/// | SparseFloatVector | structure of lists `indices` and `values`, or json | group of two LISTs, or STRING |
///
/// Texts are plain STRING, which the importer alone reads as such (large strings, dictionaries and lists of a fixed size it refuses): the footer has no
/// Arrow schema that would say otherwise. A column is optional where the field is nullable, else required. Vectors are stored in their own size,
/// without a codec; see compress_vectors and pack_bytes of parquet_options. Other types are as in `parquet`; the importer refuses them.
///
/// Source: milvus-io/milvus 2.4 to 2.6, internal/util/importutilv2/parquet; pymilvus, bulk_writer.
[[nodiscard]] inline parquet milvus_parquet(parquet_compression compression = {}) {
    parquet_options options;
    options.compression = std::move(compression);
    options.compress_vectors = false;
    options.pack_bytes = true;
    options.json_as_string = true;
    options.bytes_as_lists = true;
    options.bfloat16 = parquet_bfloat16::raw;
    return {std::move(options)};
}

/// A JSON array as Milvus's importer takes it: as json_array, but that binary vectors are lists of numbers from 0 to 255; vectors of halves are numbers.
///
/// Source: milvus-io/milvus, internal/util/importutilv2/json.
[[nodiscard]] inline json_array milvus_json() { return {{.bytes_as_lists = true}}; }

/// The same objects, one a line: what the insert calls of Milvus's clients take row by row, and its newest importers.
[[nodiscard]] inline ndjson milvus_ndjson() { return {{.bytes_as_lists = true}}; }

/// CSV as Milvus's importer takes it: vectors and arrays are JSON in a text, binary vectors lists of numbers, nulls nothing. The importer takes an empty
/// text of a nullable field for a null, too.
///
/// Source: milvus-io/milvus, internal/util/importutilv2/csv.
[[nodiscard]] inline csv_format milvus_csv() {
    csv_options options;
    options.bytes_as_lists = true;
    return csv(std::move(options));
}

}  // namespace spate::inline v0

#endif  // SPATE_FORMAT_MILVUS_HPP
