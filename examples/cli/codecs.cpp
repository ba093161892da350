// SPDX-License-Identifier: Apache-2.0
#include "codecs.hpp"

#include <new>
#include <string>
#include <vector>

#include <lz4.h>
#include <snappy.h>
#include <zlib.h>
#include <zstd.h>

#include "console.hpp"

namespace cli {
namespace {

[[noreturn]] void fail(const char* name) { throw run_failure{std::string{name} + " failed to compress a unit"}; }

class lz4 final : public compressor {
public:
    explicit lz4(std::size_t unit)
        : out_(static_cast<std::size_t>(LZ4_compressBound(static_cast<int>(unit)))), state_(static_cast<std::size_t>(LZ4_sizeofState())) {}
    std::size_t compressed_size(std::span<const std::byte> unit) override {
        const int size = LZ4_compress_fast_extState(state_.data(), reinterpret_cast<const char*>(unit.data()), out_.data(), static_cast<int>(unit.size()),
                                                    static_cast<int>(out_.size()), 1);
        if (size <= 0) fail("lz4");
        return static_cast<std::size_t>(size);
    }

private:
    std::vector<char> out_, state_;
};

class zstd final : public compressor {
public:
    explicit zstd(std::size_t unit) : out_(ZSTD_compressBound(unit)), context_{ZSTD_createCCtx()} {
        if (!context_) throw std::bad_alloc{};
    }
    std::size_t compressed_size(std::span<const std::byte> unit) override {
        const std::size_t size = ZSTD_compressCCtx(context_.get(), out_.data(), out_.size(), unit.data(), unit.size(), 3);
        if (ZSTD_isError(size) != 0) fail("zstd");
        return size;
    }

private:
    struct release {
        void operator()(ZSTD_CCtx* context) const noexcept { ZSTD_freeCCtx(context); }
    };
    std::vector<char> out_;
    std::unique_ptr<ZSTD_CCtx, release> context_;
};

class zlib final : public compressor {
public:
    explicit zlib(std::size_t unit) {
        if (deflateInit(&stream_, 6) != Z_OK) throw std::bad_alloc{};
        out_.resize(deflateBound(&stream_, static_cast<uLong>(unit)));
    }
    zlib(const zlib&) = delete;
    zlib& operator=(const zlib&) = delete;
    ~zlib() override { deflateEnd(&stream_); }
    std::size_t compressed_size(std::span<const std::byte> unit) override {
        if (deflateReset(&stream_) != Z_OK) fail("zlib");
        stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(unit.data()));  // which zlib only reads
        stream_.avail_in = static_cast<uInt>(unit.size());
        stream_.next_out = out_.data();
        stream_.avail_out = static_cast<uInt>(out_.size());
        if (deflate(&stream_, Z_FINISH) != Z_STREAM_END) fail("zlib");
        return out_.size() - stream_.avail_out;
    }

private:
    z_stream stream_{};
    std::vector<Bytef> out_;
};

class snappy_codec final : public compressor {
public:
    explicit snappy_codec(std::size_t unit) : out_(snappy::MaxCompressedLength(unit)) {}
    std::size_t compressed_size(std::span<const std::byte> unit) override {
        std::size_t size = out_.size();
        snappy::RawCompress(reinterpret_cast<const char*>(unit.data()), unit.size(), out_.data(), &size);
        return size;
    }

private:
    std::vector<char> out_;
};

template <class Codec>
std::unique_ptr<compressor> make(std::size_t unit) {
    return std::make_unique<Codec>(unit);
}

constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;
constexpr codec all_codecs[] = {{"lz4", "lz4", "lz4", 1024 * mebibyte, &make<lz4>},
                                {"zstd", "zstd 3", "zstd:3", 1024 * mebibyte, &make<zstd>},
                                {"zlib", "zlib 6", "zlib:6", 64 * mebibyte, &make<zlib>},
                                {"snappy", "snappy", "snappy", 1024 * mebibyte, &make<snappy_codec>}};

}  // namespace

std::span<const codec> codecs() { return all_codecs; }

}  // namespace cli
