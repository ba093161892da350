// SPDX-License-Identifier: Apache-2.0
#include <spate/simd/copy.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "../support/isa.hpp"
#include "../support/random.hpp"

using namespace spate;

namespace {
std::byte* aligned(std::vector<std::byte>& room) { return reinterpret_cast<std::byte*>((reinterpret_cast<std::uintptr_t>(room.data()) + 64 + 63) / 64 * 64); }
}  // namespace

TEST_CASE("simd/copy: streamed copies of any size, from anywhere, touch nothing else") {
    test::dice dice{1};
    std::vector<std::byte> from(5000), room(5300);
    for (std::byte& b : from) b = static_cast<std::byte>(dice.word());
    for (const simd::isa which : simd::available_isas()) {
        const test::with_isa chosen{which};
        for (const std::size_t size : {0u, 1u, 63u, 64u, 65u, 127u, 128u, 1000u, 4096u, 4900u}) {
            CAPTURE(simd::name(which));
            CAPTURE(size);
            const auto shift = static_cast<std::size_t>(dice.below(100));
            std::fill(room.begin(), room.end(), std::byte{0xa7});
            std::byte* const to = aligned(room);
            simd::stream_copy(to, from.data() + shift, size);
            CHECK(std::equal(to, to + size, from.data() + shift));
            CHECK(std::all_of(room.data(), to, [](std::byte b) { return b == std::byte{0xa7}; }));
            CHECK(std::all_of(to + size, room.data() + room.size(), [](std::byte b) { return b == std::byte{0xa7}; }));
        }
    }
}

TEST_CASE("simd/copy: repeated prefixes of any length, distance and place") {
    test::dice dice{2};
    std::vector<std::byte> room(9000);
    for (const simd::isa which : simd::available_isas()) {
        CAPTURE(simd::name(which));
        const test::with_isa chosen{which};
        for (int round = 0; round < 3000; ++round) {
            const bool near = round % 2 == 0;
            const auto prefix = static_cast<std::size_t>(near ? dice.from(1, 200) : dice.from(64, 4096));
            const std::size_t distance = round % 3 == 0 ? prefix : static_cast<std::size_t>(dice.from(1, prefix));
            const auto size = static_cast<std::size_t>(round % 5 == 0 ? dice.below(prefix + 70) : dice.from(prefix, 4200 + prefix));
            std::byte* const out = aligned(room) + dice.below(64);
            CAPTURE(prefix);
            CAPTURE(distance);
            CAPTURE(size);
            for (std::byte& b : room) b = static_cast<std::byte>(dice.word());
            std::vector<std::byte> expected = room;
            std::byte* const there = expected.data() + (out - room.data());
            for (std::size_t i = prefix; i < size; ++i) there[i] = there[i - distance];
            simd::repeat_prefix(out, prefix, distance, size);
            REQUIRE(room == expected);
        }
    }
}
