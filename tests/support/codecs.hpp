// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_CODECS_HPP
#define SPATE_TESTS_SUPPORT_CODECS_HPP

/// The real codecs, as functions from bytes to the size that is left.

#include <lz4.h>
#include <snappy.h>
#include <zlib.h>
#include <zstd.h>

#include <cstddef>
#include <span>
#include <vector>

namespace test {

class codecs {
public:
    struct one {
        const char* name;
        std::size_t (codecs::*compress)(std::span<const std::byte>);
    };
    static constexpr std::size_t count = 6;
    static const one list[count];

    std::size_t lz4(std::span<const std::byte> bytes) {
        const int size = static_cast<int>(bytes.size()), bound = LZ4_compressBound(size);
        return static_cast<std::size_t>(LZ4_compress_default(from(bytes), room(static_cast<std::size_t>(bound)), size, bound));
    }
    std::size_t zstd1(std::span<const std::byte> bytes) { return zstd(bytes, 1); }
    std::size_t zstd3(std::span<const std::byte> bytes) { return zstd(bytes, 3); }
    std::size_t zlib1(std::span<const std::byte> bytes) { return zlib(bytes, 1); }
    std::size_t zlib6(std::span<const std::byte> bytes) { return zlib(bytes, 6); }
    std::size_t snappy_(std::span<const std::byte> bytes) {
        std::size_t size = 0;
        snappy::RawCompress(from(bytes), bytes.size(), room(snappy::MaxCompressedLength(bytes.size())), &size);
        return size;
    }

private:
    static const char* from(std::span<const std::byte> bytes) { return reinterpret_cast<const char*>(bytes.data()); }
    char* room(std::size_t size) {
        if (room_.size() < size) room_.resize(size);
        return room_.data();
    }
    std::size_t zstd(std::span<const std::byte> bytes, int level) {
        char* const out = room(ZSTD_compressBound(bytes.size()));
        const std::size_t size = ZSTD_compress(out, room_.size(), bytes.data(), bytes.size(), level);
        return ZSTD_isError(size) ? 0 : size;
    }
    std::size_t zlib(std::span<const std::byte> bytes, int level) {
        uLongf size = compressBound(bytes.size());
        return compress2(reinterpret_cast<Bytef*>(room(size)), &size, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size(), level) == Z_OK ? size : 0;
    }
    std::vector<char> room_;
};

inline const codecs::one codecs::list[count] = {{"lz4", &codecs::lz4},      {"zstd-1", &codecs::zstd1}, {"zstd-3", &codecs::zstd3},
                                                {"zlib-1", &codecs::zlib1}, {"zlib-6", &codecs::zlib6}, {"snappy", &codecs::snappy_}};

}  // namespace test

#endif  // SPATE_TESTS_SUPPORT_CODECS_HPP
