// SPDX-License-Identifier: Apache-2.0

#include <doctest/doctest.h>

#include <string>

#include <zlib.h>

#include <spate/core/error.hpp>
#include <spate/http/gzip.hpp>

namespace {

std::string unpacked(const std::string& packed) {
    z_stream stream{};
    REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
    std::string out(1 << 20, '\0'), in = packed;
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
    CHECK(stream.avail_in == 0);
    out.resize(stream.total_out);
    (void)inflateEnd(&stream);
    return out;
}

}  // namespace

TEST_CASE("gzip_encoder: one encoder, many bodies, each a member of its own") {
    spate::gzip_encoder encoder;
    std::string packed;
    for (const std::string& body : {std::string{"{\"index\":{}}\n"}, std::string(300'000, 'x'), std::string{}, std::string{"{\"index\":{}}\n"}}) {
        encoder.encode(body, packed);
        CHECK(unpacked(packed) == body);
    }
    std::string again;
    spate::gzip_encoder{}.encode("{\"index\":{}}\n", again);
    CHECK(again == packed);
    spate::gzip_encoder{9}.encode(std::string(300'000, 'x'), packed);
    CHECK(packed.size() < 1000);
    CHECK_THROWS_AS(spate::gzip_encoder{0}, spate::config_error);
    CHECK_THROWS_AS(spate::gzip_encoder{10}, spate::config_error);
}
