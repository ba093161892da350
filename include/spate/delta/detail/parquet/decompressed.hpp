// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_DELTA_DETAIL_PARQUET_DECOMPRESSED_HPP
#define SPATE_DELTA_DETAIL_PARQUET_DECOMPRESSED_HPP

/// Pages of Parquet files without their compression. Source: apache/parquet-format, Compression.md.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <lz4.h>
#include <snappy.h>
#include <zlib.h>
#include <zstd.h>

#include <spate/delta/detail/parquet/source.hpp>

namespace spate::inline v0::detail::parquet_input {

inline bool inflate_all(std::string_view stored, std::string& out) {
    z_stream stream{};
    if (inflateInit2(&stream, 15 + 32) != Z_OK) return false;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(stored.data()));
    stream.avail_in = static_cast<uInt>(stored.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int done = inflate(&stream, Z_FINISH);
    const bool all = done == Z_STREAM_END && stream.avail_out == 0;
    inflateEnd(&stream);
    return all;
}

/// The bytes that a codec of parquet.thrift made into `stored`. Throws parquet_error for codecs that are not known, and for what is damaged.
[[nodiscard]] inline std::string decompressed(std::string_view stored, std::size_t size, std::int32_t codec, const parquet_place& place) {
    constexpr const char* names[] = {"none", "snappy", "gzip", "lzo", "brotli", "lz4 in Hadoop's frames", "zstd", "lz4_raw"};
    if (codec < 0 || codec > 7) place.fail("is compressed with the unknown codec " + std::to_string(codec));
    if (codec == 3 || codec == 4 || codec == 5)
        place.fail(std::string{"is compressed with "} + names[codec] + ", which is not supported; the codecs are none, snappy, gzip, zstd and lz4_raw");
    // No codec makes more of a byte than zstd of its runs; whoever says so is not believed.
    if (size / 40000 > stored.size() + 1) place.fail("a page of " + std::to_string(stored.size()) + " bytes is said to hold " + std::to_string(size));
    std::string out(codec == 0 ? 0 : size, '\0');
    bool good = false;
    if (codec == 0) {
        good = stored.size() == size;
        out = stored;
    } else if (size == 0) {
        good = true;
    } else if (codec == 1) {
        std::size_t length = 0;
        good = snappy::GetUncompressedLength(stored.data(), stored.size(), &length) && length == size &&
               snappy::RawUncompress(stored.data(), stored.size(), out.data());
    } else if (codec == 2) {
        good = inflate_all(stored, out);
    } else if (codec == 6) {
        good = ZSTD_decompress(out.data(), out.size(), stored.data(), stored.size()) == size;
    } else {
        good = LZ4_decompress_safe(stored.data(), out.data(), static_cast<int>(stored.size()), static_cast<int>(size)) == static_cast<int>(size);
    }
    if (!good) place.fail(std::string{"a page is not "} + std::to_string(size) + " bytes compressed with " + names[codec] + "; it is damaged");
    return out;
}

}  // namespace spate::inline v0::detail::parquet_input

#endif  // SPATE_DELTA_DETAIL_PARQUET_DECOMPRESSED_HPP
