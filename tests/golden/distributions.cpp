// SPDX-License-Identifier: Apache-2.0
// The numbers that each distribution makes of fixed words: they may never change, whatever the compiler and its flags. The test is compiled
// with several sets of flags.
#include <doctest/doctest.h>

#include <bit>
#include <cstdint>
#include <vector>

#include <spate/rng.hpp>

namespace {

std::vector<std::uint64_t> fixed_words() {
    std::vector<std::uint64_t> words{0, 1, ~std::uint64_t{0}, ~std::uint64_t{1}, std::uint64_t{1} << 63, (std::uint64_t{1} << 63) - 1};
    for (std::uint64_t i = 0; i < 10'000; ++i) {
        words.push_back(spate::mix(i));
        words.push_back(spate::mix(i) >> (i % 64));
        words.push_back(~(spate::mix(i) >> (i % 64)));
    }
    return words;
}

std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }
template <class Integer>
std::uint64_t bits(Integer value) {
    return static_cast<std::uint64_t>(value);
}

template <class Distribution>
std::uint64_t hash(const Distribution& distribution) {
    std::uint64_t sum = 0;
    for (const std::uint64_t word : fixed_words()) sum = spate::mix(sum ^ bits(distribution(word))) + 0x9e3779b97f4a7c15u;
    return sum;
}

}  // namespace

TEST_CASE("golden/distributions: uniform") {
    CHECK(hash(spate::rng::uniform_int{-5, 1'000'000}) == 0x8e5029d00060e583u);
    CHECK(hash(spate::rng::uniform_real{}) == 0x84084877e6109f31u);
    CHECK(hash(spate::rng::uniform_real{-0.1, 12345.678}) == 0x862998179700989au);
}

TEST_CASE("golden/distributions: normal") {
    CHECK(hash(spate::rng::normal{}) == 0x38e5e84ecc1a3f7au);
    CHECK(hash(spate::rng::normal{30.1, 9.7}) == 0xf5e3652777b61aeeu);
}

TEST_CASE("golden/distributions: exponential") {
    CHECK(hash(spate::rng::exponential{}) == 0xa97c8f9f0254a63au);
    CHECK(hash(spate::rng::exponential{0.0123}) == 0x9b0dbaff559253aau);
}

TEST_CASE("golden/distributions: zipf") {
    CHECK(hash(spate::rng::zipf{100, 1.1}) == 0x4aa5134d9fcce8fbu);
    CHECK(hash(spate::rng::zipf{1'000'000, 0.7}) == 0xd0aac9395c52420eu);
    CHECK(hash(spate::rng::zipf{1'000'000, 1}) == 0x46ed8c0b464c7a50u);
    CHECK(hash(spate::rng::zipf{std::uint64_t{1} << 48, 1.2}) == 0x1e3371839b0b506cu);
    CHECK(hash(spate::rng::zipf{std::uint64_t{1} << 48, 0.99999}) == 0x5b9469762bb4a6fdu);
}
