// SPDX-License-Identifier: Apache-2.0
// However a stream is cut, and wherever its parts are written to, the bytes are those of the whole.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <span>
#include <vector>

#include <spate/bytes.hpp>
#include <spate/exec/inline.hpp>

#include "../support/isa.hpp"
#include "../support/pipelines.hpp"
#include "../support/random.hpp"

using namespace spate;

namespace {

constexpr std::size_t largest = 3u << 20;

std::vector<std::byte> whole_of(const test::any_source& source, std::size_t most = largest) {
    std::vector<std::byte> whole(static_cast<std::size_t>(std::min<std::uint64_t>(most, source.size())), std::byte{0x5a});
    source.fill(0, whole);
    return whole;
}

std::size_t first_difference(std::span<const std::byte> a, std::span<const std::byte> b) {
    return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

}  // namespace

TEST_CASE("laws/partition: chunks of any size") {
    for (const test::pipeline& line : test::pipelines(seed{42})) {
        CAPTURE(line.name);
        const auto whole = whole_of(line.source);
        for (const auto& [chunk, most] :
             {std::pair<std::size_t, std::size_t>{1, 9001}, {511, 200'000}, {4095, 1'000'000}, {65537, largest}, {3u << 19, largest}}) {
            CAPTURE(chunk);
            inline_executor alone;
            const std::size_t size = std::min(most, whole.size());
            std::size_t at = 0;
            for (const std::span<const std::byte> part : line.source | take(size) | chunks(alone, chunk)) {
                REQUIRE(part.size() == std::min(chunk, size - at));
                REQUIRE(std::memcmp(part.data(), whole.data() + at, part.size()) == 0);
                at += part.size();
            }
            REQUIRE(at == size);
        }
    }
}

TEST_CASE("laws/partition: any offset, length, alignment and store; nothing beside the buffer is touched") {
    test::dice dice{1};
    constexpr std::size_t margin = 256;
    std::vector<std::byte> room(200'000 + 2 * margin + 64);
    for (const test::pipeline& line : test::pipelines(seed{7})) {
        CAPTURE(line.name);
        const auto whole = whole_of(line.source, 1u << 20);
        for (int round = 0; round < 60; ++round) {
            const std::size_t longest = round % 4 == 0 ? 200'000 : round % 4 == 1 ? 9000 : round % 4 == 2 ? 513 : 20;
            const auto size = static_cast<std::size_t>(dice.below(std::min(longest, whole.size()) + 1));
            auto offset = static_cast<std::size_t>(dice.below(whole.size() - size + 1));
            if (round % 3 == 0) offset = offset / 512 * 512;
            const auto store = round % 2 == 0 ? store_mode::streaming : store_mode::cached;
            // Both buffers at a multiple of 64, where streaming happens, and at any address.
            auto* const base = reinterpret_cast<std::byte*>((reinterpret_cast<std::uintptr_t>(room.data()) + margin + 63) / 64 * 64);
            std::byte* const out = base + (round % 5 < 3 ? 0 : dice.below(64));
            std::fill(room.begin(), room.end(), std::byte{0xa7});
            line.source.fill(offset, {out, size}, store);
            CAPTURE(offset);
            CAPTURE(size);
            CAPTURE(round);
            REQUIRE(first_difference({out, size}, std::span{whole}.subspan(offset, size)) == size);
            REQUIRE(std::all_of(room.data(), out, [](std::byte b) { return b == std::byte{0xa7}; }));
            REQUIRE(std::all_of(out + size, room.data() + room.size(), [](std::byte b) { return b == std::byte{0xa7}; }));
        }
        // No bytes, at no place and at a place.
        line.source.fill(0, {});
        line.source.fill(whole.size(), {});
        line.source.fill(whole.size() / 2, {room.data() + 1, 0}, store_mode::streaming);
    }
}

TEST_CASE("laws/partition: prefixes of cells, in any order and with gaps") {
    test::dice dice{2};
    int lines = 0;
    for (const test::pipeline& line : test::pipelines(seed{9})) {
        if (line.source.cell() == 0 || !line.has_cells) continue;
        ++lines;
        CAPTURE(line.name);
        const std::size_t cell = line.source.cell();
        const auto whole = whole_of(line.source);
        const std::size_t cells = (whole.size() + cell - 1) / cell;
        std::vector<std::byte> room(70 * (cell + 128) + 64, std::byte{0xa7});
        for (const auto mode : {store_mode::cached, store_mode::streaming}) {
            for (const std::size_t count : {std::size_t{1}, std::size_t{2}, std::size_t{33}, std::size_t{70}}) {
                std::fill(room.begin(), room.end(), std::byte{0xa7});
                std::vector<cell_request> requests;
                auto* out = reinterpret_cast<std::byte*>((reinterpret_cast<std::uintptr_t>(room.data()) + 63) / 64 * 64);
                for (std::size_t i = 0; i < count; ++i) {
                    const std::uint64_t index =
                        dice.below(3) == 0 && !requests.empty() && requests.back().index + 1 < cells ? requests.back().index + 1 : dice.below(cells);
                    const std::size_t there = std::min(cell, whole.size() - static_cast<std::size_t>(index) * cell);
                    const std::size_t bytes = dice.below(2) == 0 ? there : static_cast<std::size_t>(dice.below(there + 1));
                    requests.push_back({index, out, bytes});
                    out += (bytes + 127) / 64 * 64;
                }
                line.source.make(requests, mode);
                for (std::size_t i = 0; i < count; ++i) {
                    const cell_request& request = requests[i];
                    CAPTURE(request.index);
                    CAPTURE(request.bytes);
                    REQUIRE(std::memcmp(request.out, whole.data() + request.index * cell, request.bytes) == 0);
                    const std::byte* const next = i + 1 < count ? requests[i + 1].out : out;
                    // A prefix that ends inside a cell leaves the bytes behind it alone.
                    REQUIRE(std::all_of<const std::byte*>(request.out + request.bytes, next, [](std::byte b) { return b == std::byte{0xa7}; }));
                }
            }
        }
    }
    CHECK(lines > 20);
}
