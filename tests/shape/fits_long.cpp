// SPDX-License-Identifier: Apache-2.0
// The promise that is given for lz4: of a million units none is too large and none is needlessly small.
#include <spate/shape/fits.hpp>

#include <doctest/doctest.h>

#include <lz4.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <spate/bytes/random_bytes.hpp>
#include <spate/core/size.hpp>

using namespace spate;

TEST_CASE("shape/fits_long: a million units fit under lz4, none more than 2 % below") {
    for (const auto& [unit, bytes] : {std::pair{4_KiB, 2030}, {8_KiB, 4096}}) {
        CAPTURE(unit);
        const auto data = random_bytes{seed{2}} | fits(static_cast<std::uint64_t>(bytes), {.codec = codec::lz4, .unit = unit});
        std::vector<char> at_once(64 * unit);
        std::array<char, 16384> compressed;
        int smallest = 1 << 30, largest = 0;
        for (std::uint64_t first = 0; first < 1'000'000; first += 64) {
            data.fill(first * unit, std::as_writable_bytes(std::span{at_once}));
            for (std::size_t i = 0; i < 64; ++i) {
                const int size =
                    LZ4_compress_default(at_once.data() + i * unit, compressed.data(), static_cast<int>(unit), static_cast<int>(compressed.size()));
                smallest = std::min(smallest, size);
                largest = std::max(largest, size);
            }
        }
        MESSAGE("units of " << unit << ": " << smallest << " to " << largest << " bytes");
        CHECK(largest <= bytes);
        CHECK(smallest >= 0.98 * bytes);
    }
}
