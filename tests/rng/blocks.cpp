// SPDX-License-Identifier: Apache-2.0
#include <spate/rng/blocks.hpp>

#include <doctest/doctest.h>

#include <cstring>
#include <vector>

#include "../support/random.hpp"

using namespace spate;

namespace {

// Byte i of the stream, and a maker of whole blocks that counts its calls and checks what it is promised.
std::byte at(std::uint64_t position) { return static_cast<std::byte>(position * 167 + (position >> 8) * 31); }

template <std::size_t Block>
struct maker {
    unsigned* calls;
    bool* streamed;
    void operator()(std::uint64_t first, std::size_t count, std::byte* to, bool streaming) const noexcept {
        ++*calls;
        *streamed = *streamed || streaming;
        if (streaming && reinterpret_cast<std::uintptr_t>(to) % 64 != 0) std::abort();
        if (count == 0) std::abort();
        for (std::size_t i = 0; i < count * Block; ++i) to[i] = at(first * Block + i);
    }
};

}  // namespace

TEST_CASE("rng/blocks: any position, length and alignment; at most three calls; nothing outside is touched") {
    test::dice dice{3};
    for (int round = 0; round < 3000; ++round) {
        constexpr std::size_t block = 256;
        const std::uint64_t position = dice.word() % 2000 + (round % 5 == 0 ? std::uint64_t{1} << 50 : 0);
        const std::size_t size = dice.word() % (round % 2 ? 2000 : 40), skew = dice.word() % 70;
        alignas(64) std::byte buffer[2200];
        std::memset(buffer, 0x5a, sizeof buffer);
        unsigned calls = 0;
        bool streamed = false;
        fill_from_blocks<block>(position, std::span{buffer}.subspan(skew, size), round % 3 ? store_mode::cached : store_mode::streaming,
                                maker<block>{&calls, &streamed});
        REQUIRE(calls <= 3);
        if (round % 3 != 0) REQUIRE(!streamed);
        std::size_t wrong = 0;
        for (std::size_t i = 0; i < sizeof buffer; ++i) wrong += buffer[i] != (i >= skew && i < skew + size ? at(position + i - skew) : std::byte{0x5a});
        REQUIRE(wrong == 0);
    }
}

TEST_CASE("rng/blocks: whole aligned blocks are streamed when asked") {
    alignas(64) std::byte buffer[512];
    unsigned calls = 0;
    bool streamed = false;
    fill_from_blocks<256>(1024, buffer, store_mode::streaming, maker<256>{&calls, &streamed});
    CHECK(calls == 1);
    CHECK(streamed);
}
