// SPDX-License-Identifier: Apache-2.0
#include <spate/rng/shishua.hpp>

#include <doctest/doctest.h>

#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "../support/test_data.hpp"

using namespace spate;

namespace {

// The published generator, made of the library's step: both cores at once, each with its own seed.
class published {
public:
    published(simd::isa which, const std::uint64_t (&seeds)[2][4]) : which_{which} {
        static constexpr std::size_t seed_word[4][2] = {{0, 1}, {2, 3}, {2, 3}, {0, 1}};
        for (std::size_t core = 0; core < 2; ++core)
            for (std::size_t s = 0; s < 4; ++s)
                for (std::size_t i = 0; i < 4; ++i)
                    state_[s][4 * core + i] = kernels::shishua_constants[4 * s + i] ^ (i % 2 == 0 ? seeds[core][seed_word[s][i / 2]] : 0);
        for (int round = 0; round < 13; ++round) {
            step();
            for (std::size_t s = 0; s < 4; ++s) std::memcpy(state_[s], output_ + 64 * (3 - s), 64);
        }
    }

    void step() { rng::detail::shishua_run.at(which_)(state_, output_, 1); }

    void append_output_of(std::size_t core, std::vector<std::byte>& bytes) const {
        for (std::size_t o = 0; o < 4; ++o) bytes.insert(bytes.end(), output_ + 64 * o + 32 * core, output_ + 64 * o + 32 * core + 32);
    }

private:
    simd::isa which_;
    std::uint64_t state_[5][8] = {};
    std::byte output_[256] = {};
};

std::vector<std::byte> filled(const key128& key, std::uint64_t position, std::size_t size) {
    std::vector<std::byte> bytes(size);
    rng::shishua<>::fill(key, position, bytes);
    return bytes;
}

}  // namespace

TEST_CASE("rng/shishua: known answers of the published generator, on every instruction set") {
    const auto lines = test::read_data("rng/shishua.txt");
    REQUIRE(lines.size() == 4);
    std::uint64_t seeds[2][4];
    std::vector<std::byte> expected[2];
    for (std::size_t core = 0; core < 2; ++core) {
        for (std::size_t i = 0; i < 4; ++i) seeds[core][i] = std::stoull(lines[2 * core].at(1 + i), nullptr, 16);
        expected[core] = test::from_hex(lines[2 * core + 1].at(1));
        REQUIRE(expected[core].size() == 512);
    }
    for (const simd::isa which : simd::available_isas()) {
        CAPTURE(simd::name(which));
        published generator{which, seeds};
        std::vector<std::byte> bytes[2];
        for (int block = 0; block < 4; ++block) {
            generator.append_output_of(0, bytes[0]);
            generator.append_output_of(1, bytes[1]);
            generator.step();
        }
        CHECK(bytes[0] == expected[0]);
        CHECK(bytes[1] == expected[1]);
    }
}

TEST_CASE("rng/shishua: every instruction set makes the same cells, cached and streamed") {
    const key128 key{0x0123456789abcdefu, 0xfedcba9876543210u};
    alignas(64) std::byte expected[3][4096], made[3][4096];
    for (const std::size_t bytes : {4096u, 4095u, 2048u, 300u, 256u, 255u, 1u}) {
        CAPTURE(bytes);
        const cell_request wanted[3] = {{7, expected[0], bytes}, {~std::uint64_t{0}, expected[1], 4096}, {8, expected[2], bytes}};
        std::memset(expected, 0, sizeof expected);
        rng::detail::shishua_make.at(simd::isa::scalar)(key, wanted, 3, false);
        for (const simd::isa which : simd::available_isas())
            for (const bool streaming : {false, true}) {
                CAPTURE(simd::name(which));
                CAPTURE(streaming);
                const cell_request requests[3] = {{7, made[0], bytes}, {~std::uint64_t{0}, made[1], 4096}, {8, made[2], bytes}};
                std::memset(made, 0, sizeof made);
                rng::detail::shishua_make.at(which)(key, requests, 3, streaming);
                CHECK(std::memcmp(made, expected, sizeof made) == 0);
            }
    }
}

TEST_CASE("rng/shishua: any part equals that part of the whole") {
    const key128 key = derive_key(seed{1}, "test");
    const std::vector<std::byte> whole = filled(key, 0, 70000);
    std::mt19937_64 random{1};
    for (int i = 0; i < 2000; ++i) {
        const std::size_t first = random() % whole.size(), size = random() % (whole.size() - first + 1) % (i % 2 ? 300 : 20000);
        const std::size_t skew = random() % 64;
        std::vector<std::byte> buffer(size + 64 + 1, std::byte{0xa5});
        rng::shishua<>::fill(key, first, std::span{buffer}.subspan(skew, size), i % 3 ? store_mode::cached : store_mode::streaming);
        REQUIRE(std::memcmp(buffer.data() + skew, whole.data() + first, size) == 0);
        REQUIRE(buffer[skew + size] == std::byte{0xa5});
    }
}

TEST_CASE("rng/shishua: positions up to the end of the number range") {
    const key128 key{1, 2};
    const std::uint64_t last_cell = ~std::uint64_t{0} / 4096 * 4096;
    const auto cell = filled(key, last_cell - 4096, 8000);
    const auto part = filled(key, last_cell - 10, 100);
    CHECK(std::equal(part.begin(), part.end(), cell.begin() + 4086));
}

TEST_CASE("rng/shishua: every bit of key and index changes about half of the bits of the first step") {
    const auto first_step = [](const key128& key, std::uint64_t index) { return filled(key, index * 4096, 256); };
    const key128 key{0, 0};
    const auto base = first_step(key, 0);
    for (int bit = 0; bit < 64 * 2 + 52; ++bit) {
        CAPTURE(bit);
        const auto other = bit < 64    ? first_step({std::uint64_t{1} << bit, 0}, 0)
                           : bit < 128 ? first_step({0, std::uint64_t{1} << (bit - 64)}, 0)
                                       : first_step(key, std::uint64_t{1} << (bit - 128));
        int changed = 0;
        for (std::size_t i = 0; i < 256; ++i) changed += __builtin_popcount(std::to_integer<unsigned>(base[i] ^ other[i]));
        CHECK(changed > 1024 - 23 * 6);  // six standard deviations of 2048 fair bits
        CHECK(changed < 1024 + 23 * 6);
    }
}

TEST_CASE("rng/shishua: the cell size names another stream, the first cell begins alike") {
    const key128 key{3, 4};
    std::vector<std::byte> small(65536), large(65536);
    rng::shishua<4096>::fill(key, 0, small);
    rng::shishua<65536>::fill(key, 0, large);
    CHECK(std::equal(small.begin(), small.begin() + 4096, large.begin()));
    CHECK(!std::equal(small.begin() + 4096, small.begin() + 8192, large.begin() + 4096));
}
