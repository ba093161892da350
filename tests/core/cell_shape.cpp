// SPDX-License-Identifier: Apache-2.0
#include <spate/core/cell_shape.hpp>

#include <doctest/doctest.h>

#include <cstdint>

using namespace spate;

TEST_CASE("core/cell_shape: the segments of a unit share out its literals, each within its bounds") {
    for (const cell_shape& shape :
         {cell_shape{4096, 0, 64, 0}, cell_shape{4096, 0, 64, 128}, cell_shape{4096, 1, 64, 128}, cell_shape{4096, 2, 64, 128}, cell_shape{4096, 8, 64, 128},
          cell_shape{512, 3, 32, 32}, cell_shape{512, 11, 32, 32}, cell_shape{512, 3, 32, 5}, cell_shape{1024, 2, 32, 16}, cell_shape{1024, 5, 32, 24}}) {
        const std::uint64_t segments = std::uint64_t{1} << shape.log2_segments;
        CHECK(shape.unit() == segments * shape.segment);
        for (std::uint64_t of_unit = segments * cell_shape::fewest_literals; of_unit <= shape.unit(); of_unit += 1 + shape.unit() / 977) {
            std::uint64_t sum = 0;
            for (std::uint64_t i = 0; i < segments; ++i) {
                const std::size_t literals = shape.literals(i, of_unit);
                REQUIRE(literals >= cell_shape::fewest_literals);
                REQUIRE(literals <= shape.segment);
                sum += literals;
            }
            REQUIRE(sum == of_unit);
        }
        CHECK(shape.literals(0, shape.unit()) == shape.segment);
    }
}

TEST_CASE("core/cell_shape: distances reach back to a literal, and never make two sectors of a segment equal") {
    for (const std::uint32_t segment : {512u, 1024u, 2048u, 4096u})
        for (const std::uint32_t grain : {64u, 32u}) {
            const cell_shape shape{segment, 0, grain, 0};
            for (std::size_t literals = cell_shape::fewest_literals; literals < segment; ++literals) {
                CAPTURE(segment);
                CAPTURE(literals);
                const std::size_t distance = shape.distance(literals);
                REQUIRE(distance <= literals);
                REQUIRE(distance + 3 * 64 > literals);
                for (std::size_t apart = 512; apart < segment; apart += 512) REQUIRE(apart % distance != 0);
            }
        }
}

TEST_CASE("core/cell_shape: neighbouring segments have distances of their own, so that no codec takes one for the last") {
    const cell_shape shape{4096, 5, 64, 128};
    for (std::uint64_t of_unit = 32 * 1100; of_unit < 32 * 3800; of_unit += 777)
        for (std::uint64_t i = 1; i < 32; ++i) REQUIRE(shape.distance(shape.literals(i, of_unit)) != shape.distance(shape.literals(i - 1, of_unit)));
}
