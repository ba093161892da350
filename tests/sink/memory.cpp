// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <system_error>
#include <vector>

#include <spate/sink/memory.hpp>

#include "../run/support.hpp"

TEST_CASE("sink/memory: a span takes what fits, in order and at offsets") {
    const auto bytes = test::bytes_of({}, 0, 1000);
    std::vector<std::byte> out(1500, std::byte{9});
    spate::memory_sink sink{std::span{out}.first(1400)};
    std::error_code error;
    sink.write(std::span{bytes}.first(600), error);
    sink.write(std::span{bytes}.subspan(600), error);
    CHECK_FALSE(error);
    CHECK(std::equal(bytes.begin(), bytes.end(), out.begin()));
    sink.write(bytes, error);
    CHECK(error == std::errc::no_buffer_space);
    CHECK(sink.position() == 1400);
    CHECK(std::equal(bytes.begin(), bytes.begin() + 400, out.begin() + 1000));
    CHECK(std::all_of(out.begin() + 1400, out.end(), [](std::byte b) { return b == std::byte{9}; }));

    sink.write_at(100, std::span{bytes}.first(50), error);
    CHECK_FALSE(error);
    CHECK(std::equal(bytes.begin(), bytes.begin() + 50, out.begin() + 100));
    sink.write_at(2000, bytes, error);
    CHECK(error == std::errc::no_buffer_space);
    sink.write_at(1400, {}, error);
    CHECK_FALSE(error);
    sink.close(error);
    CHECK_FALSE(error);
}

TEST_CASE("sink/memory: a vector grows from where it stood") {
    std::vector<std::byte> out(3);
    spate::vector_sink sink{out};
    const auto bytes = test::bytes_of({}, 0, 1000);
    std::error_code error;
    sink.write(bytes, error);
    sink.write({}, error);
    CHECK_FALSE(error);
    CHECK(sink.position() == 1000);
    CHECK(out.size() == 1003);
    CHECK(std::equal(bytes.begin(), bytes.end(), out.begin() + 3));
}
