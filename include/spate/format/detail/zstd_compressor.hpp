// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FORMAT_DETAIL_ZSTD_COMPRESSOR_HPP
#define SPATE_FORMAT_DETAIL_ZSTD_COMPRESSOR_HPP

/// Zstandard, as the codecs of formats call it; needs its library.

#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <vector>

#include <zstd.h>

#include <spate/core/error.hpp>

namespace spate::inline v0::detail {

/// Replaces what is in `out` by one frame. A context for each copy: copies are called at the same time. Throws config_error for a level that the library does
/// not have.
class zstd_compressor {
public:
    explicit zstd_compressor(int level) : level_{level} {
        if (level < ZSTD_minCLevel() || level > ZSTD_maxCLevel())
            raise_config("level", std::to_string(level), "is no level of zstd", "use 1 to " + std::to_string(ZSTD_maxCLevel()));
    }
    zstd_compressor(const zstd_compressor& other) noexcept : level_{other.level_} {}
    zstd_compressor(zstd_compressor&&) noexcept = default;
    zstd_compressor& operator=(const zstd_compressor&) = delete;
    zstd_compressor& operator=(zstd_compressor&&) = delete;
    ~zstd_compressor() = default;

    void operator()(std::span<const std::byte> from, std::vector<std::byte>& out) {
        if (!context_) context_.reset(ZSTD_createCCtx());
        if (!context_) raise(std::bad_alloc{});
        out.resize(ZSTD_compressBound(from.size()));
        const std::size_t size = ZSTD_compressCCtx(context_.get(), out.data(), out.size(), from.data(), from.size(), level_);
        // With room for the worst case, memory is all that can be missing.
        if (ZSTD_isError(size) != 0) raise(std::bad_alloc{});
        out.resize(size);
    }

private:
    struct release {
        void operator()(ZSTD_CCtx* context) const noexcept { ZSTD_freeCCtx(context); }
    };
    int level_;
    std::unique_ptr<ZSTD_CCtx, release> context_;
};

}  // namespace spate::inline v0::detail

#endif  // SPATE_FORMAT_DETAIL_ZSTD_COMPRESSOR_HPP
