// SPDX-License-Identifier: Apache-2.0
#include <spate/bytes/patterns.hpp>

#include <doctest/doctest.h>

#include <cstring>
#include <string>
#include <vector>

#include "../support/random.hpp"

using namespace spate;

namespace {

// Compares a source with a function of the position, at many places.
template <class Source, class Byte>
void check(const Source& source, const Byte& byte) {
    CHECK(source.size() == unlimited);
    test::dice dice{1};
    for (int round = 0; round < 400; ++round) {
        const std::uint64_t offset = round % 4 == 0 ? (std::uint64_t{1} << 60) + dice.below(10'000) : dice.below(20'000);
        std::vector<std::byte> out(static_cast<std::size_t>(dice.below(round % 2 == 0 ? 20 : 9000)) + 2, std::byte{0xa7});
        source.fill(offset, std::span{out}.subspan(1, out.size() - 2));
        for (std::size_t i = 1; i + 1 < out.size(); ++i) REQUIRE(out[i] == byte(offset + i - 1));
        REQUIRE(out.front() == std::byte{0xa7});
        REQUIRE(out.back() == std::byte{0xa7});
    }
    source.fill(0, {});
    source.fill(3, {});
}

}  // namespace

TEST_CASE("bytes/patterns: zeros") {
    check(zero_bytes{}, [](std::uint64_t) { return std::byte{0}; });
}

TEST_CASE("bytes/patterns: each word is its own number, little end first") {
    check(counter_bytes{}, [](std::uint64_t at) { return static_cast<std::byte>(at / 8 >> 8 * (at % 8)); });
}

TEST_CASE("bytes/patterns: a pattern of any length") {
    for (const std::size_t length :
         {std::size_t{1}, std::size_t{2}, std::size_t{5}, std::size_t{64}, std::size_t{4095}, std::size_t{4096}, std::size_t{4097}, std::size_t{10'000}}) {
        CAPTURE(length);
        std::string pattern;
        for (std::size_t i = 0; i < length; ++i) pattern += static_cast<char>('a' + i * i % 23);
        check(pattern_bytes{pattern}, [&pattern](std::uint64_t at) { return static_cast<std::byte>(pattern[static_cast<std::size_t>(at % pattern.size())]); });
    }
}

TEST_CASE("bytes/patterns: a pattern is kept when the user's bytes are gone, and copies share it") {
    const auto copy = [] {
        const std::vector<std::byte> bytes(100, std::byte{7});
        const pattern_bytes original{std::span<const std::byte>{bytes}};
        return original;
    }();
    std::vector<std::byte> out(300);
    copy.fill(0, out);
    CHECK(out == std::vector<std::byte>(300, std::byte{7}));
    CHECK_THROWS_AS(pattern_bytes{""}, config_error);
}
