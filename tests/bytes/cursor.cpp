// SPDX-License-Identifier: Apache-2.0
#include <spate/bytes/cursor.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include <spate/bytes/patterns.hpp>
#include <spate/bytes/random_bytes.hpp>
#include <spate/bytes/take.hpp>
#include <spate/dedup/duplicated.hpp>
#include <spate/shape/compressible.hpp>

#include "../support/random.hpp"

using namespace spate;

namespace {

// What the description says, kept as plainly as can be: the content under each seed as one array, and three numbers.
struct model {
    std::vector<std::vector<std::byte>> content;
    std::size_t size, position = 0, begin = 0, now = 0;

    std::vector<std::byte> read(std::size_t wanted) {
        const std::size_t count = std::min(wanted, size - position);
        const auto from = content[now].begin() + static_cast<std::ptrdiff_t>(position - begin);
        position += count;
        return {from, from + static_cast<std::ptrdiff_t>(count)};
    }
};

template <class Cursor>
concept can_be_reseeded = requires(Cursor& reader) { reader.set_seed(seed{1}); };

template <class Make>
void check_random_calls(const Make& make, std::size_t size, std::uint64_t rolls) {
    test::dice dice{rolls};
    constexpr std::size_t seeds = 3;
    model expected{{}, size};
    for (std::size_t s = 0; s < seeds; ++s) {
        expected.content.emplace_back(size);
        make(seed{s}).fill(0, expected.content.back());
    }
    cursor reader{make(seed{0})};
    std::vector<std::byte> room(40'000);
    for (int step = 0; step < 3000; ++step) {
        CAPTURE(step);
        switch (const auto choice = dice.below(20); choice) {
            case 0:
            case 1:
                expected.now = dice.below(seeds);
                expected.begin = expected.position;
                reader.set_seed(seed{expected.now});
                break;
            case 2:
            case 3:
                expected.position = dice.below(3) == 0 ? size - dice.below(100) : dice.below(size + 1);
                expected.begin = 0;
                reader.seek(expected.position);
                break;
            case 4:
                expected.position = expected.begin = 0;
                reader.reset();
                break;
            case 5: {
                // A copy goes its own way.
                cursor copy = reader;
                (void)copy.read(std::span{room}.first(1000));
                copy.set_seed(seed{99});
                break;
            }
            case 6:
                CHECK_THROWS_AS(reader.seek(size + 1 + dice.below(1000)), config_error);
                break;
            default: {
                const auto wanted = static_cast<std::size_t>(dice.below(choice < 12 ? 50 : choice < 17 ? 5000 : 40'000));
                std::fill(room.begin(), room.end(), std::byte{0xa7});
                const std::size_t given = reader.read(std::span{room}.first(wanted));
                const auto bytes = expected.read(wanted);
                REQUIRE(given == bytes.size());
                REQUIRE(std::equal(bytes.begin(), bytes.end(), room.begin()));
                REQUIRE(std::all_of(room.begin() + static_cast<std::ptrdiff_t>(given), room.end(), [](std::byte b) { return b == std::byte{0xa7}; }));
            }
        }
        REQUIRE(reader.position() == expected.position);
        REQUIRE(reader.remaining() == size - expected.position);
        REQUIRE(reader.is_complete() == (expected.position == size));
        REQUIRE(reader.size() == size);
    }
}

}  // namespace

TEST_CASE("bytes/cursor: random calls agree with three numbers and an array") {
    SUBCASE("random") {
        check_random_calls([](seed s) { return random_bytes{s} | take(300'007); }, 300'007, 1);
    }
    SUBCASE("compressible and duplicated") {
        check_random_calls([](seed s) { return random_bytes{s} | compressible(2.0) | take(200'001) | duplicated({.ratio = 1.5, .unit = 4096, .group = 7}); },
                           200'001, 2);
    }
    SUBCASE("few bytes") {
        check_random_calls([](seed s) { return random_bytes{s} | take(150); }, 150, 3);
    }
}

TEST_CASE("bytes/cursor: seeds A, B, A give A's first bytes again, and the total goes on counting") {
    cursor reader{random_bytes{seed{1}} | take(10'000)};
    std::vector<std::byte> a(3000), b(3000), again(3000), rest(3000, std::byte{0xa7});
    CHECK(reader.read(a) == 3000);
    reader.set_seed(seed{2});
    CHECK(reader.position() == 3000);
    CHECK(reader.read(b) == 3000);
    reader.set_seed(seed{1});
    CHECK(reader.read(again) == 3000);
    CHECK(a != b);
    CHECK(a == again);
    CHECK(reader.remaining() == 1000);
    reader.set_seed(seed{2});
    CHECK(reader.read(rest) == 1000);
    CHECK(std::equal(rest.begin(), rest.begin() + 1000, b.begin()));
    CHECK(rest[1000] == std::byte{0xa7});
    CHECK(reader.read(rest) == 0);
    CHECK(reader.is_complete());
    reader.reset();
    CHECK(reader.read(again) == 3000);
    CHECK(again == b);
}

TEST_CASE("bytes/cursor: endless without take") {
    cursor reader{random_bytes{seed{3}}};
    std::vector<std::byte> part(5000), expected(5000);
    CHECK(reader.size() == unlimited);
    for (const std::uint64_t place : {std::uint64_t{0}, std::uint64_t{1} << 45, (std::uint64_t{1} << 63) + 99}) {
        reader.seek(place);
        CHECK(reader.read(part) == 5000);
        random_bytes{seed{3}}.fill(place, expected);
        CHECK(part == expected);
        CHECK(reader.position() == place + 5000);
        CHECK(reader.remaining() == unlimited);
        CHECK(!reader.is_complete());
    }
}

TEST_CASE("bytes/cursor: a seek beyond the end names the place and the end, and changes nothing") {
    cursor reader{counter_bytes{} | take(1000)};
    reader.seek(10);
    try {
        reader.seek(1001);
        FAIL("no error");
    } catch (const config_error& error) {
        CHECK(std::string{error.what()} == "seek: 1001 is beyond the end of the stream; use at most 1000");
    }
    CHECK(reader.position() == 10);
    reader.seek(1000);
    CHECK(reader.is_complete());
    std::byte one;
    CHECK(reader.read({&one, 1}) == 0);
    CHECK(reader.read({}) == 0);
}

TEST_CASE("bytes/cursor: chunk_size, and what it models") {
    using over_random = cursor<random_bytes<>>;
    using over_zero = cursor<zero_bytes>;
    static_assert(noexcept(std::declval<over_random&>().read({}))&& noexcept(std::declval<over_random&>().reset())&& noexcept(
        std::declval<over_random&>().set_seed(seed{1})));
    static_assert(can_be_reseeded<over_random> && !can_be_reseeded<over_zero>);
    static_assert(sizeof(over_random) <= 4096);
    const over_random reader{random_bytes{seed{1}}};
    CHECK(reader.chunk_size() == default_chunk_size(1));
    CHECK(reader.chunk_size() >= 262'144);
    CHECK(reader.source().origin() == seed{1});
}
