// SPDX-License-Identifier: Apache-2.0
#include <spate/rng/cells.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "../support/random.hpp"

using namespace spate;

namespace {

// Byte i of cell c, a function of both; writes nothing else, and notes what it was asked.
std::byte byte_of(std::uint64_t cell, std::size_t i) { return static_cast<std::byte>(cell * 37 + i * 11 + i / 7); }

template <std::size_t Cell>
struct noting : cellwise<noting<Cell>, Cell> {
    mutable std::size_t calls = 0, streamed = 0, largest = 0, made = 0;
    [[nodiscard]] std::uint64_t size() const noexcept { return unlimited; }
    void make(std::span<const cell_request> requests, store_mode mode) const noexcept {
        ++calls;
        largest = std::max(largest, requests.size());
        for (const cell_request& request : requests) {
            CHECK(request.bytes <= Cell);
            CHECK(request.bytes > 0);
            made += request.bytes;
            if (mode == store_mode::streaming) {
                ++streamed;
                CHECK(reinterpret_cast<std::uintptr_t>(request.out) % 64 == 0);
            }
            for (std::size_t i = 0; i < request.bytes; ++i) request.out[i] = byte_of(request.index, i);
        }
    }
};
static_assert(cell_source<noting<512>> && store_aware_source<noting<512>>);

template <std::size_t Cell>
void check_parts(std::uint64_t seed_of_dice) {
    test::dice dice{seed_of_dice};
    const noting<Cell> source;
    constexpr std::size_t most = cells_at_once + 27;
    std::vector<std::byte> room((most + 1) * Cell + 256);
    for (int round = 0; round < 400; ++round) {
        const auto size = static_cast<std::size_t>(dice.below(round % 3 == 0 ? most * Cell : round % 3 == 1 ? 3 * Cell : 20));
        const std::uint64_t offset = dice.below(4) == 0   ? dice.below(40) * Cell
                                     : dice.below(2) == 0 ? dice.below(40 * Cell)
                                                          : (std::uint64_t{1} << 62) + dice.below(9 * Cell);
        auto* const out =
            reinterpret_cast<std::byte*>((reinterpret_cast<std::uintptr_t>(room.data()) + 63) / 64 * 64) + (round % 2 == 0 ? 64 : 64 + dice.below(64));
        std::fill(room.begin(), room.end(), std::byte{0xa7});
        source.made = 0;
        source.fill(offset, {out, size}, round % 4 < 2 ? store_mode::streaming : store_mode::cached);
        for (std::size_t i = 0; i < size; ++i) REQUIRE(out[i] == byte_of((offset + i) / Cell, static_cast<std::size_t>((offset + i) % Cell)));
        REQUIRE(std::all_of(room.data(), out, [](std::byte b) { return b == std::byte{0xa7}; }));
        REQUIRE(std::all_of(out + size, room.data() + room.size(), [](std::byte b) { return b == std::byte{0xa7}; }));
        REQUIRE(source.made <= size + offset % Cell);  // nothing in vain but the beginning of the first cell
    }
    CHECK(source.streamed > 0);
    CHECK(source.largest == cells_at_once);
}

}  // namespace

TEST_CASE("rng/cells: any part of a stream of cells, with aligned streams only and nothing in vain") {
    check_parts<64>(1);
    check_parts<512>(2);
    check_parts<4096>(3);
}

TEST_CASE("rng/cells: no bytes need no cells") {
    const noting<512> source;
    source.fill(100, {});
    CHECK(source.calls == 0);
}
