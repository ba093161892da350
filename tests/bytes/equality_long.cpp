// SPDX-License-Identifier: Apache-2.0
// As bytes/equality, 8 GiB of each kind of stream: 16.8 million sectors, of which 134 MB of hashes are kept.
#include <doctest/doctest.h>

#include <spate/bytes.hpp>

#include "../support/sectors.hpp"

using namespace spate;

namespace {
constexpr std::uint64_t each = std::uint64_t{1} << 30;
}

TEST_CASE("bytes/equality_long: neighbouring seeds, 1 GiB of each of eight") {
    CHECK(test::neighbours([](seed s) { return random_bytes{s}; }, each).repeated() == 0);
    for (const double ratio : {2.0, 4.0, 10.0}) {
        CAPTURE(ratio);
        CHECK(test::neighbours([ratio](seed s) { return random_bytes{s} | compressible(ratio); }, each).repeated() == 0);
    }
    CHECK(test::neighbours([](seed s) { return random_bytes{s} | take(each) | duplicated({}); }, each).repeated() == 0);
}

TEST_CASE("bytes/equality_long: one stream of 8 GiB, and its first sector once more") {
    test::sectors all;
    all.reserve(8 * each + 512);
    all.add(random_bytes{seed{42}}, 0, 8 * each);
    CHECK(all.repeated() == 0);
    all.add(random_bytes{seed{42}}, 0, 512);
    CHECK(all.repeated() == 1);
}
