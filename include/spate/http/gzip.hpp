// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_HTTP_GZIP_HPP
#define SPATE_HTTP_GZIP_HPP

/// `gzip_encoder`: bodies with Content-Encoding: gzip. Needs zlib.

#include <cstddef>
#include <limits>
#include <memory>
#include <new>
#include <string>
#include <string_view>

#include <zlib.h>

#include <spate/core/error.hpp>

namespace spate::inline v0 {

/// Compresses bodies, and keeps its 256 KiB of tables between them. Belongs to one thread. Source: RFC 1952.
class gzip_encoder {
public:
    /// `level` from 1 (fast) to 9 (small). Throws config_error for others, std::bad_alloc.
    explicit gzip_encoder(int level = 1) : stream_{new z_stream{}} {
        if (level < 1 || level > 9) detail::raise_config("gzip", std::to_string(level), "is no level of compression", "give 1 (fast) to 9 (small)");
        // 15 bits of window, and 16 more for the frame of gzip in place of zlib's.
        if (deflateInit2(stream_.get(), level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc{};
    }

    /// One gzip member in `out`, whose memory is kept. Throws config_error for 2 GiB or more, std::bad_alloc.
    void encode(std::string_view body, std::string& out) {
        if (body.size() >= std::numeric_limits<uInt>::max() / 2)
            detail::raise_config("gzip", std::to_string(body.size()) + " bytes", "is too long for one body", "send less at once");
        z_stream& stream = *stream_;
        (void)deflateReset(&stream);
        out.resize(deflateBound(&stream, static_cast<uLong>(body.size())));
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
        stream.avail_in = static_cast<uInt>(body.size());
        stream.next_out = reinterpret_cast<Bytef*>(out.data());
        stream.avail_out = static_cast<uInt>(out.size());
        if (deflate(&stream, Z_FINISH) != Z_STREAM_END) throw std::bad_alloc{};
        out.resize(stream.total_out);
    }

private:
    struct end {
        void operator()(z_stream* stream) const noexcept {
            (void)deflateEnd(stream);
            delete stream;
        }
    };
    std::unique_ptr<z_stream, end> stream_;
};

}  // namespace spate::inline v0

#endif  // SPATE_HTTP_GZIP_HPP
