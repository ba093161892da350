// SPDX-License-Identifier: Apache-2.0
#include <spate/rng/bit_generator.hpp>

#include <algorithm>
#include <numeric>

#include <spate/rng/ars.hpp>
#include <spate/rng/chacha8.hpp>
#include <spate/rng/pcg64.hpp>
#include <spate/rng/philox.hpp>
#include <spate/rng/splitmix64.hpp>
#include <spate/rng/xoshiro256pp.hpp>

#include "support.hpp"

using spate::seed;
using spate::rng::bit_generator;

TEST_CASE_TEMPLATE("rng/bit_generator: words are those of the stream", Engine, spate::rng::shishua<>, spate::rng::shishua<65536>, spate::rng::xoshiro256pp<>,
                   spate::rng::ars<5>, spate::rng::ars<7>, spate::rng::philox4x32, spate::rng::splitmix64, spate::rng::pcg64, spate::rng::chacha8) {
    static_assert(std::uniform_random_bit_generator<bit_generator<Engine>>);
    static_assert(std::copyable<bit_generator<Engine>>);
    std::vector<std::uint64_t> expected(3'000);
    Engine::fill(support::key, 0, std::as_writable_bytes(std::span{expected}), spate::store_mode::cached);
    bit_generator<Engine> generator{support::key};
    for (const std::uint64_t word : expected) REQUIRE(generator() == word);
    CHECK(generator.position() == expected.size());
    // Forwards and backwards, in blocks and across.
    std::uint64_t random = 1;
    for (int i = 0; i < 500; ++i) {
        const std::uint64_t target = spate::scale(spate::mix(++random), expected.size());
        generator.discard(target - generator.position());
        REQUIRE(generator.position() == target);
        REQUIRE(generator() == expected[target]);
    }
}

TEST_CASE("rng/bit_generator: discard(n) is n calls") {
    bit_generator<> a{seed{42}, 3}, b{seed{42}, 3};
    for (const unsigned n : {0u, 1u, 63u, 64u, 511u, 512u, 513u, 10'000u}) {
        for (unsigned i = 0; i < n; ++i) a();
        b.discard(n);
        CHECK(a == b);
        REQUIRE(a() == b());
    }
}

TEST_CASE("rng/bit_generator: the stream is a ring of 2^61 words") {
    bit_generator<spate::rng::philox4x32> generator{seed{1}}, start{seed{1}};
    const std::uint64_t first = start();
    start.seek(0);
    generator.discard((1ull << 61) - 1);
    generator();
    CHECK(generator.position() == 0);
    CHECK(generator == start);
    CHECK(generator() == first);
    generator.seek(5);
    generator.discard(0ull - 5);
    CHECK(generator() == first);
}

TEST_CASE("rng/bit_generator: equality") {
    bit_generator<> a{seed{1}}, b{seed{1}}, c{seed{2}}, d{seed{1}, 1};
    CHECK(a == b);
    CHECK_FALSE(a == c);
    CHECK_FALSE(a == d);
    a();
    CHECK_FALSE(a == b);
    b();
    CHECK(a == b);
    const bit_generator<> copy = a;
    CHECK(copy == a);
    CHECK(a() == bit_generator<>{copy}());
}

TEST_CASE("rng/bit_generator: seeds and stream numbers are unrelated") {
    std::vector<std::uint64_t> words;
    for (std::uint64_t s = 0; s < 32; ++s)
        for (std::uint64_t stream = 0; stream < 8; ++stream) {
            bit_generator<> generator{seed{s}, stream};
            for (int i = 0; i < 64; ++i) words.push_back(generator());
        }
    std::sort(words.begin(), words.end());
    CHECK(std::adjacent_find(words.begin(), words.end()) == words.end());
}

TEST_CASE("rng/bit_generator: works with the standard library") {
    bit_generator<> generator{seed{7}};
    std::vector<int> values(100);
    std::iota(values.begin(), values.end(), 0);
    auto shuffled = values;
    std::shuffle(shuffled.begin(), shuffled.end(), generator);
    CHECK(shuffled != values);
    std::sort(shuffled.begin(), shuffled.end());
    CHECK(shuffled == values);
}

TEST_CASE("rng/bit_generator: golden") {
    bit_generator<spate::rng::philox4x32> generator{seed{42}, 1};
    std::uint64_t sum = 0;
    for (int i = 0; i < 100; ++i) sum = spate::mix(sum ^ generator());
    INFO("found 0x" << std::hex << sum);
    CHECK(sum == 0x1a615e20b03d989eu);
}
