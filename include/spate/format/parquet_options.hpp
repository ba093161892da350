// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_PARQUET_OPTIONS_HPP
#define SPATE_FORMAT_PARQUET_OPTIONS_HPP

/// What can be chosen about Parquet files.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace spate::inline v0 {

/// Codecs of pages, by their numbers in the file.
enum class parquet_codec : std::int32_t { none = 0, snappy = 1, gzip = 2, zstd = 6, lz4_raw = 7 };

/// A codec and the function that compresses a page with it: replaces what is in `out` by the compressed form of `page`. Each encoder has a copy of
/// the function, and copies are called from several threads at the same time. format/parquet_codecs.hpp has those of the codecs' own libraries.
struct parquet_compression {
    parquet_codec codec = parquet_codec::none;
    std::function<void(std::span<const std::byte> page, std::vector<std::byte>& out)> compress = {};
};

/// Which columns are written as numbers of a dictionary.
enum class parquet_dictionary : unsigned char {
    none,
    given,  // texts whose column has one
    found   // and all others, booleans aside, whose first page takes less space so
};

/// Whether bfloat16, which Parquet has not, is written as FLOAT (exact, and a number to every reader) or as its two bytes, the lower first.
enum class parquet_bfloat16 : unsigned char { widened, raw };

/// What parquet takes: `parquet{{.row_group_rows = 10'000, .compression = parquet_zstd(3)}}`.
struct parquet_options {
    /// Rows of a row group; 0: as many as take some 64 MiB, at most 131072.
    std::size_t row_group_rows = 0;
    /// About how many bytes of values a page has, before compression. At most 2^30.
    std::size_t page_bytes = std::size_t{1} << 20;
    parquet_compression compression = {};
    parquet_dictionary dictionary = parquet_dictionary::given;
    /// Least and largest values of each column of a row group. (The number of nulls is always written.)
    bool statistics = true;
    /// JSON columns are called STRING, for readers that do not know JSON.
    bool json_as_string = false;
    /// Bits, and vectors of float16 or bfloat16, are lists of UINT_8 (as imports of vector databases want them), not binaries of a fixed length.
    bool bytes_as_lists = false;
    parquet_bfloat16 bfloat16 = parquet_bfloat16::widened;
    /// Whether the codec is also used for bits, and for elements of vectors that a page holds as they are (not where it widens them with zeros). To a codec
    /// they are noise: of 768 dimensions in float32, about 100 centers, snappy and lz4 take off nothing and zstd 7 %, and making the file takes 1.2, 1.1
    /// and 1.4 times as long with them.
    bool compress_vectors = true;
    /// Elements of vectors that are bytes (int8, uint8, and what `bytes_as_lists` makes) take one byte, as numbers of a dictionary of all 256, where Parquet
    /// would otherwise widen each to four. Every reader that knows dictionaries reads them; float16 vectors then take half of what snappy makes of them.
    bool pack_bytes = false;
    /// The name of the elements of lists; the specification's. Some readers want "item".
    std::string element_name = "element";
};

}  // namespace spate::inline v0

#endif  // SPATE_FORMAT_PARQUET_OPTIONS_HPP
