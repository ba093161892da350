// SPDX-License-Identifier: Apache-2.0
#include <spate/rng/xoshiro256pp.hpp>

#include <algorithm>
#include <bit>
#include <cmath>

#include "support.hpp"

using spate::rng::xoshiro256pp;

TEST_CASE("rng/xoshiro256pp: known answers") {
    const auto answers = support::read_answers("xoshiro256pp.txt");
    std::uint64_t state[4][8];
    for (std::uint64_t j = 0; j < 4; ++j) std::fill(std::begin(state[j]), std::end(state[j]), j + 1);
    for (const spate::simd::isa which : spate::simd::available_isas()) {
        std::vector<std::uint64_t> words(8 * answers.size());
        spate::rng::detail::xoshiro_run.at(which)(state, reinterpret_cast<std::byte*>(words.data()), answers.size());
        for (std::size_t i = 0; i < words.size(); ++i) REQUIRE(words[i] == support::number(answers[i / 8][0], 10));
    }
}

TEST_CASE("rng/xoshiro256pp: laws") { support::check_engine<xoshiro256pp<>>(); }
TEST_CASE("rng/xoshiro256pp: laws, short cells") { support::check_engine<xoshiro256pp<512>>(); }
TEST_CASE("rng/xoshiro256pp: golden") { support::check_golden<xoshiro256pp<>>(0xb0eb451ca0d60177u); }

namespace {

// Written word by word from the description in the header, as a check of the vector code.
std::vector<std::uint64_t> reference_cell(const spate::key128& key, std::uint64_t index) {
    std::vector<std::uint64_t> words(512);
    for (std::size_t lane = 0; lane < 16; ++lane) {
        std::uint64_t a = 0x243f6a8885a308d3u ^ key.low, b = 0x13198a2e03707344u ^ key.high, c = (lane + 1) * 0x9e3779b97f4a7c15u,
                      d = 0xa4093822299f31d0u ^ index;
        for (int round = 0; round < 5; ++round) {
            a += b, d = std::rotr(d ^ a, 32), c += d, b = std::rotr(b ^ c, 24);
            a += b, d = std::rotr(d ^ a, 16), c += d, b = std::rotr(b ^ c, 63);
        }
        for (std::size_t step = 0; step < 32; ++step) {
            words[16 * step + lane] = std::rotl(a + d, 23) + a;
            const std::uint64_t t = b << 17;
            c ^= a, d ^= b, b ^= c, a ^= d, c ^= t, d = std::rotl(d, 45);
        }
    }
    return words;
}

}  // namespace

TEST_CASE("rng/xoshiro256pp: cells as documented") {
    for (const std::uint64_t index : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{123456789}}) {
        const auto expected = reference_cell(support::key, index);
        const auto found = support::stream<xoshiro256pp<>>(support::key, index * 4096, 4096);
        CHECK(std::memcmp(expected.data(), found.data(), 4096) == 0);
    }
}

TEST_CASE("rng/xoshiro256pp: every bit of key and index changes half of a cell's first words") {
    // The first 16 words of a cell are those that the mixing of the start alone must protect.
    const auto first = [](const spate::key128& key, std::uint64_t index) {
        std::vector<std::uint64_t> words(16);
        xoshiro256pp<>::fill(key, index * 4096, std::as_writable_bytes(std::span{words}));
        return words;
    };
    for (int bit = 0; bit < 192; ++bit) {
        if (bit >= 128 + 52) break;
        std::uint64_t flips = 0;
        std::vector<int> of_bit(1024, 0);
        for (std::uint64_t trial = 0; trial < 64; ++trial) {
            const spate::key128 key{spate::mix(trial), spate::mix(~trial)};
            const std::uint64_t index = trial * 977;
            spate::key128 other = key;
            std::uint64_t other_index = index;
            (bit < 64 ? other.low : bit < 128 ? other.high : other_index) ^= std::uint64_t{1} << (bit % 64);
            const auto a = first(key, index), b = first(other, other_index);
            for (std::size_t i = 0; i < 16; ++i) {
                flips += static_cast<std::uint64_t>(std::popcount(a[i] ^ b[i]));
                for (std::size_t j = 0; j < 64; ++j) of_bit[64 * i + j] += static_cast<int>((a[i] ^ b[i]) >> j & 1);
            }
        }
        INFO("bit " << bit);
        // 65,536 bits, half of which flip with a standard deviation of 128; of the 64 trials of one bit 32 with one of 4.
        CHECK(std::abs(static_cast<double>(flips) - 32768) < 6 * 128);
        CHECK(*std::min_element(of_bit.begin(), of_bit.end()) > 6);
        CHECK(*std::max_element(of_bit.begin(), of_bit.end()) < 58);
    }
}
