// SPDX-License-Identifier: Apache-2.0
#include <spate/shape/mimic.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "../support/isa.hpp"
#include "../support/mimic.hpp"
#include "../support/random.hpp"
#include "../support/sectors.hpp"

using namespace spate;

namespace {

std::vector<std::byte> bytes_of(const mimic_bytes& source, std::uint64_t offset, std::size_t size) {
    std::vector<std::byte> out(size, std::byte{0x5a});
    source.fill(offset, out);
    return out;
}

std::string refused(const mimic_parameters& given) {
    try {
        (void)mimic_bytes{given, seed{1}};
    } catch (const config_error& error) {
        return error.what();
    }
    return "accepted";
}

// All bytes are one byte, and all phrases are as long as can be: what is left are the marks.
mimic_parameters most_alike() {
    mimic_parameters out{};
    out.bytes['x'] = mimic_parameters::whole;
    out.phrases[2] = mimic_parameters::whole;
    out.phrase_lengths.fill(mimic_parameters::longest);
    return out;
}

// No literals and the shortest phrases: the most tokens that a cell can have.
mimic_parameters most_tokens() {
    mimic_parameters out = test::mimic_prose();
    out.literal_lengths.fill(0);
    out.phrase_lengths.fill(mimic_parameters::shortest_phrase);
    return out;
}

}  // namespace

TEST_CASE("shape/mimic: any part is a part of the whole, for any parameters and instruction set") {
    test::dice dice{1};
    for (const mimic_parameters& parameters : {test::mimic_prose(), test::mimic_binary(), most_alike(), most_tokens()}) {
        const mimic_bytes source{parameters, seed{3}};
        CHECK(source.size() == unlimited);
        constexpr std::uint64_t far = (std::uint64_t{1} << 62) + 777;
        for (const std::uint64_t begin : {std::uint64_t{0}, far}) {
            const std::vector<std::byte> whole = bytes_of(source, begin, 100'000);
            for (int round = 0; round < 200; ++round) {
                const auto size = static_cast<std::size_t>(dice.below(round % 2 == 0 ? 600 : 20'000));
                const auto at = static_cast<std::size_t>(dice.below(whole.size() - size));
                const std::vector<std::byte> part = bytes_of(source, begin + at, size);
                REQUIRE(std::equal(part.begin(), part.end(), whole.begin() + static_cast<std::ptrdiff_t>(at)));
            }
            for (const simd::isa which : simd::available_isas()) {
                const test::with_isa with{which};
                REQUIRE(bytes_of(mimic_bytes{parameters, seed{3}}, begin, whole.size()) == whole);
            }
        }
    }
}

TEST_CASE("shape/mimic: with_seed is the source of that seed") {
    const mimic_bytes source{test::mimic_prose(), seed{3}};
    CHECK(source.origin() == seed{3});
    CHECK(source.with_seed(seed{4}).origin() == seed{4});
    CHECK(bytes_of(source.with_seed(seed{4}), 5, 50'000) == bytes_of(mimic_bytes{test::mimic_prose(), seed{4}}, 5, 50'000));
    CHECK(bytes_of(source.with_seed(seed{4}), 5, 50'000) != bytes_of(source, 5, 50'000));
}

TEST_CASE("shape/mimic: no two sectors are equal, and no unit is zero, however alike they are") {
    for (const mimic_parameters& parameters : {test::mimic_prose(), test::mimic_binary(), most_alike(), most_tokens()}) {
        test::sectors all = test::neighbours([&](seed from) { return mimic_bytes{parameters, from}; }, 2 << 20);
        CHECK(all.repeated() == 0);
    }
    mimic_parameters zeros = most_alike();
    std::swap(zeros.bytes['x'], zeros.bytes[0]);
    const std::vector<std::byte> bytes = bytes_of(mimic_bytes{zeros, seed{1}}, 0, 1 << 20);
    for (std::size_t at = 0; at < bytes.size(); at += 512) {
        const std::span sector = std::span{bytes}.subspan(at, 512);
        const auto others = std::count_if(sector.begin(), sector.end(), [](std::byte b) { return b != std::byte{0}; });
        REQUIRE(others >= 1);
        REQUIRE(others <= 8);
    }
}

TEST_CASE("shape/mimic: bytes are those that have a share") {
    const std::vector<std::byte> bytes = bytes_of(mimic_bytes{test::mimic_prose(), seed{1}}, 0, 1 << 20);
    for (const std::byte byte : bytes) REQUIRE(test::mimic_prose().bytes[std::to_integer<std::size_t>(byte)] != 0);

    // Literals alone have the shares of their bytes.
    mimic_parameters literals = test::mimic_prose();
    literals.literal_lengths.fill(mimic_parameters::longest);
    std::array<double, 256> counts{};
    const std::vector<std::byte> alone = bytes_of(mimic_bytes{literals, seed{2}}, 0, 1 << 20);
    for (std::size_t i = 0; i < alone.size(); ++i)
        if (i % 512 >= 16) counts[std::to_integer<std::size_t>(alone[i])] += 1;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double expected = literals.bytes[i] / 4096.0 * static_cast<double>(alone.size()) * 496 / 512;
        CHECK(std::abs(counts[i] - expected) <= 6 * std::sqrt(expected));
    }
}

TEST_CASE("shape/mimic: of any cells in a row the share that is asked for is random") {
    mimic_parameters parameters = most_alike();
    parameters.random_cells = mimic_parameters::whole * 3 / 10;
    const mimic_bytes source{parameters, seed{5}};
    for (const std::size_t cells : {100u, 1000u}) {
        std::size_t random = 0;
        for (std::size_t i = 0; i < cells; ++i) {
            const std::vector<std::byte> cell = bytes_of(source, i * 4096, 4096);
            random += std::count(cell.begin(), cell.end(), static_cast<std::byte>('x')) < 100 ? 1 : 0;
        }
        CHECK(random >= cells * 3 / 10 - 2);
        CHECK(random <= cells * 3 / 10 + 2);
    }
    parameters.random_cells = mimic_parameters::whole;
    const std::vector<std::byte> all = bytes_of(mimic_bytes{parameters, seed{5}}, 0, 100 * 4096);
    CHECK(std::count(all.begin(), all.end(), static_cast<std::byte>('x')) < 2000);
}

TEST_CASE("shape/mimic: parameters that make no sense are refused") {
    mimic_parameters bad = test::mimic_prose();
    CHECK(refused(bad) == "accepted");
    bad.bytes[0] = 1;
    CHECK(refused(bad) == "mimic: bytes: 4097 is the sum of the shares; make them sum to 4096");
    bad = test::mimic_prose();
    bad.phrases[0] = 0;
    CHECK(refused(bad) == "mimic: phrases: 3496 is the sum of the shares; make them sum to 4096");
    bad = test::mimic_prose();
    bad.literal_lengths[9] = 513;
    CHECK(refused(bad) == "mimic: literal_lengths: 513 is too long; use 0 to 512");
    bad = test::mimic_prose();
    bad.phrase_lengths[255] = 2;
    CHECK(refused(bad) == "mimic: phrase_lengths: 2 is not the length of a phrase; use 3 to 512");
    bad.phrase_lengths[255] = 513;
    CHECK(refused(bad) == "mimic: phrase_lengths: 513 is not the length of a phrase; use 3 to 512");
    bad = test::mimic_prose();
    bad.random_cells = 4097;
    CHECK(refused(bad) == "mimic: random: 4097 is more than all cells; use at most 4096");
}
