// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_PARQUET_CODECS_HPP
#define SPATE_FORMAT_PARQUET_CODECS_HPP

/// Codecs for Parquet from their own libraries: snappy, zstd and lz4; the target spate::parquet_codecs brings them.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <lz4.h>
#include <snappy.h>

#include <spate/core/error.hpp>
#include <spate/format/detail/zstd_compressor.hpp>
#include <spate/format/parquet_options.hpp>

namespace spate::inline v0 {

/// Snappy, which has no levels.
[[nodiscard]] inline parquet_compression parquet_snappy() {
    return {parquet_codec::snappy, [](std::span<const std::byte> page, std::vector<std::byte>& out) {
                std::size_t size = snappy::MaxCompressedLength(page.size());
                out.resize(size);
                snappy::RawCompress(reinterpret_cast<const char*>(page.data()), page.size(), reinterpret_cast<char*>(out.data()), &size);
                out.resize(size);
            }};
}

/// Zstandard of a level. Throws config_error for one that the library does not have.
[[nodiscard]] inline parquet_compression parquet_zstd(int level = 1) { return {parquet_codec::zstd, detail::zstd_compressor{level}}; }

/// LZ4 blocks without a frame (LZ4_RAW), of the default acceleration.
[[nodiscard]] inline parquet_compression parquet_lz4() {
    return {parquet_codec::lz4_raw, [](std::span<const std::byte> page, std::vector<std::byte>& out) {
                if (page.size() > LZ4_MAX_INPUT_SIZE) detail::raise_config("page_bytes", std::to_string(page.size()), "is more than LZ4 takes", "use 1048576");
                const int size = static_cast<int>(page.size()), bound = LZ4_compressBound(size);
                out.resize(static_cast<std::size_t>(bound));
                const int stored = LZ4_compress_default(reinterpret_cast<const char*>(page.data()), reinterpret_cast<char*>(out.data()), size, bound);
                out.resize(static_cast<std::size_t>(stored));
            }};
}

}  // namespace spate::inline v0

#endif  // SPATE_FORMAT_PARQUET_CODECS_HPP
