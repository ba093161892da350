// SPDX-License-Identifier: Apache-2.0
// What the real codecs make of `compressible`, unit by unit. The bounds are what was measured on these codecs, with a small margin: lz4
// 1.9, zstd 1.5, zlib 1.2, snappy 1.1. Other versions may differ by a little; a bound that is missed by much means that the data changed.
#include <spate/shape/compressible.hpp>

#include <doctest/doctest.h>

#include <lz4.h>
#include <snappy.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include <spate/bytes/random_bytes.hpp>

#include "../support/codecs.hpp"

using namespace spate;

namespace {

// Bounds of (reached ratio / asked ratio - 1) in per cent, over all units and for each unit by itself.
struct bounds {
    std::string_view codec;
    double ratio;
    std::size_t unit;
    double low, high;
    double low_of_each;
};

// A line holds for its unit and the larger ones, until the next line of the same codec and ratio.
constexpr bounds measured[] = {
    {"lz4", 1.0, 4096, -0.6, 0.0, -0.6},
    {"lz4", 1.1, 4096, -0.2, 0.2, -0.2},
    {"lz4", 1.5, 4096, -0.2, 0.3, -0.2},
    {"lz4", 2.0, 4096, -0.3, 0.4, -0.3},
    {"lz4", 2.5, 4096, -0.3, 0.5, -0.3},
    {"lz4", 4.0, 4096, -0.4, 0.6, -0.4},
    {"zstd-1", 1.0, 4096, -0.4, 0.0, -0.4},
    {"zstd-1", 1.1, 4096, -0.1, 0.8, -0.1},
    {"zstd-1", 1.5, 4096, -0.1, 0.5, -0.1},
    {"zstd-1", 2.0, 4096, -0.1, 1.0, -0.1},
    {"zstd-1", 2.5, 4096, -0.1, 1.1, -0.1},
    {"zstd-1", 4.0, 4096, -0.1, 0.8, -0.1},
    {"zstd-1", 4.0, 8192, 0.5, 2.5, 0.5},
    {"zstd-3", 1.0, 4096, -0.4, 0.0, -0.4},
    {"zstd-3", 1.1, 4096, -0.1, 0.8, -0.1},
    {"zstd-3", 1.5, 4096, -0.1, 1.0, -0.1},
    {"zstd-3", 2.0, 4096, -0.1, 1.0, -0.1},
    {"zstd-3", 2.5, 4096, -0.1, 1.5, -0.1},
    {"zstd-3", 4.0, 4096, -0.1, 0.8, -0.1},
    {"zstd-3", 4.0, 8192, 0.5, 2.3, 0.5},
    {"zlib-6", 1.0, 4096, -0.4, 0.0, -0.4},
    {"zlib-6", 1.1, 4096, -1.4, 0.0, -1.6},
    {"zlib-6", 1.1, 16384, -0.2, 0.5, -0.3},
    {"zlib-6", 1.5, 4096, -2.2, 0.0, -2.4},
    {"zlib-6", 1.5, 16384, -0.4, 0.3, -0.5},
    {"zlib-6", 2.0, 4096, -3.1, 0.0, -3.5},
    {"zlib-6", 2.0, 16384, -0.7, 0.2, -0.9},
    {"zlib-6", 2.5, 4096, -4.2, 0.0, -4.6},
    {"zlib-6", 2.5, 16384, -1.1, 0.2, -1.2},
    {"zlib-6", 4.0, 4096, -6.5, 0.0, -7.0},
    {"zlib-6", 4.0, 16384, -1.8, 0.0, -2.0},
    {"snappy", 1.0, 4096, -0.2, 0.0, -0.2},
    // Snappy skips ahead in literals that do not match, and below about 2 it does not find the match any more.
    {"snappy", 1.1, 4096, -9.5, 0.0, -9.5},
    {"snappy", 1.5, 4096, -34.0, 0.0, -34.0},
    {"snappy", 2.0, 4096, -14.0, 0.0, -51.0},
    {"snappy", 2.5, 4096, -15.0, 0.0, -54.0},
    {"snappy", 4.0, 4096, -15.0, 0.0, -26.0},
};

const bounds* bounds_of(std::string_view codec, double asked, std::size_t unit) {
    const bounds* found = nullptr;
    for (const bounds& line : measured)
        if (line.codec == codec && line.ratio == asked && line.unit <= unit) found = &line;
    return found;
}

}  // namespace

TEST_CASE("shape/codecs: every unit compresses by the ratio, within the bounds of its codec") {
    test::codecs codecs;
    std::vector<std::byte> bytes(1 << 20);
    for (const double asked : {1.0, 1.1, 1.5, 2.0, 2.5, 4.0}) {
        (random_bytes{seed{1}} | compressible(asked)).fill(std::uint64_t{5} << 40, bytes);
        for (const test::codecs::one& codec : test::codecs::list)
            for (const std::size_t unit :
                 {std::size_t{4096}, std::size_t{8192}, std::size_t{16384}, std::size_t{65536}, std::size_t{131072}, std::size_t{1} << 20}) {
                CAPTURE(codec.name);
                CAPTURE(asked);
                CAPTURE(unit);
                const bounds* const line = bounds_of(codec.name, asked, unit);
                REQUIRE(line != nullptr);
                std::size_t sum = 0, largest = 0;
                for (std::size_t at = 0; at < bytes.size(); at += unit) {
                    const std::size_t size = (codecs.*codec.compress)(std::span{bytes}.subspan(at, unit));
                    REQUIRE(size != 0);
                    sum += size;
                    largest = std::max(largest, size);
                }
                const auto error = [asked](std::size_t from, std::size_t to) {
                    return (static_cast<double>(from) / static_cast<double>(to) / asked - 1) * 100;
                };
                CHECK(error(bytes.size(), sum) >= line->low);
                CHECK(error(bytes.size(), sum) <= line->high);
                CHECK(error(unit, largest) >= line->low_of_each);
            }
    }
}
