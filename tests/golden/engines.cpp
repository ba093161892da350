// SPDX-License-Identifier: Apache-2.0
// The bytes of every engine under a fixed key: they may never change. The test is compiled with several sets of flags and run with
// every instruction set.
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include <spate/rng.hpp>

#include "../support/isa.hpp"

namespace {

template <class Engine>
std::uint64_t hash() {
    constexpr spate::key128 key{0x0123456789abcdefu, 0xfedcba9876543210u};
    std::uint64_t sum = 0;
    for (const std::uint64_t position : {std::uint64_t{0}, std::uint64_t{3996}, (std::uint64_t{1} << 50) + 1, std::uint64_t{1} << 63}) {
        std::vector<std::byte> bytes(20'001);
        Engine::fill(key, position, bytes, spate::store_mode::cached);
        for (const std::byte b : bytes) sum = spate::mix(sum ^ static_cast<std::uint64_t>(b)) + 0x9e3779b97f4a7c15u;
    }
    return sum;
}

}  // namespace

TEST_CASE("golden/engines: every engine makes the published bytes") {
    CHECK(hash<spate::rng::shishua<>>() == 0x70c0dcab53231207u);
    CHECK(hash<spate::rng::shishua<65536>>() == 0xcf2c27347a6d27d3u);
    CHECK(hash<spate::rng::xoshiro256pp<>>() == 0x61270b5032a9faa4u);
    CHECK(hash<spate::rng::xoshiro256pp<65536>>() == 0x306eaac59655a00cu);
    CHECK(hash<spate::rng::ars<5>>() == 0xb7ec807dd37a0090u);
    CHECK(hash<spate::rng::ars<7>>() == 0x36c6b1ab43529848u);
    CHECK(hash<spate::rng::philox4x32>() == 0x0ea964944260b399u);
    CHECK(hash<spate::rng::splitmix64>() == 0x066c3f8603eb9305u);
    CHECK(hash<spate::rng::pcg64>() == 0x1bc83bd24ff53eb7u);
    CHECK(hash<spate::rng::chacha8>() == 0x840b0be7edffda97u);
}
