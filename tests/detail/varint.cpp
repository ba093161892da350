// SPDX-License-Identifier: Apache-2.0
#include <spate/detail/varint.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>

using namespace spate::detail;

TEST_CASE("detail/varint: the ends of each size") {
    std::size_t differ = 0;
    for (unsigned bytes = 1; bytes <= longest_varint; ++bytes) {
        const std::uint64_t last = bytes == longest_varint ? ~std::uint64_t{0} : (std::uint64_t{1} << 7 * bytes) - 1;
        for (const std::uint64_t number : {last, last - 1, last / 2 + 1}) {
            char to[2 * longest_varint];
            std::uint64_t back = 0;
            const char* const end = put_varint(to, number);
            for (const char* at = end; at != to;) back = back << 7 | (static_cast<unsigned char>(*--at) & 0x7f);
            differ += back != number || static_cast<std::size_t>(end - to) != bytes || varint_size(number) != bytes;
        }
    }
    CHECK(differ == 0);
}

TEST_CASE("detail/varint: signed numbers near 0 are small") {
    CHECK(zigzag(-1) == 1);
    CHECK(zigzag(1) == 2);
    CHECK(zigzag(std::numeric_limits<std::int64_t>::min()) == ~std::uint64_t{0});
}
