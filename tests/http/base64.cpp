// SPDX-License-Identifier: Apache-2.0

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include <spate/http/base64.hpp>

#include "decoded_base64.hpp"

namespace {

std::string encoded(std::string_view bytes) {
    std::string out(spate::base64_size(bytes.size()) + 1, '#');
    const char* const end = spate::encode_base64(bytes, out.data());
    CHECK(end == out.data() + out.size() - 1);
    CHECK(out.back() == '#');
    out.pop_back();
    return out;
}

}  // namespace

TEST_CASE("base64: the vectors of RFC 4648, section 10") {
    CHECK(encoded("").empty());
    CHECK(encoded("f") == "Zg==");
    CHECK(encoded("fo") == "Zm8=");
    CHECK(encoded("foo") == "Zm9v");
    CHECK(encoded("foob") == "Zm9vYg==");
    CHECK(encoded("fooba") == "Zm9vYmE=");
    CHECK(encoded("foobar") == "Zm9vYmFy");
    CHECK(encoded(std::string_view{"\xff\xfe\xfd\xfb\xef\xbe\x00\x10\x83", 9}) == "//79++++ABCD");
}

TEST_CASE("base64: every length and every byte come back") {
    std::string bytes;
    for (std::size_t size = 0; size < 600; ++size) {
        CHECK(fake::decoded_base64(encoded(bytes)) == bytes);
        bytes += static_cast<char>(size * 167 + size / 256);
    }
}
