// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_AVRO_CODECS_HPP
#define SPATE_FORMAT_AVRO_CODECS_HPP

/// Codecs for Avro from their own libraries: deflate, snappy and zstandard; the target spate::avro_codecs brings them.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <vector>

#include <snappy.h>
#include <zlib.h>

#include <spate/core/error.hpp>
#include <spate/format/avro_options.hpp>
#include <spate/format/detail/zstd_compressor.hpp>

namespace spate::inline v0 {

namespace detail {

// Raw deflate, RFC 1951, in blocks of less than 2^32 bytes. A stream for each copy: copies are called at the same time.
class deflate_compressor {
public:
    explicit deflate_compressor(int level) : level_{level} {
        if (level < 1 || level > 9) raise_config("level", std::to_string(level), "is no level of deflate", "use 1 to 9");
    }
    deflate_compressor(const deflate_compressor& other) noexcept : level_{other.level_} {}
    deflate_compressor(deflate_compressor&&) noexcept = default;
    deflate_compressor& operator=(const deflate_compressor&) = delete;
    deflate_compressor& operator=(deflate_compressor&&) = delete;
    ~deflate_compressor() = default;

    void operator()(std::span<const std::byte> from, std::vector<std::byte>& out) {
        constexpr int raw_window = -15, usual_memory = 8;
        if (stream_) {
            deflateReset(stream_.get());
        } else {
            auto* const made = new z_stream{};
            // The level is right, so that memory is all that can be missing.
            if (deflateInit2(made, level_, Z_DEFLATED, raw_window, usual_memory, Z_DEFAULT_STRATEGY) != Z_OK) {
                delete made;
                raise(std::bad_alloc{});
            }
            stream_.reset(made);
        }
        if (from.size() > 0xffffffffu - (std::size_t{1} << 20))
            raise_config("block_rows", std::to_string(from.size()) + " bytes", "make a block that is more than deflate takes", "use fewer");
        out.resize(deflateBound(stream_.get(), static_cast<uLong>(from.size())));
        // The library does not write there, but has no const.
        stream_->next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(from.data()));
        stream_->avail_in = static_cast<uInt>(from.size());
        stream_->next_out = reinterpret_cast<Bytef*>(out.data());
        stream_->avail_out = static_cast<uInt>(out.size());
        deflate(stream_.get(), Z_FINISH);
        out.resize(out.size() - stream_->avail_out);
    }

private:
    struct release {
        void operator()(z_stream* stream) const noexcept {
            deflateEnd(stream);
            delete stream;
        }
    };
    int level_;
    std::unique_ptr<z_stream, release> stream_;
};

}  // namespace detail

/// Deflate (RFC 1951) without a head. Throws config_error for a level that is not from 1 to 9.
[[nodiscard]] inline avro_codec avro_deflate(int level = 1) { return {"deflate", detail::deflate_compressor{level}}; }

/// Snappy, which has no levels; behind each block stands the CRC32 of what was compressed, the highest byte first, as the specification demands.
[[nodiscard]] inline avro_codec avro_snappy() {
    return {"snappy", [](std::span<const std::byte> block, std::vector<std::byte>& out) {
                std::size_t size = snappy::MaxCompressedLength(block.size());
                out.resize(size + 4);
                snappy::RawCompress(reinterpret_cast<const char*>(block.data()), block.size(), reinterpret_cast<char*>(out.data()), &size);
                const auto sum = static_cast<std::uint32_t>(crc32_z(crc32_z(0, nullptr, 0), reinterpret_cast<const Bytef*>(block.data()), block.size()));
                const std::uint32_t stored = __builtin_bswap32(sum);
                std::memcpy(out.data() + size, &stored, 4);
                out.resize(size + 4);
            }};
}

/// Zstandard of a level. Throws config_error for one that the library does not have.
[[nodiscard]] inline avro_codec avro_zstd(int level = 1) { return {"zstandard", detail::zstd_compressor{level}}; }

}  // namespace spate::inline v0

#endif  // SPATE_FORMAT_AVRO_CODECS_HPP
