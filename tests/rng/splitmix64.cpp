// SPDX-License-Identifier: Apache-2.0
#include <spate/rng/splitmix64.hpp>

#include <algorithm>

#include "support.hpp"

using spate::rng::splitmix64;

TEST_CASE("rng/splitmix64: known answers") {
    for (const spate::simd::isa which : spate::simd::available_isas()) {
        for (const auto& answer : support::read_answers("splitmix64.txt")) {
            std::uint64_t words[8];
            spate::rng::detail::splitmix_blocks.at(which)(support::number(answer[0], 10), 0x9e3779b97f4a7c15u, 0, reinterpret_cast<std::byte*>(words), 1,
                                                          false);
            for (std::size_t i = 1; i < answer.size(); ++i) CHECK(words[i - 1] == support::number(answer[i], 10));
        }
    }
}

TEST_CASE("rng/splitmix64: words as documented") {
    constexpr std::uint64_t gamma = spate::rng::detail::splitmix_gamma(support::key.high);
    const std::uint64_t first = 1'000'003;
    std::uint64_t words[100];
    splitmix64::fill(support::key, 8 * first, std::as_writable_bytes(std::span{words}));
    for (std::uint64_t i = 0; i < 100; ++i) REQUIRE(words[i] == spate::mix(support::key.low + (first + i + 1) * gamma));
}

TEST_CASE("rng/splitmix64: increments are odd and vary") {
    using spate::rng::detail::splitmix_gamma;
    static_assert(splitmix_gamma(0) == (1 ^ 0xaaaaaaaaaaaaaaaau));
    static_assert(splitmix_gamma(0x9e3779b97f4a7c15u) == 0x9e3779b97f4a7c15u);
    for (std::uint64_t i = 0; i < 20'000; ++i) {
        const std::uint64_t gamma = splitmix_gamma(i < 10'000 ? i : spate::mix(i));
        REQUIRE(gamma % 2 == 1);
        REQUIRE(std::popcount(gamma ^ (gamma >> 1)) >= 24);
    }
}

TEST_CASE("rng/splitmix64: laws") { support::check_slices<splitmix64>(), support::check_cells<splitmix64>(), support::check_isas<splitmix64>(); }

TEST_CASE("rng/splitmix64: streams of hashed keys share nothing") {
    std::vector<std::uint64_t> words;
    for (std::uint64_t s = 0; s < 16; ++s) {
        const auto bytes = support::stream<splitmix64>(spate::derive_key(spate::seed{s}, "test"), 0, 80'000);
        const std::size_t size = words.size();
        words.resize(size + 10'000);
        std::memcpy(words.data() + size, bytes.data(), bytes.size());
    }
    std::sort(words.begin(), words.end());
    CHECK(std::adjacent_find(words.begin(), words.end()) == words.end());
}

TEST_CASE("rng/splitmix64: golden") { support::check_golden<splitmix64>(0x9c1dd0719e69cabcu); }
