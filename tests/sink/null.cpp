// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <ostream>
#include <system_error>
#include <utility>
#include <vector>

#include <spate/sink/null.hpp>

TEST_CASE("sink/null: counts what it drops") {
    spate::null_sink sink;
    const std::vector<std::byte> bytes(1000);
    std::error_code error = std::make_error_code(std::errc::io_error);
    sink.write(bytes, error);
    CHECK_FALSE(error);
    CHECK(sink.position() == 1000);
    sink.write_at(1'000'000'000'000, std::span{bytes}.first(10), error);
    CHECK(sink.position() == 1000);
    CHECK(sink.taken() == 1010);
    sink.close(error);
    CHECK_FALSE(error);
    const spate::null_sink moved{std::move(sink)};
    CHECK(moved.taken() == 1010);
}
