// SPDX-License-Identifier: Apache-2.0
#include <spate/shape/codec.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace spate;

namespace {

std::string refused(const char* text) {
    try {
        return "accepted: " + parse_codec(text).text();
    } catch (const config_error& error) {
        return error.what();
    }
}

}  // namespace

TEST_CASE("shape/codec: names are read and written, with the level where there is one") {
    for (const char* text : {"lz4", "zstd:3", "zstd:1", "zlib:6", "zlib:1", "snappy", "neutral"}) CHECK(parse_codec(text).text() == text);
    CHECK(parse_codec("zstd") == codec::zstd);
    CHECK(parse_codec("zlib") == codec::zlib);
    CHECK(codec::zstd.at_level(1) == parse_codec("zstd:1"));
    CHECK(codec::zstd.at_level(1) != codec::zstd);
}

TEST_CASE("shape/codec: what is none is refused, with those that are") {
    CHECK(refused("gzip") == "codec: \"gzip\" is not a codec; use lz4, zstd, zstd:1, zlib, zlib:1, snappy or neutral");
    CHECK(refused("") == "codec: \"\" is not a codec; use lz4, zstd, zstd:1, zlib, zlib:1, snappy or neutral");
    CHECK(refused("zstd:19") == "codec: \"zstd:19\" is not a level that is calibrated; use zstd:1 or zstd:3");
    CHECK(refused("zstd:") == "codec: \"zstd:\" is not a level that is calibrated; use zstd:1 or zstd:3");
    CHECK(refused("zlib:x") == "codec: \"zlib:x\" is not a level that is calibrated; use zlib:1 or zlib:6");
    CHECK(refused("lz4:1") == "codec: \"lz4:1\" names a level, and lz4 has none; use lz4");
    try {
        (void)parse_codec("no", "codecs");
    } catch (const config_error& error) {
        CHECK(error.parameter() == "codecs");
    }
}
