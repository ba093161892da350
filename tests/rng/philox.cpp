// SPDX-License-Identifier: Apache-2.0
#include <spate/rng/philox.hpp>

#include "support.hpp"

using spate::rng::philox4x32;

TEST_CASE("rng/philox: known answers") {
    const auto answers = support::read_answers("philox4x32.txt");
    for (const spate::simd::isa which : spate::simd::available_isas()) {
        for (const auto& answer : answers) {
            // The vector's counter in one of the eight places, other counters in the others.
            for (std::size_t place = 0; place < 8; ++place) {
                std::uint64_t counters[4][8];
                for (std::size_t j = 0; j < 4; ++j)
                    for (std::size_t i = 0; i < 8; ++i) counters[j][i] = i == place ? support::number(answer[j], 16) : 1000 * i + j;
                std::uint32_t blocks[8][4];
                spate::rng::detail::philox_run.at(which)(counters, support::number(answer[5], 16) << 32 | support::number(answer[4], 16),
                                                         reinterpret_cast<std::byte*>(blocks));
                for (std::size_t j = 0; j < 4; ++j) REQUIRE(blocks[place][j] == support::number(answer[6 + j], 16));
            }
        }
    }
}

TEST_CASE("rng/philox: a block is the published function of its index and the key") {
    // The vectors with a counter whose index positions reach; the upper half of the counter is the upper half of the key.
    std::size_t checked = 0;
    for (const auto& answer : support::read_answers("philox4x32.txt")) {
        const auto pair = [&](std::size_t at) { return support::number(answer[at + 1], 16) << 32 | support::number(answer[at], 16); };
        if (pair(0) >> 60 != 0) continue;
        std::uint64_t block[2];
        philox4x32::fill({pair(4), pair(2)}, 16 * pair(0), std::as_writable_bytes(std::span{block}));
        CHECK(block[0] == pair(6));
        CHECK(block[1] == pair(8));
        ++checked;
    }
    CHECK(checked >= 5);
}

TEST_CASE("rng/philox: laws") { support::check_engine<philox4x32>(); }
TEST_CASE("rng/philox: golden") { support::check_golden<philox4x32>(0x019e70eec79cb59fu); }
