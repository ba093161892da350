// SPDX-License-Identifier: Apache-2.0
#include <spate/format/text_buffer.hpp>

#include <doctest/doctest.h>

#include <cstring>
#include <string>

using namespace spate;

TEST_CASE("format/text_buffer: grows at its end and keeps what is there") {
    text_buffer buffer;
    CHECK(buffer.size() == 0);
    buffer.append("");
    std::string wanted;
    for (int i = 0; i < 1000; ++i) {
        const std::string one = std::to_string(i) + ",";
        buffer.append(one);
        wanted += one;
    }
    CHECK(buffer.text() == wanted);
    char* const to = buffer.room(3);
    std::memcpy(to, "end", 3);
    buffer.set_end(to + 3);
    CHECK(buffer.text() == wanted + "end");
    CHECK(buffer.bytes().size() == wanted.size() + 3);
    buffer.clear();
    CHECK(buffer.text().empty());
}
