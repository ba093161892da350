// SPDX-License-Identifier: Apache-2.0
#include <spate/detail/text_floats.hpp>

#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string>

#include "text_floats.hpp"

using namespace spate::detail;

namespace {
template <class Real>
std::string text(Real number) {
    std::array<char, 96> to;
    to.fill('#');
    return {to.data(), put_real(to.data(), number)};
}
}  // namespace

TEST_CASE("detail/text_floats: reals are the shortest that read back") {
    CHECK(text(0.1) == "0.1");
    CHECK(text(0.1f) == "0.1");
    CHECK(text(1e300) == "1e+300");
    CHECK(text(-2.0) == "-2");
    CHECK(text(0.0f) == "0");
    CHECK(text(-0.0f) == "-0");
    CHECK(text(-0.001f) == "-0.001");
    CHECK(text(0.0001f) == "1e-04");
    CHECK(text(-123.25f) == "-123.25");
    CHECK(text(16777215.0f) == "16777215");
    CHECK(text(100000.0f) == "1e+05");
    CHECK(text(-120000.0f) == "-120000");
    CHECK(text(std::numeric_limits<float>::max()) == "3.4028235e+38");
    CHECK(text(std::numeric_limits<float>::denorm_min()) == "1e-45");
}

TEST_CASE("detail/text_floats: one in 2011 of all floats as the standard library writes it") { CHECK(test::different_floats(2011) == 0); }

TEST_CASE("detail/text_floats: the neighbours of powers of two and of numbers with few digits") {
    for (std::uint32_t power = 1; power < 255; ++power)
        for (std::uint32_t i = 0; i < 16; ++i) REQUIRE(test::is_written_right((power << 23) + i - 8));
    for (const float step : {0.001f, 0.25f, 1.0f, 1000.0f})
        for (int i = -20000; i < 20000; ++i) REQUIRE(test::is_written_right(std::bit_cast<std::uint32_t>(static_cast<float>(i) * step)));
}
