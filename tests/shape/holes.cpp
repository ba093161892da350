// SPDX-License-Identifier: Apache-2.0
#include <spate/shape/holes.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include <spate/bytes/patterns.hpp>
#include <spate/bytes/random_bytes.hpp>
#include <spate/bytes/take.hpp>
#include <spate/core/size.hpp>

using namespace spate;

namespace {

std::string refused(ratio share, std::uint64_t unit) {
    try {
        (void)holes(share, unit);
    } catch (const config_error& error) {
        return error.what();
    }
    return "accepted";
}

bool is_zero(std::span<const std::byte> bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](std::byte b) { return b == std::byte{0}; });
}

template <class Base>
void check(const Base& base, std::uint64_t unit) {
    const auto data = base | holes(0.25, unit);
    std::vector<std::byte> bytes(unit * 128), plain(unit * 128);
    data.fill(0, bytes);
    base.fill(0, plain);
    std::size_t found = 0;
    for (std::size_t at = 0; at < bytes.size(); at += unit) {
        const std::span one = std::span{bytes}.subspan(at, unit);
        if (is_zero(one))
            ++found;
        else
            REQUIRE(std::equal(one.begin(), one.end(), plain.begin() + static_cast<std::ptrdiff_t>(at)));
    }
    CHECK(found == 32);
    CHECK(data.holes_in(128) == 32);
    std::vector<std::byte> part(50'001);
    data.fill(12'345, part);
    CHECK(std::equal(part.begin(), part.end(), bytes.begin() + 12'345));
}

}  // namespace

TEST_CASE("shape/holes: the share of the units is zero, exactly, and the others are the base's") {
    check(random_bytes{seed{1}}, 4_KiB);
    check(random_bytes{seed{1}} | compressible(2.0), 4_KiB);
    check(random_bytes{seed{1}}, 64_KiB);
    check(random_bytes<rng::shishua<512>>{seed{1}}, 4_KiB);
    check(pattern_bytes{"x"}, 4_KiB);
    CHECK((random_bytes{seed{1}} | take(70'000) | holes(0.1)).size() == 70'000);
}

TEST_CASE("shape/holes: which units they are hangs on the seed") {
    const auto data = random_bytes{seed{1}} | holes(0.5);
    std::vector<std::byte> one(1 << 20), two(1 << 20);
    data.with_seed(seed{2}).fill(0, one);
    (random_bytes{seed{2}} | holes(0.5)).fill(0, two);
    CHECK(one == two);
    data.fill(0, two);
    CHECK(one != two);
}

TEST_CASE("shape/holes: shares and units that make no sense are refused") {
    CHECK(refused(1.0, 4096) == "holes: 1 is not a share below 1; use one like 0.1");
    CHECK(refused(1.5, 4096) == "holes: 1.5 is not a share below 1; use one like 0.1");
    CHECK(refused(0.1, 1000) == "compress-unit: 1000 is not a power of two from 512 to 64 MiB; use 4096");
    CHECK(refused(0.0, 4096) == "accepted");
}
