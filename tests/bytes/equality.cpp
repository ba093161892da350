// SPDX-License-Identifier: Apache-2.0
// No two sectors of 512 bytes are equal by accident, in a stream and among streams of neighbouring seeds: 256 MiB in all. The test
// with the same name and _long does it with 8 GiB each.
#include <doctest/doctest.h>

#include <spate/bytes.hpp>

#include "../support/sectors.hpp"

using namespace spate;

namespace {
constexpr std::uint64_t each = 5 << 20;
constexpr std::size_t sectors_of_each = each / 512;
}  // namespace

TEST_CASE("bytes/equality: random bytes") {
    test::sectors all = test::neighbours([](seed s) { return random_bytes{s}; }, each);
    CHECK(all.size() == 8 * sectors_of_each);
    CHECK(all.repeated() == 0);
}

TEST_CASE("bytes/equality: compressible bytes") {
    for (const double ratio : {2.0, 4.0, 10.0}) {
        CAPTURE(ratio);
        CHECK(test::neighbours([ratio](seed s) { return random_bytes{s} | compressible(ratio); }, each).repeated() == 0);
    }
}

TEST_CASE("bytes/equality: duplicated bytes of ratio 1, and what is left when each content is taken once") {
    CHECK(test::neighbours([](seed s) { return random_bytes{s} | duplicated({}); }, each).repeated() == 0);
    CHECK(test::neighbours(
              [](seed s) { return random_bytes{s} | compressible({.ratio = 2.0, .unit = 512}) | take(each) | duplicated({.ratio = 1.0, .unit = 512}); }, each)
              .repeated() == 0);
    // With ratio 2 exactly half of each stream repeats, and nothing of one stream is in another.
    CHECK(test::neighbours([](seed s) { return random_bytes{s} | take(each) | duplicated({.ratio = 2.0}); }, each).repeated() == 8 * sectors_of_each / 2);
}

TEST_CASE("bytes/equality: what repeats is found") {
    test::sectors all;
    all.add(random_bytes{seed{1}}, 0, each);
    all.add(random_bytes{seed{1}}, each - 512, 512);
    CHECK(all.repeated() == 1);
    all.add(pattern_bytes{"0123456789abcdef"}, 0, 5120);
    CHECK(all.repeated() == 10);
}
